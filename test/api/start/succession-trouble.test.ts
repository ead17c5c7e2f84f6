/** A succession that is cut off at any step, and one that must not be. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fundWallet, registerLedger } from "../../../api/anchor/deploy.ts";
import { carryOutSuccession } from "../../../api/anchor/succession.ts";
import { readLedger } from "../../../api/anchor/views.ts";
import { createWallet } from "../../../api/anchor/wallet.ts";
import { systemRandom } from "../../../api/core/random.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import type { Step } from "../../../api/start/succession/stages.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { rejection } from "../../helpers/ledger.ts";
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

/** Kinds of the records from an index on. */
async function kindsFrom({ store }: RunningServer, from: number): Promise<string[]> {
  const size = await store.size();
  const indexes = Array.from({ length: size - from }, (_, i) => from + i);
  return (await store.recordsAt(indexes)).flatMap((row) => (row === null ? [] : [row.kind]));
}

const ledgerOf = (ledgerId: string) =>
  readLedger(chain.rpc, { contract: place.contract, ledgerId });

const STEPS: readonly Step[] = [
  "keys_made",
  "prepared",
  "chain_closed",
  "closed",
  "keys_retired",
  "retired",
  "keys_installed",
  "database_switched",
  "copy_retired",
  "switched",
  "record_written",
  "checkpoint_signed",
  "ended",
];

describe("a succession that is interrupted", () => {
  it("at every step in turn goes on where it was, with the same keys", {
    timeout: 180_000,
  }, async () => {
    const past = await history(place, chain);
    const oldKey = readFileSync(place.path("keys", "log.key"), "utf8");
    const seen: Step[] = [];
    for (const step of STEPS) {
      const broken = place.succeed({
        reached(at) {
          seen.push(at);
          if (at === step) throw new Error(`stopped at ${at}`);
        },
      });
      expect(await rejection(broken)).toMatchObject({ message: `stopped at ${step}` });
      const begun = STEPS.indexOf(step) > 0;
      if (step !== "ended" && begun) {
        expect(await rejection(place.start()), step).toMatchObject({
          ...{ code: "succession_unfinished", details: { origin: NEW } },
        });
        expect(await rejection(place.open({ origin: "ledger.example/else" }))).toMatchObject({
          code: "succession_unfinished",
        });
      }
    }
    expect(new Set(seen)).toEqual(new Set(STEPS));
    const { state, result } = await place.succeed();
    expect(state).toBe("ended");
    // Also with the settings that the server now needs.
    expect((await place.succeed({}, AFTER)).state).toBe("ended");
    expect(readFileSync(place.path("keys", "retired", "1", "log.key"), "utf8")).toBe(oldKey);
    for (const gone of ["succession.json", "successor"])
      expect(place.has("keys", gone)).toBe(false);
    expect((await ledgerOf(result.journal.predecessor.ledgerId))?.successor).toBe(
      result.journal.successor.ledgerId,
    );
    await place.during(async (server) => {
      // Behind the old log's third order and its state entry: one record of the successor's own, however often it was begun.
      const { predecessor } = result.journal;
      expect(predecessor.size).toBe(past.head);
      const kinds = await kindsFrom(server, past.head);
      expect(kinds.filter((kind) => kind === "ledger")).toHaveLength(1);
      const made = await order(server, "B-1");
      await anchor(server, chain);
      for (const record of [past.first, past.third, made]) {
        const evidence = await evidenceOf(server, record);
        expect(await judge(evidence, place.policy(), chain)).toBe("VERIFIED");
      }
    }, AFTER);
  });

  it("before the chain could have heard of it leaves the old ledger as it was", async () => {
    await history(place, chain);
    const broken = place.succeed({
      reached: (at) => {
        if (at === "keys_made") throw new Error("stopped");
      },
    });
    await rejection(broken);
    await place.during(async (server) => {
      await order(server, "A-4");
      await anchor(server, chain);
    });
    expect((await place.succeed({ origin: "ledger.example/else" })).state).toBe("planned");
  });

  it("is withdrawn where somebody else's succession was first", async () => {
    await history(place, chain);
    await rejection(
      place.succeed({
        reached: (at) => {
          if (at === "prepared") throw new Error("stopped");
        },
      }),
    );
    const { ledgerId } = place.policy();
    await carryOutSuccession(
      chain.rpc,
      {
        ...{ chainId: 31337, contract: place.contract, ledgerId, size: 0 },
        ...{ origin: "thief.example/log", owner: place.wallet, anchorer: place.wallet.address },
        logKeyHash: new Uint8Array(32).fill(9),
      },
      null,
    );
    expect(await rejection(place.succeed())).toMatchObject({ details: { problem: "closed" } });
    expect(place.has("keys", "succession.json")).toBe(false);
    expect(place.has("keys", "successor")).toBe(false);
    // Its keys are kept all the same.
    const [aside] = readdirSync(place.path("keys", "retired"));
    expect(readdirSync(place.path("keys", "retired", aside as string))).toContain("log.key");
    expect(await rejection(place.start())).toMatchObject({ code: "wrong_ledger" });
  });

  it("with a journal that is none of ours stops everybody", async () => {
    await history(place, chain);
    writeFileSync(place.path("keys", "succession.json"), "{}\n");
    for (const attempt of [() => place.start(), () => place.open()]) {
      expect(await rejection(attempt())).toMatchObject({ code: "damaged" });
    }
  });
});

describe("a succession is refused", () => {
  const problemOf = async (attempt: Promise<unknown>): Promise<unknown> =>
    ((await rejection(attempt)) as { details: { problem: unknown } }).details.problem;

  it("while the server runs", async () => {
    await place.during(async () => {
      expect(await rejection(place.open())).toMatchObject({ code: "in_use" });
    });
  });

  it("to a key that is not the owner's, and changes nothing", async () => {
    await history(place, chain);
    const before = readdirSync(place.path("keys")).sort();
    const stranger = await createWallet(place.path("stranger.key"), systemRandom());
    await fundWallet(chain.rpc, stranger);
    const ownerKeyFile = place.path("stranger.key");
    expect(await problemOf(place.open({ ownerKeyFile }))).toBe("not_owner");
    expect(readdirSync(place.path("keys")).sort()).toEqual(before);
    // Nor may another key go on with what the owner's began.
    const stopped = place.succeed({
      reached: (at) => {
        if (at === "prepared") throw new Error("stopped");
      },
    });
    await rejection(stopped);
    expect(await problemOf(place.succeed({ ownerKeyFile }))).toBe("not_owner");
    expect(place.has("keys", "succession.json")).toBe(true);
    expect((await place.succeed()).state).toBe("unfinished");
  });

  it("for its own origin, and for one that is in use", async () => {
    await history(place, chain);
    expect(await problemOf(place.open({ origin: OLD }))).toBe("same_origin");
    const { contract, wallet } = place;
    await registerLedger(chain.rpc, 31337, wallet, contract, NEW, new Uint8Array(32).fill(5));
    expect(await problemOf(place.open())).toBe("origin_in_use");
  });

  it("while the second copy has what the database has lost", async () => {
    await place.during((server) => order(server, "A-1"));
    place.backup("backup");
    await place.during((server) => order(server, "A-2"));
    cpSync(place.path("copy"), place.path("copy-kept"), { recursive: true });
    place.restore("backup");
    cpSync(place.path("copy-kept"), place.path("copy"), { recursive: true });
    expect(await problemOf(place.open({ size: 0 }))).toBe("copy_has_more");
  });

  it("where settings, keys or chain are another ledger's or lost", async () => {
    await history(place, chain);
    const other = { COUNTERFOIL_ORIGIN: "ledger.example/misspelt" };
    expect(await rejection(place.open({}, other))).toMatchObject({
      ...{ code: "wrong_ledger", details: { setting: "COUNTERFOIL_ORIGIN" } },
    });
    const contract = { COUNTERFOIL_CONTRACT: `0x${"1".repeat(40)}` };
    expect(await rejection(place.open({}, contract))).toMatchObject({ code: "wrong_ledger" });
    const away = { COUNTERFOIL_RPC_URL: "http://127.0.0.1:1" };
    expect(await rejection(place.open({}, away))).toMatchObject({ code: "chain_unavailable" });
    expect(await problemOf(place.open({ newAnchorer: true }))).toBe("new_anchorer_only_embedded");
    rmSync(place.path("keys", "keys.db"));
    expect(await problemOf(place.open())).toBe("missing_key");
  });
});
