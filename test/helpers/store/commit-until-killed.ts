/**
 * A process to be killed: opens the store in the file it is given, commits groups of units for ever, and after each commit
 * writes what was acknowledged: one line `index label`, and `ready` once before. State and void entries come in between.
 */
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../../api/store/sqlite/sqlite-store.ts";
import { testRowMac } from "./row-mac.ts";
import { sealedRecord, stateOf, streamOf, taken, unitOf } from "./units.ts";

const [file = "", round = ""] = process.argv.slice(2);
const store = await openSqliteStore({ file, rowMac: testRowMac });
writeSync(1, "ready\n");

for (let group = 0; ; group++) {
  const labels = Array.from({ length: (group % 5) + 1 }, (_, at) => `${round}.${group}.${at}`);
  const units = labels.map((label, at) =>
    unitOf([sealedRecord(label, { streamKey: streamOf(`${at}`) })]),
  );
  const size = await store.size();
  if (group % 3 === 1) await store.appendState(stateOf(size));
  if (group % 3 === 2) await store.fillWithVoid(size + 3, 1);
  const outcomes = await store.commit(units);
  const lines = outcomes.map((outcome, at) => `${taken(outcome)[0]?.index} ${labels[at]}\n`);
  writeSync(1, lines.join(""));
}
