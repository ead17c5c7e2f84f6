/** Rolling the root key of a running server: it is asked by the command line, records go on, and everything reads before and after. */
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { runHere } from "../../scripts/helpers/cli.ts";
import { type Installation, install, order } from "./installation.ts";

let chain: TestChain;
let place: Installation;
beforeAll(async () => {
  chain = await startTestChain();
  place = await install(chain);
});
afterAll(async () => {
  await place.remove();
  await chain.stop();
});

const rootId = () => readFileSync(place.path("keys", "root.key"), "utf8").split(" ")[1];

it("is rolled by the server that has the keys, without a pause", { timeout: 60_000 }, async () => {
  const made: string[] = [];
  const before = await place.during(async (server) => {
    const first = rootId();
    made.push((await order(server, "A-0")).id);
    let rolled = false;
    const rolling = runHere(["keys", "roll"], { env: place.settings }).finally(() => {
      rolled = true;
    });
    for (let n = 1; !rolled; n++) made.push((await order(server, `A-${n}`)).id);
    const { code, out, err } = await rolling;
    expect([code, err]).toEqual([0, expect.stringContaining("was asked to roll")]);
    expect(out).toContain(rootId());
    expect(rootId()).not.toBe(first);
    expect(existsSync(place.path("keys", "roll-root-key"))).toBe(false);
    for (const id of made) expect((await server.ledger.record(id, null)).id).toBe(id);
    return rootId();
  });
  expect(rootId()).toBe(before);
  await place.during(async (server) => {
    for (const id of made) expect((await server.ledger.record(id, null)).id).toBe(id);
    // It is on record, once: also where the server ended in between.
    const rolls = async () =>
      (await server.ledger.events(server.ledger.firm, "administration")).events.filter(
        ({ record }) => record?.event === "root-key-rolled",
      ).length;
    await expect.poll(rolls).toBe(1);
  });
  expect(place.bugs).toEqual([]);
});
