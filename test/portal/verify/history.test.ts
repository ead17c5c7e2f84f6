/** The claim *history*: whole, continued, withheld; and each way of leaving out, adding or moving an event. */
import { assert, describe, it } from "vitest";
import {
  asLeafHash,
  asLeafIndex,
  asStreamSeq,
  asTreeSize,
  type LeafHash,
} from "../../../portal/verify/brands.ts";
import { base64Encode } from "../../../portal/verify/bytes.ts";
import { checkEvidence } from "../../../portal/verify/check.ts";
import { encodeEvidence, type HistoryEvidence } from "../../../portal/verify/evidence.ts";
import { renderVerdict } from "../../../portal/verify/render.ts";
import { decidingLayer } from "../../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import {
  type About,
  chainOf,
  content,
  event,
  type Head,
  history,
  mei,
  NOW,
  otto,
  trusted,
  World,
  type Written,
} from "./stream-world.ts";

const COUNT = 6;

function told() {
  const world = new World();
  world.strangers(3);
  const events: Written[] = [];
  for (let i = 0; i < COUNT; i++) {
    events.push(world.write(mei, "consent/newsletter", { event: "given", validUntil: null, n: i }));
    if (i === 2) world.seal();
    world.strangers(2);
  }
  const ottos = world.write(otto, "consent/newsletter");
  const other = world.write(mei, "consent/profiling");
  world.strangers(4);
  const size = world.seal();
  const about: About = { world, who: mei, stream: "consent/newsletter", size };
  return { world, events, ottos, other, about, file: history(about, events) };
}

const { world, events, ottos, other, about, file } = told();
const leafOf = (i: number): LeafHash => events[i]?.leaf ?? assert.fail();
const reason = (evidence: HistoryEvidence) => {
  const { layers } = checkEvidence(encodeEvidence(evidence), null);
  const { layer, code, params } = decidingLayer(layers) ?? {};
  return code === undefined ? null : `${layer}/${code}@${params?.position ?? "-"}`;
};
const verify = (evidence: HistoryEvidence) =>
  verifyEvidence(encodeEvidence(evidence), {
    policy: trusted(),
    ask: chainOf(world, [about.size]),
    now: NOW,
  });
const withEvents = (changed: HistoryEvidence["events"]): HistoryEvidence => ({
  ...file,
  events: changed,
});

describe("a history", () => {
  it("that is whole holds, and tells its events", async () => {
    const verdict = await verify(file);
    assert.equal(verdict.word, "VERIFIED");
    assert.equal(verdict.claim, "history");
    assert.deepEqual(
      verdict.layers.map(({ layer }) => layer),
      [
        "content",
        "binding",
        "inclusion",
        "completeness",
        "checkpoint",
        "anchor",
        "finality",
        "replay",
      ],
    );
    assert.deepEqual(
      verdict.events?.map(({ seq, index }) => [seq, index]),
      events.map(({ seq, index }) => [seq, index]),
    );
    assert.deepEqual(verdict.events?.[3]?.disclosed.find(({ name }) => name === "n")?.value, 3);
    assert.deepInclude(verdict.stream, {
      subject: mei.subject,
      name: "consent/newsletter",
      class: "consent",
      mapSize: about.size - 1,
      size: about.size,
      gap: 0,
      from: null,
    });
    assert.deepEqual(verdict.disclosed, []);
    assert.isNull(verdict.index);
    assert.isNull(verdict.asOf);
    assert.deepEqual(verdict.caveats, [
      "truth_not_proven",
      "other_identifiers",
      "other_streams",
      "later_entries",
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict);
    const later = renderVerdict(verdict, "en").caveats.at(-1);
    assert.include(later, `from its entry ${about.size - 1} on`);
    assert.include(renderVerdict(verdict, "zh").caveats.at(-1), `从条目 ${about.size - 1} 起`);
  });

  it("may withhold fields, and whole events", async () => {
    const hidden = history(about, events, ({ seq }) =>
      seq % 2 === 0 ? null : ["n", "@id", "@version"],
    );
    const verdict = await verify(hidden);
    assert.equal(verdict.word, "VERIFIED");
    assert.deepEqual(
      verdict.events?.map(({ withheld }) => withheld),
      events.map(({ seq }) => (seq % 2 === 0 ? null : ["@id", "@version", "n"])),
    );
    assert.deepEqual(verdict.events?.[1]?.disclosed, []);
  });

  it("may go on from any known event, the newest included", async () => {
    for (const known of events) {
      const rest = history(about, events.slice(known.seq));
      const from = { seq: asStreamSeq(known.seq), leafHash: known.leaf };
      const verdict = await verify({ ...rest, from });
      assert.equal(verdict.word, "VERIFIED", `from ${known.seq}`);
      assert.deepEqual(verdict.stream?.from, {
        seq: known.seq,
        leafHash: base64Encode(known.leaf),
      });
      assert.include(verdict.caveats, "earlier_not_shown");
    }
  });

  it("holds under an older checkpoint with what there was then", () => {
    const size = [...world.maps.keys()][0] as number;
    const older = history({ ...about, size: size + 1 }, events.slice(0, 3));
    assert.isNull(reason(older));
  });
});

describe("a history that was changed is named for what was done to it:", () => {
  it.each(Array.from({ length: COUNT - 1 }, (_, i) => i))("event %i left out", (i) => {
    const code = i === 0 ? "history_begins_late@1" : `event_missing@${i + 1}`;
    assert.equal(reason(withEvents(file.events.toSpliced(i, 1))), `completeness/${code}`);
  });

  it("the newest left off, and the newest two", () => {
    assert.equal(reason(withEvents(file.events.slice(0, -1))), "completeness/newer_exists@-");
    assert.equal(reason(withEvents(file.events.slice(0, -2))), "completeness/newer_exists@-");
  });

  it("all left off but a known one", () => {
    const from = { seq: asStreamSeq(2), leafHash: leafOf(1) };
    const code = reason({ ...withEvents([]), from });
    assert.equal(code, "completeness/newer_exists@-");
  });

  it.each(Array.from({ length: COUNT }, (_, i) => i))("event %i doubled", (i) => {
    const twice = file.events.toSpliced(i, 0, file.events[i] ?? assert.fail());
    assert.equal(reason(withEvents(twice)), `completeness/event_doubled@${i + 2}`);
  });

  it.each(Array.from({ length: COUNT - 1 }, (_, i) => i))("event %i swapped with the next", (i) => {
    const [a, b] = file.events.slice(i, i + 2) as [never, never];
    const swapped = file.events.with(i, b).with(i + 1, a);
    assert.equal(reason(withEvents(swapped)), `completeness/events_out_of_order@${i + 1}`);
  });

  it.each(Array.from({ length: COUNT + 1 }, (_, i) => i))(
    "somebody else's event inserted at %i",
    (i) => {
      for (const foreign of [ottos, other]) {
        const shown = event(world, foreign, about.size);
        const inserted = file.events.toSpliced(i, 0, shown);
        assert.equal(reason(withEvents(inserted)), `binding/entry_of_other_stream@${i + 1}`);
        const hidden = withEvents(file.events.toSpliced(i, 0, { ...shown, record: null }));
        assert.equal(reason(hidden), `binding/entry_of_other_stream@${i + 1}`);
      }
    },
  );

  it.each(Array.from({ length: COUNT }, (_, i) => i))(
    "event %i exchanged for an invented one",
    (i) => {
      const forge = new World();
      for (let n = 0; n <= i; n++) forge.write(mei, "consent/newsletter");
      const invented = forge.entries[i] as Uint8Array;
      const genuine = file.events[i] ?? assert.fail();
      const changed = file.events.with(i, { ...genuine, entry: invented, record: null });
      assert.equal(reason(withEvents(changed)), `inclusion/inclusion_mismatch@${i + 1}`);
    },
  );

  it("a record put into another event's place", () => {
    const [first, second] = file.events as [never, HistoryEvidence["events"][number]];
    const record = { ...content(events[0] ?? assert.fail()) };
    const changed = withEvents([first, { ...second, record }, ...file.events.slice(2)]);
    assert.equal(reason(changed), "content/record_root_mismatch@2");
  });

  it("an index that is another's", () => {
    const moved = { ...(file.events[1] ?? assert.fail()), index: asLeafIndex(0) };
    assert.match(reason(withEvents(file.events.with(1, moved))) ?? "", /^inclusion\/.*@2$/);
    const beyond = { ...moved, index: asLeafIndex(about.size) };
    assert.equal(reason(withEvents(file.events.with(1, beyond))), "inclusion/index_beyond_size@2");
  });

  it("a known event that is not the one before", () => {
    const rest = history(about, events.slice(3));
    const from = (seq: number, leaf: Uint8Array) => ({
      ...rest,
      from: { seq: asStreamSeq(seq), leafHash: asLeafHash(leaf) },
    });
    const [a, b, c, d] = [0, 1, 2, 3].map(leafOf) as [LeafHash, LeafHash, LeafHash, LeafHash];
    assert.isNull(reason(from(3, c)));
    assert.equal(reason(from(3, b)), "completeness/from_mismatch@1");
    assert.equal(reason(from(2, b)), "completeness/event_missing@1");
    assert.equal(reason(from(4, d)), "completeness/event_doubled@1");
    assert.equal(reason(from(3, a)), "completeness/from_mismatch@1");
  });

  it("no event at all", () => {
    assert.throws(() => encodeEvidence(withEvents([])), "no_events");
  });

  it("a time asked about of a part only", () => {
    const from = { seq: asStreamSeq(1), leafHash: leafOf(0) };
    const at = {
      after: { block: 1, size: asTreeSize(2) },
      before: null,
      time: "2026-11-22T09:30:00.000Z",
    };
    const partial = { ...withEvents(file.events.slice(1)), from, at };
    assert.throws(() => encodeEvidence(partial), "at_with_from");
  });
});

describe("the log itself, written by a forger who runs the ledger,", () => {
  /** A history in a world where entries are not chained as they should be; the map shows the last one. */
  function forged(change: (world: World, written: Written[]) => void) {
    const bad = new World();
    const written: Written[] = [];
    change(bad, written);
    bad.strangers(1);
    const size = bad.seal();
    return reason(history({ ...about, world: bad, size }, written));
  }
  const write = (bad: World) => bad.write(mei, "consent/newsletter");
  const head = (bad: World) => [...bad.heads][0] as [string, Head];

  it("cannot hide a fork", () => {
    const code = forged((bad, written) => {
      written.push(write(bad));
      const [where, first] = head(bad);
      write(bad);
      bad.heads.set(where, first);
      written.push(write(bad));
      const [, second] = head(bad);
      bad.heads.set(where, { ...second, value: new Uint8Array(32).fill(1) });
      written.push(write(bad));
    });
    assert.equal(code, "completeness/event_foreign@3");
  });

  it("cannot skip a number", () => {
    const code = forged((bad, written) => {
      written.push(write(bad));
      const [where, first] = head(bad);
      bad.heads.set(where, { ...first, seq: 2 });
      written.push(write(bad));
    });
    assert.equal(code, "completeness/event_missing@2");
  });

  it("cannot write an entry behind the one that follows it", () => {
    const bad = new World();
    const first = write(bad);
    const second = write(bad);
    const turned = new World();
    const late = { ...second, index: turned.append(second.entry) };
    const early = { ...first, index: turned.append(first.entry) };
    const size = turned.seal(2, bad.map());
    const file = history({ ...about, world: turned, size }, [early, late]);
    assert.equal(reason(file), "completeness/index_not_ascending@2");
  });
});

describe("what a person reads of it", () => {
  it("is the claim's own sentence in both languages", async () => {
    const [whole, short] = [await verify(file), await verify(withEvents(file.events.slice(0, -1)))];
    assert.match(renderVerdict(whole, "en").sentence, /nothing left out/);
    assert.match(renderVerdict(whole, "zh").sentence, /没有遗漏/);
    assert.equal(short.word, "INVALID");
    assert.match(renderVerdict(short, "en").sentence, /does not show what it claims/);
    assert.isNull(short.events);
    assert.isNull(short.stream);
    assert.isNull(short.claim);
  });
});
