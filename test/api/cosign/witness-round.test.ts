/** C2SP tlog-witness, from our side: against a witness written from the standard, and against some that do not keep it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAsk } from "../../../api/cosign/ask.ts";
import { newMemory, type WitnessMemory, witnessRound } from "../../../api/cosign/witness-round.ts";
import { newSigner, ORIGIN, rejection } from "../log/fixtures.ts";
import {
  answer,
  cosignStore,
  type Handler,
  logOf,
  NOW,
  SECONDS,
  type SealedLog,
  serve,
  type TestCosignStore,
  type TestServer,
  testCosigner,
} from "./fixtures.ts";
import { type TestWitness, testWitness } from "./test-witness.ts";

const cosigner = testCosigner("witness.example/w", 3);
const SIZES = [2, 4, 7, 16, 21, 64, 67, 200, 300];
let log: SealedLog;
let store: TestCosignStore;
let memory: WitnessMemory;
let now: number;
const servers: TestServer[] = [];
beforeEach(async () => {
  log = await logOf(SIZES);
  store = cosignStore(log);
  memory = newMemory();
  now = NOW;
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function start(handler: Handler): Promise<TestServer> {
  const server = await serve(handler);
  servers.push(server);
  return server;
}

async function witness(): Promise<TestWitness & TestServer> {
  const made = testWitness(cosigner, log.signer.vkey, SECONDS);
  return { ...made, ...(await start(made.handler)) };
}

const round = (url: string) =>
  witnessRound(
    {
      ...{ store, read: log.read, clock: { now: () => now } },
      ask: createAsk(new AbortController().signal, { timeoutMs: 2_000, mostBytes: 65_536 }),
    },
    cosigner,
    url,
    memory,
  );
const noteOf = (size: number) => log.checkpoints.find((one) => one.size === size)!.note;
const keptSizes = () => store.kept.map(([size]) => size);

describe("a witness", () => {
  it("is shown each anchored checkpoint with the proof that it extends the last, and cosigns it", async () => {
    const honest = await witness();
    for (const size of SIZES) {
      store.anchor(size, size % 2 === 0 ? "finalized" : "included");
      await round(honest.url);
      expect(store.kept.at(-1)).toEqual([size, cosigner.vkey, cosigner.line(noteOf(size))]);
      expect(honest.seen.get(ORIGIN)?.size).toBe(size);
    }
    expect(keptSizes()).toEqual(SIZES);
    expect(honest.answered).toEqual(SIZES.map(() => 200));
    expect(honest.asked[0]?.body).toBe(`old 0\n\n${noteOf(2)}`);
    expect(honest.asked[1]?.body).toMatch(/^old 2\n([A-Za-z0-9+/]{43}=\n)\n/);
  });

  it("takes any step from one size to another", async () => {
    for (const [i, from] of SIZES.entries()) {
      for (const to of SIZES.slice(i + 1)) {
        store = cosignStore(log);
        memory = newMemory();
        const honest = await witness();
        for (const size of [from, to]) {
          store.anchor(size);
          await round(honest.url);
        }
        expect(honest.answered).toEqual([200, 200]);
        await servers.pop()?.stop();
      }
    }
  });

  it("says itself what it saw last, when we do not know", async () => {
    const honest = await witness();
    store.anchor(21);
    await round(honest.url);
    memory = newMemory();
    store.anchor(200);
    await round(honest.url);
    expect(honest.answered).toEqual([200, 409, 200]);
    expect(keptSizes()).toEqual([21, 200]);
    expect(memory).toEqual({ size: 200, at: NOW });
  });

  it("is left alone while nothing new is anchored, for an hour", async () => {
    const honest = await witness();
    store.anchor(64);
    await round(honest.url);
    await round(honest.url);
    now += 3_599_999;
    await round(honest.url);
    expect(honest.answered).toEqual([200]);
    now += 1;
    await round(honest.url);
    // The newest of all, though it is not anchored.
    expect(honest.seen.get(ORIGIN)?.size).toBe(300);
    expect(keptSizes()).toEqual([64, 300]);
    // It is past what gets anchored now, and what it has not signed it never will.
    store.anchor(200);
    await round(honest.url);
    store.anchor(300);
    await round(honest.url);
    expect(honest.answered).toEqual([200, 200]);
    now += 3_600_000;
    await round(honest.url);
    expect(honest.answered).toEqual([200, 200, 200]);
  });

  it("is shown the newest checkpoint of a ledger that has no anchor yet", async () => {
    const honest = await witness();
    await round(honest.url);
    expect(keptSizes()).toEqual([300]);
    const empty = cosignStore(await logOf([]));
    store = empty;
    memory = newMemory();
    await round(honest.url);
    expect(empty.kept).toEqual([]);
  });

  it("that is ahead of an anchor is shown the newest in the next round", async () => {
    const honest = await witness();
    await round(honest.url);
    store = cosignStore(log);
    memory = newMemory();
    store.anchor(21);
    await round(honest.url);
    expect(keptSizes()).toEqual([]);
    await round(honest.url);
    expect(keptSizes()).toEqual([300]);
  });

  it("that knows another history, or no such log, or no such key, says so", async () => {
    store.anchor(64);
    const other = await logOf([30]);
    const honest = await witness();
    const forged = { size: 30, root: Buffer.from(other.checkpoints[0]!.root) };
    honest.seen.set(ORIGIN, forged);
    expect(await rejection(round(honest.url))).toMatchObject({ code: "inconsistent" });
    honest.seen.set(ORIGIN, { ...forged, size: 64 });
    expect(await rejection(round(honest.url))).toMatchObject({ code: "inconsistent" });
    honest.seen.set(ORIGIN, { ...forged, size: 301 });
    for (let again = 0; again < 2; again++)
      expect(await rejection(round(honest.url))).toMatchObject({ code: "witness_ahead" });
    expect(memory.size).toBe(64);
    for (const [vkey, code] of [
      [newSigner("ledger.example/other").vkey, "log_unknown"],
      [newSigner(ORIGIN).vkey, "key_unknown"],
    ] as const) {
      memory = newMemory();
      const { url } = await start(testWitness(cosigner, vkey, SECONDS).handler);
      expect(await rejection(round(url))).toMatchObject({ code });
    }
    expect(store.kept).toEqual([]);
  });

  it("may answer 409 for another root of the same size, as some do", async () => {
    store.anchor(64);
    const { url, asked } = await start(answer(409, "64\n"));
    expect(await rejection(round(url))).toMatchObject({ code: "inconsistent" });
    expect(asked).toHaveLength(2);
  });

  it("is asked twice at most in a round, whatever it answers", async () => {
    store.anchor(64);
    let size = 0;
    const { url, asked } = await start((one, response) =>
      answer(409, `${++size}\n`)(one, response),
    );
    expect(await rejection(round(url))).toMatchObject({ code: "bad_status" });
    expect(asked).toHaveLength(2);
  });

  const line = () => cosigner.line(noteOf(64));
  it.each<[string, string, () => Handler]>([
    [
      "another key's line",
      "no_line",
      () => answer(200, testCosigner("w.example").line(noteOf(64))),
    ],
    ["the line of another checkpoint", "bad_line", () => answer(200, cosigner.line(noteOf(21)))],
    ["a line twice", "bad_line", () => answer(200, line() + line())],
    ["a time ahead", "future_time", () => answer(200, cosigner.line(noteOf(64), SECONDS + 301))],
    ["no line", "bad_answer", () => answer(200)],
    ["something else", "bad_answer", () => answer(200, "thanks\n")],
    ["a line without its end", "bad_answer", () => answer(200, line().trimEnd())],
    ["a text of its own before a line that signs it", "bad_answer", () => answer(200, smuggled())],
    ["a whole note", "bad_answer", () => answer(200, cosigner.cosign(noteOf(64), SECONDS))],
    ["no UTF-8", "bad_answer", () => answer(200, Buffer.from([0xff]))],
    ["too much", "too_large", () => answer(200, "x".repeat(70_000))],
    ["a size that is none", "bad_answer", () => answer(409, "064\n")],
    ["no size", "bad_answer", () => answer(409)],
    ["400", "bad_status", () => answer(400)],
    ["500", "bad_status", () => answer(500)],
    ["a redirect", "redirected", () => (_, r) => void r.writeHead(307, { location: "/x" }).end()],
  ])("that answers %s is not believed", async (_, code, handler) => {
    store.anchor(64);
    const { url } = await start(handler());
    expect(await rejection(round(url))).toMatchObject({ code });
    expect([store.kept, memory.at]).toEqual([[], 0]);
  });

  it("may send lines of others beside its own: they are nobody's here", async () => {
    store.anchor(64);
    const { url } = await start(answer(200, testCosigner("w.example").line(noteOf(64)) + line()));
    await round(url);
    expect(store.kept).toEqual([[64, cosigner.vkey, line()]]);
  });

  /** Our text with two lines more, and a line that signs all of it. */
  function smuggled(): string {
    const [text] = noteOf(64).split("\n\n");
    const longer = `${text}\n\nmore\n`;
    const note = `${longer}\n— a AAAAAAAA\n`;
    return `more\n\n${cosigner.line(note)}`;
  }
});
