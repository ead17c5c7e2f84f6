/** Any sequence of commits, held against a model that recomputes everything from the list of accepted records. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { SealedRecord, Unit } from "../../../../api/store/store.ts";
import { asLeafHash } from "../../../../portal/verify/brands.ts";
import type { StoreFactory } from "../conformance.ts";
import { bytesOf, idOf, sealedRecord, streamOf, unitOf } from "../units.ts";

interface Draw {
  readonly records: readonly { stream: number; id: number; version: number }[];
  /** Stream → how far from the true `seq` the writer believes it to be. */
  readonly expects: readonly { stream: number; off: number }[];
  readonly identity: number | null;
  readonly key: number | null;
}

const small = (max: number) => fc.integer({ min: 0, max });
const drawn: fc.Arbitrary<Draw> = fc.record({
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

const H = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** Leaf hashes of a stream, from its records. */
function chain(records: readonly SealedRecord[], streamKey: Uint8Array): Buffer[] {
  const leaves: Buffer[] = [];
  for (const record of records) {
    if (Buffer.compare(record.streamKey, streamKey) !== 0) continue;
    const seq = Buffer.alloc(8);
    seq.writeBigUInt64BE(BigInt(leaves.length + 1));
    const prev = leaves.at(-1) ?? Buffer.alloc(32);
    leaves.push(
      H(Uint8Array.of(0), Uint8Array.of(1), record.recordRoot, record.streamKey, seq, prev),
    );
  }
  return leaves;
}

class Model {
  readonly records: SealedRecord[] = [];
  readonly used = new Set<string>();

  /** A unit as a writer with these beliefs makes it, and what must become of it. */
  next(draw: Draw): { unit: Unit; verdict: string } {
    const records = draw.records.map(({ stream, id, version }) =>
      sealedRecord(`${id}`, { version, streamKey: streamOf(`${stream}`) }),
    );
    const expected = draw.expects.map(({ stream, off }) => {
      const streamKey = streamOf(`${stream}`);
      const leaves = chain(this.records, streamKey);
      const seq = leaves.length + off;
      const leafHash = asLeafHash(Uint8Array.from(leaves.at(-1) ?? bytesOf("none")));
      return { streamKey, head: seq <= 0 ? null : { seq, leafHash } };
    });
    const moved = draw.expects.some(({ stream, off }) => {
      const { length } = chain(this.records, streamOf(`${stream}`));
      return Math.max(0, length + off) !== length;
    });
    const names = [
      ...draw.records.map(({ id, version }) => `record ${id} ${version}`),
      ...(draw.identity === null ? [] : [`identity ${draw.identity}`]),
    ];
    const key = `key ${draw.key}`;
    const isTaken = new Set(names).size < names.length || names.some((name) => this.used.has(name));
    const verdict =
      draw.key !== null && this.used.has(key)
        ? "idempotency_key_used"
        : isTaken
          ? "identity_taken"
          : moved
            ? "head_moved"
            : "ok";
    if (verdict === "ok") {
      this.records.push(...records);
      for (const name of names) this.used.add(name);
      if (draw.key !== null) this.used.add(key);
    }
    const unit = unitOf(records, {
      expected,
      identities:
        draw.identity === null
          ? []
          : [{ mac: bytesOf(`identity ${draw.identity}`), id: idOf(`${draw.records[0]?.id}`) }],
      idempotency:
        draw.key === null
          ? null
          : {
              keyMac: bytesOf(key),
              bodyMac: bytesOf("b"),
              outcome: "o",
              id: idOf("0"),
              version: 1,
            },
    });
    return { unit, verdict };
  }
}

export function sequencingProperty(factory: StoreFactory): void {
  it("sequences any commits as a plain model does", async () => {
    const commits = fc.array(fc.array(drawn, { maxLength: 4 }), { maxLength: 6 });
    const property = fc.asyncProperty(commits, async (groups) => {
      const { store, dispose } = await factory();
      try {
        const model = new Model();
        for (const group of groups) {
          const asked = group.map((draw) => model.next(draw));
          const outcomes = await store.commit(asked.map(({ unit }) => unit));
          expect(outcomes.map((o) => (o.ok ? "ok" : o.conflict))).toEqual(
            asked.map(({ verdict }) => verdict),
          );
        }
        expect(await store.size()).toBe(model.records.length);
        for (const stream of ["0", "1", "2", "3"].map(streamOf)) {
          const leaves = chain(model.records, stream);
          const [head] = await store.streamHeads([stream]);
          expect(head?.seq ?? 0).toBe(leaves.length);
          if (head) expect(Buffer.from(head.leafHash)).toEqual(leaves.at(-1));
        }
        for (const [index, record] of model.records.entries()) {
          expect(await store.record(record.id, record.version)).toEqual({ ...record, index });
        }
      } finally {
        await dispose();
      }
    });
    await fc.assert(property, { numRuns: 60 });
  }, 60_000);
}
