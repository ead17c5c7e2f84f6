/** What is given follows the contract at its newest block, or nothing is given; and what one party does there keeps nobody from seeing what the other did. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refuse } from "../../../api/anchor/sharing/refusals.ts";
import type { SharingRelay } from "../../../api/anchor/sharing/relay.ts";
import { type PartySignature, readSignature } from "../../../api/anchor/sharing/sign.ts";
import type { SharingView } from "../../../api/anchor/sharing/view.ts";
import { Refusal } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { saltOf } from "../../../api/sharing/agreement-id.ts";
import { createDelivery } from "../../../api/sharing/delivery/service.ts";
import { KNOWN_FOR_MS } from "../../../api/sharing/life/newest.ts";
import { messageOf, secondsOf } from "../../../api/sharing/life/place.ts";
import { createSharing, type Sharing } from "../../../api/sharing/service.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { foundFirm } from "../../helpers/consents.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { seededRandom } from "../../helpers/repeatable.ts";
import { addressOf, CONTROLLER, RECIPIENT, signLikeAWallet } from "../../helpers/sharing.ts";
import { askOf, chainStep, ORGANIZATION, personOf } from "./delivery/shared.ts";
import { OFFICER } from "./firm.ts";
import { draftNow, relayOn, relayTo, sharingOver, walletSigns } from "./signing.ts";

const DAY = 86_400_000;
const WALLETS = { controller: CONTROLLER, recipient: RECIPIENT };
type Side = keyof typeof WALLETS;
const SIDES: readonly Side[] = ["controller", "recipient"];

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

async function catchUp(): Promise<void> {
  const { block } = await relay.at("newest");
  ledger.clock.advance(Math.max(0, block.time * 1000 - ledger.clock.now()));
}
const whole = (time: number): string => new Date(Math.floor(time / 1000) * 1000).toISOString();
const terms = (change: object = {}) =>
  draftNow({
    validFrom: whole(ledger.clock.now() - DAY),
    validUntil: whole(ledger.clock.now() + 300 * DAY),
    ...change,
  });
const begun = async () => (await sharing.draft(terms(), OFFICER)).agreementId;
const signedBy = async (id: string, party: Side, what = "terms") =>
  walletSigns(WALLETS[party], await sharing.toSign(id, { what, party }));
const signs = async (id: string, party: Side, what = "terms", over: Sharing = sharing) =>
  over.sign(id, await signedBy(id, party, what), OFFICER);

async function active(): Promise<string> {
  const id = await begun();
  for (const party of SIDES) await signs(id, party);
  await catchUp();
  await sharing.tie(id, { organization: ORGANIZATION }, OFFICER);
  return id;
}

/** Past this ledger, and not final by that. */
async function elsewhere(id: string, signature: PartySignature): Promise<void> {
  const strangers = await relayTo(chain, ledger.directory, relay.contract, null);
  await strangers.bring(signature, saltOf(id));
}

const noError = (error: unknown): never => {
  throw error;
};
const stateOf = async (id: string) => (await sharing.read(id, "en")).versions.at(-1)!.state;
const eventsOf = async (id: string) => (await sharing.read(id, "en")).steps.map((s) => s.event);
const over = (change: Partial<SharingRelay>): Sharing =>
  sharingOver(ledger, { ...relay, ...change });
const withView =
  (change: (view: SharingView) => Partial<SharingView>): SharingRelay["at"] =>
  async (which) => {
    const view = await relay.at(which);
    return { ...view, ...change(view) };
  };
const unavailable = () => Promise.reject(new Refusal("chain_unavailable", {}));

/** The version, or why none: as delivery asks. */
async function given(id: string, from: Sharing = sharing): Promise<unknown> {
  const said = await from
    .inForce(id, new Date(ledger.clock.now()).toISOString())
    .catch((error: unknown) => error);
  if (!(said instanceof Refusal)) return (said as { version: number }).version;
  for (const language of ["en", "zh"] as const)
    expect(describeRefusal(said, language).detail).not.toMatch(/[{}]|undefined/);
  return said.details;
}

describe("nothing is given where nobody knows how the agreement stands", () => {
  it("right after a start, and once what was heard is old, while the chain is away", async () => {
    const id = await active();
    await personOf(ledger);
    await ledger.seal();
    let isAway = false;
    const node = over({ at: (which) => (isAway ? unavailable() : relay.at(which)) });
    const { ledger: own, consents, clock, issuer } = ledger;
    const delivery = createDelivery({
      ledger: own,
      consents,
      clock,
      issuer,
      inForce: node.inForce,
      wasGiven: async () => false,
    });
    isAway = true;
    const unknown = { code: "chain_unavailable", details: { agreement: "not_answered" } };
    await expect(delivery.page(askOf({ agreementId: id }))).rejects.toMatchObject(unknown);
    isAway = false;
    expect((await delivery.page(askOf({ agreementId: id }))).records).toHaveLength(1);
    isAway = true;
    ledger.clock.advance(KNOWN_FOR_MS - 1);
    expect((await delivery.page(askOf({ agreementId: id }))).records).toHaveLength(1);
    ledger.clock.advance(1);
    await expect(delivery.page(askOf({ agreementId: id }))).rejects.toMatchObject(unknown);
    isAway = false;
    expect((await delivery.page(askOf({ agreementId: id }))).records).toHaveLength(1);
  });

  it("with another contract, and with none, and the alarm is on", async () => {
    const id = await active();
    await sharing.follow(noError);
    expect([await given(id), sharing.unfollowed()]).toEqual([1, 0]);
    const moved = sharingOver(ledger, await relayOn(chain, ledger.directory));
    expect(await given(id, moved)).toEqual({ agreement: "other_contract" });
    const { ledger: own, clock, consents } = ledger;
    const none = createSharing({
      ...{ ledger: own, clock, registry: consents.registry, random: seededRandom("none") },
      ...{ chain: null, relay: null },
    });
    expect(await given(id, none)).toEqual({ agreement: "no_chain" });
    for (const one of [moved, none]) {
      expect([await one.follow(noError), one.unfollowed()]).toEqual([0, 1]);
    }
    // What has run out is recorded all the same.
    ledger.clock.advance(301 * DAY);
    expect([await none.follow(noError), await stateOf(id)]).toEqual([1, "expired"]);
    await none.follow(noError);
    expect(none.unfollowed()).toBe(0);
  });

  it("by a node that has stopped, is behind, or has lost what was final", async () => {
    const id = await active();
    const { block } = await relay.at("newest");
    ledger.clock.advance(block.time * 1000 + 600_000 - ledger.clock.now());
    const longestSilence = 600_000;
    expect(await given(id, over({ longestSilence }))).toBe(1);
    ledger.clock.advance(1);
    expect(await given(id, over({ longestSilence }))).toEqual({ agreement: "not_answered" });

    let behind = 0;
    const several = over({
      at: withView(({ block }) => ({ block: { ...block, number: block.number - behind } })),
    });
    expect(await given(id, several)).toBe(1);
    behind = 1;
    ledger.clock.advance(KNOWN_FOR_MS);
    expect(await given(id, several)).toEqual({ agreement: "not_answered" });

    const unheard = refuse("unknown_agreement", {});
    const reset = over({ at: withView(() => ({ agreement: () => Promise.reject(unheard) })) });
    expect(await given(id, reset)).toEqual({ agreement: "other_state" });
    const empty = over({
      at: withView(() => ({ agreement: () => Promise.reject(refuse("no_contract", {})) })),
    });
    expect(await given(id, empty)).toEqual({ agreement: "not_answered" });
    const failures: unknown[] = [];
    for (let i = 0; i < 3; i++) await empty.follow((error) => failures.push(error));
    expect([failures.length, empty.unfollowed()]).toEqual([3, 1]);
  });
});

describe("an end counts at once", () => {
  it("in a block that is not final, whoever brought it", async () => {
    const id = await active();
    expect(await given(id)).toBe(1);
    const slow = sharingOver(ledger, await relayTo(chain, ledger.directory, relay.contract, null));
    expect(await given(id, slow)).toBe(1);
    await signs(id, "controller", "termination", slow);
    expect([await given(id, slow), await stateOf(id)]).toEqual([{ term: "termination" }, "active"]);
  });

  it("with the signature, when no block has it yet; and it is brought again until one has", async () => {
    const id = await active();
    let isAway = true;
    const node = over({ bring: (...of) => (isAway ? unavailable() : relay.bring(...of)) });
    expect(await given(id, node)).toBe(1);
    await expect(signs(id, "recipient", "termination", node)).rejects.toMatchObject({
      code: "chain_unavailable",
    });
    expect(await given(id, node)).toEqual({ term: "termination" });
    const errors: unknown[] = [];
    await node.follow((error) => errors.push(error));
    expect([errors.length, await given(id, node)]).toEqual([1, { term: "termination" }]);
    isAway = false;
    await node.follow(noError);
    expect(await stateOf(id)).toBe("terminated");
  });

  it("no longer where the contract does not take that signature any more", async () => {
    const id = await active();
    let problem: "fee_too_high" | "deadline_passed" = "fee_too_high";
    const node = over({ bring: () => Promise.reject(refuse(problem, {})) });
    const end = await signedBy(id, "recipient", "termination");
    await expect(node.sign(id, end, OFFICER)).rejects.toThrow();
    expect(await given(id, node)).toEqual({ term: "termination" });
    problem = "deadline_passed";
    await node.follow(noError);
    expect(await given(id, node)).toBe(1);
    await expect(node.sign(id, end, OFFICER)).rejects.toThrow();
    expect(await given(id, node)).toBe(1);
  });

  it("recorded of a block whose time is ahead of the ledger's clock", async () => {
    const id = await active();
    // The newest block says nothing of it.
    expect(await given(id)).toBe(1);
    const time = new Date(ledger.clock.now() + 3_600_000).toISOString();
    await chainStep(ledger, sharing, id, "terminated", { time });
    expect(await given(id)).toEqual({ term: "termination" });
  });
});

describe("what is agreed on the chain under a draft's hash", () => {
  type Message = ReturnType<typeof messageOf>;
  it.each<[string, (drafted: Message) => Partial<Message>]>([
    ["another end", ({ validUntil }) => ({ validUntil: validUntil - 1 })],
    ["another beginning", ({ validFrom }) => ({ validFrom: validFrom - 1 })],
    ["another ledger", () => ({ ledgerId: `0x${"99".repeat(32)}` })],
  ])("with %s is not in force here, and told", async (_, change) => {
    const id = await begun();
    const draft = (await sharing.read(id, "en")).versions[0]!.terms;
    const drafted = messageOf(draft, 1, Math.floor(ledger.clock.now() / 1000) + 86_400);
    const message = { ...drafted, ...change(drafted) };
    const { chainId, contract } = relay;
    const toSign = { chainId, contract, kind: "Terms", message } as const;
    for (const wallet of [CONTROLLER, RECIPIENT]) {
      const signature = await signLikeAWallet(wallet, toSign);
      await relay.bring({ by: addressOf(wallet), signature, toSign }, saltOf(id));
    }
    await sharing.follow(noError);
    await sharing.tie(id, { organization: ORGANIZATION }, OFFICER);
    expect(await eventsOf(id)).not.toContain("activated");
    expect([await given(id), sharing.strange()]).toEqual([{ term: "signatures" }, 1]);
    expect((await sharing.read(id, "en")).ahead?.unknownVersions).toEqual([1]);
    // Nor where it was recorded before anybody held it against its terms.
    await chainStep(ledger, sharing, id, "activated", {
      time: new Date(ledger.clock.now()).toISOString(),
    });
    expect(await given(id, sharingOver(ledger, relay))).toEqual({ term: "version", version: 1 });
  });
});

describe("one party alone", () => {
  it("hides no end by filling the history, which is read on a part at a time", async () => {
    const id = await active();
    const { versions } = await sharing.read(id, "en");
    const until = secondsOf(versions[0]!.terms.validUntil) - 1;
    for (const proposal of [2, 3, 4]) {
      const known = messageOf(versions[0]!.terms, proposal, until);
      const message = { ...known, version: 2, termsHash: `0x${"ab".repeat(32)}` };
      const { chainId, contract } = relay;
      const toSign = { chainId, contract, kind: "Terms", message } as const;
      const signature = await signLikeAWallet(RECIPIENT, toSign);
      await elsewhere(id, { by: addressOf(RECIPIENT), signature, toSign });
    }
    const tooMany = refuse("events_not_listed", {});
    const flooded = over({
      at: withView((view) => ({
        events: () => Promise.reject(refuse("too_many", {})),
        part: (agreement, asked) =>
          asked.names.includes("Proposed") ? Promise.reject(tooMany) : view.part(agreement, asked),
      })),
    });
    await signs(id, "controller", "termination", flooded);
    expect(await eventsOf(id)).toContain("terminated");
    const errors: unknown[] = [];
    await flooded.follow((error) => errors.push(error));
    expect(errors).toEqual([tooMany]);
    expect(await given(id, flooded)).toEqual({ term: "termination" });
  });

  it("lengthens no agreement by proposing one draft again and again", async () => {
    const id = await begun();
    const { versions } = await sharing.read(id, "en");
    const propose = async (proposal: number) => {
      const deadline = secondsOf(versions[0]!.terms.validUntil) - 1;
      const message = messageOf(versions[0]!.terms, proposal, deadline);
      const { chainId, contract } = relay;
      const toSign = { chainId, contract, kind: "Terms", message } as const;
      const signature = await signLikeAWallet(RECIPIENT, toSign);
      await elsewhere(id, { by: addressOf(RECIPIENT), signature, toSign });
      await chain.mine(2);
    };
    for (const proposal of [1, 2, 3]) {
      await propose(proposal);
      await sharing.follow(noError);
    }
    expect(await eventsOf(id)).toEqual(["drafted", "proposed"]);
    // That it is taken back is recorded, whichever of them it was.
    const back = readSignature(await signedBy(id, "recipient", "withdrawal"));
    await elsewhere(id, back);
    await chain.mine(2);
    expect(await sharingOver(ledger, relay).follow(noError)).toBe(1);
    expect(await eventsOf(id)).toEqual(["drafted", "proposed", "withdrawn-draft"]);
    await propose(4);
    await sharing.follow(noError);
    expect(await stateOf(id)).toBe("proposed");
  });
});
