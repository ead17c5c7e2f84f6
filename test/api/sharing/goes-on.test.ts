/** What was signed gets to the chain whatever came between; and what is wrong with one agreement is wrong with that one alone. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { refuse } from "../../../api/anchor/sharing/refusals.ts";
import type { SharingRelay } from "../../../api/anchor/sharing/relay.ts";
import { firmStreams } from "../../../api/consent/firm-streams.ts";
import { Refusal } from "../../../api/core/errors.ts";
import { damagedAgreement, readAgreement } from "../../../api/sharing/agreements.ts";
import { createSharing, type Sharing } from "../../../api/sharing/service.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { foundFirm } from "../../helpers/consents.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { CONTROLLER, RECIPIENT } from "../../helpers/sharing.ts";
import { OFFICER } from "./firm.ts";
import { draftNow, relayOn, sharingOver, walletSigns } from "./signing.ts";

const DAY = 86_400_000;
const WALLETS = { controller: CONTROLLER, recipient: RECIPIENT };

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
  const { block } = await relay.at("newest");
  ledger.clock.advance(Math.max(0, block.time * 1000 - ledger.clock.now()));
});
afterEach(() => ledger.close());

const whole = (time: number): string => new Date(Math.floor(time / 1000) * 1000).toISOString();
const terms = (change: object = {}) =>
  draftNow({
    validFrom: whole(ledger.clock.now() - DAY),
    validUntil: whole(ledger.clock.now() + 300 * DAY),
    ...change,
  });
const begun = async () => (await sharing.draft(terms(), OFFICER)).agreementId;
async function signs(id: string, party: keyof typeof WALLETS, over: Sharing, more: object = {}) {
  const request = await sharing.toSign(id, { what: "terms", party, ...more });
  return over.sign(id, await walletSigns(WALLETS[party], request), OFFICER);
}
const stateOf = async (id: string) => (await sharing.read(id, "en")).versions.at(-1)!.state;
const noError = (error: unknown): never => {
  throw error;
};
const failing = (error: () => Refusal | null): SharingRelay => ({
  ...relay,
  bring(...of) {
    const thrown = error();
    return thrown === null ? relay.bring(...of) : Promise.reject(thrown);
  },
});
const away = new Refusal("chain_unavailable", {});

it("brings a signature also where the agreement was tied to somebody meanwhile", async () => {
  const id = await begun();
  await signs(
    id,
    "controller",
    sharingOver(
      ledger,
      failing(() => away),
    ),
  );
  await sharing.tie(id, { organization: "fourth-coffee" }, OFFICER);
  await sharing.follow(noError);
  expect(await stateOf(id)).toBe("proposed");
});

it.each(["fee_too_high", "gas_too_much"] as const)(
  "brings one that was too dear (%s) once it is not, and says that it waits",
  async (problem) => {
    const id = await begun();
    let isDear = true;
    const market = sharingOver(
      ledger,
      failing(() => (isDear ? refuse(problem, {}) : null)),
    );
    expect(await signs(id, "controller", market)).toMatchObject({
      ...{ state: "signed", waitsFor: "fee", transaction: null },
    });
    await market.follow(() => {});
    isDear = false;
    await market.follow(noError);
    expect(await stateOf(id)).toBe("proposed");
  },
);

it("records what is final, and what has run out, also while a signature cannot be brought", async () => {
  const id = await begun();
  await signs(id, "controller", sharing);
  await signs(id, "recipient", sharing);
  await sharing.change(id, terms({ retention: "P2Y" }), OFFICER);
  const broken = sharingOver(
    ledger,
    failing(() => away),
  );
  await signs(id, "controller", broken);
  ledger.clock.advance(301 * DAY);
  const errors: unknown[] = [];
  expect(await broken.follow((error) => errors.push(error))).toBe(1);
  expect(errors).toEqual([away]);
  const { versions } = await sharing.read(id, "en");
  expect(versions.map(({ state }) => state)).toEqual(["expired", "signed"]);
});

it("can be drafted anew once nobody can agree on it any more: the deadline of what was signed has passed", async () => {
  const id = await begun();
  const deadline = whole(ledger.clock.now() + 3 * DAY);
  await signs(
    id,
    "controller",
    sharingOver(
      ledger,
      failing(() => away),
    ),
    { deadline },
  );
  const change = () => sharing.change(id, terms({ retention: "P2Y" }), OFFICER);
  await expect(change()).rejects.toMatchObject({ details: { problem: "not_draft" } });
  ledger.clock.advance(3 * DAY + 1000);
  expect(await change()).toMatchObject({ version: 1 });
  expect(await stateOf(id)).toBe("draft");
});

it("keeps what is wrong with one agreement to that one", async () => {
  const [first, second] = [await begun(), await begun()];
  const tooLong = new Refusal("stream_too_long", { events: 10_000, limit: null });
  let error: Refusal = tooLong;
  const { ledger: own } = ledger;
  const events: typeof own.events = async (subject, name, ...more) => {
    if (name === `agreement/${first}`) throw error;
    return own.events(subject, name, ...more);
  };
  const read = firmStreams({ ...own, events }, "agreement", readAgreement, damagedAgreement);
  const all = await read();
  expect(all.get(first)).toMatchObject({ versions: [], lost: -1 });
  expect(all.get(second)).toMatchObject({ lost: null });
  // What may be otherwise the next time is not taken for the agreement's.
  error = new Refusal("busy", {});
  const again = firmStreams({ ...own, events }, "agreement", readAgreement, damagedAgreement);
  await expect(again()).rejects.toBe(error);
});

it("is tied to an organization that there is, and to nobody where none is known; and says whose it is", async () => {
  const id = await begun();
  const { ledger: own, clock, consents } = ledger;
  const { chainId, contract } = relay;
  const only = (hasOrganization?: (id: string) => boolean) =>
    createSharing({
      ...{ ledger: own, clock, registry: consents.registry, random: own as never, relay },
      ...{ chain: { chainId, contract }, ...(hasOrganization && { hasOrganization }) },
    });
  const organization = "Jane Roe, jane@example.org";
  for (const none of [only(), only((id) => id === "fourth-coffee")])
    await expect(none.tie(id, { organization }, OFFICER)).rejects.toMatchObject({
      ...{ code: "not_found", details: { what: "organization" } },
    });
  await sharing.tie(id, { organization: "fourth-coffee" }, OFFICER);
  await signs(id, "controller", sharing);
  await signs(id, "recipient", sharing);
  const { block } = await relay.at("newest");
  const now = new Date(Math.max(ledger.clock.now(), block.time * 1000)).toISOString();
  expect(await sharing.inForce(id, now)).toMatchObject({ organization: "fourth-coffee" });
  await sharing.tie(id, { organization: "another" }, OFFICER);
  expect(await sharing.inForce(id, now)).toMatchObject({ organization: "another" });
});
