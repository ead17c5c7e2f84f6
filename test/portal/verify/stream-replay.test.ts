/** The layer *replay*: auditors' lines, and the reader's own replay. */
import { assert, describe, it } from "vitest";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { encodeEvidence, type StreamEvidence } from "../../../portal/verify/evidence.ts";
import { renderVerdict } from "../../../portal/verify/render.ts";
import { REPLAY_BREAKS, type Replay, replayLog } from "../../../portal/verify/replay-log.ts";
import { decidingLayer, type Verdict } from "../../../portal/verify/verdict.ts";
import { type VerifyOptions, verifyEvidence } from "../../../portal/verify/verify.ts";
import { witnessKey } from "../../../scripts/vectors/world.ts";
import { referenceMapRoot } from "../../helpers/reference-map.ts";
import { referenceRoot } from "../../helpers/reference-merkle.ts";
import {
  type About,
  absent,
  auditor,
  chainOf,
  cosign,
  FIRST_BLOCK,
  mei,
  NOW,
  place,
  secondAuditor,
  trusted,
  World,
} from "./stream-world.ts";

const world = new World();
const sizes: number[] = [];
for (let i = 0; i < 4; i++) {
  world.write(mei, "consent");
  world.strangers(1);
  sizes.push(world.seal());
}
const size = sizes.at(-1) as number;
const about: About = { world, who: mei, stream: "consent", size };
const missing = absent({ ...about, stream: "payment" });

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

describe("the replay", () => {
  const mapSize = size - 1;
  const mapRoot = referenceMapRoot(world.maps.get(size - 1) ?? []);
  const of = { size, root: referenceRoot(world.leaves(size)) };
  const bare = { ...missing, checkpoint: world.checkpoint(size, []) };

  it("is an auditor's who is pinned for this size", async () => {
    const verdict = await verify(missing);
    assert.equal(verdict.word, "VERIFIED");
    assert.deepEqual(verdict.ignored, []);
    const layer = verdict.layers.at(-1);
    assert.deepInclude(layer, {
      layer: "replay",
      code: "cosigned",
      params: { names: auditor.name },
    });
    assert.equal(
      said(await verify(missing, { policy: trusted([]) })),
      "NOT_REPLAYED replay/not_replayed",
    );
    assert.equal(
      said(await verify(missing, { policy: trusted([secondAuditor]) })),
      "NOT_REPLAYED replay/not_replayed",
    );
    const { keys, ...rest } = trusted();
    const late = keys.map((key) =>
      key.role === "auditor" ? { ...key, fromSize: asTreeSize(size + 1) } : key,
    );
    const verdictLate = await verify(missing, { policy: { ...rest, keys: late } });
    assert.equal(said(verdictLate), "NOT_REPLAYED replay/not_replayed");
    assert.deepEqual(
      verdictLate.ignored.map(({ name }) => name),
      [auditor.name],
    );
  });

  it("needs one auditor of several", async () => {
    const policy = trusted([secondAuditor, auditor]);
    assert.equal(said(await verify(missing, { policy })), "VERIFIED");
  });

  it("by a witness who signs without a time does not count, and is named as ignored", async () => {
    const checkpoint = `${world.checkpoint(size, [])}${world
      .checkpoint(size, [witnessKey])
      .split("\n")
      .at(-2)}\n`;
    const verdict = await verify({ ...missing, checkpoint });
    assert.equal(said(verdict), "NOT_REPLAYED replay/not_replayed");
    assert.deepEqual(
      verdict.ignored.map(({ name }) => name),
      [witnessKey.name],
    );
  });

  it("may be the reader's own", async () => {
    assert.equal(said(await verify(bare)), "NOT_REPLAYED replay/not_replayed");
    const verdict = await verify(bare, { replay: { ...of, mapSize, mapRoot } });
    assert.equal(said(verdict), "VERIFIED");
    assert.equal(verdict.layers.at(-1)?.code, "replayed");
    assert.deepEqual(replayLog(world.entries), { ...of, mapSize, mapRoot } as Replay);
    for (const changes of [{ size: size - 1 }, { root: mapRoot }]) {
      const other = await verify(bare, { replay: { ...of, mapSize, mapRoot, ...changes } });
      assert.equal(said(other), "NOT_REPLAYED replay/not_replayed");
      const broken = { ...of, index: 1, broken: "seq", ...changes } as const;
      assert.equal(said(await verify(missing, { replay: broken })), "VERIFIED");
    }
    assert.equal(said(await verify(bare, { replay: null })), "NOT_REPLAYED replay/not_replayed");
  });

  it("by the reader goes before every auditor's word", async () => {
    const differing = { ...of, mapSize, mapRoot: new Uint8Array(32).fill(7) };
    const breaks = REPLAY_BREAKS.map((broken) => ({ ...of, index: 5, broken }));
    for (const replay of [differing, ...breaks]) {
      const code = "broken" in replay ? replay.broken : "differs";
      for (const file of [bare, missing]) {
        const verdict = await verify(file, { replay });
        assert.equal(said(verdict), `DIVERGED replay/replay_${code}`);
        assert.match(renderVerdict(verdict, "en").sentence, /replayed by you/);
        assert.match(renderVerdict(verdict, "zh").sentence, /自行重放/);
        assert.isNotNull(verdict.stream);
      }
    }
  });

  it("that could not have been made is the caller's fault", async () => {
    const replay = { ...of, mapSize, mapRoot: new Uint8Array(31) };
    await verify(bare, { replay }).then(
      () => assert.fail("accepted"),
      (error: Error) => assert.equal(error.message, "bad_length"),
    );
  });

  it("is spoiled by an auditor's line that does not hold, or comes twice", async () => {
    const wrong = cosign(auditor, `${world.text(size)}x\n`);
    const bad = world.checkpoint(size, []);
    const line = (one: typeof wrong) =>
      `— ${one.name} ${Buffer.concat([one.keyId, one.signature]).toString("base64")}\n`;
    assert.equal(
      said(await verify({ ...missing, checkpoint: bad + line(wrong) })),
      "INVALID replay/cosignature_fails",
    );
    const twice = missing.checkpoint + line(cosign(auditor, world.text(size), 5));
    assert.equal(
      said(await verify({ ...missing, checkpoint: twice })),
      "INVALID replay/cosigned_twice",
    );
  });

  it("comes before the age", async () => {
    const policy = trusted([auditor], 1);
    assert.equal(said(await verify(missing, { policy })), "STALE age/too_old");
    const anchored = { ...missing, anchor: { ...place, block: FIRST_BLOCK + 3 } } as StreamEvidence;
    assert.equal(said(await verify(anchored, { policy: trusted([auditor], 1e9) })), "VERIFIED");
    assert.equal(said(await verify(bare, { policy })), "NOT_REPLAYED replay/not_replayed");
  });

  it("is not asked for without a policy", async () => {
    const verdict = await verify(missing, { policy: null });
    assert.equal(verdict.word, "UNPINNED");
    assert.deepEqual(
      verdict.layers.map(({ layer, state }) => `${layer} ${state}`),
      [
        "content pass",
        "binding pass",
        "inclusion pass",
        "completeness pass",
        "checkpoint unknown",
        "anchor unknown",
        "finality unknown",
        "replay unknown",
      ],
    );
    assert.deepEqual(verdict.ignored.length, 2);
  });
});
