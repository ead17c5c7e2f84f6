import type { CompareTexts } from "./texts.ts";

export const compareEn: CompareTexts = {
  summary: "look for proof that two files of one ledger cannot both be honest",
  files:
    "evidence, a checkpoint, a receipt or the answer of a write, a .tlog-proof, a proof of misbehaviour; - for the standard input",
  log: "also look at the log itself: hash tiles and checkpoints of a ledger, of any mirror, or in a directory",
  rpc: "also look at the chain, through this node that you trust",
  out: "write the proof to this file; in a directory, as misbehaviour-KIND.json",
  json: "print what was found as JSON, the proof with it",
  more: [
    "Each file is looked at part by part, and may contradict itself: compare it with itself.",
    "Nothing of what serves tiles is believed: they are held against signed roots.",
    "Exit codes: 30 they contradict each other, 0 nothing found (which makes nobody honest), 40 a file does not hold,",
    "20 the log or the chain that was named is of no use, 21 no policy; 2 wrong use or unreadable file, 1 a fault.",
  ].join("\n"),
  words: {
    DIVERGED:
      "These files contradict each other: the ledger's own keys signed what cannot be true of one honest ledger.",
    INVALID: "Nothing was found, but a file does not hold, or is not of the ledger you trust.",
    CANNOT_TELL:
      "Nothing was found in the files, and the log or the chain you named could not be looked at.",
    UNPINNED: "Nothing was compared: nothing says whose signatures count. Give a policy.",
    NOTHING_FOUND: "Nothing in these files contradicts; that does not make them honest.",
  },
  titles: {
    files: "Files",
    compared: "Compared",
    proof: "Proof",
    caveats: "What this does not prove",
    sources: "Looked at besides",
  },
  forms: {
    evidence: "evidence",
    checkpoint: "a checkpoint",
    receipt: "a receipt",
    tlog_proof: "a tlog-proof",
    misbehaviour: "a proof of misbehaviour",
  },
  unknownForm: "not known",
  sizes: (sizes) => `checkpoints of size ${sizes}`,
  receipts: (indexes) => `receipts for entry ${indexes}`,
  refused: (why) => `not compared: ${why}`,
  fault: (why) => `does not hold as a whole: ${why}`,
  relations: {
    same: (a) => `size ${a}: the roots of both are the same`,
    begins: (a, b) => `sizes ${a} and ${b}: the larger tree was seen to begin with the smaller one`,
    places: (a, b, places) =>
      `sizes ${a} and ${b}: the same in ${places} places that both show; the rest is not known`,
    nothing: (a, b) => `sizes ${a} and ${b}: nothing that both show; --log tells more`,
  },
  streams: (count) => `streams that both tell something of: ${count}`,
  receiptsSeen: (count) => `receipts whose entry the other file shows: ${count}`,
  notCompared:
    "not compared: the same person's streams under another identifier, and what neither file shows",
  logUsed: (size) => `the log's checkpoint of size ${size}`,
  logBegins: (smaller, larger) => `the tree of size ${larger} begins with that of size ${smaller}`,
  logUnusable: "the log gave no checkpoint that the ledger's key has signed",
  tilesUnusable: (smaller, larger) =>
    `sizes ${smaller} and ${larger}: the log's tiles are not there, or are of another tree`,
  chainAgrees: (size) => `the chain has the same root for size ${size}`,
  chainHasNone: (size) => `the chain has no root for size ${size}`,
  chainUnusable: "the chain could not be asked, or is another one",
  chainNotAsked: "the chain was not asked: the files have no checkpoint of any entry",
  headUnusable:
    "the newest anchor could not be seen beside the checkpoints: the chain does not tell it, or the log's tiles are not there, or are of another tree",
  written: (file) => `The proof is in ${file}.`,
  unwritten: "Not written: --out FILE keeps the proof.",
  unpinned: (file) => `No policy was given, and there is none at ${file}.`,
};
