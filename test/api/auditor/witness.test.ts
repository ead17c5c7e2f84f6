/** The C2SP witness call: each answer, in the order in which it is asked, and what is kept. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type AuditorKeys,
  loadOrCreateAuditorKeys,
  openCosigned,
} from "../../../api/auditor/keys.ts";
import {
  createWitness,
  maySignUnder,
  type Witness,
  type WitnessAnswer,
} from "../../../api/auditor/witness.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { verifyCosignatures } from "../../../portal/verify/cosignature.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { parseCosignerVkey, parseVkey } from "../../../portal/verify/note.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { seededRandom, type TestClock, testClock } from "../../helpers/ledger.ts";
import { referenceConsistency } from "../../helpers/reference-merkle.ts";
import { Firm, ORIGIN } from "./firm.ts";

let directory: string;
let keys: AuditorKeys;
let clock: TestClock;
let witness: Witness;
let firm: Firm;
let signed: string[];

function open(): Witness {
  return createWitness({
    ...{ signer: keys.witness, cosigned: openCosigned(directory).witness, clock },
    keys: [parseVkey(firm.signer.vkey)],
    onSigned: (note) => signed.push(note),
  });
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "counterfoil-witness-"));
  keys = await loadOrCreateAuditorKeys(directory, "auditor.example", seededRandom("keys"));
  clock = testClock();
  firm = new Firm();
  signed = [];
  for (const count of [3, 20, 300]) firm.batch(count);
  witness = open();
});
afterEach(() => rm(directory, { recursive: true }));

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

function request(old: number, size: number, of: Firm = firm): string {
  const leaves = of.entries.slice(0, size).map(leafHash);
  const proof = old === 0 || old >= size ? [] : referenceConsistency(old, leaves);
  const note = of.notes.get(size) ?? of.seal(size);
  return `old ${old}\n${proof.map((hash) => `${base64(hash)}\n`).join("")}\n${note}`;
}

const add = (body: string): Promise<WitnessAnswer> => witness.add(body);

async function known(): Promise<number> {
  const answer = await add(request(firm.entries.length, firm.entries.length));
  return answer.status === 409 ? answer.size : answer.status === 200 ? firm.entries.length : -1;
}

describe("a witness", () => {
  it("cosigns a log as it grows, from nothing on, and the same checkpoint again", async () => {
    let old = 0;
    for (const size of [4, 25, 25, 326, 326]) {
      const answer = await add(request(old, size));
      if (answer.status !== 200) throw new Error(JSON.stringify(answer));
      const note = `${firm.notes.get(size)}${answer.line}`;
      const time = Math.floor(clock.now() / 1000);
      expect(verifyCosignatures(note, [parseCosignerVkey(keys.witness.vkey)])).toEqual([
        { name: "auditor.example/witness", time },
      ]);
      expect(verifyCosignatures(note, [parseCosignerVkey(keys.auditor.vkey)])).toEqual([]);
      expect(await witness.newest(ORIGIN)).toBe(note);
      clock.advance(5_000);
      old = size;
    }
    expect(await open().newest(ORIGIN)).toBe(await witness.newest(ORIGIN));
  });

  it("gives the same line again, and writes nothing, where it is asked again at once", async () => {
    const first = await add(request(0, 25));
    const path = join(directory, "witnessed.json");
    const { ino } = await stat(path);
    for (let i = 0; i < 4; i++) {
      clock.advance(1_000);
      expect(await add(request(25, 25))).toEqual(first);
    }
    expect((await stat(path)).ino).toBe(ino);
    clock.advance(1_000);
    const later = await add(request(25, 25));
    expect(later.status).toBe(200);
    expect(later).not.toEqual(first);
    expect((await add(request(25, 326))).status).toBe(200);
  });

  it("signs nothing while the clock is well behind its last signature, and says so once", async () => {
    let told = 0;
    witness = createWitness({
      ...{ signer: keys.witness, cosigned: openCosigned(directory).witness, clock },
      keys: [parseVkey(firm.signer.vkey)],
      onClockBehind: () => (told += 1),
    });
    expect((await add(request(0, 4))).status).toBe(200);
    const newest = await witness.newest(ORIGIN);
    clock.advance(-301_000);
    for (let i = 0; i < 3; i++) expect(await add(request(4, 25))).toEqual({ status: 503 });
    expect(told).toBe(1);
    expect(await witness.newest(ORIGIN)).toBe(newest);
    clock.advance(1_000);
    expect((await add(request(4, 25))).status).toBe(200);
  });

  it("takes nothing new from a key that the policy has retired: 403", async () => {
    const next = new Firm("next", firm.entries).signer.vkey;
    const other = new Firm("other", firm.entries, "", "other.example/log");
    const [first] = firm.policy.keys;
    const policy: Policy = {
      ...firm.policy,
      keys: [first as Policy["keys"][0], { role: "log", vkey: next, fromSize: asTreeSize(26) }],
    };
    witness = createWitness({
      ...{ signer: keys.witness, cosigned: openCosigned(directory).witness, clock },
      keys: [firm.signer.vkey, next, other.signer.vkey].map(parseVkey),
      maySign: maySignUnder(policy),
      onSigned: (note) => signed.push(note),
    });
    expect((await add(request(0, 25))).status).toBe(200);
    expect(await add(request(25, 326))).toEqual({ status: 403 });
    expect(signed).toEqual([firm.notes.get(25)]);
    const successor = new Firm("next", firm.entries);
    expect((await add(request(25, 326, successor))).status).toBe(200);
    expect((await add(request(0, 326, other))).status).toBe(200);
  });

  it("takes a checkpoint with lines of others, and keeps only the log's", async () => {
    const others = "— somebody.else AAAAAAA=\n";
    const answer = await add(`${request(0, 25)}${others}`);
    expect(answer.status).toBe(200);
    expect(await witness.newest(ORIGIN)).not.toContain("somebody");
  });

  it("says what it knows where the old size is another: 409", async () => {
    expect(await add(request(4, 25))).toEqual({ status: 409, size: 0 });
    await add(request(0, 25));
    for (const old of [0, 4, 24]) {
      expect(await add(request(old, 326))).toEqual({ status: 409, size: 25 });
    }
    expect(await add(request(26, 326))).toEqual({ status: 409, size: 25 });
    expect((await add(request(25, 326))).status).toBe(200);
  });

  it("signs nothing under a key that is not believed any more, but hears what it has signed: 403", async () => {
    const refused = new Set<string>();
    witness = createWitness({
      ...{ signer: keys.witness, cosigned: openCosigned(directory).witness, clock },
      keys: [parseVkey(firm.signer.vkey)],
      onSigned: (note) => signed.push(note),
      isRefused: (origin) => refused.has(origin),
    });
    expect((await add(request(0, 25))).status).toBe(200);
    refused.add(ORIGIN);
    const before = signed.length;
    expect(await add(request(25, 326))).toEqual({ status: 403 });
    expect(signed.length).toBe(before + 1);
    refused.clear();
    expect((await add(request(25, 326))).status).toBe(200);
  });

  it("signs nothing if that comes to be while it looks", async () => {
    let asked = 0;
    witness = createWitness({
      ...{ signer: keys.witness, cosigned: openCosigned(directory).witness, clock },
      keys: [parseVkey(firm.signer.vkey)],
      isRefused: () => asked++ > 0,
    });
    expect(await add(request(0, 25))).toEqual({ status: 403 });
  });

  it("does not take a second root of the size that it knows: 409", async () => {
    await add(request(0, 25));
    const other = firm.fork(4);
    other.batch(20);
    expect(await add(request(25, 25, other))).toEqual({ status: 409, size: 25 });
    expect(await witness.newest(ORIGIN)).toContain(base64(firm.root(25)));
  });

  it("does not take what the proof does not lead to: 422", async () => {
    await add(request(0, 25));
    const good = request(25, 326).split("\n");
    const wrong = [
      good.with(1, base64(new Uint8Array(32))),
      good.toSpliced(1, 1),
      good.toSpliced(1, 0, good[1] as string),
    ];
    for (const lines of wrong) {
      expect(await add(lines.join("\n"))).toEqual({ status: 422 });
    }
    const other = firm.fork(10);
    other.batch(315);
    expect(await add(request(25, 326, other))).toEqual({ status: 422 });
    expect(await add(good.join("\n"))).toMatchObject({ status: 200 });
  });

  it("does not take a proof from nothing, nor between equal sizes: 422", async () => {
    const [first, ...rest] = request(0, 25).split("\n");
    const body = [first, base64(new Uint8Array(32)), ...rest].join("\n");
    expect(await add(body)).toEqual({ status: 422 });
    await add(request(0, 25));
    const again = [`old 25`, base64(new Uint8Array(32)), ...rest].join("\n");
    expect(await add(again)).toEqual({ status: 422 });
  });

  it("does not know the logs of others: 404", async () => {
    const body = request(0, 25).replaceAll(ORIGIN, "elsewhere.example/log");
    expect(await add(body)).toEqual({ status: 404 });
    expect(await witness.newest("elsewhere.example/log")).toBeNull();
  });

  it("takes no checkpoint that the log's key has not signed: 403", async () => {
    const stranger = new Firm("stranger", firm.entries);
    expect(await add(request(0, 25, stranger))).toEqual({ status: 403 });
    const note = firm.notes.get(25) as string;
    const spoiled = note.replace(/(.)(..=\n)$/, (_, c, rest) => (c === "A" ? "B" : "A") + rest);
    expect(await add(`old 0\n\n${spoiled}`)).toEqual({ status: 403 });
    // A line of the key that does not hold spoils the note, whatever else is there.
    expect(await add(`old 0\n\n${note}${spoiled.split("\n\n")[1]}`)).toEqual({ status: 403 });
    expect(await add(`old 0\n\n${note}${note.split("\n\n")[1]}`)).toEqual({ status: 403 });
    expect(signed).toEqual([]);
  });

  it("takes no old size above that of the checkpoint: 400", async () => {
    await add(request(0, 326));
    expect(await add(`old 326\n\n${firm.notes.get(25)}`)).toEqual({ status: 400 });
    expect(await add(`old 26\n\n${firm.notes.get(25)}`)).toEqual({ status: 400 });
  });

  const whole = () => request(0, 25);
  const malformed: [string, () => string][] = [
    ["nothing", () => ""],
    ["no checkpoint", () => "old 0\n\n"],
    ["no old size", () => `\n${firm.notes.get(25)}`],
    ["no empty line", () => `old 0\n${firm.notes.get(25)}`],
    ["a leading zero", () => whole().replace("old 0", "old 00")],
    ["a sign", () => whole().replace("old 0", "old +0")],
    ["hexadecimal", () => whole().replace("old 0", "old 0x1")],
    ["a number beyond all", () => whole().replace("old 0", "old 99999999999999999999")],
    ["another word", () => whole().replace("old", "Old")],
    ["two blanks", () => whole().replace("old 0", "old  0")],
    ["a blank behind", () => whole().replace("old 0", "old 0 ")],
    ["a carriage return", () => whole().replace("old 0", "old 0\r")],
    ["a line before", () => `\n${whole()}`],
    [
      "a hash of 31 bytes",
      () => whole().replace("old 0\n", `old 0\n${base64(new Uint8Array(31))}\n`),
    ],
    ["a hash that is no base64", () => whole().replace("old 0\n", "old 0\n%%%\n")],
    ["base64url", () => whole().replace("old 0\n", `old 0\n${"_".repeat(43)}=\n`)],
    [
      "64 hashes",
      () => whole().replace("old 0\n", `old 0\n${`${base64(new Uint8Array(32))}\n`.repeat(64)}`),
    ],
    ["an extension line", () => whole().replace("\n\n—", "\nmore\n\n—")],
    ["a size with a leading zero", () => whole().replace("\n25\n", "\n025\n")],
    ["no signature", () => `${whole().split("\n\n").slice(0, 2).join("\n\n")}\n`],
  ];
  it.each(malformed)("takes no request with %s: 400", async (_, make) => {
    expect(await add(make())).toEqual({ status: 400 });
    expect(await known()).toBe(0);
  });

  it("answers any text, and keeps nothing of it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.tuple(fc.nat(400), fc.string({ unit: "binary", maxLength: 3 })).map(([at, text]) => {
            const body = whole();
            return body.slice(0, at % body.length) + text + body.slice((at % body.length) + 1);
          }),
        ),
        async (body) => {
          if (body === whole()) return;
          const { status } = await add(body);
          expect([400, 403, 404, 409, 422]).toContain(status);
        },
      ),
      { numRuns: 300 },
    );
    expect(await known()).toBe(0);
  });
});

describe("many requests at once", () => {
  it("never roll back: one of them wins", async () => {
    await add(request(0, 4));
    const answers = await Promise.all([
      ...[25, 326, 25, 326].map((size) => add(request(4, size))),
      add(request(4, 4)),
    ]);
    const won = answers.filter(({ status }) => status === 200);
    expect(won.length).toBeGreaterThanOrEqual(1);
    const newest = Number((await witness.newest(ORIGIN))?.split("\n")[1]);
    for (const answer of answers) {
      if (answer.status === 409) expect([25, 326]).toContain(answer.size);
    }
    expect([25, 326]).toContain(newest);
    // What was answered for the larger one stays, whichever came first.
    expect((await add(request(newest, newest))).status).toBe(200);
  });

  it("are each judged by what is there then", async () => {
    const sizes = [4, 25, 326];
    const all = sizes.flatMap((size, i) =>
      [0, ...sizes.slice(0, i)].map((old) => request(old, size)),
    );
    for (let round = 0; round < 6; round++) {
      const answers = await Promise.all(all.map(add));
      const known = Math.max(0, ...answers.map((a) => (a.status === 409 ? a.size : 0)));
      const newest = Number((await witness.newest(ORIGIN))?.split("\n")[1]);
      expect(newest).toBeGreaterThanOrEqual(known);
    }
  });
});

describe("what the log's key has signed", () => {
  it("is told, also where it is not taken", async () => {
    const other = firm.fork(10);
    other.batch(30);
    await add(request(0, 25));
    await add(request(7, 326));
    await add(request(25, other.entries.length, other));
    expect(signed).toEqual([
      firm.notes.get(25),
      firm.notes.get(326),
      other.notes.get(other.served),
    ]);
  });
});
