/** Reading SharingTerms on a real node, and on nodes that do not do everything: as of one block, of one agreement alone. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deployContract } from "../../../../api/anchor/deploy.ts";
import { openSharing } from "../../../../api/anchor/sharing/client.ts";
import { sharingTerms } from "../../../../api/anchor/sharing-terms.ts";
import {
  addressOf,
  CONTROLLER,
  DAY,
  openSharingChain,
  RECIPIENT,
  refused,
  SALT,
  type SharingChain,
  signLikeAWallet,
  time,
} from "../../../helpers/sharing.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { type RpcProxy, startProxy } from "../proxy.ts";

let place: ReturnType<typeof newPlace>;
let world: SharingChain;
beforeAll(async () => {
  place = newPlace();
  world = await openSharingChain(place.directory);
});
afterAll(async () => {
  await world.stop();
  place.remove();
});

const sign = signLikeAWallet;
const by = addressOf;
const fresh = () => world.fresh();

describe("reading", () => {
  test("is as of the final block, and says so", async () => {
    const { contract } = world.sharing;
    const young = await world.sharing.at("final");
    const { agreement, terms, conclude } = fresh();
    await expect(young.agreement(agreement)).rejects.toEqual(
      refused("no_contract", { contract, block: young.block.number }),
    );
    await world.chain.mine(2);
    const { block } = await conclude(terms(1, 1));
    const final = await world.sharing.at("final");
    expect([final.isFinal, final.block.number < block]).toEqual([true, true]);
    await expect(final.agreement(agreement)).rejects.toEqual(refused("unknown_agreement"));
    const newest = await world.sharing.at("newest");
    expect([newest.isFinal, newest.block.number]).toEqual([false, block]);
    await world.chain.mine(2);
    expect(await (await world.sharing.at("final")).agreement(agreement)).toEqual({
      controller: by(CONTROLLER),
      recipient: by(RECIPIENT),
      ...{ versions: 1, proposals: 1, terminatedAt: null },
    });
    // What was read as of a block stays.
    expect(await newest.pending(agreement)).toBe(null);
  });

  test("refuses what there is not, and times to come", async () => {
    const { agreement, terms, conclude } = fresh();
    await conclude(terms(1, 1));
    const view = await world.sharing.at("newest");
    await expect(view.version(agreement, 2)).rejects.toEqual(
      refused("unknown_version", { agreement, version: "2" }),
    );
    const later = view.block.time + 60;
    await expect(view.versionAt(agreement, later)).rejects.toEqual(
      refused("time_not_reached", { time: time(later), blockTime: time(view.block.time) }),
    );
    expect(await view.versionAt(agreement, view.block.time)).toBe(1);
    await expect(view.pending(`0x${"7".repeat(64)}`)).rejects.toEqual(refused("unknown_agreement"));
  });

  test("tells what happened in order, of this agreement alone", async () => {
    const { agreement, terms, propose, accept, conclude, salt } = fresh();
    await propose(terms(1, 1));
    const other = fresh();
    await other.conclude(other.terms(1, 1));
    await accept(terms(1, 1));
    await conclude(terms(2, 2));
    const events = await (await world.sharing.at("newest")).events(agreement);
    expect(events.map(({ event }) => event)).toEqual(["Proposed", "Agreed", "Proposed", "Agreed"]);
    expect(events[0]).toMatchObject({ party: by(CONTROLLER), proposal: 1, version: 1, salt });
    expect(events[3]).toMatchObject({ proposal: 2, version: 2, termsHash: terms(2, 2).termsHash });
    expect(events[0]!.time).toBeGreaterThan(0);
  });

  test("another contract is not taken for SharingTerms, nor none at all", async () => {
    const { rpc, rpcUrl } = world.chain;
    const other = await deployContract(rpc, world.sharing.chainId, world.relay);
    await expect(openSharing({ rpcUrl, contract: other })).rejects.toEqual(
      refused("not_sharing_terms", { contract: other }),
    );
    const nobody = `0x${"9".repeat(40)}`;
    await expect(openSharing({ rpcUrl, contract: nobody })).rejects.toEqual(
      refused("no_contract", { contract: nobody, block: expect.any(Number) }),
    );
  });
});

describe("a node that does not do everything", () => {
  let proxy: RpcProxy;
  beforeAll(async () => {
    proxy = await startProxy(world.chain.rpcUrl);
  });
  afterAll(() => proxy.close());
  const open = () => openSharing({ rpcUrl: proxy.url, contract: world.sharing.contract });
  const NONE = `0x${"0".repeat(64)}`;
  const NO = { error: { code: -32_602, message: "no" } };

  test("names no final block: the newest one is read, and not called final", async () => {
    const { agreement, terms, conclude } = fresh();
    const { block } = await conclude(terms(1, 1));
    proxy.intercept = ({ params }) => (params[0] === "finalized" ? NO : undefined);
    const view = await (await open()).at("final");
    expect([view.isFinal, view.block.number]).toEqual([false, block]);
    expect((await view.agreement(agreement)).versions).toBe(1);
  });

  test.each<[string, number, unknown]>([
    ["name", 1, "Counterfoil Terms"],
    ["version", 2, "2"],
    ["chain", 3, 1n],
    ["contract", 4, `0x${"9".repeat(40)}`],
  ])(
    "tells of a contract that checks signatures in a domain of another %s",
    async (_, at, other) => {
      const { contract, chainId } = world.sharing;
      const domain = ["0x0f", "Counterfoil SharingTerms", "1", BigInt(chainId), contract];
      const answer = (values: unknown[]) => ({
        result: sharingTerms.encodeFunctionResult("eip712Domain", [...values, NONE, []]),
      });
      const says = (values: unknown[]) => {
        proxy.intercept = ({ method }) => (method === "eth_call" ? answer(values) : undefined);
      };
      says(domain);
      expect((await open()).chainId).toBe(chainId);
      says(domain.with(at, other as string));
      await expect(open()).rejects.toEqual(refused("not_sharing_terms", { contract }));
    },
  );

  test("lists no events", async () => {
    proxy.intercept = ({ method }) => (method === "eth_getLogs" ? NO : undefined);
    const view = await (await open()).at("newest");
    await expect(view.events(world.agreementOf(SALT))).rejects.toEqual(
      refused("events_not_listed", {}),
    );
  });

  test("lists those of others, too: they are left out", async () => {
    const { agreement, terms, conclude } = fresh();
    await conclude(terms(1, 1));
    const { contract } = world.sharing;
    const all = { address: contract, fromBlock: "0x0", toBlock: "latest" };
    const logs = await world.chain.rpc("eth_getLogs", [all]);
    expect((logs as unknown[]).length).toBeGreaterThan(2);
    proxy.intercept = ({ method }) => (method === "eth_getLogs" ? { result: logs } : undefined);
    const events = await (await (await open()).at("newest")).events(agreement);
    expect(events.map(({ event }) => event)).toEqual(["Proposed", "Agreed"]);
  });

  test("takes the transaction, and somebody else is first: the contract says why now", async () => {
    const { agreement, terms, conclude, propose, salt } = fresh();
    await propose(terms(1, 1));
    const second = terms(1, 2);
    // As if it had been estimated before the other one came into its block.
    proxy.intercept = async ({ method }) =>
      method === "eth_estimateGas" ? { result: "0x7a120" } : undefined;
    const late = {
      step: "propose" as const,
      terms: { ...second, salt },
      by: by(CONTROLLER),
      signature: await sign(CONTROLLER, world.signed(second)),
    };
    await conclude(terms(1, 2, { validUntil: second.validUntil - DAY }));
    await expect((await open()).send(late, world.relay)).rejects.toEqual(
      refused("wrong_version", { agreement, expected: "2", version: "1" }),
    );
  });
});
