/** The layer *time*: the anchors beside the time that is asked about, and what the verdict tells of it. */
import { assert, describe, it } from "vitest";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { utf8Decode } from "../../../portal/verify/bytes.ts";
import type {
  AnchorAnswer,
  AnchorEvent,
  AnchorQuestion,
  AskChain,
} from "../../../portal/verify/chain.ts";
import {
  type EvidenceAt,
  encodeEvidence,
  type HistoryEvidence,
  type StreamEvidence,
} from "../../../portal/verify/evidence.ts";
import { canonicalBytes } from "../../../portal/verify/jcs.ts";
import { renderVerdict } from "../../../portal/verify/render.ts";
import { decidingLayer, type Verdict } from "../../../portal/verify/verdict.ts";
import { type VerifyOptions, verifyEvidence } from "../../../portal/verify/verify.ts";
import {
  type About,
  absent,
  chainOf,
  FIRST_BLOCK,
  history,
  mei,
  NOW,
  recordId,
  rfc3339,
  timeOf,
  trusted,
  World,
  type Written,
} from "./stream-world.ts";

const world = new World();
const written: Written[] = [];
/** One event and one checkpoint a block. */
const sizes: number[] = [];
for (let i = 0; i < 4; i++) {
  const at = rfc3339(timeOf(FIRST_BLOCK + i) - 30);
  const fields = { "@occurredAt": at, "@recordedAt": at, event: "given", validUntil: null };
  written.push(world.write(mei, "consent", fields));
  world.strangers(1);
  sizes.push(world.seal());
}
const size = sizes.at(-1) as number;
const about: About = { world, who: mei, stream: "consent", size };
const plain = history(about, written);

const verify = (file: StreamEvidence, changes: Partial<VerifyOptions> = {}): Promise<Verdict> =>
  verifyEvidence(encodeEvidence(file), {
    policy: trusted(),
    ask: chainOf(world, sizes),
    now: NOW,
    ...changes,
  });
const said = (verdict: Verdict): string => {
  const { layer, code } = decidingLayer(verdict.layers) ?? {};
  return [verdict.word, ...(layer === undefined ? [] : [`${layer}/${code}`])].join(" ");
};

describe("the time", () => {
  const bound = (at: number) => ({
    block: FIRST_BLOCK + at,
    size: asTreeSize(sizes[at] as number),
  });
  const time = rfc3339(timeOf(FIRST_BLOCK + 1) + 10);
  const between: EvidenceAt = { before: bound(1), after: bound(2), time };
  const asked = (at: Partial<EvidenceAt> = {}): HistoryEvidence => ({
    ...plain,
    at: { ...between, ...at },
  });

  it("lies between two anchors, and each is asked about after the checkpoint", async () => {
    const questions: AnchorQuestion[] = [];
    const verdict = await verify(asked(), { ask: chainOf(world, sizes, questions) });
    assert.equal(said(verdict), "VERIFIED");
    assert.deepEqual(
      questions.map(({ size: of, block }) => [of, block]),
      [
        [size, null],
        [sizes[1], FIRST_BLOCK + 1],
        [sizes[2], FIRST_BLOCK + 2],
      ],
    );
    assert.deepEqual(verdict.layers.map(({ layer }) => layer).slice(-3), [
      "finality",
      "time",
      "replay",
    ]);
    assert.deepEqual(verdict.asOf, {
      time,
      state: { kind: "made", madeBy: 2, endedBy: 3, endsAt: rfc3339(timeOf(FIRST_BLOCK + 2) - 30) },
      events: written.map(({ seq, index }) => ({
        seq,
        index,
        standing: seq <= 2 ? "in_log" : seq === 3 ? "by_clock" : "not_anchored",
        discrepancy: null,
      })),
      before: { size: sizes[1], block: FIRST_BLOCK + 1, time: rfc3339(timeOf(FIRST_BLOCK + 1)) },
      after: { size: sizes[2], block: FIRST_BLOCK + 2, time: rfc3339(timeOf(FIRST_BLOCK + 2)) },
      firstVersionElsewhere: false,
    } as Verdict["asOf"]);
    for (const language of ["en", "zh"] as const) {
      const sentences = renderVerdict(verdict, language).asOf;
      assert.lengthOf(sentences, 4);
      assert.include(sentences[0], time);
      for (const sentence of sentences) assert.notMatch(sentence, /[{}]|undefined/);
    }
  });

  it("may lie before all anchors", async () => {
    const first = rfc3339(timeOf(FIRST_BLOCK) - 10);
    const before = await verify(asked({ before: null, after: bound(0), time: first }));
    assert.equal(said(before), "VERIFIED");
    assert.deepInclude(before.asOf?.state, { kind: "made", madeBy: 1, endedBy: 2 });
    const none = rfc3339(timeOf(FIRST_BLOCK) - 100);
    const nothing = await verify(asked({ before: null, after: bound(0), time: none }));
    assert.deepInclude(nothing.asOf?.state, { kind: "none", madeBy: null, endedBy: 1 });
    for (const verdict of [before, nothing]) {
      for (const language of ["en", "zh"] as const) {
        for (const sentence of renderVerdict(verdict, language).asOf) {
          assert.notMatch(sentence, /[{}]|undefined/);
        }
      }
    }
  });

  it("may not lie behind the last anchor that the checkpoint knows of", async () => {
    const old = history({ ...about, size: sizes[1] as number }, written.slice(0, 2));
    // What a middleman would set on a history that was true once: any later time.
    for (const time of [rfc3339(timeOf(FIRST_BLOCK + 3)), "9999-12-31T23:59:59.999Z"]) {
      for (const before of [bound(1), null]) {
        const at = { before, after: null as never, time };
        assert.throws(() => encodeEvidence({ ...old, at }), TypeError);
        const plain = JSON.parse(utf8Decode(encodeEvidence(old)));
        const file = canonicalBytes({ ...plain, at });
        const verdict = await verifyEvidence(file, {
          policy: trusted(),
          ask: chainOf(world, sizes),
          now: NOW,
        });
        assert.equal(said(verdict), "INVALID content/wrong_shape");
      }
      const after = bound(3);
      const verdict = await verify({ ...old, at: { before: bound(2), after, time } });
      assert.equal(said(verdict), "INVALID time/bound_beyond_checkpoint");
    }
  });

  it("needs a map over all that was anchored by then", async () => {
    const other = new World();
    const first = other.write(mei, "consent");
    const anchored = [other.seal()];
    const [mapSize, map] = [other.entries.length - 1, other.map()];
    other.write(mei, "consent");
    anchored.push(other.seal(mapSize, map));
    other.strangers(2);
    anchored.push(other.seal(mapSize, map));
    const of = { ...about, world: other, size: anchored[2] as number };
    const place = (i: number) => ({
      block: FIRST_BLOCK + i,
      size: asTreeSize(anchored[i] as number),
    });
    const at = (i: number) => ({
      before: place(i),
      after: place(i + 1),
      time: rfc3339(timeOf(FIRST_BLOCK + i) + 50),
    });
    const ask = chainOf(other, anchored);
    const late = await verify({ ...history(of, [first]), at: at(1) }, { ask });
    assert.equal(said(late), "INVALID time/anchored_beyond_map");
    const early = await verify({ ...history(of, [first]), at: at(0) }, { ask });
    assert.equal(said(early), "VERIFIED");
    assert.equal(early.stream?.gap, 5);
    assert.include(early.caveats, "entries_between");
    assert.match(renderVerdict(early, "en").caveats.join("\n"), /Not spoken of: 5 entries/);
    assert.match(renderVerdict(early, "zh").layers[2]?.sentence ?? "", /之间的 5 个条目/);
  });

  it("that a boundary belongs to is that of the anchor before", async () => {
    const exact = rfc3339(timeOf(FIRST_BLOCK + 1));
    assert.equal(said(await verify(asked({ time: exact }))), "VERIFIED");
    const next = rfc3339(timeOf(FIRST_BLOCK + 2));
    assert.equal(said(await verify(asked({ time: next }))), "INVALID time/after_too_early");
    const sooner = new Date(timeOf(FIRST_BLOCK + 1) * 1000 - 1).toISOString();
    assert.equal(said(await verify(asked({ time: sooner }))), "INVALID time/before_too_late");
  });

  it.each<[string, Partial<EvidenceAt>, string]>([
    ["sizes the wrong way round", { before: bound(2), after: bound(1) }, "bounds_out_of_order"],
    ["one anchor on both sides", { before: bound(1), after: bound(1) }, "bounds_out_of_order"],
    ["an anchor in between", { before: bound(0) }, "bounds_not_adjacent"],
    ["anchors before the first", { before: null }, "bounds_not_adjacent"],
    [
      "a size that was never anchored",
      { before: { ...bound(1), size: asTreeSize(2) } },
      "bound_not_anchored",
    ],
    ["a block that holds none", { before: { ...bound(1), block: 5 } }, "bound_event_missing"],
    [
      "an anchor beyond the checkpoint",
      { after: { ...bound(2), size: asTreeSize(size + 1) } },
      "bound_beyond_checkpoint",
    ],
  ])("refuses %s", async (_name, at, code) => {
    const verdict = await verify(asked(at));
    assert.equal(said(verdict), `INVALID time/${code}`);
    assert.isNull(verdict.asOf);
  });

  /** A chain that answers so about one of the bounds. */
  const answering = (at: number, change: (answer: AnchorAnswer) => unknown): AskChain => {
    const honest = chainOf(world, sizes);
    return async (question) => {
      const answer = await honest(question);
      const about = question.block === FIRST_BLOCK + at;
      return (about ? change(answer) : answer) as AnchorAnswer;
    };
  };
  const eventWith = (changes: Partial<AnchorEvent>) => (answer: AnchorAnswer) => ({
    ...answer,
    event: { ...(answer.event as AnchorEvent), ...changes },
  });
  const down = (): never => {
    throw new Error("down");
  };

  it.each<[string, (answer: AnchorAnswer) => unknown, string]>([
    ["the chain is down", down, "CANNOT_TELL time/chain_not_asked"],
    ["nonsense", () => 7, "CANNOT_TELL time/chain_answer_unusable"],
    ["another chain", (a) => ({ ...a, chainId: 1 }), "CANNOT_TELL time/chain_is_another"],
    ["no ledger", (a) => ({ ...a, registered: false }), "CANNOT_TELL time/ledger_not_on_chain"],
    [
      "a contradiction",
      (a) => ({ ...a, rootAtLatest: null }),
      "CANNOT_TELL time/chain_answer_unusable",
    ],
    [
      "no event to be had",
      (a) => ({ ...a, event: "unavailable" }),
      "CANNOT_TELL time/anchor_event_unavailable",
    ],
    ["an event of another size", eventWith({ size: 1 }), "INVALID time/bound_event_differs"],
    [
      "an event of another block",
      eventWith({ blockNumber: 7 }),
      "INVALID time/bound_event_differs",
    ],
    [
      "another root",
      eventWith({ root: `0x${"ab".repeat(32)}` }),
      "INVALID time/bound_event_differs",
    ],
    ["no final root", (a) => ({ ...a, rootAtFinalized: null }), "NOT_FINAL time/bound_not_final"],
    [
      "another final root",
      (a) => ({ ...a, rootAtFinalized: `0x${"ab".repeat(32)}` }),
      "NOT_FINAL time/bound_not_final",
    ],
    [
      "no final block",
      (a) => ({ ...a, finalized: null, rootAtFinalized: null }),
      "NOT_FINAL time/bound_not_final",
    ],
  ])("when the chain says %s about a bound", async (_name, change, expected) => {
    for (const at of [1, 2]) {
      const verdict = await verify(asked(), { ask: answering(at, change) });
      assert.equal(said(verdict), expected);
      assert.equal(verdict.layers.at(-1)?.code, "not_reached");
    }
  });

  it("judges the anchor before the time wholly before it asks for the one after", async () => {
    const questions: AnchorQuestion[] = [];
    const honest = answering(1, (a) => ({ ...a, rootAtFinalized: null }));
    const ask: AskChain = (question) => {
      questions.push(question);
      return honest(question);
    };
    assert.equal(said(await verify(asked(), { ask })), "NOT_FINAL time/bound_not_final");
    assert.lengthOf(questions, 2);
    const sizesFirst = asked({ before: bound(2), after: bound(1) });
    assert.equal(said(await verify(sizesFirst, { ask })), "INVALID time/bounds_out_of_order");
    assert.lengthOf(questions, 3);
    const verdict = await verify(asked(), { ask });
    assert.match(renderVerdict(verdict, "zh").sentence, /锚定尚未最终确定/);
  });

  it("is not looked at before the checkpoint is final", async () => {
    const ask: AskChain = async (question) => ({
      ...(await chainOf(world, sizes)(question)),
      rootAtFinalized: null,
    });
    const verdict = await verify(asked(), { ask });
    assert.equal(said(verdict), "NOT_FINAL finality/not_final");
    assert.isNull(verdict.asOf);
    assert.include(
      verdict.layers.map(({ layer }) => layer),
      "time",
    );
  });

  it("cannot be told of events that withhold when they occurred", async () => {
    const hidden = history(about, written, ({ seq }) => (seq === 1 ? ["@occurredAt"] : []));
    const verdict = await verify({ ...hidden, at: between });
    assert.equal(said(verdict), "VERIFIED");
    assert.equal(verdict.asOf?.state.kind, "unknown");
    const whole = history(about, written, ({ seq }) => (seq === 4 ? null : []));
    assert.equal((await verify({ ...whole, at: between })).asOf?.state.kind, "unknown");
    const silent = history(about, written, () => ["event"]);
    assert.equal((await verify({ ...silent, at: between })).asOf?.state.kind, "unknown");
  });

  it("before the second version of a record among many is not known, and the verdict says what it is about", async () => {
    const other = new World();
    const id = recordId(1);
    other.write(mei, "order", { "@id": id });
    const anchored = [other.seal()];
    other.strangers(1);
    anchored.push(other.seal());
    const at = rfc3339(timeOf(FIRST_BLOCK + 1) + 5);
    const fields = { "@id": id, "@version": 2, "@occurredAt": at, "@recordedAt": at };
    const later = other.write(mei, `order/${id}`, fields);
    anchored.push(other.seal());
    const of = { ...about, world: other, stream: `order/${id}`, size: anchored[2] as number };
    const place = (i: number) => ({
      block: FIRST_BLOCK + i,
      size: asTreeSize(anchored[i] as number),
    });
    const asked = { before: place(0), after: place(1), time: rfc3339(timeOf(FIRST_BLOCK) + 5) };
    const ask = chainOf(other, anchored);
    const verdict = await verify({ ...history(of, [later]), at: asked }, { ask });
    assert.equal(said(verdict), "VERIFIED");
    assert.equal(verdict.asOf?.state.kind, "unknown");
    assert.isTrue(verdict.asOf?.firstVersionElsewhere);
    const { sentence, asOf, caveats } = renderVerdict(verdict, "en");
    assert.match(sentence, /later versions .*version 1 is in the stream order/);
    assert.match(asOf.join(), /version 1 is in another stream/);
    assert.notInclude(caveats.join(), "another name");
    const hidden = history(of, [later], () => ["@occurredAt"]);
    const silent = await verify({ ...hidden, at: asked }, { ask });
    assert.match(renderVerdict(silent, "en").asOf.join(), /too much is withheld/);
    const sooner = absent({ ...of, size: anchored[0] as number });
    const none = await verify(sooner, { ask });
    assert.equal(said(none), "VERIFIED");
    assert.match(renderVerdict(none, "en").sentence, /no later version .* the stream order/);
    assert.match(renderVerdict(none, "zh").sentence, /要看流 order/);
  });

  it("names what does not fit", async () => {
    const other = new World();
    const events: Written[] = [];
    const anchored: number[] = [];
    for (let i = 0; i < 3; i++) {
      // Every record says that it was recorded in the middle, between the first two anchors.
      const recorded = rfc3339(timeOf(FIRST_BLOCK) + 5);
      events.push(other.write(mei, "access", { "@recordedAt": recorded }));
      anchored.push(other.seal());
    }
    const of = { ...about, world: other, stream: "access", size: anchored[2] as number };
    const [first, second] = anchored.map((one) => asTreeSize(one)) as [never, never];
    const at = {
      before: { block: FIRST_BLOCK, size: first },
      after: { block: FIRST_BLOCK + 1, size: second },
      time: rfc3339(timeOf(FIRST_BLOCK) + 50),
    };
    const verdict = await verify({ ...history(of, events), at }, { ask: chainOf(other, anchored) });
    assert.equal(said(verdict), "VERIFIED");
    assert.deepEqual(
      verdict.asOf?.events.map(({ discrepancy }) => discrepancy),
      ["recorded_after_anchored", null, "recorded_but_not_anchored"],
    );
    const sentences = renderVerdict(verdict, "en").asOf.join("\n");
    assert.match(sentences, /Event 1 was in the log before/);
    assert.match(sentences, /Event 3 says that it had been recorded/);
  });
});
