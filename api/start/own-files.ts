/**
 * What this program puts into its three directories. Whatever else lies there is somebody's: a start does not take over a directory
 * because of a misspelt setting, and a reset does not remove it.
 */

/** By these a directory is known as a ledger's, whatever lies beside them. */
export const MARKS = ["ledger.db", "keys.db", "copy.json"] as const;

const BESIDE_A_DATABASE = ["", "-wal", "-shm", "-journal", ".lock", ".lock-journal"] as const;

const OWN: ReadonlySet<string> = new Set([
  ...["ledger.db", "map.db", "keys.db"].flatMap((name) =>
    BESIDE_A_DATABASE.map((ending) => `${name}${ending}`),
  ),
  ...["policy.json", "chain", "evidence", "misbehaviour"],
  ...["root.key", "log.key", "receipt.key", "anchorer.key", "signer-state.json"],
  ...["token", "auditor-token"],
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
