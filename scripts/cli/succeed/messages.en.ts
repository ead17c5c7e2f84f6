import type { SucceedTexts } from "./texts.ts";

export const succeedEn: SucceedTexts = {
  summary: "close this ledger on the chain and open its successor; the server is stopped",
  origin: "origin of the successor, one that this owner has not used",
  size: "go on from this anchored size (the greatest that chain and database agree on); 0: begin anew",
  ownerKeyFile: "key of the ledger's owner (the anchorer's)",
  anchorerKeyFile: "key of another anchorer for the successor (the same as before)",
  newAnchorer: "make another anchorer's key for the successor (embedded chain)",
  dryRun: "find out and say what would be done, change nothing",
  yes: "do not ask",
  more: [
    "For when the anchorer's key was stolen, or entries are lost for good: see docs/OPERATING.md.",
    "Settings as for the server. Interrupted, it goes on where it was when it is run again.",
    "Exit codes: 0 done, 2 wrong use, 1 refused or not confirmed.",
  ].join("\n"),
  needsOrigin: "Name the successor's origin: --origin ledger.example.com/main-2",
  names: {
    from: "Ledger to close",
    fromId: "Its id",
    to: "Successor",
    toId: "Its id",
    entries: "Entries in the database",
    sealed: "… covered by its newest checkpoint",
    signed: "Entries that were signed for",
    chain: "Entries anchored on the chain",
    size: "Goes on from",
    owner: "Owner",
    anchorer: "Anchorer of the successor",
  },
  unknown: "not known any more",
  madeAnew: "a key will be made",
  goesOn: (size) =>
    `Chain and database agree on the first ${size} entries: from there the successor goes on.`,
  beginsAnew:
    "The successor takes nothing over on the chain. What is in the database goes on in it, but it is anchored anew from the first entry.",
  nothingBeyond: "Nothing was anchored beyond that.",
  abandoned: (sizes, greatest) =>
    `Beyond that the chain has ${sizes} anchors, up to ${greatest} entries. This database cannot confirm them: they are garbage, or entries that it has lost. They stay readable in the closed ledger, and the successor does not continue them.`,
  abandonedUnlisted: (greatest) =>
    `The chain has anchors beyond that, up to ${greatest} entries (the node does not list them). This database cannot confirm them: they are garbage, or entries that it has lost. The successor does not continue them.`,
  lostEntries: (first, last) =>
    `If they were true, the entries ${first} to ${last} are lost, with their records. Their indexes are given to other entries in the successor.`,
  signedLost: (count) =>
    `${count} entries that the log key has signed for are not in the database.`,
  kept: (count) => `${count} entries of the database go on in the successor.`,
  forEver:
    "This closes the ledger for ever, and everybody can see it. Evidence that was handed out stays true: it is checked against the old policy.",
  dry: "This was a dry run: nothing was changed.",
  ask: "Type “yes” to close the ledger: ",
  notDone: "Nothing was changed.",
  noFunds: "The owner's account cannot pay for the transaction: send it some of the chain's coin.",
  working: "Closing the ledger on the chain, and opening its successor …",
  resuming: "An earlier run was interrupted; going on where it was …",
  ended: "An earlier run has done it all; this is what it said.",
  done: (origin) => `The ledger goes on as ${origin}.`,
  todo: "Now you must:",
  setOrigin: (origin) => `set COUNTERFOIL_ORIGIN=${origin} for the server and start it`,
  setAnchorer: (address) =>
    `set COUNTERFOIL_ANCHORER_KEY_FILE to the key file of ${address}, and give that account some of the chain's coin`,
  publish: (file) => `publish the new policy beside the old one: ${file}`,
  tell: "tell holders of receipts of the old ledger: they are judged there, and it is closed. Where their entries were lost, or were not anchored yet, they are broken",
  keepKeys: (directory) =>
    `back up the keys; the old ones, and the old policy, are in ${directory}`,
  again: (origin) =>
    `It is not finished. Run it again, it goes on where it was: counterfoil succeed --origin ${origin}`,
};
