/** A ledger's succession from end to end: real servers before and after it, real SQLite, a real chain. */
import { readdirSync, rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fundWallet } from "../../../api/anchor/deploy.ts";
import { type Rpc, RpcRejected } from "../../../api/anchor/rpc.ts";
import { readLedger } from "../../../api/anchor/views.ts";
import { createWallet } from "../../../api/anchor/wallet.ts";
import { systemClock } from "../../../api/core/clock.ts";
import { systemRandom } from "../../../api/core/random.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { compareWithChain } from "../../../api/start/succession/size.ts";
import { parseEvidence } from "../../../portal/verify/evidence.ts";
import { verifyReceipt } from "../../../portal/verify/receipt.ts";
import { firmSubject } from "../../../portal/verify/subject.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { orderOf, rejection } from "../../helpers/ledger.ts";
import { openInstalledStore } from "../../helpers/store/installed.ts";
import {
  anchor,
  evidenceOf,
  history,
  type Installation,
  install,
  judge,
  NEW,
  OLD,
  order,
} from "./installation.ts";

const AFTER = { COUNTERFOIL_ORIGIN: NEW };

let chain: TestChain;
let place: Installation;
beforeAll(async () => {
  chain = await startTestChain();
});
beforeEach(async () => {
  place = await install(chain);
});
afterEach(async () => {
  await place.remove();
});
afterAll(() => chain.stop());

const START_OF_ALL = Date.parse("2020-01-01T00:00:00.000Z");
const askedAt = ({ ledger }: RunningServer, subject: string, time: number) =>
  ledger.streamEvidence({
    ...{ claim: "history", subject, stream: "order", fields: null, withhold: [], from: null },
    ...{ at: new Date(time).toISOString(), checkpoint: "final" },
  });

/** Blocks from here on are of a later second than all before: a ledger anchors as soon as it starts, and blocks may share their second. */
async function laterSecond(): Promise<void> {
  const { timestamp } = (await chain.rpc("eth_getBlockByNumber", ["latest", false])) as {
    timestamp: string;
  };
  const next = (Number(timestamp) + 1) * 1000;
  while (systemClock.now() < next) await new Promise((resolve) => setTimeout(resolve, 50));
}

const ledgerOf = (ledgerId: string) =>
  readLedger(chain.rpc, { contract: place.contract, ledgerId });

describe("after a stolen anchorer's key has anchored garbage", () => {
  it("goes on from the last good size, old and new evidence each with its policy", {
    timeout: 180_000,
  }, async () => {
    const past = await history(place, chain);
    const oldPolicy = place.policy();
    expect(await judge(past.evidence, oldPolicy, chain)).toBe("VERIFIED");
    const forged = await place.steal(await place.leaves(), 40);
    expect(await rejection(place.start())).toMatchObject({ code: "behind" });

    const fresh = await createWallet(place.path("fresh.key"), systemRandom());
    await fundWallet(chain.rpc, fresh);
    const { plan, state, result } = await place.succeed({
      anchorerKeyFile: place.path("fresh.key"),
    });
    expect(state).toBe("planned");
    expect(plan?.comparison).toEqual({
      ...{ agreed: expect.objectContaining({ size: past.head }), chainSize: forged },
      abandoned: [forged],
    });
    expect(plan?.entries).toBe(plan?.sealed);
    expect(plan?.signed).toBe(plan?.sealed);
    expect(result.anchorerChanges).toBe(true);

    const { predecessor, successor } = result.journal;
    expect(predecessor).toMatchObject({
      ledgerId: oldPolicy.ledgerId,
      origin: OLD,
      size: past.head,
    });
    expect(await ledgerOf(predecessor.ledgerId)).toMatchObject({
      ...{ closed: true, successor: successor.ledgerId },
    });
    expect(await ledgerOf(successor.ledgerId)).toMatchObject({
      ...{ closed: false, predecessor: predecessor.ledgerId, anchorer: fresh.address },
      inheritedSize: past.head,
    });

    // The old settings do not fit any more, and say so.
    expect(await rejection(place.start())).toMatchObject({
      ...{ code: "wrong_ledger", details: { setting: "COUNTERFOIL_ORIGIN" } },
    });
    const settings = { ...AFTER, COUNTERFOIL_ANCHORER_KEY_FILE: place.path("fresh.key") };
    await place.during(async (server) => {
      const policy = place.policy();
      expect(policy.ledgerId).toBe(successor.ledgerId);
      expect(place.policy("keys", "retired", "1", "policy.json")).toEqual(oldPolicy);
      const fourth = await order(server, "B-1");
      const size = await anchor(server, chain);
      expect(size).toBe(await server.store.size());
      // What the old ledger promised, the successor does not promise again.
      const { receipt } = server.ledger;
      expect(await rejection(receipt(past.third.id, null))).toMatchObject({ code: "not_found" });
      const promised = await receipt(fourth.id, null);
      expect(verifyReceipt(promised, policy).index).toBeGreaterThan(past.head);
      for (const record of [past.first, past.second, past.third, fourth]) {
        const evidence = await evidenceOf(server, record);
        expect(await judge(evidence, policy, chain)).toBe("VERIFIED");
        expect(await judge(evidence, oldPolicy, chain)).toBe("INVALID");
        const current = await server.ledger.evidence({
          ...{ id: record.id, version: null, fields: null, checkpoint: "final" },
          claim: "current",
        });
        expect(await judge(current, policy, chain)).toBe("NOT_REPLAYED");
      }
      expect(await judge(past.evidence, policy, chain)).toBe("INVALID");
    }, settings);
    // A second start finds all of it, and nothing is filled up or sealed that was not recorded.
    await place.during(async (server) => {
      expect((await server.publish()).state).toBe("ok");
    }, settings);
    expect(await judge(past.evidence, oldPolicy, chain)).toBe("VERIFIED");
    expect(place.bugs).toEqual([]);
  });
});

describe("a time before the successor's own first anchor", () => {
  it("lies behind what it took over, which the succession anchored", {
    timeout: 180_000,
  }, async () => {
    await history(place, chain);
    const { result } = await place.succeed();
    const { size: inherited } = result.journal.predecessor;
    await laterSecond();
    await place.during(async (server) => {
      const made = await order(server, "B-1");
      const { subject } = (await server.store.record(made.id, 1))!;
      const before = await rejection(askedAt(server, subject, START_OF_ALL));
      expect(before).toMatchObject({ code: "not_anchored_yet", details: { newest: null } });
      await anchor(server, chain);
      const taken = (await server.store.anchorsAround(0)).after!;
      expect(taken).toMatchObject({ size: inherited, previousSize: 0 });
      const own = (await server.store.anchorsAround(taken.blockTime!)).after!;
      expect(own.previousSize).toBe(inherited);
      // Just before the block of the own anchor, and before there was anything of this ledger on the chain.
      const late = (own.blockTime! - 1) * 1000;
      while (systemClock.now() < late) await new Promise((resolve) => setTimeout(resolve, 50));
      for (const [time, expected] of [
        [late, { before: { size: inherited }, after: { size: own.size } }],
        [START_OF_ALL, { before: null, after: { size: inherited } }],
      ] as const) {
        const file = await askedAt(server, subject, time);
        expect(parseEvidence(file)).toMatchObject({ at: expected });
        expect(await judge(file, place.policy(), chain)).toBe("NOT_REPLAYED");
      }
      // Nobody but the ledger writes about it, nor about the one that it succeeded.
      const { parse, write } = server.ledger;
      const ids = [place.policy().ledgerId, result.journal.predecessor.ledgerId];
      for (const subject of ids.map(firmSubject)) {
        const draft = parse(orderOf(subject));
        expect(await write([{ draft, insist: false, idempotency: null }])).toMatchObject([
          { code: "reserved_subject" },
        ]);
      }
    }, AFTER);
    expect(place.bugs).toEqual([]);
  });
});

describe("of a database that was restored to before the last anchor", () => {
  it("gives up what is lost, and the chain shows how much", { timeout: 180_000 }, async () => {
    const first = await place.during(async (server) => {
      const made = await order(server, "A-1");
      await anchor(server, chain);
      return made;
    });
    place.backup("backup");
    const lost = await place.during(async (server) => {
      const made = await order(server, "A-2");
      const head = await anchor(server, chain);
      return { ...made, head, evidence: await evidenceOf(server, made) };
    });
    const oldPolicy = place.policy();
    place.restore("backup");
    expect(await rejection(place.start())).toMatchObject({ code: "behind" });

    const { plan, result } = await place.succeed();
    expect(plan?.comparison.abandoned).toEqual([lost.head]);
    expect(plan?.signed).toBeGreaterThan(plan?.entries as number);
    expect(plan?.comparison.agreed.size).toBe(plan?.sealed);
    expect(result.anchorerChanges).toBe(false);
    await place.during(async (server) => {
      expect(await rejection(server.ledger.record(lost.id, null))).toMatchObject({
        code: "not_found",
      });
      const again = await order(server, "A-2");
      await anchor(server, chain);
      for (const record of [first, again]) {
        expect(await judge(await evidenceOf(server, record), place.policy(), chain)).toBe(
          "VERIFIED",
        );
      }
      // Taken at an index of its own, not void, though the old signer had reserved far more.
      const entry = await server.ledger.record(again.id, null);
      expect(entry.index).toBeLessThan(20);
    }, AFTER);
    expect(await judge(lost.evidence, oldPolicy, chain)).toBe("VERIFIED");
  });

  it("may be lost altogether, with its policy: then nothing goes on but the name", {
    timeout: 180_000,
  }, async () => {
    const { evidence } = await history(place, chain);
    const oldPolicy = place.policy();
    for (const lost of ["data", "copy"]) rmSync(place.path(lost), { recursive: true });
    expect(await rejection(place.open())).toMatchObject({ details: { problem: "no_ledger_here" } });
    expect(place.has("data")).toBe(false);
    const { plan, result } = await place.succeed({ size: 0 });
    expect(plan).toMatchObject({ entries: 0, sealed: 0, comparison: { agreed: { size: 0 } } });
    expect(result.journal.predecessor.ledgerId).toBe(oldPolicy.ledgerId);
    await place.during(async (server) => {
      const made = await order(server, "B-1");
      await anchor(server, chain);
      expect(await judge(await evidenceOf(server, made), place.policy(), chain)).toBe("VERIFIED");
    }, AFTER);
    expect(await judge(evidence, oldPolicy, chain)).toBe("VERIFIED");
  });
});

describe("a succession at size 0", () => {
  it("keeps the whole log of a ledger of which nothing was anchored, or nothing true", {
    timeout: 180_000,
  }, async () => {
    const made = await place.during((server) => order(server, "A-1"));
    const { plan } = await place.succeed({ size: 0 });
    expect(plan?.entries).toBeGreaterThan(2);
    await place.during(async (server) => {
      await anchor(server, chain);
      expect(await judge(await evidenceOf(server, made), place.policy(), chain)).toBe("VERIFIED");
    }, AFTER);
  });

  it("is what the operator may choose, as any size that both agree on", async () => {
    const { size, head } = await history(place, chain);
    for (const wanted of [0, size, head]) {
      const opened = await place.open({ size: wanted });
      expect(opened.plan?.comparison.agreed.size).toBe(wanted);
      await opened.close();
    }
    for (const [wanted, problem] of [
      [head + 1, "size_not_anchored"],
      [1, "size_not_anchored"],
    ] as const) {
      expect(await rejection(place.open({ size: wanted }))).toMatchObject({ details: { problem } });
    }
    const forged = await place.steal(await place.leaves(), 3);
    expect(await rejection(place.open({ size: forged }))).toMatchObject({
      details: { problem: "size_not_ours" },
    });
  });
});

describe("a node that does not search its logs", () => {
  it("is asked for the sizes that we remember", async () => {
    const { size, head } = await history(place, chain);
    const forged = await place.steal(await place.leaves(), 3);
    const deaf: Rpc = async (method, params) => {
      if (method === "eth_getLogs") throw new RpcRejected(-32005, "range too large", null);
      return chain.rpc(method, params);
    };
    const { contract, ledgerId } = place.policy();
    const store = await openInstalledStore(place.path("data"), place.path("keys"));
    const compare = (wanted: number | null) =>
      compareWithChain(store, deaf, { contract, ledgerId }, wanted);
    const found = await compare(null);
    expect(found).toMatchObject({ agreed: { size: head }, chainSize: forged, abandoned: null });
    expect((await compare(size)).agreed.size).toBe(size);
    await store.close();
  });
});

describe("a second succession", () => {
  it("follows the first, and records of every age can still be read and proven", {
    timeout: 180_000,
  }, async () => {
    const past = await history(place, chain);
    const first = place.policy();
    await place.succeed();
    const middle = await place.during(async (server) => {
      const made = await order(server, "B-1");
      await anchor(server, chain);
      return { ...made, evidence: await evidenceOf(server, made), policy: server.ledger.policy };
    }, AFTER);
    const third = "ledger.example/third";
    const { result } = await place.succeed({ origin: third }, AFTER);
    expect(result.journal).toMatchObject({ number: 2, predecessor: { origin: NEW } });
    await place.during(
      async (server) => {
        await order(server, "C-1");
        await anchor(server, chain);
        for (const record of [past.first, past.third, middle]) {
          const evidence = await evidenceOf(server, record);
          expect(await judge(evidence, place.policy(), chain)).toBe("VERIFIED");
        }
      },
      { COUNTERFOIL_ORIGIN: third },
    );
    expect(await judge(past.evidence, first, chain)).toBe("VERIFIED");
    expect(await judge(middle.evidence, middle.policy, chain)).toBe("VERIFIED");
    expect(readdirSync(place.path("keys", "retired")).sort()).toEqual(["1", "2"]);
    expect(readdirSync(place.path("copy", "retired")).sort()).toEqual(["1", "2"]);
  });
});
