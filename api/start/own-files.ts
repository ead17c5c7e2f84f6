/**
 * What this program puts into its three directories. Whatever else lies there is somebody's: a start does not take over a directory
 * because of a misspelt setting, and a reset does not remove it.
 */

/** By these a directory is known as a ledger's, whatever lies beside them. */
export const MARKS = ["ledger.db", "keys.db", "copy.json"] as const;

/** Name of the demonstration auditor's key. Its directory lies beside the data directory … */
export const DEMO_AUDITOR = "demonstration.localhost/auditor";
/** … and has a file that says which ledger it is the auditor of. */
export const DEMO_AUDITOR_MARK = "ledger";
/** What is its own, and is put aside when the ledger is another. */
export const DEMO_AUDITOR_PARTS = ["keys", "state", "refusals"] as const;
/** All that lies there. */
export const DEMO_AUDITOR_FILES: readonly string[] = [
  ...DEMO_AUDITOR_PARTS,
  ...[DEMO_AUDITOR_MARK, `${DEMO_AUDITOR_MARK}.new`, "retired"],
];

const BESIDE_A_DATABASE = ["", "-wal", "-shm", "-journal", ".lock", ".lock-journal"] as const;

const OWN: ReadonlySet<string> = new Set([
  ...["ledger.db", "map.db", "accounts.db", "partners.db", "cases.db", "keys.db"].flatMap((name) =>
    BESIDE_A_DATABASE.map((ending) => `${name}${ending}`),
  ),
  ...["policy.json", "chain", "evidence", "misbehaviour", "audits", "packs", "exports"],
  // Beside the root key: the next one, the list of the erased, its copies in escrow, and that it is to be rolled.
  ...["root.next.key", "erased", "escrow", "roll-root-key"],
  ...["root.key", "log.key", "receipt.key", "issuer.key", "anchorer.key", "relay.key"],
  "signer-state.json",
  // Keys of the demonstration, and tokens of earlier versions.
  ...["token", "auditor-token", "metrics-token"],
  // Of a ledger that succeeded another one.
  ...["owner.key", "retired", "successor", "succession.json"],
  // The second copy.
  ...["copy.json", "tile", "times", "checkpoints"],
]);

/** A file that a crash kept from getting its name: `log.key.new`, `policy.json.4711.new`. */
const UNFINISHED = /(\.\d+)?\.new$/;

/** True for a name that this program gives to what it puts into one of its directories. */
export const isOwnName = (name: string): boolean => OWN.has(name.replace(UNFINISHED, ""));

/** True for a directory with a ledger in it, and for one with nothing foreign: empty, or as a first start left it that was killed. */
export const isOurs = (names: readonly string[]): boolean =>
  MARKS.some((mark) => names.includes(mark)) || names.every(isOwnName);

/** Any of these says that a directory's `keys/` are an auditor's. */
const AUDITOR_MARKS = ["auditor.key", "witness.key", "cosigned.json", "witnessed.json"] as const;
const AUDITOR_KEYS: readonly string[] = [...AUDITOR_MARKS, "row.key", "cosigned.lock"];

/**
 * True for an auditor's directory, and for one with nothing foreign: empty, or as a first start left it that was killed. Never for one with a ledger in it.
 *
 * @param keys what lies in its `keys/`
 */
export function isAuditors(names: readonly string[], keys: readonly string[]): boolean {
  if (MARKS.some((mark) => names.includes(mark))) return false;
  if (AUDITOR_MARKS.some((mark) => keys.includes(mark))) return true;
  return (
    names.every((name) => DEMO_AUDITOR_FILES.includes(name)) &&
    keys.every((name) => AUDITOR_KEYS.includes(name.replace(UNFINISHED, "")))
  );
}
