/** The whole road, as the README tells it: start, demonstration, evidence, verification with every verdict that a real chain can give. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatPolicy, parsePolicy } from "../../portal/verify/policy.ts";
import { verifyReceipt } from "../../portal/verify/receipt.ts";
import { freePort } from "../helpers/chain.ts";
import { countEntries } from "./entries.ts";
import {
  ask,
  counterfoil,
  counterfoilHere,
  newPlace,
  type Place,
  type Server,
  startServer,
  until,
} from "./process.ts";

const KINDS = ["customer", "order", "payment"] as const;

let place: Place;
let server: Server;

const evidence = (kind: string): string => join(place.data, "evidence", `${kind}.json`);
const verify = (file: string, ...more: string[]) =>
  counterfoilHere(place, "verify", file, "--rpc", place.rpcUrl, "--json", ...more);

async function word(
  file: string,
  ...more: string[]
): Promise<{ code: number | null; word: string }> {
  const { code, out } = await verify(file, ...more);
  return { code, word: JSON.parse(out).word };
}

interface Health {
  readonly status: string;
  readonly log: { readonly size: number; readonly sealed: number };
  readonly chain: { readonly headSize: number; readonly finalizedSize: number };
}
const health = async (): Promise<Health> =>
  (await fetch(`${place.url}/healthz`)).json() as Promise<Health>;

beforeAll(async () => {
  // Batches every second, but only what is asked for goes on the chain: so there is an open tail to look at.
  place = await newPlace({
    ...{ COUNTERFOIL_BATCH_SECONDS: "1", COUNTERFOIL_ANCHOR_SECONDS: "3600" },
    COUNTERFOIL_DEMO_AUDITOR: "on",
  });
  server = await startServer(place);
}, 240_000);

afterAll(async () => {
  server?.kill("SIGKILL");
  await server?.ended;
  await place?.remove();
});

/**
 * The firm's own record; 91 customers, 830 orders, and a freight payment for each order; then what the firm states of its notice and purposes, and all
 * that happens to consents, in the demonstration. And what was done to the ledger itself: two keys; six accounts, a partner and its member, what was given to
 * the auditor, and whom the customer is. And the agreement of firm and partner: drafted, tied, signed and proposed, signed and agreed. And of people's
 * rights a rule of retention, three requests with three steps, a restriction, and a breach in four steps.
 */
const LOADED = 1 + 1751 + 339 + 2 + 10 + 6 + 12;

describe("a fresh start", () => {
  it("has Northwind loaded, anchored and final", async () => {
    expect((await countEntries(place)).record).toBe(LOADED);
    const { status, log, chain } = await health();
    const { size } = log;
    expect({ status, log, chain }).toMatchObject({
      status: "ok",
      log: { size, sealed: size },
      chain: { headSize: size, finalizedSize: size },
    });
  });

  it.each(KINDS)("has %s evidence that verifies with the chain", async (kind) => {
    expect(await word(evidence(kind))).toEqual({ code: 0, word: "VERIFIED" });
  });

  it.each(["current", "history", "absent"])(
    "has evidence of the claim %s, which the demonstration's auditor has cosigned",
    async (claim) => {
      const { code, out } = await verify(evidence(claim));
      const verdict = JSON.parse(out);
      expect({ code, ...verdict }).toMatchObject({ code: 0, word: "VERIFIED", claim });
      expect(verdict.ignored).toEqual([]);
      // Whoever does not pin it is told that nobody has replayed the entries.
      const policy = parsePolicy(await readFile(join(place.data, "policy.json"), "utf8"));
      const keys = policy.keys.filter(({ role }) => role !== "auditor");
      const without = join(place.folder, "without.json");
      await writeFile(without, formatPolicy({ ...policy, keys }));
      expect(await word(evidence(claim), "--policy", without)).toEqual({
        ...{ code: 12, word: "NOT_REPLAYED" },
      });
    },
  );

  it("answers about a stream, and hands out evidence of it", async () => {
    const shown = JSON.parse((await verify(evidence("history"))).out);
    const { subject, name } = shown.stream;
    const stream = ["--subject", subject, "--stream", name, "--server", place.url];
    const state = await counterfoil(place, "state", ...stream, "--at", "1997-01-01T00:00:00.000Z");
    expect(state).toMatchObject({ code: 0, err: "" });
    expect(state.out).toContain(
      "by what this history says today there was one, and it was not over",
    );
    const answer = JSON.parse((await counterfoil(place, "state", ...stream, "--json")).out);
    const { leafHash } = answer.events.at(-2);
    const file = join(place.folder, "newest.json");
    const from = ["--claim", "history", "--from", `${shown.events.length - 1}:${leafHash}`];
    const made = await counterfoil(place, "evidence", ...stream, ...from, "-o", file);
    expect(made).toEqual({ code: 0, out: "", err: "" });
    const newest = JSON.parse((await verify(file)).out);
    expect(newest.word).toBe("VERIFIED");
    expect(newest.events).toEqual(shown.events.slice(-1));
  });

  it("shows the verdict to people in both languages", async () => {
    const args = ["verify", evidence("order"), "--rpc", place.rpcUrl];
    const english = await counterfoil(place, ...args, "--lang", "en");
    expect(english.out).toContain("VERIFIED");
    expect(english.out).toContain("pass");
    expect(english.out).toMatch(/development chain/i);
    const chinese = await counterfoil(place, ...args, "--lang", "zh");
    expect(chinese.out).toContain("VERIFIED");
    expect(chinese.out).toContain("开发链");
    expect([english.code, chinese.code]).toEqual([0, 0]);
  });
});

async function recordPayment(
  where: Place,
): Promise<{ id: string; index: number; receipt: string }> {
  const made = await ask(where, "/v1/subjects", { source: "desk", externalNumber: "C-1" });
  const { subject } = (await made.json()) as { subject: string };
  const stored = await ask(where, "/v1/records", {
    "@kind": "payment",
    "@subject": subject,
    "@occurredAt": "2026-11-22T09:30:00.000Z",
    "@source": "desk",
    externalNumber: "F-1",
    amount: { amount: "12.50", currency: "CNY" },
    direction: "charged",
    type: "fee",
  });
  expect(stored.status).toBe(201);
  return (await stored.json()) as { id: string; index: number; receipt: string };
}

describe("verdicts", () => {
  it("UNPINNED without a policy", async () => {
    const bare = {
      ...place,
      environment: { ...place.environment, COUNTERFOIL_DATA: place.folder },
    };
    const { code, out } = await counterfoilHere(
      bare,
      "verify",
      evidence("order"),
      "--rpc",
      place.rpcUrl,
      "--json",
    );
    expect({ code, word: JSON.parse(out).word }).toEqual({ code: 21, word: "UNPINNED" });
  });

  it("INVALID for a changed byte", async () => {
    const bytes = await readFile(evidence("payment"));
    const at = bytes.indexOf('"inclusion":["') + 20;
    bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
    const file = join(place.folder, "changed.json");
    await writeFile(file, bytes);
    expect(await word(file)).toEqual({ code: 40, word: "INVALID" });
  });

  it("NOT_ANCHORED for a record of the open tail; its receipt holds by the policy", async () => {
    const { id, index, receipt } = await recordPayment(place);
    const policy = parsePolicy(await readFile(join(place.data, "policy.json"), "utf8"));
    expect(verifyReceipt(receipt, policy)).toMatchObject({
      origin: "localhost/counterfoil",
      index,
    });
    const file = join(place.folder, "tail.json");
    const written = await until(
      () => counterfoilHere(place, "evidence", id, "--out", file, "--server", place.url),
      ({ code }) => code === 0,
    );
    expect(written.code).toBe(0);
    expect(await word(file)).toEqual({ code: 11, word: "NOT_ANCHORED" });
  });

  it("INVALID for a well-made file of a forger's own ledger, whatever chain the forger offers", async () => {
    const forger = await newPlace({
      ...{ COUNTERFOIL_DEMO: "off", COUNTERFOIL_BATCH_SECONDS: "1" },
      COUNTERFOIL_ANCHOR_SECONDS: "1",
    });
    const theirs = await startServer(forger);
    try {
      const { id } = await recordPayment(forger);
      const file = join(forger.folder, "payment.json");
      await until(
        async () => {
          await counterfoilHere(forger, "evidence", id, "--out", file, "--server", forger.url);
          const own = ["verify", file, "--rpc", forger.rpcUrl, "--json"];
          return JSON.parse((await counterfoilHere(forger, ...own)).out || "{}").word;
        },
        (own) => own === "VERIFIED",
      );
      expect(await word(file)).toEqual({ code: 40, word: "INVALID" });
      const asked = await counterfoilHere(place, "verify", file, "--rpc", forger.rpcUrl, "--json");
      expect({ code: asked.code, word: JSON.parse(asked.out).word }).toEqual({
        code: 40,
        word: "INVALID",
      });
      // And our own file against the forger's chain: it cannot tell.
      const swapped = await counterfoilHere(
        place,
        "verify",
        evidence("order"),
        "--rpc",
        forger.rpcUrl,
        "--json",
      );
      expect(JSON.parse(swapped.out).word).toBe("CANNOT_TELL");
    } finally {
      await theirs.stop();
      await forger.remove();
    }
  }, 180_000);
});

describe("stopping and starting again", () => {
  it("ends cleanly; then the chain cannot be asked", async () => {
    const { code, out } = await server.stop();
    expect(out).toContain("Stopped.");
    expect(out).toMatch(/run by the same operator\): demonstration\.localhost\/auditor, http:/);
    expect(out).toContain("proves nothing against its operator");
    expect(code).toBe(0);
    expect(await word(evidence("customer"))).toEqual({ code: 20, word: "CANNOT_TELL" });
  });

  it("finds its contract, its head and its past anchors again", async () => {
    const policy = await readFile(join(place.data, "policy.json"), "utf8");
    server = await startServer(place);
    expect(await readFile(join(place.data, "policy.json"), "utf8")).toBe(policy);
    for (const kind of KINDS)
      expect(await word(evidence(kind))).toEqual({ code: 0, word: "VERIFIED" });
    // The payment, and who read: a state twice, and two files of evidence.
    const recorded = LOADED + 1 + 4;
    expect(await countEntries(place)).toMatchObject({ record: recorded, void: 0 });
  }, 180_000);

  it("refuses a second process on the same directories", async () => {
    const ports = {
      PORT: String(await freePort()),
      COUNTERFOIL_CHAIN_PORT: String(await freePort()),
    };
    const twin = { ...place, environment: { ...place.environment, ...ports } };
    await expect(startServer(twin)).rejects.toThrow(/one process owns|Another process/i);
  });

  it("has a page of the API that needs no other host", async () => {
    const page = await (await fetch(`${place.url}/docs`)).text();
    expect(page).not.toMatch(/https?:\/\//);
  });
});
