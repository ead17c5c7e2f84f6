/** Contracts and nodes that say what they like: another contract's code, costs and counts beyond all measure, blocks that are not asked about. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import artifact from "../../../../api/anchor/abi/SharingTerms.json" with { type: "json" };
import { openSharing } from "../../../../api/anchor/sharing/client.ts";
import { isSharingTermsCode } from "../../../../api/anchor/sharing/code.ts";
import { versionsOf } from "../../../../api/anchor/sharing/view.ts";
import { sha256 } from "../../../../api/core/hash.ts";
import {
  addressOf as by,
  CONTROLLER,
  openSharingChain,
  refused,
  type SharingChain,
  signLikeAWallet,
} from "../../../helpers/sharing.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { type RpcProxy, startProxy } from "../proxy.ts";

let place: ReturnType<typeof newPlace>;
let world: SharingChain;
let proxy: RpcProxy;
beforeAll(async () => {
  place = newPlace();
  world = await openSharingChain(place.directory);
  proxy = await startProxy(world.chain.rpcUrl);
});
afterAll(async () => {
  await proxy.close();
  await world.stop();
  place.remove();
});
const open = () => openSharing({ rpcUrl: proxy.url, contract: world.sharing.contract });
const code = async (): Promise<string> =>
  String(await world.chain.rpc("eth_getCode", [world.sharing.contract, "latest"]));

describe("the code", () => {
  test("is that of FORMAT §16: the hash of it, and where the constructor writes", () => {
    const format = readFileSync(join(import.meta.dirname, "../../../../docs/FORMAT.md"), "utf8");
    const bytes = Buffer.from(artifact.deployedBytecode.slice(2), "hex");
    expect(format).toContain(sha256(bytes).toString("hex"));
    expect(format).toContain(`${bytes.length.toLocaleString("en")} bytes`);
    expect(format).toContain(artifact.immutables.map((all) => all.join(" and ")).join(", "));
    for (const start of artifact.immutables.flat())
      expect(bytes.subarray(start, start + 32).every((byte) => byte === 0)).toBe(true);
  });

  test("of a contract that says it is SharingTerms, and has other code", async () => {
    const ours = await code();
    expect(isSharingTermsCode(ours, world.sharing.contract)).toBe(true);
    const { contract } = world.sharing;
    // A byte of what it does.
    proxy.intercept = ({ method }) =>
      method === "eth_getCode"
        ? { result: `${ours.slice(0, 200)}00${ours.slice(202)}` }
        : undefined;
    await expect(open()).rejects.toEqual(refused("not_sharing_terms", { contract }));
    // A contract that passes on what it is asked to one that it may exchange.
    proxy.intercept = ({ method }) => (method === "eth_getCode" ? { result: "0x36" } : undefined);
    await expect(open()).rejects.toEqual(refused("not_sharing_terms", { contract }));
    proxy.intercept = () => undefined;
    await open();
  });

  test("has in each place of the constructor what belongs there", async () => {
    const ours = await code();
    const { contract } = world.sharing;
    for (const start of artifact.immutables.flat()) {
      const at = 2 + 2 * (start + 31);
      const last = ours.slice(at, at + 2) === "00" ? "01" : "00";
      const other = ours.slice(0, at) + last + ours.slice(at + 2);
      expect([start, isSharingTermsCode(other, contract)]).toEqual([start, false]);
    }
    expect(isSharingTermsCode(artifact.deployedBytecode, contract)).toBe(false);
    expect(isSharingTermsCode("0x", contract)).toBe(false);
  });
});

describe("what it costs", () => {
  const call = async () => {
    const { terms, salt } = world.fresh();
    const signature = await signLikeAWallet(CONTROLLER, world.signed(terms(1, 1)));
    const step = "propose" as const;
    return { step, terms: { ...terms(1, 1), salt }, by: by(CONTROLLER), signature };
  };

  test("is told afterwards", async () => {
    const done = await world.sharing.send(await call(), world.relay);
    expect(done.cost).toBeGreaterThan(0n);
  });

  test("is bounded, whatever the node says of gas and price", async () => {
    const sharing = await open();
    proxy.asked.length = 0;
    const gas = "0x1e8480";
    proxy.intercept = ({ method }) => (method === "eth_estimateGas" ? { result: gas } : undefined);
    await expect(sharing.send(await call(), world.relay)).rejects.toEqual(
      refused("gas_too_much", { gas: "2400000", most: "1000000" }),
    );
    const tip = "0xe8d4a51000";
    proxy.intercept = ({ method }) =>
      method === "eth_maxPriorityFeePerGas" ? { result: tip } : undefined;
    await expect(sharing.send(await call(), world.relay)).rejects.toEqual(
      refused("fee_too_high", { cost: expect.any(String), most: "0.05" }),
    );
    expect(proxy.asked).not.toContain("eth_sendRawTransaction");
    proxy.intercept = () => undefined;
  });
});

test("a node does not have one ask for ever: versions, events", async () => {
  const { agreement, terms, conclude } = world.fresh();
  await conclude(terms(1, 1));
  const view = await (await open()).at("newest");
  const state = await view.agreement(agreement);
  expect(await versionsOf(view, agreement, state)).toHaveLength(1);
  await expect(versionsOf(view, agreement, { ...state, versions: 4_000_000_000 })).rejects.toEqual(
    refused("too_many", { count: 4_000_000_000, most: 1_000 }),
  );
  const filter = { address: world.sharing.contract, topics: [null, agreement], fromBlock: "0x0" };
  const [log] = (await world.chain.rpc("eth_getLogs", [filter])) as object[];
  const many = Array.from({ length: 10_001 }, () => log);
  proxy.intercept = ({ method }) => (method === "eth_getLogs" ? { result: many } : undefined);
  await expect(view.events(agreement)).rejects.toEqual(
    refused("too_many", { count: 10_001, most: 10_000 }),
  );
  proxy.intercept = () => undefined;
});

test("a history that somebody has filled is read on a part at a time, and what is not asked for costs nothing", async () => {
  const { agreement, terms, propose, accept } = world.fresh();
  const first = (await world.sharing.at("newest")).block.number;
  for (const proposal of [1, 2, 3]) await propose(terms(1, proposal));
  await accept(terms(1, 3));
  const view = await (await open()).at("newest");
  const upTo = view.block.number;
  const NO = { error: { code: -32_005, message: "not so many" } };
  // A node that has more than anybody reads at once of any two blocks.
  proxy.intercept = ({ method, params }) => {
    if (method !== "eth_getLogs") return undefined;
    const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }];
    if (fromBlock === toBlock) return undefined;
    return { result: Array.from({ length: 10_001 }, () => ({})) };
  };
  proxy.asked.length = 0;
  const names = ["Proposed", "Agreed"] as const;
  const isSecond = (event: { event: string; proposal?: number }) => event.proposal === 2;
  const part = await view.part(agreement, { first, names, keep: isSecond });
  expect(part.next).toBe(upTo + 1);
  expect(part.events.map(({ event }) => event)).toEqual(["Proposed"]);
  expect(proxy.asked.filter((method) => method === "eth_getBlockByNumber")).toHaveLength(1);
  const whole = await view.part(agreement, { first, names, keep: () => true });
  expect(whole.events.map(({ event }) => event)).toEqual([
    ...["Proposed", "Proposed", "Proposed", "Agreed"],
  ]);
  const agreed = { first, names: ["Agreed"] as const, keep: () => true };
  expect((await view.part(agreement, agreed)).events).toHaveLength(1);
  proxy.intercept = ({ method }) => (method === "eth_getLogs" ? NO : undefined);
  await expect(view.part(agreement, agreed)).rejects.toEqual(refused("events_not_listed"));
  proxy.intercept = () => undefined;
});

test("events of later blocks are left out, though the node lists them", async () => {
  const { agreement, terms, propose, accept } = world.fresh();
  await propose(terms(1, 1));
  const view = await (await open()).at("newest");
  await accept(terms(1, 1));
  const filter = { address: world.sharing.contract, topics: [null, agreement], fromBlock: "0x0" };
  const logs = (await world.chain.rpc("eth_getLogs", [filter])) as unknown[];
  expect(logs).toHaveLength(2);
  proxy.intercept = ({ method }) => (method === "eth_getLogs" ? { result: logs } : undefined);
  expect((await view.events(agreement)).map(({ event }) => event)).toEqual(["Proposed"]);
  proxy.intercept = () => undefined;
});
