/** Around every route that shows something of a person: who asks, what for, and the record of it, without which nothing is answered. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { kindOfStream } from "../../portal/verify/kinds.ts";
import { Refusal } from "../core/errors.ts";
import type { Principal } from "../core/principal.ts";
import { isReadable } from "../core/visible.ts";
import { assertReason, type Circumstances, type Shown, type ShownRecord } from "./access.ts";
import type { ReadRecord, RecordPlace } from "./read.ts";
import type { Ledger } from "./service.ts";

/** What a refusal tells of whom; nothing where it tells of nobody. */
export type Tells = (refusal: Refusal) => Promise<readonly Shown[]>;

/** A file that is handed over, what for, where it is for something, and why, where that does not stand in the header: see `Circumstances`. */
export type HandedOut = Pick<Circumstances, "hash" | "regarding" | "reason">;

/** One request that reads. */
export interface Reading {
  /** As all records of it have it, with the person and with the firm; `null`: reads leave no trail. */
  readonly request: string | null;
  /**
   * To be awaited before anything of it goes out; as often as something more does.
   *
   * @throws Refusal of `Ledger.recordReads`: then it must not
   */
  show(...shown: readonly Shown[]): Promise<void>;
  /** The same of a file that is handed over. */
  handOut(file: HandedOut, ...shown: readonly Shown[]): Promise<void>;
  /**
   * What `work` makes. Where it is refused, and that tells something, the record of it is durable before the refusal goes on.
   *
   * @param tells what a refusal tells of whom; see refused.ts
   * @throws Refusal of `work`, and of `Ledger.recordReads`
   */
  telling<T>(tells: Tells, work: () => Promise<T>): Promise<T>;
}

/**
 * To be called first by a route that reads: who is refused for want of a reason learns nothing.
 *
 * @throws Refusal `reason_missing`, `invalid_parameter` (the headers)
 */
export type ReadTrail = (c: Context) => Reading;

/** Reads leave no trail. */
export const noTrail: ReadTrail = () => ({
  request: null,
  show: async () => {},
  handOut: async () => {},
  telling: (_, work) => work(),
});

/** Reads are recorded. */
export function accessTrail(ledger: Pick<Ledger, "recordReads" | "newId">): ReadTrail {
  return (c) => {
    const circumstances = {
      reader: readerOf(c),
      route: routeOf(c),
      reason: reasonOf(c),
      purposeId: purposeOf(c),
    };
    assertReason(circumstances);
    const request = ledger.newId();
    const record = (shown: readonly Shown[], refusal: string | null, file: HandedOut = {}) =>
      ledger.recordReads({ ...circumstances, ...file, request, shown, refusal });
    return {
      request,
      show: (...shown) => record(shown, null),
      handOut: (file, ...shown) => record(shown, null, file),
      async telling(tells, work) {
        try {
          return await work();
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          await record(await tells(error), error.code);
          throw error;
        }
      },
    };
  };
}

const REASON = "Counterfoil-Reason";
const PURPOSE = "Counterfoil-Purpose";
const MOST_REASON = 500;

/** What a request that reads may have. */
export const readHeaders = z.object({
  [REASON.toLowerCase()]: z.string().optional(),
  [PURPOSE.toLowerCase()]: z.string().optional(),
});

/** @throws Error where a route that is open to everybody would show something of a person */
function readerOf(c: Context<{ Variables: { principal?: Principal } }>): Principal {
  const principal = c.get("principal");
  if (principal === undefined) throw new Error("nobody is known to read");
  return principal;
}

/** `GET /v1/records/{id}`: as the API page has it; no identifier of anybody is in it. */
const routeOf = ({ req }: Context): string =>
  `${req.method} ${req.routePath.replace(/:([A-Za-z]+)/g, "{$1}")}`;

/** A header is ASCII: what is not is percent-encoded UTF-8. Blank is none. @throws Refusal `invalid_parameter` */
export function reasonOf(c: Context): string | null {
  const sent = c.req.header(REASON);
  if (sent === undefined) return null;
  const said = /^[\x20-\x7e]*$/.test(sent) ? decoded(sent) : null;
  if (said !== null && /^\p{Zs}*$/u.test(said)) return null;
  // What is hidden could make two lines of one, turn the words around, or be no words at all.
  if (said === null || said.trim().length > MOST_REASON || !isReadable(said))
    throw new Refusal("invalid_parameter", { parameter: REASON });
  return said.trim();
}

function decoded(sent: string): string {
  try {
    return decodeURIComponent(sent);
  } catch {
    throw new Refusal("invalid_parameter", { parameter: REASON });
  }
}

function purposeOf(c: Context): string | null {
  const sent = c.req.header(PURPOSE);
  if (sent === undefined) return null;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(sent))
    throw new Refusal("invalid_parameter", { parameter: PURPOSE });
  return sent;
}

/** A record that is shown as it is. */
export const wholeRecord = ({ id, version, record }: ReadRecord): ShownRecord => ({
  ...{ id, version, kind: String(record["@kind"]), fields: null },
});

/** A record of which these fields are shown; `null`: all. */
export function partOf(
  { subject, id, kind, version }: RecordPlace,
  fields: readonly string[] | null,
): Pick<Shown, "subject"> & { readonly records: readonly ShownRecord[] } {
  return { subject, records: [{ id, kind, version, fields }] };
}

/** What was in force, as a state shows it. */
export const recordInForce = (
  stream: string,
  inForce: { readonly id: string; readonly version: number } | null,
): readonly ShownRecord[] =>
  inForce === null
    ? []
    : [{ id: inForce.id, version: inForce.version, kind: kindOfStream(stream), fields: null }];
