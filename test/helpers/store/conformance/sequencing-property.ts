/** Any sequence of what appends to the log, held against a model that recomputes everything from the list of what was accepted. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Store } from "../../../../api/store/store.ts";
import type { StoreFactory } from "../conformance.ts";
import { stateOf, streamOf } from "../units.ts";
import { type DrawnEntry, type DrawnUnit, Model } from "./sequencing-model.ts";

const STREAMS = [0, 1, 2, 3];

const small = (max: number) => fc.integer({ min: 0, max });
const drawnUnit: fc.Arbitrary<DrawnUnit> = fc.record({
  records: fc.array(
    fc.record({ stream: small(3), id: small(5), version: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 3 },
  ),
  expects: fc.array(fc.record({ stream: small(3), off: fc.constantFrom(0, 0, 0, 1, -1) }), {
    maxLength: 2,
  }),
  identity: fc.option(small(8)),
  key: fc.option(small(8)),
});

const drawnEntry: fc.Arbitrary<DrawnEntry> = fc.oneof(
  fc.record({
    form: fc.constant("record" as const),
    stream: small(3),
    wrong: fc.constantFrom(false, false, false, false, true),
  }),
  fc.record({ form: fc.constant("state" as const), mapSize: small(12) }),
  fc.constant({ form: "void" } as const),
);

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ units: fc.array(drawnUnit, { maxLength: 4 }) }) },
  fc.record({ mapSize: small(12) }),
  fc.record({ fill: fc.integer({ min: -1, max: 3 }) }),
  fc.record({
    off: fc.constantFrom(0, 0, 0, -1, 1),
    entries: fc.array(drawnEntry, { maxLength: 4 }),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does the step in both, and holds the answers against each other. */
async function take(drawn: Step, store: Store, model: Model): Promise<void> {
  if ("units" in drawn) {
    const asked = drawn.units.map((draw) => model.commit(draw));
    const outcomes = await store.commit(asked.map(({ unit }) => unit));
    const words = outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.conflict));
    expect(words).toEqual(asked.map(({ verdict }) => verdict));
  } else if ("mapSize" in drawn) {
    const index = model.size;
    const appended = store.appendState(stateOf(drawn.mapSize));
    if (model.state(drawn.mapSize)) expect(await appended).toMatchObject({ index });
    else await expect(appended).rejects.toThrow();
  } else if ("fill" in drawn) {
    const size = Math.max(0, model.size + drawn.fill);
    await store.fillWithVoid(size, 1);
    model.fill(size);
  } else if (drawn.off !== 0) {
    const { entries } = new Model().restore(drawn.entries);
    const from = Math.max(0, model.size + drawn.off);
    if (from !== model.size) expect(await store.restore(from, entries)).toBe(false);
  } else {
    const from = model.size;
    const { entries, lawful } = model.restore(drawn.entries);
    const done = store.restore(from, entries);
    if (lawful) expect(await done).toBe(true);
    else await expect(done).rejects.toMatchObject({ code: "damaged" });
  }
}

async function compare(store: Store, model: Model): Promise<void> {
  const size = await store.size();
  expect(size).toBe(model.size);
  const stored = await store.entries(0, size);
  expect(stored.map(({ entry }) => Buffer.from(entry))).toEqual(model.entries());
  expect(Buffer.from(await store.leafHashes(0, size))).toEqual(Buffer.concat(model.leaves()));
  for (const key of STREAMS.map((stream) => streamOf(`${stream}`))) {
    const leaves = model.chain(key);
    const [head] = await store.streamHeads([key]);
    expect(head?.seq ?? 0).toBe(leaves.length);
    if (head) expect(Buffer.from(head.leafHash)).toEqual(leaves.at(-1));
    const all = await store.streamEntries(key, { from: 0, below: size, limit: size });
    expect(all.map(({ leafHash }) => Buffer.from(leafHash))).toEqual(leaves);
  }
  const rows = new Map(model.rows.map(({ record, index }) => [index, { ...record, index }]));
  const indexes = [...Array(size).keys()];
  expect(await store.recordsAt(indexes)).toEqual(indexes.map((index) => rows.get(index) ?? null));
  for (const row of rows.values()) expect(await store.record(row.id, row.version)).toEqual(row);
}

export function sequencingProperty(factory: StoreFactory): void {
  it("sequences whatever is appended as a plain model does", async () => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const { store, dispose } = await factory();
      try {
        const model = new Model();
        for (const drawn of steps) await take(drawn, store, model);
        await compare(store, model);
      } finally {
        await dispose();
      }
    });
    await fc.assert(property, { numRuns: 80 });
  }, 180_000);
}
