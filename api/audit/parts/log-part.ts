/** Log, streams and map. */
import type { RawRow } from "../../store/audit-store.ts";
import type { CheckedAnchors } from "../chain/check-anchors.ts";
import { checkCopiedNotes } from "../copy/check-notes.ts";
import { numberOf } from "../finding.ts";
import { type CheckedLog, checkLog } from "../log/check-log.ts";
import { checkSigner } from "../log/signer.ts";
import { type TrustedRoot, trustedRoot } from "../log/trusted-root.ts";
import { openRecordAt } from "../records/open-one.ts";
import { authentic, isCount } from "../row.ts";
import { type CheckedStreams, checkStreams } from "../streams/check-streams.ts";
import { type NumberCheck, numberCheck } from "../tables/numbered.ts";
import { unlessUnreadable } from "./guarded.ts";
import { sizeNow, type WholeAudit } from "./whole.ts";

export interface LogPart extends CheckedLog {
  readonly trusted: TrustedRoot;
}

export async function readLog(
  { options, scene }: WholeAudit,
  anchors: CheckedAnchors,
): Promise<LogPart> {
  const { snapshots, logKeys, counted, begin, findings, rowMac } = scene;
  const { signer } = options;
  const trusted = await trustedRoot({
    ...{ snapshots, logKeys },
    signer: typeof signer === "string" ? null : signer,
    copied: (upTo) => newestCopied(scene, upTo),
  });
  const numbers = numberCheck(
    "checkpoints",
    { counted: counted.checkpoints, isKeyed: rowMac !== null },
    findings,
  );
  const log = await checkLog(scene, {
    ...{ trusted, begin, anchors },
    counted: counted.entries,
    onCheckpoint: (row) => takeNumber(numbers, row, authentic(rowMac, "checkpoints", row)),
  });
  numbers.finish();
  return { ...log, trusted };
}

/** Rows that are not as they were written are named by what is wrong with them. */
function takeNumber(numbers: NumberCheck, row: RawRow, isAuthentic: boolean | null): void {
  const [size = null, , , , number = null] = row;
  numbers.take({ key: { size: numberOf(size) }, number, authentic: isAuthentic });
}

async function newestCopied({ copy, logKeys }: WholeAudit["scene"], upTo: number) {
  const sizes = (await copy?.notes()) ?? [];
  const size = sizes.findLast((one) => one <= upTo);
  const note = size === undefined ? null : await copy?.note(size);
  const said = size === undefined || !note ? null : logKeys.read(note, size);
  return said !== null && said.size === size ? { size: said.size, root: said.root } : null;
}

export async function readStreams(
  { scene, hands }: WholeAudit,
  log: CheckedLog,
): Promise<CheckedStreams> {
  return checkStreams(scene, {
    log,
    versions: await versionSizes(scene),
    replay: async (moves, bits) => Buffer.from(await hands.part(moves, bits)),
    atOnce: hands.atOnce * 2,
    async openLost(index) {
      const opened = await unlessUnreadable(() => openRecordAt(scene.tools.records, index));
      if (opened?.streamKey == null) return null;
      return { recordRoot: opened.recordRoot, streamKey: opened.streamKey };
    },
  });
}

const PAGE = 1_024;

/** Over how many entries the kept versions of the map are. */
export async function versionSizes({ snapshots }: WholeAudit["scene"]): Promise<number[]> {
  const { map } = snapshots;
  if (typeof map === "string") return [];
  const sizes: number[] = [];
  for (let after: RawRow | null = null; ; ) {
    const page: readonly RawRow[] = await map.keys("versions", { after, limit: PAGE });
    for (const [size] of page) if (isCount(size)) sizes.push(size);
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return sizes;
  }
}

/** What lies beside the database: the signer's memory, and the checkpoints of the second copy. Answers how many these are. */
export async function checkBeside(audit: WholeAudit, log: LogPart): Promise<number> {
  const { options, scene } = audit;
  const now = (): Promise<number> => sizeNow(audit);
  const { size, root, by } = log.trusted;
  const newest = by === "checkpoint" ? { size, root } : { size: 0, root: null };
  await checkSigner(scene, { signer: options.signer, log, newest, sizeNow: now });
  return checkCopiedNotes(scene, {
    entries: log.size,
    sealed: log.sealed,
    sizeNow: now,
  });
}
