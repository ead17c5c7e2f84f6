/** What goes between the map's thread and the one that serves requests. Errors lose their class on the way: it goes beside them. */
import { Refusal, type RefusalCode, type RefusalDetails } from "../../core/errors.ts";
import { StoreFault, StoreMisuse } from "../../store/fault.ts";

/** Calls of the map that the thread takes. */
export type Method = "advance" | "forget" | "backTo" | "clear" | "close";

export type ToThread =
  | {
      readonly call: number;
      readonly method: Method;
      readonly argument: number;
      /** Of `forget`; others take none. */
      readonly keep: readonly number[];
    }
  /** The answer to `wanted`; `null`: they could not be read. */
  | { readonly moves: number; readonly bytes: Uint8Array | null };

export type FromThread =
  | { readonly ready: true }
  | { readonly ready: false; readonly error: Crossing }
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: Crossing }
  | { readonly wanted: number; readonly from: number; readonly to: number };

export type Crossing =
  | { readonly kind: "refusal"; readonly code: RefusalCode; readonly details: unknown }
  | { readonly kind: "fault"; readonly operation: string; readonly code: string }
  | { readonly kind: "misuse"; readonly message: string }
  | { readonly kind: "moves" }
  | { readonly kind: "bug"; readonly message: string; readonly stack: string };

/** The log could not be read. Why, is known on the other side. */
export class MovesUnread extends Error {}

export function pack(error: unknown): Crossing {
  if (error instanceof MovesUnread) return { kind: "moves" };
  if (error instanceof Refusal) {
    return { kind: "refusal", code: error.code, details: error.details };
  }
  if (error instanceof StoreFault) {
    return { kind: "fault", operation: error.operation, code: error.code };
  }
  if (error instanceof StoreMisuse) return { kind: "misuse", message: error.message };
  const bug = error instanceof Error ? error : new Error("no error was thrown");
  return { kind: "bug", message: bug.message, stack: bug.stack ?? "" };
}

/** `unread`: what kept the log from being read. */
export function unpack(error: Crossing, unread: unknown): unknown {
  switch (error.kind) {
    case "moves":
      return unread;
    case "refusal":
      return new Refusal(error.code, error.details as RefusalDetails[RefusalCode]);
    case "fault":
      return new StoreFault(error.operation, error.code);
    case "misuse":
      return new StoreMisuse(error.message);
    case "bug": {
      const bug = new Error(error.message);
      bug.stack = error.stack;
      return bug;
    }
  }
}
