/** One line of the list of the erased: what must still be known of an erasure when the key store and the ledger's database are older than it. */
import { z } from "zod";
import type { JsonValue } from "../../portal/verify/jcs.ts";
import { RETENTION_CLASSES } from "../../portal/verify/subject.ts";
import type { Erasure, NewErasure } from "./erasures.ts";

export const ERASED_FORMAT = "counterfoil/erased/v1";

const retentionClass = z.enum(RETENTION_CLASSES);
const subject = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const expiry = z.string().regex(/^(open|\d{4})$/);
const key = z.tuple([retentionClass, expiry]);

const form = z.strictObject({
  begunAt: z.number().int().min(0),
  cause: z.string().regex(/^[a-z][a-z-]{0,31}$/),
  certificate: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  id: z.uuid().lowercase(),
  kept: z.array(
    z.strictObject({
      ground: z.string().min(1).max(200),
      key,
      subject,
      until: z.number().int().nullable(),
    }),
  ),
  scopes: z.array(
    z.strictObject({ keys: z.array(key), secrets: z.array(retentionClass), subject }),
  ),
});

/** The line of an erasure. */
export const erasedLine = ({
  id,
  cause,
  begunAt,
  scopes,
  kept,
  certificate,
}: Erasure): JsonValue => ({
  begunAt,
  cause,
  certificate: certificate && Buffer.from(certificate.id).toString("hex"),
  id,
  kept: kept.map((one) => ({
    ground: one.ground,
    key: [one.retentionClass, one.expiry],
    subject: one.subject,
    until: one.until,
  })),
  scopes: scopes.map((scope) => ({
    keys: scope.keys.map((one) => [one.retentionClass, one.expiry]),
    secrets: [...scope.secrets],
    subject: scope.subject,
  })),
});

/** What a line tells, ready to be begun again: its list is lost, and the key of its certificate too. `null`: it is no line of this version. */
export function readErasedLine(line: JsonValue): NewErasure | null {
  const read = form.safeParse(line);
  if (!read.success) return null;
  const { id, cause, begunAt, scopes, kept, certificate } = read.data;
  return {
    ...{ id, cause, begunAt, list: null },
    scopes: scopes.map(({ keys, ...scope }) => ({
      ...scope,
      keys: keys.map(([of, year]) => ({ retentionClass: of, expiry: year })),
    })),
    kept: kept.map(({ key: [of, year], ...one }) => ({
      ...one,
      retentionClass: of,
      expiry: year,
    })),
    certificate:
      certificate === null
        ? null
        : { id: new Uint8Array(Buffer.from(certificate, "hex")), wrapped: null },
  };
}
