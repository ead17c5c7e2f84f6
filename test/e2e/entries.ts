import { decodeBundle } from "../../api/log/bundles.ts";
import { bundlePath, tileWidth } from "../../api/log/tiles.ts";
import { parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { entryType } from "../../portal/verify/entry.ts";
import { parseNote } from "../../portal/verify/note.ts";
import { AUDITORS, putKey } from "../helpers/keys.ts";
import type { Place } from "./process.ts";

export type Counted = Record<"record" | "state" | "void", number>;

/** How many entries of each type the newest checkpoint covers: read as an auditor does, bundle by bundle. */
export async function countEntries(place: Place): Promise<Counted> {
  const token = putKey(place.data, AUDITORS);
  const get = async (path: string): Promise<Uint8Array> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${place.url}/${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const note = Buffer.from(await get("checkpoint")).toString("utf8");
  const { size } = parseCheckpoint(parseNote(note).text);
  const counted: Counted = { record: 0, state: 0, void: 0 };
  for (let n = 0; ; n++) {
    const width = tileWidth({ level: 0, n }, size);
    if (width === 0) return counted;
    const entries = decodeBundle(await get(bundlePath(n, width)), width);
    if (entries?.length !== width) throw new Error(`bundle ${n} is not whole`);
    for (const entry of entries) counted[entryType(entry)] += 1;
  }
}
