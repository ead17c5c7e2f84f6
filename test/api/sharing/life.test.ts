/** An agreement from its draft to its end, signed by two wallets, on a chain: what is recorded, what is refused, and what goes on after a restart. */
import type { Wallet } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SharingRelay } from "../../../api/anchor/sharing/relay.ts";
import { readSignature } from "../../../api/anchor/sharing/sign.ts";
import { isRefusal, Refusal } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { messageOf, secondsOf } from "../../../api/sharing/life/place.ts";
import type { SignRequest } from "../../../api/sharing/life/to-sign.ts";
import type { Sharing } from "../../../api/sharing/service.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { foundFirm } from "../../helpers/consents.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";
import {
  addressOf,
  CONTROLLER,
  RECIPIENT,
  STRANGER,
  signLikeAWallet,
} from "../../helpers/sharing.ts";
import { OFFICER } from "./firm.ts";
import { draftNow, relayOn, relayTo, sharingOver, walletSigns } from "./signing.ts";

const DAY = 86_400_000;
const WALLETS = { controller: CONTROLLER, recipient: RECIPIENT };
type Side = keyof typeof WALLETS;

let chain: TestChain;
let ledger: TestLedger;
let relay: SharingRelay;
let sharing: Sharing;
beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());
beforeEach(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  relay = await relayOn(chain, ledger.directory);
  sharing = sharingOver(ledger, relay);
  await catchUp();
});
afterEach(() => ledger.close());

/** The ledger's clock is not behind the chain's. */
async function catchUp(): Promise<void> {
  const { block } = await relay.at("newest");
  ledger.clock.advance(Math.max(0, block.time * 1000 - ledger.clock.now()));
}

const wholeSeconds = (time: number): string =>
  new Date(Math.floor(time / 1000) * 1000).toISOString();
/** Terms in force from yesterday on. */
const terms = (change: object = {}) =>
  draftNow({
    validFrom: wholeSeconds(ledger.clock.now() - DAY),
    validUntil: wholeSeconds(ledger.clock.now() + 300 * DAY),
    ...change,
  });
const begun = async () => (await sharing.draft(terms(), OFFICER)).agreementId;
const asks = (id: string, party: Side, what = "terms", more: object = {}) =>
  sharing.toSign(id, { what, party, ...more });

async function signs(id: string, party: Side, what = "terms", by: Wallet = WALLETS[party]) {
  const signed = await walletSigns(by, await asks(id, party, what));
  return sharing.sign(id, signed, OFFICER);
}
const stateOf = async (id: string) => (await sharing.read(id, "en")).versions.at(-1)!.state;
const eventsOf = async (id: string) =>
  (await sharing.read(id, "en")).steps.map(({ event, version }) => `${version} ${event}`);

function noError(error: unknown): never {
  throw error;
}

/** `problem`, and that both languages have a whole sentence for it. */
async function refusedWith(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw error ?? new Error("it was not refused");
  for (const language of ["en", "zh"] as const) {
    const { detail } = describeRefusal(error, language);
    expect(detail).not.toMatch(/[{}]|undefined/);
    expect(/\p{Script=Han}/u.test(detail)).toBe(language === "zh");
  }
  if (isRefusal(error, "agreement_refused") || isRefusal(error, "sharing_refused"))
    return error.details.problem;
  return error.code;
}

describe("an agreement's life", () => {
  it("is drafted, signed by both, amended, and ended; each step is recorded", async () => {
    const id = await begun();
    const first = await signs(id, "controller");
    expect(first).toMatchObject({ version: 1, state: "proposed", waitsFor: null });
    expect((await sharing.read(id, "en")).inForce).toBe(null);
    const second = await signs(id, "recipient");
    expect(second).toMatchObject({ version: 1, state: "active" });
    await catchUp();
    const active = await sharing.read(id, "en");
    expect(active.inForce).toBe(1);
    expect(active.steps.at(-1)).toMatchObject({
      ...{ event: "activated", actor: { id: "ledger", role: "system" } },
      transaction: { chainId: 31_337, contract: relay.contract, ...second.transaction },
    });

    const { version } = await sharing.change(id, terms({ retention: "P2Y" }), OFFICER);
    expect(version).toBe(2);
    await signs(id, "recipient");
    await signs(id, "controller");
    await catchUp();
    const amended = await sharing.read(id, "en");
    expect([amended.inForce, amended.versions.map(({ state }) => state)]).toEqual([
      2,
      ["replaced", "active"],
    ]);
    const final = await relay.at("final");
    expect(await final.versionAt(amended.agreement, final.block.time)).toBe(2);

    expect(await signs(id, "recipient", "termination")).toMatchObject({ state: "terminated" });
    await catchUp();
    expect((await sharing.read(id, "en")).inForce).toBe(null);
    expect(await eventsOf(id)).toEqual([
      ...["1 drafted", "1 signed-controller", "1 proposed", "1 signed-recipient", "1 activated"],
      ...["2 drafted", "2 signed-recipient", "2 proposed", "2 signed-controller", "2 activated"],
      "2 terminated",
    ]);
    expect(await refusedWith(sharing.change(id, terms(), OFFICER))).toBe("ended");
    expect(await refusedWith(asks(id, "controller"))).toBe("ended");
  });

  it("is taken back before both have signed, and drafted anew", async () => {
    const id = await begun();
    await signs(id, "controller");
    expect(await signs(id, "recipient", "withdrawal")).toMatchObject({ state: "withdrawn" });
    expect(await refusedWith(asks(id, "controller"))).toBe("not_open");
    await sharing.change(id, terms({ retention: "P3Y" }), OFFICER);
    await signs(id, "controller");
    expect(await signs(id, "recipient")).toMatchObject({ version: 1, state: "active" });
  });

  it("runs out by itself, and can be followed", async () => {
    const id = await begun();
    await signs(id, "controller");
    await signs(id, "recipient");
    ledger.clock.advance(301 * DAY);
    expect(await sharing.follow(noError)).toBe(1);
    expect([await stateOf(id), (await sharing.read(id, "en")).inForce]).toEqual(["expired", null]);
    expect(await sharing.follow(noError)).toBe(0);
  });
});

describe("what comes again, or from elsewhere", () => {
  it("does nothing twice", async () => {
    const id = await begun();
    const signed = await walletSigns(CONTROLLER, await asks(id, "controller"));
    await sharing.sign(id, signed, OFFICER, "key");
    const block = (await relay.at("newest")).block.number;
    const again = await sharing.sign(id, signed, OFFICER, "key");
    expect(again).toMatchObject({ state: "proposed", transaction: null });
    expect(await sharing.sign(id, signed, OFFICER)).toEqual(again);
    expect((await relay.at("newest")).block.number).toBe(block);
    expect(await eventsOf(id)).toHaveLength(3);
    const end = await walletSigns(RECIPIENT, await asks(id, "recipient", "termination"));
    await sharing.sign(id, end, OFFICER);
    expect(await sharing.sign(id, end, OFFICER)).toMatchObject({ state: "terminated" });
  });

  it("of two at a time is recorded once", async () => {
    const id = await begun();
    const signed = await walletSigns(CONTROLLER, await asks(id, "controller"));
    await Promise.all([1, 2, 3].map(() => sharing.sign(id, signed, OFFICER).catch(() => null)));
    await sharing.follow(noError);
    expect(await eventsOf(id)).toEqual(["1 drafted", "1 signed-controller", "1 proposed"]);
  });

  it("is recorded when others brought it to the chain, once it is final", async () => {
    const id = await begun();
    const strangers = await relayTo(chain, ledger.directory, relay.contract, null);
    const elsewhere = sharingOver(ledger, strangers);
    const request = await asks(id, "controller");
    await elsewhere.sign(id, await walletSigns(CONTROLLER, request), OFFICER);
    expect(await eventsOf(id)).toEqual(["1 drafted", "1 signed-controller"]);
    await chain.mine(2);
    expect(await sharing.follow(noError)).toBe(1);
    expect(await stateOf(id)).toBe("proposed");
  });

  it("goes on after a restart with what was recorded and not brought", async () => {
    const id = await begun();
    const down: SharingRelay = {
      ...relay,
      bring: () => Promise.reject(new Refusal("chain_unavailable", {})),
    };
    const signed = await walletSigns(CONTROLLER, await asks(id, "controller"));
    expect(await sharingOver(ledger, down).sign(id, signed, OFFICER)).toMatchObject({
      ...{ state: "signed", transaction: null, waitsFor: "chain" },
    });
    const after = sharingOver(ledger, await relayTo(chain, ledger.directory, relay.contract));
    expect(await after.follow(noError)).toBe(1);
    expect(await stateOf(id)).toBe("proposed");
    expect(await after.follow(noError)).toBe(0);
    sharing = sharingOver(ledger, relay);
    expect(await signs(id, "recipient")).toMatchObject({ state: "active" });
  });
});

describe("the newest block", () => {
  /** Signs for the party past this ledger, so that it hears of it by the chain alone; nothing becomes final by that. */
  async function elsewhere(id: string, party: Side, what: string): Promise<void> {
    const strangers = await relayTo(chain, ledger.directory, relay.contract, null);
    const signed = await walletSigns(WALLETS[party], await asks(id, party, what));
    const { salt } = await sharing.read(id, "en");
    await strangers.bring(readSignature(signed), salt);
  }
  const givenNow = async (id: string) => {
    const said = await sharing.inForce(id, new Date(ledger.clock.now()).toISOString());
    return said instanceof Refusal ? said.details : said.version;
  };

  it("ends what is given before the end is final, and the record of it comes with that", async () => {
    const id = await begun();
    for (const party of ["controller", "recipient"] as const) await signs(id, party);
    await catchUp();
    expect(await givenNow(id)).toBe(1);
    await elsewhere(id, "recipient", "termination");
    expect(await sharing.follow(noError)).toBe(0);
    expect(await givenNow(id)).toEqual({ term: "termination" });
    const told = await sharing.read(id, "en");
    expect([told.ahead, await stateOf(id)]).toEqual([
      { isEnded: true, unknownVersions: [] },
      "active",
    ]);
    // After a start it is asked before anything is given; where nobody answers, nothing is.
    const fresh = sharingOver(ledger, relay);
    const now = new Date(ledger.clock.now()).toISOString();
    expect(await fresh.inForce(id, now)).toMatchObject({ details: { term: "termination" } });
    const down = { ...relay, at: () => Promise.reject(new Refusal("chain_unavailable", {})) };
    await expect(sharingOver(ledger, down).inForce(id, now)).rejects.toMatchObject({
      code: "chain_unavailable",
    });
    await chain.mine(2);
    expect(await sharing.follow(noError)).toBe(1);
    expect(await stateOf(id)).toBe("terminated");
  });

  it("ends what is given where a version was agreed over terms that were never drafted here", async () => {
    const id = await begun();
    for (const party of ["controller", "recipient"] as const) await signs(id, party);
    await catchUp();
    const { versions, salt } = await sharing.read(id, "en");
    const known = messageOf(versions[0]!.terms, 2, secondsOf(versions[0]!.terms.validUntil) - 1);
    const message = { ...known, version: 2, termsHash: `0x${"ab".repeat(32)}` };
    const { chainId, contract } = relay;
    const toSign = { chainId, contract, kind: "Terms", message } as const;
    const through = await relayTo(chain, ledger.directory, contract, null);
    for (const wallet of [CONTROLLER, RECIPIENT]) {
      const signature = await signLikeAWallet(wallet, toSign);
      await through.bring({ by: addressOf(wallet), signature, toSign }, salt);
    }
    expect(sharing.strange()).toBe(0);
    await sharing.follow(noError);
    expect(await givenNow(id)).toEqual({ term: "version", version: 2 });
    expect(sharing.strange()).toBe(1);
    expect((await sharing.read(id, "en")).ahead).toEqual({ isEnded: false, unknownVersions: [2] });
    const refused = new Refusal("outside_terms", { term: "version", version: 2 });
    expect(describeRefusal(refused, "en").detail).toContain("Version 2 was agreed");
    expect(describeRefusal(refused, "zh").detail).toContain("第 2 版");
  });
});

describe("a signature is refused, and nothing recorded,", () => {
  type Change = (request: SignRequest) => object;
  const inMessage =
    (change: object): Change =>
    ({ typedData }) => ({
      typedData: { ...typedData, message: { ...typedData.message, ...change } },
    });
  const inDomain =
    (change: object): Change =>
    ({ typedData }) => ({
      typedData: { ...typedData, domain: { ...typedData.domain, ...change } },
    });

  it.each<[string, Change, string]>([
    ["for another chain", inDomain({ chainId: 1 }), "other_chain"],
    [
      "for another contract",
      inDomain({ verifyingContract: `0x${"c1".repeat(20)}` }),
      "other_contract",
    ],
    ["for another agreement", inMessage({ agreement: `0x${"a1".repeat(32)}` }), "other_draft"],
    ["for another version", inMessage({ version: 2 }), "wrong_version"],
    ["for another proposal", inMessage({ proposal: 2 }), "wrong_proposal"],
    ["for other terms", inMessage({ termsHash: `0x${"ab".repeat(32)}` }), "other_draft"],
    ["for another time", inMessage({ validFrom: 1 }), "other_draft"],
    ["after the deadline", inMessage({ deadline: 1 }), "deadline_passed"],
  ])("%s", async (_, change, problem) => {
    const id = await begun();
    const request = await asks(id, "controller");
    const { digestOf, readTypedData } = await import("../../../api/anchor/sharing/typed-data.ts");
    const changed = { ...request, ...change(request) } as SignRequest;
    const toSign = readTypedData(changed.typedData);
    const { agreement } = toSign.message;
    const whole = { ...changed, agreement, digest: digestOf(toSign) };
    const signed = await walletSigns(CONTROLLER, whole);
    expect(await refusedWith(sharing.sign(id, signed, OFFICER))).toBe(problem);
    expect(await eventsOf(id)).toEqual(["1 drafted"]);
  });

  it("of the wrong party, of a stranger, and of something else", async () => {
    const id = await begun();
    const by = (wallet: Wallet) => signs(id, "controller", "terms", wallet);
    expect(await refusedWith(by(RECIPIENT))).toBe("wrong_signer");
    expect(await refusedWith(by(STRANGER))).toBe("invalid_signature");
    const request = await asks(id, "controller");
    const other = await walletSigns(CONTROLLER, request);
    const account = STRANGER.address.toLowerCase();
    expect(await refusedWith(sharing.sign(id, { ...other, by: account }, OFFICER))).toBe(
      "not_party",
    );
    const digest = `0x${"00".repeat(32)}`;
    expect(await refusedWith(sharing.sign(id, { ...other, digest }, OFFICER))).toBe("other_digest");
    expect(await refusedWith(sharing.sign(id, {}, OFFICER))).toBe("bad_member");
    expect(await eventsOf(id)).toEqual(["1 drafted"]);
  });

  it("of a termination that the other party has signed", async () => {
    const id = await begun();
    await signs(id, "controller");
    expect(await refusedWith(signs(id, "controller", "termination", RECIPIENT))).toMatch(
      /wrong_signer|invalid_signature/,
    );
    expect(await stateOf(id)).toBe("proposed");
  });

  it("where a party's signature is forged that the chain has already", async () => {
    const id = await begun();
    const request = await asks(id, "controller");
    await signs(id, "controller");
    const forged = { ...request, signature: `0x${"5e".repeat(64)}1b` };
    expect(await refusedWith(sharing.sign(id, forged, OFFICER))).toBe("invalid_signature");
    expect(await eventsOf(id)).toEqual(["1 drafted", "1 signed-controller", "1 proposed"]);
  });

  it("where the terms were drafted anew since", async () => {
    const id = await begun();
    const signed = await walletSigns(CONTROLLER, await asks(id, "controller"));
    await sharing.change(id, terms({ retention: "P5Y" }), OFFICER);
    expect(await refusedWith(sharing.sign(id, signed, OFFICER))).toBe("other_draft");
  });
});

describe("what is to be signed", () => {
  it("is for the second what the first has signed", async () => {
    const id = await begun();
    const first = await asks(id, "controller", "terms", {
      deadline: wholeSeconds(ledger.clock.now() + 3 * DAY),
    });
    await sharing.sign(id, await walletSigns(CONTROLLER, first), OFFICER);
    expect((await asks(id, "recipient")).digest).toBe(first.digest);
  });

  it("is nothing where there is nothing to take back or to end", async () => {
    const id = await begun();
    expect(await refusedWith(asks(id, "controller", "withdrawal"))).toBe("unknown_agreement");
    expect(await refusedWith(asks(id, "controller", "termination"))).toBe("unknown_agreement");
    expect(await refusedWith(sharing.toSign(id, { what: "all" }))).toBe("invalid_record");
    expect(await refusedWith(asks("0".repeat(40), "controller"))).toBe("not_found");
    await signs(id, "controller");
    await signs(id, "recipient");
    expect(await refusedWith(asks(id, "controller", "withdrawal"))).toBe("nothing_proposed");
    expect(await refusedWith(asks(id, "controller"))).toBe("not_open");
  });
});
