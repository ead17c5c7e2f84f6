import type { KeysTexts } from "./texts.ts";

export const keysEn: KeysTexts = {
  summary: "the root key: how it stands, rolling it, copies for escrow; on the ledger's machine",
  what: "status, roll, escrow or verify-escrow",
  file: "the copy to verify",
  recipient: "escrow: for the holder of this age recipient (age1…); may be given several times",
  passphraseFile: "a file whose first line is the passphrase; its owner's alone",
  identityFile: "verify-escrow: a file with age identities (AGE-SECRET-KEY-1…); its owner's alone",
  out: "escrow: write the copy into this new file, its owner's alone",
  json: "status, verify-escrow: as JSON",
  more: [
    "Works on the ledger's own files (COUNTERFOIL_KEYS, COUNTERFOIL_DATA), whether its server runs or not: a running server is asked to roll.",
    "  counterfoil keys status",
    "  counterfoil keys roll",
    "  counterfoil keys escrow --recipient age1… --out root-key.age",
    "  counterfoil keys verify-escrow root-key.age --identity safe.txt",
    "After a roll every copy of the root key of before opens nothing that this ledger has, and must be destroyed: “status” names them. Say so when it is done, for until then no erasure of that time is complete:",
    "  counterfoil keys escrow --destroyed 0123456789abcdef",
    "Exit codes: 0 done, 3 verify-escrow: the copy does not open every key, 2 wrong use, 1 refused.",
  ].join("\n"),
  unknown: (what) =>
    `There is no “keys ${what}”: it is “status”, “roll”, “escrow” or “verify-escrow”.`,
  notFor: (option, what) => `${option} is not for “keys ${what}”.`,
  surplus: "Only “keys verify-escrow” takes a file.",
  whom: "Say for whom the copy is: one or more --recipient, or --passphrase-file.",
  whichFile: "Say which copy is to be verified.",
  how: "Say what opens the copy: --identity, or --passphrase-file.",
  noOut: "Say with --out where the copy goes.",
  there: (file) => `${file} is there already: a copy goes into a new file only.`,
  noRecipient: (recipient) => `${recipient} is no age recipient.`,
  emptyPassphrase: (file) =>
    `The first line of ${file} has fewer than 12 characters, which is no passphrase.`,
  noLedger: (directory) =>
    `There is no file of accounts in ${directory}, where the copy would be noted for the ledger. Is COUNTERFOIL_DATA right, and was the server ever started?`,
  rolling: "The root key is being rolled. Make the copy when that is done.",
  progress: (share) => `${share} % of the keys lie under the new root key`,
  asked: "A server runs on these keys and was asked to roll. It goes on also if you stop waiting.",
  rolled: (id) => `Done: everything lies under the root key ${id}, and the old one is gone.`,
  head: { root: "root key", since: "wraps since", keys: "keys under it", state: "state" },
  state: {
    wraps: "in use",
    rolling: "being replaced: “keys roll” ends it",
    gone: "gone",
  },
  goneSince: (time) => `gone since ${time}`,
  erasures: (all, unfinished, uncompleted) =>
    `Erasures: ${all}, of which ${unfinished} go on, and ${uncompleted} wait until a root key is gone: until then an older copy of keys.db and that root key still open what they destroyed.`,
  notRolled: "This key store has not been opened by this version yet.",
  copies: "Copies for escrow:",
  noCopies: "No copies for escrow were made.",
  copyHead: { made: "made", root: "root key", for: "for", file: "SHA-256 begins", state: "state" },
  copyFor: { recipients: "recipients", passphrase: "passphrase" },
  copyHolds: "of the root key in use",
  destroyCopy: "DESTROY IT, then note it: its root key is gone",
  destroyedSince: (time) => `destroyed, noted ${time}`,
  destroyedOption:
    "escrow: note that a copy was destroyed; the SHA-256 of its file, or how it begins as “status” shows it",
  destroyedAlone: "--destroyed stands alone: it notes, and makes no copy.",
  noSuchCopy: (digits, least) =>
    `No copy has a SHA-256 that begins with ${digits}, or several have: give at least ${least} hexadecimal digits, as “keys status” shows them.`,
  copyDestroyed: (root) =>
    `Noted: this copy of the root key ${root} is destroyed. Its server records it on the ledger. What was erased while that root key wrapped is complete when no other copy is left.`,
  made: (file, root) => `A copy of the root key ${root} is in ${file}.`,
  recorded: "It is noted, and recorded on the ledger by its server.",
  keepApart:
    "Keep it apart from every copy of keys.db: together they open everything. After the next roll it must be destroyed.",
  notOpened: "This does not open the copy, or there is no root key in it.",
  opensAll: (root, count) => `It holds the root key ${root}, which opens all ${count} keys.`,
  opensSome: (root, opens, of) =>
    `It holds the root key ${root}, which opens ${opens} of ${of} keys: it is of another time. Destroy it, and make a new one.`,
};
