/**
 * What the chain is paid, kept to the unit: a change of the compiler, of its settings or of the contract
 * shows up here. To take over new figures: `npx vitest run -u test/contracts/gas.test.ts`.
 */
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnchorChain, openAnchorChain } from "./helpers/anchor.ts";
import { gasOf, measureAnchorGas, WATCHED_SIZES } from "./helpers/gas.ts";
import { pseudoHash } from "./helpers/merkle.ts";
import { measureTermsGas } from "./helpers/terms-gas.ts";

const SNAPSHOT = resolve(import.meta.dirname, "gas-snapshot.json");

/** At most this much, whatever the proof; the usual case at 1,000 and 120,000 is well below. */
const CEILINGS: Record<string, bigint> = {
  "1,000": 72_000n,
  "120,000": 82_500n,
  "2^20": 90_000n,
  "2^40": 115_000n,
};

let chain: AnchorChain;
beforeAll(async () => {
  chain = await openAnchorChain();
}, 180_000);
afterAll(() => chain.close());

test("every operation costs what the snapshot says, and no anchor more than its ceiling", async () => {
  const measured: Record<string, number> = {};
  for (const { name, from, to } of WATCHED_SIZES) {
    const { gas, proofLength } = await measureAnchorGas(chain, from, to);
    measured[`anchor ${name}, ${from} to ${to}, ${proofLength} elements`] = Number(gas);
    expect(gas, name).toBeLessThanOrEqual(CEILINGS[name.split(" ")[0]!]!);
  }
  Object.assign(measured, await measureTheRest(), await measureTermsGas());
  const text = `${JSON.stringify(measured, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(SNAPSHOT);
}, 180_000);

test("no older size costs more at 1,000 than the one that is watched as the worst", async () => {
  const worst = WATCHED_SIZES.find(({ name }) => name === "1,000 worst")!;
  const limit = (await measureAnchorGas(chain, worst.from, worst.to, "limit")).gas;
  for (let from = 1n; from < 1_000n; from += 7n) {
    // The random bytes of a proof hold a zero now and then, which is cheaper than another byte: 12 gas each.
    const { gas } = await measureAnchorGas(chain, from, 1_000n, "worst");
    expect(gas, `from ${from}`).toBeLessThanOrEqual(limit + 100n);
  }
}, 180_000);

async function measureTheRest(): Promise<Record<string, number>> {
  const { contract, owner } = chain;
  const key = pseudoHash("log key", 0);
  const rest: Record<string, number> = {};
  const origin = "counterfoil.example/ledger";
  const call = async (label: string, name: string, ...args: unknown[]): Promise<void> => {
    rest[label] = Number(await gasOf(contract.getFunction(name)(...args)));
  };
  const ledgerId = await contract.getFunction("ledgerIdOf")(owner.address, origin);
  await call("register", "register", origin, owner.address, key);
  await call("anchor, the first of a ledger", "anchor", ledgerId, 8n, pseudoHash("root", 0), []);
  await call("changeLogKey", "changeLogKey", ledgerId, pseudoHash("log key", 1));
  await call("succeed", "succeed", ledgerId, 8n, `${origin}/2`, owner.address, key);
  rest.deploy = Number(await gasOf(owner.sendTransaction({ data: chain.bytecode })));
  return rest;
}
