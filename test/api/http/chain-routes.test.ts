/** The chain by the firm's word: what a verifier in a browser asks of this server instead of a node. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { firmReader } from "../../../portal/src/verify/chain/firm.ts";
import { asContractAddress, asLedgerId, type TreeSize } from "../../../portal/verify/brands.ts";
import type { AnchorQuestion, AskChain } from "../../../portal/verify/chain.ts";
import { checkHeaders, refusal, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
let asked: AnchorQuestion[];
let now: number;
/** What the node does; null: as the made-up chain of the ledger. */
let node: AskChain | null;

beforeEach(async () => {
  [asked, now, node] = [[], 0, null];
  const askChain: AskChain = (question) => {
    asked.push(question);
    return (node ?? app.ask)(question);
  };
  app = await testApp({ app: { askChain, stopwatch: () => now } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  return app.close();
});

/** The store knows of anchors of these sizes. */
async function anchorsAt(from: number, count: number): Promise<void> {
  for (let size = from; size < from + count; size++)
    await app.store.putAnchor({
      ...{
        size: size as TreeSize,
        state: "included",
        transaction: null,
        nonce: null,
        block: 1,
        blockHash: null,
      },
      ...{ blockTime: 1, previousSize: 0, gasUsed: null, gasPrice: null, updatedAt: 0 },
    });
}

/** Asked by a stranger. */
const get = async (path: string): Promise<Response> => {
  const response = await app.app.request(path);
  checkHeaders(response);
  return response;
};

it("is what the node says of this ledger, and of no other", async () => {
  const { size } = await app.anchor("finalized");
  const { contract, ledgerId, chainId } = app.policy;
  const response = await get(`/.well-known/counterfoil/anchors/${size}`);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const question = { chainId, contract, ledgerId, size, block: null };
  expect(await response.json()).toEqual({ ...(await app.ask(question)), contract, ledgerId });
  const block = (await app.store.anchorFrom(size))!.block!;
  await get(`/.well-known/counterfoil/anchors/${size}?block=${block}&contract=0x00&ledgerId=0x00`);
  expect(asked).toEqual([question, { ...question, block }]);
});

it("the node is not asked about what is no anchor of this ledger", async () => {
  const { size } = await app.anchor("finalized");
  const { block } = (await app.store.anchorFrom(size))!;
  for (const name of [size - 1, size + 1, 0, `${size}?block=${block! + 1}`])
    expect(await refusal(get(`/.well-known/counterfoil/anchors/${name}`))).toBe("404 not_found");
  expect(asked).toEqual([]);
});

it("the same question within two seconds is answered without the node, and so many at a time at most", async () => {
  const { size } = await app.anchor("included");
  await Promise.all([1, 2, 3].map(() => get(`/.well-known/counterfoil/anchors/${size}`)));
  expect(asked).toHaveLength(1);
  now += 2_000;
  await get(`/.well-known/counterfoil/anchors/${size}`);
  expect(asked).toHaveLength(2);
  node = () => new Promise(() => {});
  await anchorsAt(101, 9);
  for (let i = 0; i < 8; i++) void get(`/.well-known/counterfoil/anchors/${101 + i}`);
  await expect.poll(() => asked.length).toBe(10);
  // However long it takes, nobody asks a second time for it.
  now += 600_000;
  for (let i = 0; i < 8; i++) void get(`/.well-known/counterfoil/anchors/${101 + i}`);
  expect(await refusal(get("/.well-known/counterfoil/anchors/109"))).toBe("503 busy");
  expect(asked).toHaveLength(10);
});

it("what is final is kept for minutes", async () => {
  const { size } = await app.anchor("finalized");
  for (const step of [0, 60_000, 539_999]) {
    now += step;
    await get(`/.well-known/counterfoil/anchors/${size}`);
  }
  expect(asked).toHaveLength(1);
  now += 1;
  await get(`/.well-known/counterfoil/anchors/${size}`);
  expect(asked).toHaveLength(2);
});

it("the node has a budget of a minute, whoever asks", async () => {
  await anchorsAt(101, 121);
  const ask = (i: number) => get(`/.well-known/counterfoil/anchors/${101 + i}`);
  for (let i = 0; i < 120; i++) expect((await ask(i)).status).toBe(200);
  expect(await refusal(ask(120))).toBe("503 busy");
  now += 60_000;
  expect((await ask(120)).status).toBe(200);
  expect(asked).toHaveLength(121);
});

it("a node that fails is nobody's bug, and is asked again", async () => {
  node = async () => {
    throw new RpcUnreachable("timeout");
  };
  await anchorsAt(3, 1);
  for (const _ of [1, 2]) {
    expect(await refusal(get("/.well-known/counterfoil/anchors/3"))).toBe("503 chain_unavailable");
  }
  expect(asked).toHaveLength(2);
  expect(app.bugs).toEqual([]);
});

it.each(["-1", "01", "1e3", "0x1", "9007199254740993", "1?block=-1", "1?block=x"])(
  "%s names no anchor",
  async (name) => {
    expect(await refusal(get(`/.well-known/counterfoil/anchors/${name}`))).toBe(
      "400 invalid_parameter",
    );
    expect(asked).toEqual([]);
  },
);

it("the browser's reader makes the kernel's answer of it, and takes none about another ledger", async () => {
  const { size } = await app.anchor("finalized");
  const { contract, ledgerId, chainId } = app.policy;
  const question = { chainId, contract, ledgerId, size, block: null };
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => app.app.request(path, init));
  const ask = firmReader();
  expect(await ask(question)).toEqual(await app.ask(question));
  for (const other of [
    { chainId: 1 },
    { contract: asContractAddress(`0x${"12".repeat(20)}`) },
    { ledgerId: asLedgerId(`0x${"34".repeat(32)}`) },
  ]) {
    await expect(ask({ ...question, ...other })).rejects.toMatchObject({ reason: "bad_answer" });
  }
  node = async () => {
    throw new RpcUnreachable("timeout");
  };
  await anchorsAt(99, 1);
  await expect(ask({ ...question, size: 99 })).rejects.toMatchObject({ reason: "refused" });
});
