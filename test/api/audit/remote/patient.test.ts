/** What an outsider's audit does about a chain that does not answer, and what it still looks at more than once then. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RpcRejected, RpcUnreachable } from "../../../../api/anchor/rpc.ts";
import { replayPatiently } from "../../../../api/audit/remote/patient.ts";
import { SourceFailure } from "../../../../api/auditor/source.ts";
import { FakeChain, Firm } from "../../auditor/firm.ts";
import { auditorPlace, type OpenedAuditor } from "../../auditor/place.ts";

let place: ReturnType<typeof auditorPlace>;
let firm: Firm;
let chain: FakeChain;
let opened: OpenedAuditor;
let looks: number;
/** The chain was asked since the log was. */
let isAsking: boolean;

beforeEach(async () => {
  place = auditorPlace();
  firm = new Firm();
  chain = new FakeChain();
  looks = 0;
  isAsking = false;
  opened = await place.open({ policy: firm.policy, source: firm.source, chain });
  firm.batch(50);
  chain.anchor(51, firm.root(51));
  chain.mine();
});
afterEach(async () => {
  await opened.close();
  place.remove();
});

const replayed = () => replayPatiently({ ...opened.context, graceMs: 10_000 }, 1);

/** So many questions get this instead of an answer. */
function failNext(count: number, error: Error = new RpcUnreachable("timeout")): void {
  const look = chain.look.bind(chain);
  chain.look = async () => {
    looks += 1;
    isAsking = true;
    if (looks <= count) throw error;
    return look();
  };
}

describe("a chain that does not answer", () => {
  it.each([
    ["once", 1, new RpcUnreachable("timeout")],
    ["twice", 2, new RpcRejected(-32_000, "busy", null)],
  ])("%s is asked again", async (_, count, error) => {
    failNext(count, error);
    expect(await replayed()).toMatchObject({ isChainSilent: false, replayed: { anchors: {} } });
    expect(looks).toBe(count + 1);
  });

  it("three times is left out", async () => {
    failNext(3);
    expect(await replayed()).toMatchObject({ isChainSilent: true, replayed: { anchors: null } });
    expect(looks).toBe(3);
  });
});

describe("without the chain that did not answer", () => {
  /** So many times this is what the log serves as its newest checkpoint. */
  function serveFirst(count: number, other: () => Promise<string>): void {
    const { checkpoint } = firm.source;
    let left = count;
    firm.source.checkpoint = () => {
      const isWithout = !isAsking;
      isAsking = false;
      return isWithout && left-- > 0 ? other() : checkpoint();
    };
  }

  it("an older checkpoint for a moment is waited out", async () => {
    const stale = await firm.source.checkpoint();
    if (stale === null) throw new Error("nothing is served");
    firm.batch(5);
    await replayed();
    failNext(3);
    serveFirst(5, async () => stale);
    const { isChainSilent, replayed: found } = await replayed();
    expect([isChainSilent, found.signed.checkpoint.size]).toEqual([true, 57]);
  });

  it("a wrong answer is asked for as often as with it", async () => {
    const wrong = () => Promise.reject(new SourceFailure("bad_answer", "checkpoint"));
    failNext(3);
    serveFirst(2, wrong);
    expect(await replayed()).toMatchObject({ isChainSilent: true });
  });
});
