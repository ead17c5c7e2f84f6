/** Lines that auditors and witnesses have signed, each under the checkpoint that it is of. */
import { readU64 } from "../../../portal/verify/bytes.ts";
import { cosignatureMessage, verifyCosignatures } from "../../../portal/verify/cosignature.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import {
  type CosignerKey,
  isLineOf,
  type Note,
  parseCosignerVkey,
  parseNote,
} from "../../../portal/verify/note.ts";
import type { RawRow } from "../../store/audit-store.ts";
import { numberOf } from "../finding.ts";
import { quickly } from "../log/signature.ts";
import { authentic, isCount, textOf } from "../row.ts";
import type { AuditScene } from "../scene.ts";
import { numberCheck } from "./numbered.ts";
import { pagesOf } from "./pages.ts";

/** Answers how many there are. */
export async function checkCosignatures(
  scene: AuditScene,
  counted: number | null,
): Promise<number> {
  const { snapshots, rowMac, findings } = scene;
  const numbers = numberCheck("cosignatures", { counted, isKeyed: rowMac !== null }, findings);
  const noteOf = notes(scene);
  const signs = signatureCheck();
  let rows = 0;
  for await (const page of pagesOf(snapshots.ledger, "cosignatures")) {
    for (const row of page) {
      rows += 1;
      const [size = null, , , number = null] = row;
      const isAuthentic = authentic(rowMac, "cosignatures", row);
      const key = isCount(number) ? { number } : { size: numberOf(size) };
      numbers.take({ key, number, authentic: isAuthentic });
      if (isAuthentic === false) continue;
      const note = await noteOf(size);
      if (note === null || signs(note, row)) continue;
      findings.add({ place: "cosignatures", key, kind: "contradicts", cause: "cosignature_line" });
    }
  }
  numbers.finish();
  return rows;
}

/** The text of a checkpoint that our key has signed; rows of one size come one after the other. */
function notes({ snapshots, logKeys }: AuditScene) {
  let held: { readonly size: unknown; readonly note: string | null } = { size: null, note: null };
  return async (size: RawRow[number]): Promise<string | null> => {
    if (held.size === size) return held.note;
    const [row = null] = await snapshots.ledger.rows("checkpoints", [[size]]);
    const note = textOf(row?.[2]);
    const said = note === null ? null : logKeys.read(note, isCount(size) ? size : 0);
    held = { size, note: said?.size === size ? note : null };
    return held.note;
  };
}

/** Keys are few, and to parse one takes longer than to check a line by it. */
function signatureCheck(): (note: string, row: RawRow) => boolean {
  const keys = new Map<string, CosignerKey>();

  function keyOf(vkey: string): CosignerKey {
    const key = keys.get(vkey) ?? parseCosignerVkey(vkey);
    keys.set(vkey, key);
    return key;
  }

  return (note, [, vkey, line]) => {
    try {
      const key = keyOf(textOf(vkey) ?? "");
      const own = parseNote(`${parseNote(note).text}\n${textOf(line)}`);
      return signsQuickly(own, key) || verifyCosignatures(own, [key]).length === 1;
    } catch (error) {
      if (error instanceof FormatError) return false;
      throw error;
    }
  };
}

const TIME_BYTES = 8;

function signsQuickly({ text, signatures }: Note, key: CosignerKey): boolean {
  const [line, ...more] = signatures;
  if (line === undefined || more.length > 0 || !isLineOf(line, key)) return false;
  const { signature } = line;
  if (signature.length < TIME_BYTES) return false;
  const message = cosignatureMessage(text, readU64(signature.subarray(0, TIME_BYTES)));
  return quickly(key.publicKey, Buffer.from(message), signature.subarray(TIME_BYTES));
}
