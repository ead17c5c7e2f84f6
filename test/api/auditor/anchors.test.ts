/** The chain against the log, with a chain that is made up. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RpcRejected } from "../../../api/anchor/rpc.ts";
import { SourceFailure } from "../../../api/auditor/source.ts";
import { parseMisbehaviour } from "../../../portal/verify/misbehaviour.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import { FakeChain, Firm } from "./firm.ts";
import { auditorPlace, type OpenedAuditor, word } from "./place.ts";

const GRACE = 60_000;
let place: ReturnType<typeof auditorPlace>;
let firm: Firm;
let chain: FakeChain;
let auditor: OpenedAuditor;

const open = () => place.open({ policy: firm.policy, source: firm.source, chain, graceMs: GRACE });

beforeEach(async () => {
  place = auditorPlace();
  firm = new Firm();
  chain = new FakeChain();
  auditor = await open();
});
afterEach(async () => {
  await auditor.close();
  place.remove();
});

async function reopen(): Promise<void> {
  await auditor.close();
  auditor = await open();
}

const round = async (): Promise<string> => word(await auditor.round());

/** The chain goes on saying so. */
async function diverges(): Promise<string> {
  expect(await round()).toBe("chain_differs");
  place.clock.advance(GRACE);
  return round();
}

/** Anchors what is served, for good. */
function anchor(size = firm.entries.length, root: Uint8Array = firm.root(size)): number {
  chain.anchor(size, root);
  chain.mine();
  return size;
}

async function proofHolds(): Promise<string> {
  const [refusing] = auditor.shouted;
  const source = readFileSync(refusing?.proof as string);
  const ask = async ({ size }: { size: number }) => {
    const [root, head] = [await chain.rootAt(size), { number: chain.latest }];
    return {
      ...{ chainId: 31337, registered: true, latest: head, finalized: head },
      ...{ rootAtLatest: root, rootAtFinalized: root, event: null },
    };
  };
  const verdict = await verifyMisbehaviour(source, { policy: firm.policy, ask });
  return `${verdict.word} ${parseMisbehaviour(source).kind}`;
}

const wrong = new Uint8Array(32).fill(7);

describe("another history on the chain", () => {
  it("is refused at its head, and proven", async () => {
    firm.batch(20);
    firm.batch(20);
    anchor(firm.entries.length - 21, wrong);
    expect(await diverges()).toBe("chain_diverged");
    expect(await proofHolds()).toBe("DIVERGED off_chain");
    expect(await auditor.context.memory.cosigned(null)).toBeNull();
  });

  it("is refused at the newest size, and proven", async () => {
    firm.batch(20);
    anchor(firm.entries.length, wrong);
    expect(await diverges()).toBe("chain_diverged");
    expect(await proofHolds()).toBe("DIVERGED off_chain");
  });

  it("is refused at any size that was anchored, also long ago", async () => {
    const sizes: number[] = [];
    for (let i = 0; i < 30; i++) {
      firm.batch(3);
      sizes.push(firm.entries.length);
    }
    for (const [i, size] of sizes.entries()) anchor(size, i === 4 ? wrong : firm.root(size));
    expect(await diverges()).toBe("chain_diverged");
    expect(await proofHolds()).toBe("DIVERGED off_chain");
  });

  it("is refused where the contract says something else than its event", async () => {
    firm.batch(20);
    const size = anchor();
    firm.batch(20);
    anchor();
    const { rootAt } = chain;
    chain.rootAt = async (asked) =>
      asked === size ? `0x${"07".repeat(32)}` : rootAt.call(chain, asked);
    expect(await diverges()).toBe("chain_diverged");
  });

  it("is refused at a size that the log never sealed", async () => {
    firm.batch(20);
    anchor(7);
    expect(await round()).toBe("ok");
    firm.batch(20);
    anchor(11, wrong);
    expect(await diverges()).toBe("chain_diverged");
  });

  it("that comes where the first was final is refused", async () => {
    firm.batch(20);
    const size = anchor();
    expect(await round()).toBe("ok");
    chain.anchors.length = 0;
    chain.anchor(size, wrong);
    expect(await diverges()).toBe("chain_diverged");
  });

  it("is no finding where one answer of the node was wrong", async () => {
    firm.batch(20);
    const size = anchor();
    const { rootAt } = chain;
    const { look } = chain;
    for (let i = 0; i < 3; i++) {
      chain.look = async () => ({
        ...(await look.call(chain)),
        head: { size, root: `0x${"07".repeat(32)}` },
      });
      expect(await round()).toBe("chain_differs");
      place.clock.advance(GRACE - 1);
      await reopen();
      expect(await round()).toBe("chain_differs");
      expect(auditor.shouted).toEqual([]);
      chain.look = look;
      chain.rootAt = rootAt;
      expect(await round()).toBe("ok");
      place.clock.advance(GRACE);
    }
    expect(auditor.shouted).toEqual([]);
  });

  it("is refused also where the node lists no logs", async () => {
    firm.batch(20);
    anchor(firm.entries.length, wrong);
    chain.silent = true;
    expect(await diverges()).toBe("chain_diverged");
  });
});

describe("a dropped tail", () => {
  const anchored = async (): Promise<void> => {
    firm.batch(20);
    anchor();
    expect(await round()).toBe("ok");
  };

  it("is waited for, and then refused: the chain holds what the log does not serve", async () => {
    await anchored();
    const longer = firm.fork();
    longer.batch(5);
    chain.anchor(longer.entries.length, longer.root());
    expect(await round()).toBe("tail_missing");
    place.clock.advance(GRACE - 1);
    await reopen();
    expect(await round()).toBe("tail_missing");
    place.clock.advance(1);
    expect(await round()).toBe("dropped_tail");
    const { evidence } = JSON.parse(readFileSync(auditor.shouted[0]?.file as string, "utf8"));
    expect(evidence).toMatchObject({ chainHead: longer.entries.length });
    expect(auditor.shouted[0]?.proof).toBeNull();
  });

  it("is waited for, and then refused: the key has signed what is not served any more", async () => {
    await anchored();
    const { served } = firm;
    firm.batch(20);
    expect(await round()).toBe("ok");
    firm.served = served;
    expect(await round()).toBe("tail_missing");
    place.clock.advance(GRACE);
    expect(await round()).toBe("dropped_tail");
    const { evidence } = JSON.parse(readFileSync(auditor.shouted[0]?.file as string, "utf8"));
    expect(evidence.checkpoints).toEqual([...firm.notes.values()].reverse());
  });

  it.each(["bundle", "tile"] as const)(
    "is refused, too, where it was never taken over because of a %s that is missing",
    async (method) => {
      await anchored();
      const { served } = firm;
      firm.batch(600);
      const missing = () => Promise.reject(new SourceFailure("missing", "entries"));
      Object.assign(firm.source, { [method]: missing });
      expect(await round()).toBe("log_wrong");
      firm.served = served;
      expect(await round()).toBe("tail_missing");
      place.clock.advance(GRACE);
      expect(await round()).toBe("dropped_tail");
    },
  );

  it("is forgotten when the log has caught up, and begins anew another time", async () => {
    await anchored();
    for (let i = 0; i < 3; i++) {
      const { served } = firm;
      firm.batch(20);
      expect(await round()).toBe("ok");
      const newest = firm.served;
      firm.served = served;
      expect(await round()).toBe("tail_missing");
      place.clock.advance(GRACE - 1);
      expect(await round()).toBe("tail_missing");
      firm.served = newest;
      expect(await round()).toBe("ok");
    }
  });

  it("is doubted anew by who has not looked for long: stopped, asleep, or without the chain", async () => {
    await anchored();
    const { served } = firm;
    firm.batch(20);
    expect(await round()).toBe("ok");
    firm.served = served;
    expect(await round()).toBe("tail_missing");
    place.clock.advance(50 * GRACE);
    await reopen();
    expect(await round()).toBe("tail_missing");
    chain.failing = new RpcRejected(-32000, "away", null);
    for (let i = 0; i < 4; i++) {
      place.clock.advance(GRACE / 2);
      expect(await round()).toBe("chain_unreachable");
    }
    chain.failing = null;
    for (let i = 0; i < 4; i++) {
      expect(await round()).toBe("tail_missing");
      place.clock.advance(GRACE / 4);
    }
    expect(await round()).toBe("dropped_tail");
  });

  it("does not grow younger when the clock is set back", async () => {
    await anchored();
    firm.batch(20);
    const { served } = firm;
    expect(await round()).toBe("ok");
    firm.served = 21;
    expect(await round()).toBe("tail_missing");
    place.clock.advance(-5 * GRACE);
    expect(await round()).toBe("tail_missing");
    place.clock.advance(GRACE);
    expect(await round()).toBe("dropped_tail");
    expect(served).toBeGreaterThan(21);
  });
});

describe("a chain that was rewritten", () => {
  async function rewritten(change: () => void): Promise<void> {
    firm.batch(20);
    anchor();
    expect(await round()).toBe("ok");
    change();
    chain.mine(10);
  }

  it.each([
    ["without the anchor", () => chain.anchors.splice(0)],
    ["without the contract", () => (chain.registered = false)],
  ])("%s is waited for, and then refused", async (_, change) => {
    await rewritten(() => {
      change();
      chain.anchors.splice(0);
    });
    expect(await round()).toBe("anchor_missing");
    place.clock.advance(GRACE - 1);
    await reopen();
    expect(await round()).toBe("anchor_missing");
    place.clock.advance(1);
    expect(await round()).toBe("chain_rewritten");
  });

  it("and had the same anchored anew is none", async () => {
    await rewritten(() => chain.anchors.splice(0));
    expect(await round()).toBe("anchor_missing");
    anchor();
    place.clock.advance(2 * GRACE);
    expect(await round()).toBe("ok");
  });

  it("is none where the node only lags", async () => {
    await rewritten(() => undefined);
    expect(await round()).toBe("ok");
    const { latest } = chain;
    chain.latest = 50;
    const anchors = chain.anchors.splice(0);
    expect(await round()).toBe("chain_behind");
    place.clock.advance(10 * GRACE);
    expect(await round()).toBe("chain_behind");
    chain.latest = latest;
    chain.anchors.push(...anchors);
    expect(await round()).toBe("ok");
  });

  it("is none where the anchor was never final", async () => {
    firm.batch(20);
    chain.anchor(firm.entries.length, firm.root());
    expect(await round()).toBe("ok");
    chain.anchors.splice(0);
    chain.mine(5);
    expect(await round()).toBe("ok");
  });
});

describe("what was anchored", () => {
  it("is asked about once when it is final, and again until then", async () => {
    firm.batch(20);
    for (const size of [3, 5, 8]) anchor(size);
    anchor();
    expect(await round()).toBe("ok");
    const before = chain.questions;
    expect(await round()).toBe("ok");
    // The head, the final anchor, and the newest blocks.
    expect(chain.questions - before).toBe(3);
    firm.batch(3);
    chain.anchor(firm.entries.length, firm.root());
    await round();
    const asked = chain.questions;
    await round();
    expect(chain.questions - asked).toBe(4);
  });

  it("is cosigned also where the round in which it was told did not come to its end", async () => {
    const sizes: number[] = [];
    for (let i = 0; i < 3; i++) {
      firm.batch(20);
      sizes.push(anchor());
    }
    firm.batch(20);
    const { checkpointAt } = firm.source;
    const broken = async (): Promise<never> => {
      throw new SourceFailure("unreachable", "checkpoint");
    };
    Object.assign(firm.source, { checkpointAt: broken });
    expect(await round()).toBe("log_unreachable");
    Object.assign(firm.source, { checkpointAt });
    await reopen();
    expect(await round()).toBe("ok");
    for (const size of sizes) expect(await auditor.context.memory.cosigned(size)).not.toBeNull();
  });

  it("beyond the log is asked about again when the log has come there", async () => {
    firm.batch(20);
    expect(await round()).toBe("ok");
    const longer = firm.fork();
    longer.batch(5);
    anchor(longer.entries.length, wrong);
    const head = longer.entries.length + 3;
    longer.batch(2);
    expect(longer.entries.length).toBe(head);
    chain.anchor(head, longer.root());
    expect(await round()).toBe("tail_missing");
    Object.assign(firm.source, longer.source);
    expect(await diverges()).toBe("chain_diverged");
  });

  it("is waited for where it is gone the moment it was told", async () => {
    firm.batch(20);
    anchor();
    firm.batch(20);
    const size = anchor();
    const { rootAt } = chain;
    chain.rootAt = async (asked) => (asked === size ? null : rootAt.call(chain, asked));
    expect(await round()).toBe("chain_moving");
    chain.rootAt = rootAt;
    expect(await round()).toBe("ok");
  });

  it("is waited for where a question is refused", async () => {
    firm.batch(20);
    anchor();
    chain.failing = new RpcRejected(-32000, "too many", null);
    expect(await round()).toBe("chain_unreachable");
    chain.failing = null;
    expect(await round()).toBe("ok");
  });
});
