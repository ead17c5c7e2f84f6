/** What an auditor serves, over a log that was followed. */
import type { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCosigned } from "../../../api/auditor/keys.ts";
import { createAuditorApp } from "../../../api/auditor/routes.ts";
import { createWitness } from "../../../api/auditor/witness.ts";
import { sha256 } from "../../../api/core/hash.ts";
import { heldLine } from "../../../api/cosign/lines.ts";
import { logId } from "../../../api/log/log-id.ts";
import { verifyCosignatures } from "../../../portal/verify/cosignature.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { parseCosignerVkey, parseNote, parseVkey } from "../../../portal/verify/note.ts";
import { referenceConsistency } from "../../helpers/reference-merkle.ts";
import { TlogClient } from "../http/tlog-client.ts";
import { FakeChain, Firm, ORIGIN } from "./firm.ts";
import { auditorPlace, type OpenedAuditor } from "./place.ts";

let place: ReturnType<typeof auditorPlace>;
let firm: Firm;
let other: Firm;
let chain: FakeChain;
let auditor: OpenedAuditor;
let app: Hono;
let bugs: unknown[];
const LOG = sha256(ORIGIN).toString("hex");
const OTHER = "other.example/log";

beforeEach(async () => {
  place = auditorPlace();
  firm = new Firm();
  other = new Firm("other", [], "", OTHER);
  chain = new FakeChain();
  bugs = [];
  auditor = await place.open({ policy: firm.policy, source: firm.source, chain });
  const { context, keys } = auditor;
  const witness = createWitness({
    ...{ signer: keys.witness, cosigned: openCosigned(place.path("keys")).witness },
    clock: place.clock,
    isRefused: (origin) => origin === ORIGIN && auditor.isRefusing(),
    keys: [parseVkey(firm.signer.vkey), parseVkey(other.signer.vkey)],
  });
  app = createAuditorApp({
    vkeys: { auditor: keys.auditor.vkey, witness: keys.witness.vkey },
    ...{ origin: ORIGIN, auditor, memory: context.memory, witness },
    published: { store: auditor.store, read: context.replica.read, policy: firm.policy },
    ...{ onBug: (error: unknown) => bugs.push(error), bodyMs: 200 },
  });
});
afterEach(async () => {
  await auditor.close();
  place.remove();
});

const get = async (path: string): Promise<Response> => app.request(path);

describe("what an auditor serves", () => {
  it("is its newest cosigned checkpoint, under the log's name (C2SP tlog-witness)", async () => {
    expect(logId(ORIGIN)).toBe(LOG);
    expect((await get(`/${LOG}/checkpoint`)).status).toBe(404);
    firm.batch(30);
    await auditor.round();
    const answer = await get(`/${LOG}/checkpoint`);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=1");
    const note = await answer.text();
    expect(note.startsWith(firm.notes.get(31) as string)).toBe(true);
    const key = parseCosignerVkey(auditor.keys.auditor.vkey);
    expect(verifyCosignatures(note, [key])).toHaveLength(1);
    expect(await (await get(`/${LOG}/checkpoint/31`)).text()).toBe(note);
  });

  it("carries the witness's line, too, where that has cosigned the same text", async () => {
    firm.batch(30);
    await auditor.round();
    const own = await (await get(`/${LOG}/checkpoint`)).text();
    const asked = (old: number, size: number): RequestInit => {
      const leaves = firm.entries.slice(0, size).map(leafHash);
      const proof = old === 0 ? [] : referenceConsistency(old, leaves);
      const hashes = proof.map((hash) => `${Buffer.from(hash).toString("base64")}\n`).join("");
      return { method: "POST", body: `old ${old}\n${hashes}\n${firm.notes.get(size)}` };
    };
    const line = await (await app.request("/add-checkpoint", asked(0, 31))).text();
    const note = await (await get(`/${LOG}/checkpoint`)).text();
    expect(note).toBe(own + line);
    const { auditor: first, witness: second } = auditor.keys;
    for (const { vkey } of [first, second]) {
      expect(verifyCosignatures(note, [parseCosignerVkey(vkey)])).toHaveLength(1);
      // As the ledger takes its line out of it.
      const held = heldLine(parseNote(note), parseCosignerVkey(vkey), place.clock.now());
      expect(note).toContain(held);
    }
    firm.batch(30);
    expect((await app.request("/add-checkpoint", asked(31, 62))).status).toBe(200);
    expect(await (await get(`/${LOG}/checkpoint`)).text()).toBe(own);
  });

  it("is each cosigned checkpoint by its size, for ever", async () => {
    firm.batch(30);
    firm.batch(30);
    firm.batch(30);
    chain.anchor(31, firm.root(31));
    await auditor.round();
    for (const size of [31, 93]) {
      const answer = await get(`/${LOG}/checkpoint/${size}`);
      expect(answer.headers.get("cache-control")).toContain("immutable");
      expect(await answer.text()).toContain(`\n${size}\n`);
    }
    for (const none of [
      "62",
      "0",
      "031",
      "+31",
      "31/",
      "1e1",
      "99999999999999999999",
      "x",
      "%33%31x",
    ]) {
      expect((await get(`/${LOG}/checkpoint/${none}`)).status).toBe(404);
    }
  });

  it("is nothing of logs that it does not follow", async () => {
    firm.batch(3);
    await auditor.round();
    const strange = "0".repeat(64);
    for (const log of [strange, LOG.toUpperCase(), LOG.slice(1), `${LOG}0`, logId(OTHER)]) {
      for (const path of ["checkpoint", "checkpoint/4", "tile/0/000.p/4"]) {
        expect((await get(`/${log}/${path}`)).status).toBe(404);
      }
    }
  });

  it("is a log that a stranger's client can follow", async () => {
    for (const count of [3, 300, 900]) {
      firm.batch(count);
      await auditor.round();
      const fetched = async (path: string) => get(`/${LOG}${path}`);
      const followed = await new TlogClient(fetched, firm.signer.vkey).follow();
      expect(followed.size).toBe(firm.entries.length);
    }
  });

  it("is no entry, and no tile beyond the checkpoint", async () => {
    firm.batch(300);
    await auditor.round();
    for (const path of [
      ...[
        "tile/entries/000",
        "tile/entries/001.p/45",
        "tile/0/001",
        "tile/0/001.p/46",
        "tile/0/002.p/1",
      ],
      ...["tile/1/000.p/2", "tile/0/000.p/256", "tile/0/0", "tile/00/000", "tile/0/%30%30%30"],
    ]) {
      expect((await get(`/${LOG}/${path}`)).status).toBe(404);
    }
    expect((await get(`/${LOG}/tile/0/001.p/45`)).status).toBe(200);
    expect((await get(`/${LOG}/tile/0/001.p/7`)).status).toBe(200);
  });

  it("is its keys", async () => {
    const { auditor: own, witness } = auditor.keys;
    expect(await (await get("/vkeys")).text()).toBe(
      `auditor ${own.vkey}\nwitness ${witness.vkey}\n`,
    );
  });

  it("is what it thinks", async () => {
    const status = async () => (await get("/status")).json();
    expect(await status()).toMatchObject({
      ...{ state: "waiting", reason: "starting", origin: ORIGIN, size: 0, cosigned: 0 },
      ...{ checkedAt: null, refusal: null, anchored: null, ledgerId: firm.policy.ledgerId },
    });
    firm.batch(9);
    await auditor.round();
    const checkedAt = new Date(place.clock.now()).toISOString();
    expect(await status()).toMatchObject({
      state: "ok",
      reason: null,
      size: 10,
      lag: 0,
      checkedAt,
    });
    firm.put(Uint8Array.of(9));
    firm.state();
    firm.seal();
    await auditor.round();
    expect(await status()).toMatchObject({
      ...{ state: "refusing", reason: null, served: 12, cosigned: 10, lag: 2 },
      refusal: { code: "entry_form", at: checkedAt },
    });
    expect((await get(`/${LOG}/checkpoint`)).status).toBe(200);
  });

  it("is nothing else, and only for those methods", async () => {
    for (const path of ["/", "/keys", "/refusals", "/../keys", "/checkpoint", `/${LOG}`]) {
      expect((await get(path)).status).toBe(404);
    }
    for (const method of ["POST", "PUT", "DELETE"]) {
      const answer = await app.request("/status", { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toContain("GET");
    }
    expect((await get("/add-checkpoint")).status).toBe(405);
    expect(bugs).toEqual([]);
  });

  it("says nothing of a bug but that there was one", async () => {
    const broken = createAuditorApp({
      vkeys: { auditor: "", witness: "" },
      ...{ origin: ORIGIN, auditor, memory: auditor.context.memory },
      witness: {
        origins: [],
        newest: async () => null,
        add: () => Promise.reject(new Error("secret")),
      },
      published: { store: auditor.store, read: auditor.context.replica.read, policy: firm.policy },
      onBug: (error) => bugs.push(error),
    });
    const answer = await broken.request("/add-checkpoint", { method: "POST", body: "x" });
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe("internal error\n");
    expect(bugs).toHaveLength(1);
    // The next one is asked all the same.
    expect((await broken.request("/add-checkpoint", { method: "POST", body: "x" })).status).toBe(
      500,
    );
  });
});

describe("add-checkpoint", () => {
  const post = async (body: string | Uint8Array): Promise<Response> =>
    app.request("/add-checkpoint", { method: "POST", body: body as string });

  it("answers with the witness's line", async () => {
    firm.batch(9);
    const answer = await post(`old 0\n\n${firm.notes.get(10)}`);
    expect(answer.status).toBe(200);
    const note = `${firm.notes.get(10)}${await answer.text()}`;
    const key = parseCosignerVkey(auditor.keys.witness.vkey);
    expect(verifyCosignatures(note, [key])).toHaveLength(1);
    // It is no auditor's word.
    expect((await get(`/${LOG}/checkpoint`)).status).toBe(404);
  });

  it("tells the size that it knows, in the type that the standard has for it", async () => {
    firm.batch(9);
    await post(`old 0\n\n${firm.notes.get(10)}`);
    const answer = await post(`old 3\n\n${firm.notes.get(10)}`);
    expect(answer.status).toBe(409);
    expect(answer.headers.get("content-type")).toBe("text/x.tlog.size");
    expect(await answer.text()).toBe("10\n");
  });

  it("refuses the rest with its status", async () => {
    firm.batch(9);
    const note = firm.notes.get(10) as string;
    expect((await post("")).status).toBe(400);
    expect((await post(Uint8Array.of(0xff, 0xfe))).status).toBe(400);
    expect((await post(`old 0\n\n${note.replaceAll(ORIGIN, "x.example")}`)).status).toBe(404);
    expect((await post(`old 0\n\n${note.replace("\n10\n", "\n11\n")}`)).status).toBe(403);
    expect((await post(`old 0\nAAAA${"A".repeat(39)}=\n\n${note}`)).status).toBe(422);
    expect((await post("x".repeat(65_537))).status).toBe(413);
  });

  it("cosigns nothing of the log that the auditor refuses, and goes on with the others", async () => {
    firm.batch(9);
    const good = firm.notes.get(10);
    firm.put(Uint8Array.of(9));
    firm.state();
    firm.seal();
    expect((await auditor.round()).state).toBe("refusing");
    const answer = await post(`old 0\n\n${good}`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe("not signed by a key that is trusted\n");
    other.batch(4);
    expect((await post(`old 0\n\n${other.notes.get(5)}`)).status).toBe(200);
  });

  it("serves the witness's newest of a log that is not followed, and only that", async () => {
    other.batch(4);
    const note = other.notes.get(5) as string;
    const answer = await post(`old 0\n\n${note}`);
    expect(await (await get(`/${logId(OTHER)}/checkpoint`)).text()).toBe(
      note + (await answer.text()),
    );
    expect((await get(`/${logId(OTHER)}/checkpoint/5`)).status).toBe(404);
    expect((await get(`/${LOG}/checkpoint`)).status).toBe(404);
  });

  /** A body of which only this comes, and then nothing, or an error. */
  const stalled = (text: string, error?: Error): Promise<Response> => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
        if (error !== undefined) controller.error(error);
      },
    });
    const init = { method: "POST", body, duplex: "half" };
    return Promise.resolve(app.request("/add-checkpoint", init as RequestInit));
  };

  it("is open to others while many send slowly, and does not wait for those for ever", async () => {
    firm.batch(9);
    const slow = Array.from({ length: 100 }, () => stalled("old 0\n"));
    expect((await post(`old 0\n\n${firm.notes.get(10)}`)).status).toBe(200);
    for (const answer of await Promise.all(slow)) {
      expect(answer.status).toBe(408);
      expect(answer.headers.get("connection")).toBe("close");
    }
  });

  it("takes no body that comes in parts without end", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(9_000).fill(65)),
    });
    const init = { method: "POST", body: endless, duplex: "half" };
    expect((await app.request("/add-checkpoint", init as RequestInit)).status).toBe(413);
  });

  it("finds nothing strange in a body that breaks off", async () => {
    expect((await stalled("old 0\n", new Error("aborted"))).status).toBe(400);
    expect(bugs).toEqual([]);
  });

  it("signs nothing as long as the clock is far behind the last signature: 503", async () => {
    firm.batch(9);
    expect((await post(`old 0\n\n${firm.notes.get(10)}`)).status).toBe(200);
    place.clock.advance(-301_000);
    const answer = await post(`old 10\n\n${firm.notes.get(10)}`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("clock");
  });

  it("turns away who comes when too many wait", async () => {
    firm.batch(9);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => post(`old 0\n\n${firm.notes.get(10)}`)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect((await post(`old 10\n\n${firm.notes.get(10)}`)).status).toBe(200);
  });
});
