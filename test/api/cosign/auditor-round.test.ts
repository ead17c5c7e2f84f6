/** A round with an auditor over HTTP: what is fetched, in which order, and what is kept of what it serves. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAsk } from "../../../api/cosign/ask.ts";
import { type Absent, auditorRound } from "../../../api/cosign/auditor-round.ts";
import { rejection } from "../log/fixtures.ts";
import {
  answer,
  cosignStore,
  type Handler,
  honest,
  LOG_HEX,
  logOf,
  NOW,
  SECONDS,
  type SealedLog,
  serve,
  type TestCosignStore,
  type TestServer,
  testCosigner,
} from "./fixtures.ts";

const auditor = testCosigner();
const SIZES = Array.from({ length: 24 }, (_, i) => 3 * (i + 1));
let log: SealedLog;
let store: TestCosignStore;
let absent: Absent;
let now: number;
const servers: TestServer[] = [];
beforeEach(async () => {
  log = await logOf(SIZES);
  store = cosignStore(log);
  absent = new Map();
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

const round = (url: string) =>
  auditorRound(
    {
      ...{ store, read: log.read, ownKey: log.signer, clock: { now: () => now } },
      ask: createAsk(new AbortController().signal, { timeoutMs: 2_000, mostBytes: 65_536 }),
    },
    auditor,
    url,
    absent,
  );

const noteOf = (size: number) => log.checkpoints.find((one) => one.size === size)!.note;
const notes = (sizes: readonly number[]) => new Map(sizes.map((size) => [size, noteOf(size)]));
const sizesAsked = (server: TestServer) =>
  server.asked.map(({ path }) => path.replace(`/${LOG_HEX}`, ""));
const keptSizes = () => store.kept.map(([size]) => size).sort((a, b) => a - b);

describe("a round with an auditor", () => {
  it("keeps its newest line, and those of what is anchored, newest first", async () => {
    for (const size of [6, 12, 18]) store.anchor(size);
    store.anchor(24, "included");
    store.anchor(27, "pending");
    const server = await start(honest(auditor, () => notes([6, 12, 18, 24, 30])));
    expect(await round(server.url)).toEqual({ refusing: null });
    expect(sizesAsked(server)).toEqual([
      ...["/status", "/checkpoint"],
      ...["/checkpoint/24", "/checkpoint/18", "/checkpoint/12", "/checkpoint/6"],
    ]);
    expect(keptSizes()).toEqual([6, 12, 18, 24, 30]);
    for (const [size, vkey, line] of store.kept)
      expect([vkey, line]).toEqual([auditor.vkey, auditor.line(noteOf(size))]);
    // What is there is not asked for again.
    server.asked.length = 0;
    await round(server.url);
    expect(sizesAsked(server)).toEqual(["/status", "/checkpoint"]);
  });

  it("asks for a bounded number of sizes, none above its newest, and goes on in the next round", async () => {
    for (const size of SIZES) store.anchor(size);
    const server = await start(honest(auditor, () => notes(SIZES.filter((size) => size <= 60))));
    await round(server.url);
    // 60 is the newest itself.
    expect(sizesAsked(server).slice(2)).toEqual(
      [57, 54, 51, 48, 45, 42, 39, 36].map((size) => `/checkpoint/${size}`),
    );
    await round(server.url);
    await round(server.url);
    expect(keptSizes()).toEqual(SIZES.filter((size) => size <= 60));
  });

  it("does not ask again and again for what the auditor has skipped", async () => {
    for (const size of SIZES) store.anchor(size);
    const has = new Set([72, 9]);
    const server = await start(honest(auditor, () => notes([...has])));
    for (let rounds = 0; rounds < 3; rounds++) await round(server.url);
    expect(keptSizes()).toEqual([9, 72]);
    const asked = sizesAsked(server).filter((path) => path.startsWith("/checkpoint/"));
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(SIZES.length - 1);
    // After an hour it is asked once more.
    has.add(63);
    await round(server.url);
    expect(keptSizes()).toEqual([9, 72]);
    now += 3_600_000;
    await round(server.url);
    expect(keptSizes()).toEqual([9, 63, 72]);
  });

  it("with one that has nothing yet, keeps nothing", async () => {
    store.anchor(6);
    const server = await start(honest(auditor, () => new Map()));
    expect(await round(server.url)).toEqual({ refusing: null });
    expect(sizesAsked(server)).toEqual(["/status", "/checkpoint"]);
    expect(store.kept).toEqual([]);
  });

  it("tells that it refuses, and still takes what it has signed before", async () => {
    store.anchor(6);
    const refusing = (status: object) => honest(auditor, () => notes([6]), status);
    const told = async (status: object) =>
      (await round((await start(refusing(status))).url)).refusing;
    expect(await told({ state: "refusing", refusal: { code: "map_root", at: "2026" } })).toBe(
      "map_root",
    );
    expect(keptSizes()).toEqual([6]);
    expect(await told({ state: "refusing" })).toBe("refusing");
    // Nothing but a short word gets into our log.
    for (const code of ["", "A b", "x".repeat(41), "<b>", 7, null, {}])
      expect(await told({ state: "refusing", refusal: { code } })).toBe("refusing");
    for (const refusal of ["map_root", 7, null, []])
      expect(await told({ state: "refusing", refusal })).toBe("refusing");
    for (const state of ["ok", "waiting", "REFUSING", 1, null]) {
      expect(await told({ state, refusal: { code: "map_root" } })).toBeNull();
    }
  });

  it.each<[string, Handler]>([
    ["an error", answer(500)],
    ["what is no note", answer(200, "hello")],
    ["nothing at all", (_, response) => void response.destroy()],
  ])("tells that it refuses, though %s follows", async (_, rest) => {
    store.anchor(6);
    const status = answer(200, '{"state":"refusing","refusal":{"code":"seq"}}');
    const server = await start((asked, response) =>
      (asked.path === "/status" ? status : rest)(asked, response),
    );
    expect(await round(server.url)).toEqual({ refusing: "seq" });
    expect(store.kept).toEqual([]);
  });

  it("shows a second history, also where it refuses", async () => {
    const root = Buffer.alloc(32, 9).toString("base64");
    const second = new Map([[6, log.signer.sign(`ledger.example/log\n6\n${root}\n`)]]);
    const server = await start(honest(auditor, () => second, { state: "refusing" }));
    expect(await rejection(round(server.url))).toMatchObject({ code: "second_history" });
  });

  it.each<[string, Handler]>([
    ["is none", answer(404)],
    ["fails", answer(500, '{"state":"refusing"}')],
    ["is no JSON", answer(200, "refusing")],
    ["is a list", answer(200, '["refusing"]')],
    ["is null", answer(200, "null")],
    ["is no UTF-8", answer(200, Buffer.from([0xff]))],
    ["is huge", answer(200, "x".repeat(70_000))],
    ["leads elsewhere", (_, response) => void response.writeHead(302, { location: "/x" }).end()],
  ])("does without a status that %s", async (_, status) => {
    const rest = honest(auditor, () => notes([6]));
    const server = await start((asked, response) =>
      (asked.path === "/status" ? status : rest)(asked, response),
    );
    expect(await round(server.url)).toEqual({ refusing: null });
    expect(keptSizes()).toEqual([6]);
  });

  it.each<[string, string, Handler]>([
    ["a text that is none of ours", "other_text", answer(200, forgedNote())],
    ["no note", "bad_answer", answer(200, "hello")],
    ["too much", "too_large", answer(200, "x".repeat(70_000))],
    ["a redirect", "redirected", (_, r) => void r.writeHead(302, { location: "/x" }).end()],
    ["an error", "bad_status", answer(500)],
    ["an empty answer", "bad_answer", answer(200)],
    ["nothing at all", "refused", (_, r) => void r.destroy()],
  ])("keeps nothing of %s", async (_, code, handler) => {
    store.anchor(6);
    const rest = answer(404);
    const server = await start((asked, response) =>
      (asked.path === "/status" ? rest : handler)(asked, response),
    );
    expect(await rejection(round(server.url))).toMatchObject({ code });
    expect(store.kept).toEqual([]);
  });

  it("keeps what held before something that did not, and after it", async () => {
    for (const size of [6, 12, 18]) store.anchor(size);
    const good = honest(auditor, () => notes([6, 18]));
    const other = testCosigner("auditor.example/b2", 8);
    const wrong: [string, string][] = [
      ["other_size", auditor.cosign(noteOf(18), SECONDS)],
      ["no_line", other.cosign(noteOf(12), SECONDS)],
      ["no_line", noteOf(12)],
      ["future_time", auditor.cosign(noteOf(12), SECONDS + 301)],
      ["bad_line", `${noteOf(12)}${auditor.line(noteOf(6))}`],
    ];
    for (const [code, body] of wrong) {
      const server = await start((asked, response) =>
        (asked.path.endsWith("/12") ? answer(200, body) : good)(asked, response),
      );
      expect(await rejection(round(server.url))).toMatchObject({ code });
      expect(keptSizes()).toEqual([6, 18]);
      // What goes wrong with one size is told once an hour.
      expect(await round(server.url)).toEqual({ refusing: null });
      store.kept.length = 0;
      absent.clear();
    }
  });

  it("asks on behind many sizes that it does not get", async () => {
    for (const size of SIZES) store.anchor(size);
    const good = honest(auditor, () => notes(SIZES));
    const server = await start((asked, response) => {
      const size = Number(asked.path.split("/checkpoint/")[1]);
      (size > 40 ? answer(500) : good)(asked, response);
    });
    expect(await rejection(round(server.url))).toMatchObject({ code: "bad_status" });
    expect(await rejection(round(server.url))).toMatchObject({ code: "bad_status" });
    for (let rounds = 0; rounds < 2; rounds++) await round(server.url);
    expect(keptSizes()).toEqual([...SIZES.filter((size) => size <= 40), 72]);
  });

  it("does not go on with one that does not answer", async () => {
    for (const size of [6, 12, 18]) store.anchor(size);
    const good = honest(auditor, () => notes([6, 12, 18]));
    const server = await start((asked, response) => {
      if (asked.path.endsWith("/12")) response.destroy();
      else good(asked, response);
    });
    expect(await rejection(round(server.url))).toMatchObject({ code: "refused" });
    expect([keptSizes(), absent.size]).toEqual([[18], 0]);
  });

  it("below a path of its own", async () => {
    const rest = honest(auditor, () => notes([6]));
    const server = await start((asked, response) => {
      if (!asked.path.startsWith("/a/b/")) return void response.writeHead(500).end();
      rest({ ...asked, path: asked.path.slice(4) }, response);
    });
    await round(`${server.url}/a/b`);
    expect(keptSizes()).toEqual([6]);
  });
});

/** As if another had the log's name: no key of ours has signed it. */
function forgedNote(): string {
  const root = Buffer.alloc(32, 9).toString("base64");
  return `ledger.example/log\n6\n${root}\n\n${auditor.line(`ledger.example/log\n6\n${root}\n\n— a AAAAAAAA\n`)}`;
}
