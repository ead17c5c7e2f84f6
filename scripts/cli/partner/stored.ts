/** A record as it lies in a copy: a file's bytes, which anybody on the partner's machine may have changed, or a disk have lost a part of. */
import { z } from "zod";
import { parseCredential } from "../../../portal/verify/credential.ts";
import { decodeDisclosure } from "../../../portal/verify/disclosure.ts";
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { type Delivered, deliveredOf } from "./judging.ts";
import { NotTaken, ofPart, type Why } from "./not-taken.ts";

export const SUBJECT = /^[A-Za-z0-9_-]{43}$/;
export const RECORD = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const storedShape = z.strictObject({
  id: z.string().regex(RECORD),
  subject: z.string().regex(SUBJECT),
  version: z.number().int(),
  kind: z.string(),
  index: z.number().int(),
  /** Milliseconds since 1970. */
  takenAt: z.number().int(),
  walk: z.number().int(),
  proofs: z.unknown().transform(deliveredOf),
});
export type StoredRecord = z.infer<typeof storedShape> & { readonly proofs: Delivered };

export type Row = Readonly<Record<string, JsonValue>>;

/** The fields that a credential shows. @throws FormatError */
export function rowOf(credential: string): Row {
  const { disclosures } = parseCredential(credential);
  return Object.fromEntries(
    disclosures.map(decodeDisclosure).map(({ name, value }) => [name, value]),
  );
}

/** Whether it holds is not looked at here: that it can be read, and is what the file's name says. @throws NotTaken for a file that is damaged */
export function parseStored(
  bytes: Uint8Array | null,
  { subject, id }: { readonly subject: string; readonly id: string },
): StoredRecord {
  const record = shapeOf(bytes);
  const row = ofPart("credential", () => rowOf(record.proofs.credential));
  const isIts =
    [record.id, row["@id"]].every((one) => one === id) &&
    [record.subject, row["@subject"]].every((one) => one === subject) &&
    row["@version"] === record.version;
  if (!isIts) throw damaged();
  return record;
}

function shapeOf(bytes: Uint8Array | null): StoredRecord {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes ?? new Uint8Array());
    return storedShape.parse(JSON.parse(text)) as StoredRecord;
  } catch {
    throw damaged();
  }
}

const damaged = (): NotTaken => new NotTaken("copy", "copy_damaged");

/** A file of the copy that is no record any more; `id`: as its name says. */
export interface Damaged {
  readonly subject: string;
  readonly id: string | null;
  readonly why: Why;
}
