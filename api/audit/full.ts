/** All parts of a full audit, in their order: what a later part rests on comes first. */

import { MAC_PURPOSES } from "../vault/macs.ts";
import { checkClosed } from "./erasures/check-closed.ts";
import { checkErasedCount } from "./erasures/check-count.ts";
import { checkJournal } from "./erasures/check-journal.ts";
import { checkNamedKeys } from "./keys/check-named.ts";
import type { Outcome } from "./outcome.ts";
import { checkOwnRecord, checkPolicyFile } from "./own-record.ts";
import { checkChain } from "./parts/chain-part.ts";
import { checkFiles, checkIntegrity } from "./parts/files-part.ts";
import { guarded } from "./parts/guarded.ts";
import { judgeAllRecords } from "./parts/judge-part.ts";
import { checkBeside, readLog, readStreams } from "./parts/log-part.ts";
import { checkStoredMap } from "./parts/map-part.ts";
import { openRecords } from "./parts/records-part.ts";
import { checkAllMarks, checkAllSubjects } from "./parts/subjects-part.ts";
import type { WholeAudit } from "./parts/whole.ts";
import { bindingOf } from "./resume/binding.ts";
import { type Journal, openJournal } from "./resume/journal.ts";
import { checkStandings } from "./standings/check-standings.ts";
import { checkCosignatures } from "./tables/cosignatures.ts";

export async function fullAudit(audit: WholeAudit): Promise<Outcome> {
  const { options, scene, hands, limit } = audit;
  const { findings, snapshots, counted, steps } = scene;
  await checkFiles(scene);
  checkPolicyFile(scene, options.policyFile);
  if (scene.copyLimit !== null) limit(scene.copyLimit);
  if (typeof snapshots.map === "string") limit("no_map");
  if (scene.rowMac === null) limit("row_key_lost");
  if (scene.tools.purposes.size < MAC_PURPOSES.length) limit("mac_keys_lost");
  const integrity = awaitedLater(checkIntegrity(audit));
  const entries = counted.entries ?? (await countedRows(audit));
  const anchors = await checkChain(audit, entries);
  steps.expect("entries", entries);
  steps.expect("records", entries);
  const marking = awaitedLater(
    checkAllMarks(scene, hands, { counted: counted.idempotency, below: entries }),
  );
  const asked = awaitedLater(marking.then((marks) => marks.asked));
  const journal = await journalOf(audit, entries);
  const reader = await openRecords(scene, { hands, asked, journal });
  const reading = awaitedLater(reader.read(0, entries));
  const log = await guarded(findings, { place: "entries" }, () => readLog(audit, anchors));
  const streams =
    log && (await guarded(findings, { place: "streams" }, () => readStreams(audit, log)));
  const map = log && streams && (await checkStoredMap(audit, log, streams));
  await reading;
  // Where the counter is damaged the log turns out to be longer than was thought.
  if (log !== null && log.size > entries) await reader.read(entries, log.size);
  const records = await reader.result();
  // The hands are free now, and what comes next is for this thread.
  const checking = awaitedLater(checkAllSubjects(scene, hands, counted.subjects));
  const judged = log && (await judgeAllRecords(scene, { log, streams, records }));
  const subjects = await checking;
  const { marks: idempotency } = await marking;
  const namedKeys = await guarded(findings, { place: "keys.named_secrets" }, () =>
    checkNamedKeys(scene, options.provider),
  );
  const cosignatures = await guarded(findings, { place: "cosignatures" }, () =>
    checkCosignatures(scene, counted.cosignatures),
  );
  const standings = await guarded(findings, { place: "standings" }, () =>
    checkStandings(scene, log?.size ?? null),
  );
  await checkJournal(scene);
  await checkClosed(scene);
  await checkErasedCount(scene, judged?.recovered ?? 0);
  await checkOwnRecord(scene, scene.tools.records, scene.begin);
  const copied =
    log && (await guarded(findings, { place: "entries" }, () => checkBeside(audit, log)));
  await integrity;

  if (records.unopened.length > 0) limit("records_unopened", records.unopened.length);
  if (judged !== null && judged.undecided > 0) limit("records_undecided", judged.undecided);
  if (streams?.unknownFrom != null) limit("map_unknown", streams.unknownFrom);
  await log?.moves.close();
  await log?.states.close();
  await records.identities.close();
  await (await asked).close();
  return {
    resumed: journal?.resumed() ?? [],
    promises: log?.promises ?? { kept: 0, broken: [], open: 0 },
    log: {
      entries: log?.size ?? 0,
      sealed: log?.sealed ?? 0,
      anchored: anchors.anchors.at(-1)?.size ?? 0,
    },
    counts: {
      ...{ copiedCheckpoints: copied ?? 0, idempotency },
      entries: log?.size ?? 0,
      records: records.records,
      recordEntries: log?.counts.records ?? 0,
      states: log?.counts.states ?? 0,
      voids: log?.counts.voids ?? 0,
      recovered: judged?.recovered ?? 0,
      // Where nobody is, there is nothing to show.
      ...(scene.erasures.erased ? { erased: scene.erasures.erased } : {}),
      tiles: log?.tiles ?? 0,
      checkpoints: log?.checkpoints ?? 0,
      cosignatures: cosignatures ?? 0,
      standings: standings ?? 0,
      anchors: anchors.stored,
      blocks: anchors.blocks,
      streams: streams?.streams ?? 0,
      heads: streams?.heads ?? 0,
      maps: streams?.states ?? 0,
      pages: map?.pages ?? 0,
      versions: map?.versions ?? 0,
      subjects: subjects.subjects,
      secrets: subjects.secrets,
      unusedSecrets: subjects.unused,
      sealingKeys: subjects.sealingKeys,
      namedKeys: namedKeys ?? 0,
      identities: judged?.identities ?? 0,
    },
  };
}

/** What runs beside something else: whoever awaits it learns of its failure, and nobody does where that other thing fails first. */
function awaitedLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}

/** Without the key of the rows nothing can be kept that is known again. */
async function journalOf({ options, scene }: WholeAudit, size: number): Promise<Journal | null> {
  const { keep, clock } = options;
  const { rowMac } = scene;
  if (keep === null || rowMac === null) return null;
  const { directory, everyMilliseconds, piece, onFound = () => {} } = keep;
  return openJournal({
    ...{ directory, everyMilliseconds, piece, onFound, rowMac, clock, size },
    binding: bindingOf(scene, options),
  });
}

async function countedRows({ scene }: WholeAudit): Promise<number> {
  const rows = await guarded(scene.findings, { place: "entries" }, () =>
    scene.snapshots.ledger.count("entries"),
  );
  return rows ?? 0;
}
