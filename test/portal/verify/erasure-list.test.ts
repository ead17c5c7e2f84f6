/** The list of an erasure against a reference that shares nothing with the kernel: plain recursion over node's own SHA-256. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import type {
  LeafHash,
  LeafIndex,
  LedgerId,
  SecretHash,
  SubjectId,
  TreeSize,
} from "../../../portal/verify/brands.ts";
import {
  type ErasureList,
  type ErasureListEntry,
  erasureCounts,
  erasureListRoot,
} from "../../../portal/verify/erasure-list.ts";
import { encodeErasureList, parseErasureList } from "../../../portal/verify/erasure-list-form.ts";
import { codeOf } from "./code-of.ts";

const sha = (...parts: (Buffer | Uint8Array | string)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const jcs = (value: unknown): string => canonicalize(value) as string;

/** RFC 6962 §2.1 over hashes. */
function tree(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha(Buffer.of(1), tree(leaves.slice(0, k)), tree(leaves.slice(k)));
}

/** FORMAT §20.1, from the JSON of the list. */
function reference(json: string, leafHashes: readonly Uint8Array[]): Buffer {
  const { entries, subjects, ...rest } = JSON.parse(json);
  const leaves = entries.map(({ salt, ...told }: { salt: string }, i: number) => {
    const leafHash = Buffer.from(leafHashes[i] as Uint8Array).toString("base64");
    return sha(Buffer.of(5), Buffer.from(salt, "base64"), jcs({ ...told, leafHash }));
  });
  const kept = entries.filter(({ fate }: { fate: string }) => fate === "kept").length;
  const named = subjects.map(({ subject }: { subject: string }) => subject);
  const head = { ...rest, count: entries.length - kept, kept, subjects: named };
  return sha(Buffer.of(6), jcs(head), tree(leaves));
}

const bytes = (n: number) => fc.uint8Array({ minLength: n, maxLength: n });
const subjectIds = fc
  .uniqueArray(
    bytes(32).map((b) => Buffer.from(b).toString("base64url")),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((all) => all.sort() as SubjectId[]);

const secret = bytes(32).map((b) => ({ secret: b }));
const lists = subjectIds
  .chain((subjects) =>
    fc.record({
      erasureId: fc.uuid({ version: 7 }),
      ledgerId: bytes(32).map((b) => `0x${Buffer.from(b).toString("hex")}`),
      subjects: fc.tuple(
        ...subjects.map((subject) =>
          fc.record({
            subject: fc.constant(subject),
            secrets: fc.record({
              personal: secret,
              consent: secret,
              statutory: secret,
              access: secret,
            }),
          }),
        ),
      ),
      entries: fc
        .uniqueArray(
          fc.record({
            index: fc.nat(1_000),
            subject: fc.constantFrom(...subjects),
            stream: fc.constantFrom("customer", "order", "consent/newsletter"),
            salt: bytes(16),
            fate: fc.constantFrom("erased", "kept"),
            ground: fc.constantFrom("AO 147", "账簿", "hold"),
            until: fc.option(fc.integer({ min: 1, max: 9999 })),
          }),
          { selector: ({ index }) => index, minLength: 1, maxLength: 40 },
        )
        .map((all) =>
          all
            .sort((a, b) => a.index - b.index)
            .map(({ ground, until, fate, ...one }) =>
              fate === "kept" ? { ...one, fate, ground, until } : { ...one, fate },
            ),
        ),
    }),
  )
  .map(({ entries, ...rest }) => {
    const used = new Set(entries.flatMap((one) => ("ground" in one ? [one.ground] : [])));
    const grounds = [...used].sort().map((ground) => ({
      ground,
      texts: [{ language: "zh", text: `依据 ${ground}` }],
    }));
    return { ...rest, entries, grounds, treeSize: 1_001 as TreeSize } as unknown as ErasureList;
  });

const leavesOf = ({ entries }: ErasureList): LeafHash[] =>
  entries.map(({ index }) => sha(`leaf ${index}`) as Uint8Array as LeafHash);

const changed = (list: ErasureList, at: number, to: Partial<ErasureListEntry>): ErasureList => ({
  ...list,
  entries: list.entries.map((one, i) => (i === at ? ({ ...one, ...to } as ErasureListEntry) : one)),
});

describe("the list of an erasure", () => {
  it("has the root that the format says", () => {
    fc.assert(
      fc.property(lists, (list) => {
        const json = Buffer.from(encodeErasureList(list)).toString();
        const leaves = leavesOf(list);
        assert.deepEqual(Buffer.from(erasureListRoot(list, leaves)), reference(json, leaves));
        assert.deepEqual(erasureCounts(list), {
          count: list.entries.filter(({ fate }) => fate === "erased").length,
          kept: list.entries.filter(({ fate }) => fate === "kept").length,
        });
      }),
    );
  });

  it("has the root of the worked example in docs/FORMAT.md", () => {
    const format = readFileSync(new URL("../../../docs/FORMAT.md", import.meta.url), "utf8");
    const [, subject, leafHash] = /^([\w-]{43})\n\{"fate":"erased".*"leafHash":"([^"]+)"/m.exec(
      format,
    )!;
    const [, ledgerId] = /^ledgerId=([0-9a-f]{64})$/m.exec(format)!;
    const leaf2 = /^1b71e681[0-9a-f]{56}$/m.exec(format)![0];
    const all = { subject: subject as SubjectId, stream: "consent/newsletter" };
    const salt = (n: number) => new Uint8Array(16).with(15, n);
    const hash = { hash: new Uint8Array(32) as SecretHash };
    const list: ErasureList = {
      erasureId: "7b0a4c1e-52d9-4f0e-9a36-1f6d3c8e2b57",
      ledgerId: `0x${ledgerId}` as LedgerId,
      treeSize: 4 as TreeSize,
      subjects: [
        {
          subject: subject as SubjectId,
          secrets: { personal: hash, consent: hash, statutory: hash, access: hash },
        },
      ],
      grounds: [
        { ground: "hold-7", texts: [{ language: "en", text: "a court has asked for it" }] },
      ],
      entries: [
        { ...all, fate: "erased", index: 1 as LeafIndex, salt: salt(1) },
        {
          ...all,
          fate: "kept",
          ground: "hold-7",
          until: null,
          index: 2 as LeafIndex,
          salt: salt(2),
        },
      ],
    };
    const leaves = [Buffer.from(leafHash!, "base64"), Buffer.from(leaf2, "hex")];
    const root = Buffer.from(erasureListRoot(list, leaves as Uint8Array[] as LeafHash[]));
    assert.include(format, `\n${root.toString("base64url")}\n\`\`\``);
  });

  it("is read as it was written", () => {
    fc.assert(
      fc.property(lists, (list) => {
        const source = encodeErasureList(list);
        assert.deepEqual([...encodeErasureList(parseErasureList(source))], [...source]);
      }),
    );
  });

  it("has another root whatever of it is another", () => {
    fc.assert(
      fc.property(lists, fc.nat(), (list, n) => {
        const leaves = leavesOf(list);
        const at = n % list.entries.length;
        const one = list.entries[at] as ErasureListEntry;
        const root = Buffer.from(erasureListRoot(list, leaves)).toString("hex");
        const flipped = one.salt.map((byte, i) => (i === n % 16 ? byte ^ 1 : byte));
        const others = [
          erasureListRoot(changed(list, at, { salt: flipped }), leaves),
          erasureListRoot(changed(list, at, { stream: "payment" }), leaves),
          erasureListRoot({ ...list, treeSize: 1_002 as TreeSize }, leaves),
          erasureListRoot({ ...list, erasureId: "01936a3e-7b00-79d0-81b2-12eb2529077f" }, leaves),
          erasureListRoot(list, leaves.with(at, sha("other") as Uint8Array as LeafHash)),
        ];
        for (const other of others) assert.notEqual(Buffer.from(other).toString("hex"), root);
      }),
    );
  });

  it("refuses what is no list", () => {
    const [list] = fc.sample(
      lists.filter(({ entries, grounds }) => entries.length > 1 && grounds.length > 0),
      { numRuns: 1, seed: 9 },
    ) as [ErasureList];
    const leaves = leavesOf(list);
    const refused = (other: ErasureList) => codeOf(() => erasureListRoot(other, leaves));
    const first = list.entries[0] as ErasureListEntry;
    assert.equal(refused(changed(list, 1, { index: first.index })), "erasure_order");
    assert.equal(refused({ ...list, entries: [] }), "erasure_empty");
    assert.equal(refused({ ...list, treeSize: 1 as TreeSize }), "erasure_beyond_size");
    assert.equal(refused({ ...list, subjects: [] }), "erasure_other_subject");
    assert.equal(refused({ ...list, grounds: [] }), "erasure_grounds");
    assert.equal(refused(changed(list, 0, { salt: new Uint8Array(15) })), "bad_length");
    assert.equal(
      codeOf(() => erasureListRoot(list, leaves.slice(1))),
      "wrong_shape",
    );
    const beyond = { index: -1 as LeafIndex };
    assert.equal(
      codeOf(() => encodeErasureList(changed(list, 0, beyond))),
      "wrong_shape",
    );
  });
});
