/** Every stored checkpoint: its row, its signature, and whether its root is the tree's. */
import { equalBytes } from "../../../portal/verify/bytes.ts";
import type { LedgerSnapshot, RawKey, RawRow } from "../../store/audit-store.ts";
import type { FindingCause } from "../causes.ts";
import type { FindingKey, FindingKind } from "../finding.ts";
import { numberOf } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { authentic, bytesOf, isCount, textOf } from "../row.ts";
import type { AuditScene } from "../scene.ts";

/** What the tree says at a size. */
export interface TreeAt {
  /** `null`: not known, because entries are lost. */
  readonly root: Uint8Array | null;
  /** Whether the last entry is a state entry; `null`: that one is lost. */
  readonly endsWithState: boolean | null;
}

export interface CheckpointCheck {
  /** Whether the next checkpoint that was not looked at is of this size or of a smaller one, or of none that a log could have. */
  isDue(size: number): boolean;
  /** Looks at it. `tree`: at its size; `null`: the log does not reach it. */
  judge(tree: TreeAt | null): Promise<void>;
  /** The rest of the table, which no tree reaches. */
  finish(): Promise<void>;
  readonly checked: number;
}

const PAGE = 256;

/**
 * @param from sizes up to this one were looked at before
 * @param onRow told of each row, for its number
 */
export async function openCheckpointCheck(
  { snapshots, rowMac, logKeys, findings }: AuditScene,
  from: number,
  onRow: (row: RawRow) => void = () => {},
): Promise<CheckpointCheck> {
  const read = rowsOf(snapshots.ledger, from);
  let row = await read();
  let checked = 0;

  function judgeRow(own: RawRow, tree: TreeAt | null): void {
    checked += 1;
    onRow(own);
    const [size = null, root, note] = own;
    const add = adder(findings, { size: numberOf(size) });
    const said = logKeys.read(textOf(note) ?? "", isCount(size) ? size : 0);
    const columns = said !== null && said.size === size && holdsRoot(root, said.root);
    if (said === null) add("changed", "checkpoint_note");
    else if (!columns) add("changed", "checkpoint_columns");
    else if (authentic(rowMac, "checkpoints", own) === false) add("changed", "row_mac");
    if (!columns) return;
    if (tree === null) add("contradicts", "log_behind");
    else if (tree.root !== null && !equalBytes(tree.root, said.root)) {
      add("contradicts", "checkpoint_root");
    }
    if (tree?.endsWithState === false) add("contradicts", "checkpoint_end");
  }

  async function judge(tree: TreeAt | null): Promise<void> {
    if (row === null) return;
    judgeRow(row, tree);
    row = await read();
  }

  return {
    get checked() {
      return checked;
    },
    isDue(size) {
      if (row === null) return false;
      const [own] = row;
      return isCount(own) ? own <= size : typeof own !== "bigint" || own < 0n;
    },
    judge,
    async finish() {
      while (row !== null) await judge(null);
    },
  };
}

const holdsRoot = (column: unknown, root: Uint8Array): boolean =>
  column instanceof Uint8Array && (bytesOf(column, 32)?.equals(root) ?? false);

const adder =
  (findings: Findings, key: FindingKey) =>
  (kind: FindingKind, cause: FindingCause): void =>
    findings.add({ place: "checkpoints", key, kind, cause });

function rowsOf(snapshot: Pick<LedgerSnapshot, "page">, from: number) {
  let after: RawKey | null = from > 0 ? [from] : null;
  let page: readonly RawRow[] = [];
  let at = 0;
  let ended = false;
  return async (): Promise<RawRow | null> => {
    if (at === page.length && !ended) {
      page = await snapshot.page("checkpoints", { after, limit: PAGE });
      at = 0;
      ended = page.length < PAGE;
      after = [page.at(-1)?.[0] ?? null];
    }
    return page[at++] ?? null;
  };
}
