import type { RecoverTexts } from "./texts.ts";

export const recoverEn: RecoverTexts = {
  summary: "fill a restored database up again out of the second copy; the server is stopped",
  dryRun: "check everything, change nothing, and say what would be done",
  more: [
    "Settings as for the server: COUNTERFOIL_DATA, COUNTERFOIL_KEYS, COUNTERFOIL_COPY, COUNTERFOIL_ORIGIN.",
    "Exit codes: 0 nothing is missing, 3 signed entries are still missing, 2 wrong use, 1 it was refused.",
  ].join("\n"),
  progress: (done, of) => `${done} of ${of} entries`,
  names: {
    before: "Entries in the database, before",
    after: "Entries in the database, after",
    copied: "Entries in the second copy",
    checkpoints: "Checkpoints put back",
    signedBefore: "Signed entries that the signer knew of",
    signedAfter: "Signed entries that it knows of now",
  },
  records: (count) =>
    `${count} of the entries put back are records. The second copy holds no contents: their receipts are kept, but their contents are lost unless the sources send them again.`,
  unsigned: (count) =>
    `${count} entries of the second copy were never signed, so nothing proves them. They are not put back, and the next start removes them from it.`,
  signerMoved: "The signer state was older than what was signed, and has been moved forward.",
  mayBecomeVoid: (count, last) =>
    `The older signer state does not say what was promised. So up to ${count} indexes, as far as ${last}, may become void at the next start: twice COUNTERFOIL_BATCH_ENTRIES and 65,536 behind what is known.`,
  missing: (count) =>
    `${count} signed entries are neither in the database nor in the second copy. Put back a newer backup of the database; without one this ledger cannot go on: open its successor with “npm run -s counterfoil -- succeed”.`,
  startRefuses: "Database and second copy do not agree. A start is refused:",
  nothing: "Nothing was missing.",
  done: "Now start the server. Indexes that were promised beyond these entries become void.",
  dry: "This was a dry run: nothing was changed.",
};
