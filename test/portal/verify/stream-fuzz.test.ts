/** Files of stream claims with anything changed in them: a verdict for each, and never a fault; and never VERIFIED. */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { utf8Decode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { type Evidence, encodeEvidence, parseEvidence } from "../../../portal/verify/evidence.ts";
import { canonicalBytes, type JsonObject, type JsonValue } from "../../../portal/verify/jcs.ts";
import { renderVerdict } from "../../../portal/verify/render.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import {
  type About,
  absent,
  chainOf,
  current,
  FIRST_BLOCK,
  history,
  mei,
  NOW,
  place,
  rfc3339,
  timeOf,
  trusted,
  World,
  type Written,
} from "./stream-world.ts";

const world = new World();
const written: Written[] = [];
const sizes: number[] = [];
for (let i = 0; i < 3; i++) {
  written.push(world.write(mei, "consent", { event: "given", validUntil: null }));
  world.strangers(3);
  sizes.push(world.seal());
}
const about: About = { world, who: mei, stream: "consent", size: sizes[2] as number };
const anchor = { ...place, block: FIRST_BLOCK + 2 } as Evidence["anchor"];
const at = {
  before: { block: FIRST_BLOCK, size: sizes[0] as never },
  after: { block: FIRST_BLOCK + 1, size: sizes[1] as never },
  time: rfc3339(timeOf(FIRST_BLOCK) + 50),
};
const from = { seq: 1 as never, leafHash: (written[0] as Written).leaf };
const files: Readonly<Record<string, Evidence>> = {
  history: { ...history(about, written, ({ seq }) => (seq === 2 ? null : ["@id"])), anchor },
  "history at a time": { ...history(about, written), anchor, at },
  "history from": { ...history(about, written.slice(1)), anchor, from },
  current: { ...current(about, written[2] as Written, ["@recordedAt"]), anchor },
  absent: { ...absent({ ...about, stream: "payment" }), anchor },
};
const verify = (source: Uint8Array) =>
  verifyEvidence(source, { policy: trusted(), ask: chainOf(world, sizes), now: NOW });

/** Every place in a JSON value: how to get there. */
function* places(
  value: JsonValue,
  path: readonly (string | number)[] = [],
): Generator<readonly (string | number)[]> {
  yield path;
  if (value === null || typeof value !== "object") return;
  const members: readonly (string | number)[] = Array.isArray(value)
    ? value.map((_one, i) => i)
    : Object.keys(value);
  for (const name of members)
    yield* places((value as JsonObject)[name] as JsonValue, [...path, name]);
}

function changed(
  file: JsonValue,
  path: readonly (string | number)[],
  change: (old: JsonValue) => JsonValue,
): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) return change(file);
  const copy = structuredClone(file) as Record<string | number, JsonValue>;
  copy[name] = changed(copy[name] as JsonValue, rest, change);
  return copy;
}

describe.each(Object.entries(files))("%s", { timeout: 180_000 }, (_name, evidence) => {
  const source = encodeEvidence(evidence);
  const json = JSON.parse(utf8Decode(source)) as JsonValue;

  it("holds as it is, and is written as it was read", async () => {
    assert.equal((await verify(source)).word, "VERIFIED");
    assert.deepEqual([...encodeEvidence(parseEvidence(source))], [...source]);
  });

  it("with one bit flipped, wherever, does not hold", async () => {
    const text = utf8Decode(source);
    const lineAt = text.indexOf("\\n— auditor.example");
    const spared = new Set(["VERIFIED", "NOT_REPLAYED"]);
    const timeAt = utf8Encode(text.slice(0, text.indexOf('"time":"'))).length;
    // Another time that lies between the same anchors may be asked about.
    const inTime = (i: number) => text.includes('"time":"') && i >= timeAt && i < timeAt + 32;
    for (let i = 0; i < source.length; i += 17 + (i % 8)) {
      const copy = source.slice();
      copy[i] = (copy[i] as number) ^ (1 << (i % 8));
      const { word } = await verify(copy);
      if (inTime(i) && word === "VERIFIED") continue;
      // The name or key id of the auditor's line: then it is a stranger's.
      if (i > utf8Encode(text.slice(0, lineAt)).length && spared.has(word))
        assert.equal(word, "NOT_REPLAYED");
      else assert.include(["INVALID", "DIVERGED"], word, `byte ${i}`);
    }
  });

  it("with anything else in any place gets a verdict, and not that it holds", async () => {
    const others: readonly ((old: JsonValue) => JsonValue)[] = [
      () => null,
      () => [],
      () => ({}),
      () => "",
      () => -1,
      () => 2 ** 53,
      () => "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      (old) => (Array.isArray(old) ? old.toReversed() : [old]),
      (old) => (Array.isArray(old) ? old.slice(1) : { old }),
      (old) => (typeof old === "number" ? old + 1 : 0),
      (old) => (Array.isArray(old) ? [...old, ...old.slice(0, 1)] : "x"),
    ];
    const holds: string[] = [];
    for (const [at, path] of [...places(json)].entries()) {
      for (const [i, change] of others.entries()) {
        // Places of one sort stand side by side: each change meets each sort, not each place.
        if ((at + i) % 3 !== 0 && path.length > 2) continue;
        const file = changed(json, path, change);
        if (JSON.stringify(file) === JSON.stringify(json)) continue;
        let bytes: Uint8Array;
        try {
          bytes = canonicalBytes(file);
        } catch {
          continue;
        }
        const verdict = await verify(bytes);
        if (verdict.word === "VERIFIED") holds.push(`${path.join(".")} ${i}`);
        for (const language of ["en", "zh"] as const) {
          const { sentence, layers } = renderVerdict(verdict, language);
          assert.notMatch(
            [sentence, ...layers.map((layer) => layer.sentence)].join(),
            /[{}]|undefined/,
          );
        }
      }
    }
    // What may be left out without a lie: the anchor's place, the time that is asked about, and what an event says.
    const allowed = /^(anchor 0|at 0|events\.\d+\.record 0)$/;
    assert.deepEqual(
      holds.filter((one) => !allowed.test(one)),
      [],
    );
  });

  it("mixed with parts of the others never faults", async () => {
    const all = Object.values(files).map(
      (one) => JSON.parse(utf8Decode(encodeEvidence(one))) as JsonObject,
    );
    const names = [...new Set(all.flatMap((one) => Object.keys(one)))];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...all)), { maxLength: 4 }),
        async (swaps) => {
          const mixed: Record<string, JsonValue> = { ...(json as JsonObject) };
          for (const [name, other] of swaps) {
            if (other[name] === undefined) delete mixed[name];
            else mixed[name] = other[name];
          }
          const { word } = await verify(canonicalBytes(mixed));
          assert.include(["INVALID", "VERIFIED"], word);
        },
      ),
      { numRuns: 80 },
    );
  });
});
