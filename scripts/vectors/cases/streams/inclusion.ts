/** Step S4: that state entry and events are in the tree, and below the map's size. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import { flip, type Texts, type VectorCase } from "../../case.ts";
import { altered, claimHolds, claimInvalid } from "../../streams/case.ts";
import { absent, type ClaimJson, current, history, plainStory } from "../../streams/claim.ts";
import { mapProof } from "../../streams/map.ts";
import { keyOf } from "../../streams/people.ts";
import { CONSENT, mei, story } from "../../streams/story.ts";
import { checkpointText, inclusionPath, logKey, seed, signedNote } from "../../world.ts";

const refused = (name: string, code: string, texts: Texts, of: ClaimJson) =>
  claimInvalid(name, `inclusion/${code}`, texts, of);

const proofOf = (index: number, size: number): string[] =>
  inclusionPath(index, plainStory().ledger.log(size).leaves).map(base64Encode);

/** State entry and map of an older checkpoint. */
function older(file: ClaimJson, stream: string): void {
  const state = plainStory().ledger.states.get(15);
  if (state === undefined) throw new Error("no such state");
  const { siblings, terminal } = mapProof(state.map, keyOf(mei, stream));
  file.map = {
    siblings: siblings.map(base64Encode),
    terminal: terminal && { key: base64Encode(terminal.key), value: base64Encode(terminal.value) },
  };
  file.state = { entry: base64Encode(state.entry), inclusion: proofOf(15, 24) };
}

function states(): VectorCase[] {
  const withdrawn = history({ events: (it) => it.consent.slice(0, 4) });
  const changed = current({ record: (it) => it.customer[1]! });
  const late = story({ after: ({ ledger }) => ledger.strange("behind the last state entry") });
  const lateFile = altered(history(), (it) => {
    const { leaves } = late.ledger.log();
    it.checkpoint = signedNote(checkpointText(late.ledger.log()), logKey);
    it.state.inclusion = inclusionPath(23, leaves).map(base64Encode);
    for (const event of it.events) {
      event.inclusion = inclusionPath(event.index, leaves).map(base64Encode);
    }
  });
  return [
    refused(
      "history-with-an-older-state-entry",
      "state_not_last",
      [
        "What was complete before the last two events, under today's checkpoint.",
        "最近两个事件之前的完整历史，却置于当前检查点之下。",
      ],
      altered(withdrawn, (it) => older(it, CONSENT)),
    ),
    refused(
      "current-with-an-older-state-entry",
      "state_not_last",
      [
        "What was the newest version once, under today's checkpoint.",
        "曾经的最新版本，却置于当前检查点之下。",
      ],
      altered(changed, (it) => older(it, "customer")),
    ),
    refused(
      "state-entry-that-is-not-last",
      "state_not_last",
      ["A checkpoint whose last entry is a record's.", "检查点的最后一个条目是记录条目。"],
      lateFile,
    ),
    refused(
      "state-inclusion-flipped",
      "state_not_last",
      ["A bit of the state entry's proof is flipped.", "状态条目的证明中有一个比特被翻转。"],
      altered(absent(), (it) => {
        it.state.inclusion[0] = flip(it.state.inclusion[0] as string, 0);
      }),
    ),
    refused(
      "state-inclusion-too-short",
      "state_not_last",
      ["A hash is missing in the state entry's proof.", "状态条目的证明缺少一个哈希。"],
      altered(absent(), (it) => {
        it.state.inclusion.pop();
      }),
    ),
    refused(
      "state-entry-with-another-time",
      "state_not_last",
      ["The state entry's time is another than the log's.", "状态条目的时间与日志中的不同。"],
      altered(absent(), (it) => {
        it.state.entry = flip(it.state.entry, 48);
      }),
    ),
    refused(
      "map-size-beyond-the-state-entry",
      "state_map_size",
      ["A map that covers the state entry itself.", "映射覆盖了状态条目自身。"],
      absent({ story: story({ mapSize: 24 }) }),
    ),
    refused(
      "map-size-far-beyond",
      "state_map_size",
      ["A map over more entries than there are.", "映射覆盖的条目多于实有。"],
      absent({ story: story({ mapSize: 2 ** 53 - 1 }) }),
    ),
    claimHolds(
      "map-of-fewer-entries",
      [
        "A map that ends before the last event: the history tells where it ends.",
        "映射止于最后事件之前：历史说明其截止处。",
      ],
      history({
        story: story({
          mapSize: 20,
          map: (truth, { consent }) =>
            truth.map((leaf) =>
              leaf.value === consent[5]?.leaf ? { ...leaf, value: consent[4]!.leaf } : leaf,
            ),
        }),
        events: (it) => it.consent.slice(0, 5),
      }),
    ),
  ];
}

function events(): VectorCase[] {
  const beyond = story({ mapSize: 20 });
  const shifted = altered(history(), (it) => {
    if (it.events[2]) it.events[2].index = 8;
  });
  return [
    refused(
      "event-beyond-the-map",
      "beyond_map",
      [
        "The map is said to cover 20 entries; the last event is entry 20.",
        "映射据称覆盖 20 个条目；最后的事件为第 20 号条目。",
      ],
      history({ story: beyond }),
    ),
    refused(
      "current-beyond-the-map",
      "beyond_map",
      [
        "The map is said to cover 16 entries; the record is entry 16.",
        "映射据称覆盖 16 个条目；记录为第 16 号条目。",
      ],
      current({ story: story({ mapSize: 16 }) }),
    ),
    claimHolds(
      "event-at-the-end-of-the-map",
      [
        "The map covers 21 entries, the last of which is the last event.",
        "映射覆盖 21 个条目，最后一个即最后的事件。",
      ],
      history({ story: story({ mapSize: 21 }) }),
    ),
    refused(
      "event-beyond-the-checkpoint",
      "index_beyond_size",
      ["The index of an event lies beyond the checkpoint.", "某个事件的序号超出检查点。"],
      altered(history(), (it) => {
        if (it.events[5]) it.events[5].index = 24;
      }),
    ),
    refused(
      "event-at-another-index",
      "inclusion_mismatch",
      ["The index of an event is one too small.", "某个事件的序号少一。"],
      shifted,
    ),
    refused(
      "event-inclusion-flipped",
      "inclusion_mismatch",
      ["A bit of an event's proof is flipped.", "某个事件的证明中有一个比特被翻转。"],
      altered(history(), (it) => {
        const path = it.events[3]?.inclusion;
        if (path) path[2] = flip(path[2] as string, 9);
      }),
    ),
    refused(
      "event-inclusion-too-long",
      "proof_length",
      ["A hash too many in an event's proof.", "某个事件的证明多出一个哈希。"],
      altered(history(), (it) => {
        it.events[3]?.inclusion.push(base64Encode(seed("a hash too many")));
      }),
    ),
    refused(
      "event-that-is-in-no-log",
      "inclusion_mismatch",
      ["The last event was never in the log.", "最后一个事件从未写入日志。"],
      altered(history(), (it) => {
        const made = story({
          more: ({ ledger, consent }) => {
            consent.push(ledger.write(mei, CONSENT, { label: "made up" }));
          },
        }).consent.at(-1);
        const event = it.events.at(-1);
        if (made && event) Object.assign(event, { entry: base64Encode(made.entry), record: null });
      }),
    ),
    refused(
      "current-inclusion-flipped",
      "inclusion_mismatch",
      ["A bit of the record's proof is flipped.", "记录的证明中有一个比特被翻转。"],
      altered(current(), (it) => {
        it.record.inclusion[1] = flip(it.record.inclusion[1] as string, 31);
      }),
    ),
  ];
}

function checkpoints(): VectorCase[] {
  const noted = (text: string) => signedNote(text, logKey);
  return [
    refused(
      "stream-checkpoint-of-an-empty-log",
      "state_not_last",
      [
        "A checkpoint of size 0, under which there is no state entry.",
        "检查点大小为 0，其下没有状态条目。",
      ],
      altered(absent(), (it) => {
        it.checkpoint = noted(`ledger.example/counterfoil\n0\n${base64Encode(seed("empty"))}\n`);
      }),
    ),
    refused(
      "stream-checkpoint-with-extension",
      "checkpoint_form",
      ["The checkpoint has a fourth line.", "检查点有第四行。"],
      altered(absent(), (it) => {
        it.checkpoint = noted(`${checkpointText(plainStory().ledger.log())}more\n`);
      }),
    ),
    refused(
      "stream-checkpoint-of-an-older-size",
      "state_not_last",
      [
        "All proofs are for size 24, the checkpoint is that of size 16.",
        "各证明针对大小 24，检查点大小却为 16。",
      ],
      altered(absent(), (it) => {
        it.checkpoint = noted(checkpointText(plainStory().ledger.log(16)));
      }),
    ),
  ];
}

export function streamInclusionCases(): VectorCase[] {
  return [...states(), ...events(), ...checkpoints()];
}
