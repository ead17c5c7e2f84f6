/**
 * What a store throws when it fails. Drivers and query builders put parameters and rows into their messages; none of that
 * may reach a log or an answer. So every error that is not ours is replaced: its message and its causes stay behind.
 */
import { Refusal } from "../core/errors.ts";

/** The store failed. `code` is the driver's short code or the name of the foreign error's class. */
export class StoreFault extends Error {
  readonly operation: string;
  readonly code: string;
  /** The table that was read, where an audit reads; of another file than the ledger's behind the file's name, and a point. */
  readonly table: string | null;

  constructor(operation: string, code: string, detail?: string, table: string | null = null) {
    super(`store: ${operation} failed (${code})${detail === undefined ? "" : `: ${detail}`}`);
    this.name = "StoreFault";
    this.operation = operation;
    this.code = code;
    this.table = table;
  }
}

/** The caller broke the contract of a method: a bug. The text never holds a value. */
export class StoreMisuse extends Error {
  override readonly name = "StoreMisuse";
}

const DRIVER_CODE = /^SQLITE_[A-Z_]+$/;

/** Refusals and our own errors as they are; of anything else only its code and where it was thrown. */
export function asFault(operation: string, error: unknown, table: string | null = null): Error {
  if (error instanceof Refusal || error instanceof StoreFault || error instanceof StoreMisuse) {
    return error;
  }
  if (!(error instanceof Error)) return new StoreFault(operation, "unknown");
  const code = codeOf(error);
  // The texts that our own triggers raise are fixed.
  const detail = code === "SQLITE_CONSTRAINT_TRIGGER" ? error.message : undefined;
  const fault = new StoreFault(operation, code, detail, table);
  fault.stack = `${fault.name}: ${fault.message}${framesOf(error)}`;
  return fault;
}

/** Runs the body of one store method. Synchronous, so that a transaction can lie inside. */
export function attempt<T>(operation: string, work: () => T, table: string | null = null): T {
  try {
    return work();
  } catch (error) {
    throw asFault(operation, error, table);
  }
}

function codeOf(error: Error): string {
  const code: unknown = "code" in error ? error.code : undefined;
  if (typeof code === "string" && DRIVER_CODE.test(code)) return code;
  return error.constructor.name;
}

/** The stack without its head, which repeats the message. */
function framesOf(error: Error): string {
  const stack = error.stack ?? "";
  const at = stack.lastIndexOf(error.message);
  if (error.message === "" || at < 0) return "";
  return stack.slice(at + error.message.length);
}
