/** `counterfoil succeed` as people run it: a real process, the embedded chain, both languages, killed and run again. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import {
  anchor,
  evidenceOf,
  type Installation,
  install,
  judge,
  NEW,
  OLD,
  order,
} from "../../api/start/installation.ts";
import {
  ask,
  counterfoil,
  newPlace,
  type Outcome,
  type Place,
  startServer,
  until,
} from "../../e2e/process.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { rejection } from "../../helpers/ledger.ts";
import { orderOf } from "../../helpers/ledger-records.ts";
import { QUICKLY, runHere } from "../helpers/cli.ts";

describe("on a chain of others", () => {
  let chain: TestChain;
  let place: Installation;
  beforeAll(async () => {
    chain = await startTestChain();
  });
  beforeEach(async () => {
    place = await install(chain);
  });
  afterEach(() => place.remove());
  afterAll(() => chain.stop());

  const run = (args: readonly string[], change: Record<string, string> = {}, stdin = "") =>
    runHere(["succeed", ...args], { env: { ...place.settings, ...change }, stdin });

  async function stolen() {
    const made = await place.during(async (server) => {
      const first = await order(server, "A-1");
      const head = await anchor(server, chain);
      return { first, head, evidence: await evidenceOf(server, first) };
    });
    return { ...made, forged: await place.steal(await place.leaves(), 30) };
  }

  it("says what would be lost, asks, and does nothing without a yes", async () => {
    const { head, forged } = await stolen();
    const key = readFileSync(place.path("keys", "log.key"), "utf8");
    for (const [args, stdin, code] of [
      [["--dry-run"], "", 0],
      [[], "no\n", 1],
      [[], "", 1],
    ] as const) {
      const { out, err, code: ended } = await run(["--origin", NEW, ...args], {}, stdin);
      expect({ ended, err }).toEqual({ ended: code, err: "" });
      expect(out).toContain(OLD);
      expect(out).toContain(`agree on the first ${head} entries`);
      expect(out).toContain(`the chain has 1 anchors, up to ${forged} entries`);
      expect(out).toMatch(/Nothing was changed|nothing was changed/);
    }
    expect(readFileSync(place.path("keys", "log.key"), "utf8")).toBe(key);
    expect(place.has("keys", "successor")).toBe(false);
    const chinese = await run(["--origin", NEW, "--dry-run", "--lang", "zh"]);
    expect(chinese.out).toContain("没有作任何改动");
  });

  it("does it on a yes, and says what to do now; once more it only says it again", {
    timeout: 180_000,
  }, async () => {
    const { evidence } = await stolen();
    const oldPolicy = place.policy();
    const done = await run(["--origin", NEW], {}, "yes\n");
    expect(done.code).toBe(0);
    expect(done.out).toContain(`COUNTERFOIL_ORIGIN=${NEW}`);
    expect(done.out).toContain(place.path("data", "policy.json"));
    expect(done.out).toContain(place.path("keys", "retired", "1"));
    expect(done.out).not.toContain("COUNTERFOIL_ANCHORER_KEY_FILE");
    const again = await run(["--origin", NEW, "--yes"]);
    expect(again.code).toBe(0);
    expect(again.out).toContain("An earlier run has done it all");
    expect(place.policy().ledgerId).not.toBe(oldPolicy.ledgerId);
    expect(await judge(evidence, oldPolicy, chain)).toBe("VERIFIED");
  });

  it("explains what it refuses, and wrong use", async () => {
    await stolen();
    for (const [args, code, words] of [
      [[], 2, "--origin"],
      [["--origin", NEW, "--size", "many"], 2, "--size"],
      [["--origin", "no origin"], 1, "COUNTERFOIL_ORIGIN"],
      [["--origin", OLD], 1, "origin of its own"],
      [["--origin", NEW, "--size", "1"], 1, "Nothing was anchored at that size"],
      [["--origin", NEW, "--owner-key-file", place.path("none")], 1, place.path("none")],
      [["--origin", NEW, "--new-anchorer"], 1, "embedded chain only"],
    ] as const) {
      const { code: ended, err } = await run(args);
      expect({ args, ended }).toEqual({ args, ended: code });
      expect(err).toContain(words);
    }
    await place.rpc("anvil_setBalance", [place.wallet.address, "0x1"]);
    expect((await run(["--origin", NEW])).err).toContain("cannot pay");
  });

  it.each(["prepared", "chain_closed", "keys_installed", "switched", "record_written"])(
    "killed with -9 at %s, is finished by running it again",
    { timeout: 180_000 },
    async (step) => {
      const { first, evidence } = await stolen();
      const oldPolicy = place.policy();
      const script = join(import.meta.dirname, "../../api/start/succeed-until-killed.ts");
      const args = [...QUICKLY, script, place.directory, chain.rpcUrl, place.contract, step];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      let said = "";
      await new Promise<void>((resolve, reject) => {
        child.stdout.on("data", (part: Buffer) => {
          said += part.toString();
          if (said.includes(`${step}\n`)) child.kill("SIGKILL");
        });
        child.once("close", (_, signal) =>
          signal === "SIGKILL" ? resolve() : reject(new Error(said)),
        );
      });
      expect(await rejection(place.start())).toMatchObject({ code: "succession_unfinished" });
      const finished = await run(["--origin", NEW]);
      expect(finished).toMatchObject({ code: 0 });
      expect(finished.out).toContain("An earlier run was interrupted");
      await place.during(
        async (server) => {
          const made = await order(server, "B-1");
          await anchor(server, chain);
          for (const record of [first, made]) {
            const shown = await evidenceOf(server, record);
            expect(await judge(shown, place.policy(), chain)).toBe("VERIFIED");
          }
        },
        { COUNTERFOIL_ORIGIN: NEW },
      );
      expect(await judge(evidence, oldPolicy, chain)).toBe("VERIFIED");
    },
  );
});

describe("on the embedded chain", () => {
  let place: Place;
  beforeEach(async () => {
    place = await newPlace({
      COUNTERFOIL_DEMO: "off",
      COUNTERFOIL_BATCH_SECONDS: "1",
      COUNTERFOIL_ANCHOR_SECONDS: "1",
    });
  });
  afterEach(() => place.remove());

  const settled = () =>
    until(
      async () => (await (await fetch(`${place.url}/healthz`)).json()) as Health,
      ({ log, chain }) => chain.finalizedSize === log.size,
    );
  interface Health {
    readonly log: { readonly size: number };
    readonly chain: { readonly finalizedSize: number };
  }
  const record = async (number: string): Promise<string> => {
    const reference = { source: "shop", externalNumber: "K-1" };
    const made = (await (await ask(place, "/v1/subjects", reference)).json()) as {
      subject: string;
    };
    const answer = await ask(
      place,
      "/v1/records",
      orderOf(made.subject, { externalNumber: number }),
    );
    return ((await answer.json()) as { id: string }).id;
  };
  const failed = ({ code, err }: Outcome): string => `${code} ${err}`;

  it("gives the successor an anchorer of its own, twice, the first key staying the owner's", {
    timeout: 180_000,
  }, async () => {
    let current = place;
    const ids: string[] = [];
    const origins = ["ledger.example/second", "ledger.example/third"];
    for (const origin of [...origins, null]) {
      const server = await startServer(current);
      ids.push(await record(`N-${ids.length}`));
      await settled();
      if (origin !== null) {
        const running = await counterfoil(current, "succeed", "--origin", origin, "--yes");
        expect(failed(running)).toContain("Another process works with");
      }
      const policy = parsePolicy(readFileSync(join(place.data, "policy.json")));
      for (const id of ids) {
        const answer = await ask(place, `/v1/records/${id}/evidence`);
        const evidence = new Uint8Array(await answer.arrayBuffer());
        expect(await judge(evidence, policy, place)).toBe("VERIFIED");
      }
      await server.stop();
      if (origin === null) break;
      const done = await counterfoil(
        current,
        "succeed",
        "--origin",
        origin,
        "--new-anchorer",
        "--yes",
      );
      expect(failed(done)).toMatch(/^0 /);
      const environment = { ...place.environment, COUNTERFOIL_ORIGIN: origin };
      current = { ...place, environment };
    }
    const keys = join(place.folder, "keys");
    const read = (...names: string[]): string => readFileSync(join(keys, ...names), "utf8");
    expect(read("owner.key")).toBe(read("retired", "1", "anchorer.key"));
    expect(
      new Set([read("owner.key"), read("anchorer.key"), read("retired", "2", "anchorer.key")]).size,
    ).toBe(3);
    expect(existsSync(join(keys, "successor"))).toBe(false);
    const policies = ["1", "2"].map((n) => parsePolicy(read("retired", n, "policy.json")).ledgerId);
    expect(new Set(policies).size).toBe(2);
  });
});
