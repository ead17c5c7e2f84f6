/** SharingTerms on a real node: every refusal of the contract says what it is about. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AnchorFailure } from "../../../../api/anchor/failures.ts";
import { callFor } from "../../../../api/anchor/sharing/bring.ts";
import type { SharingCall } from "../../../../api/anchor/sharing/client.ts";
import type { TermsMessage, ToSign } from "../../../../api/anchor/sharing/typed-data.ts";
import { loadWallet } from "../../../../api/anchor/wallet.ts";
import { messages } from "../../../../api/core/messages.ts";
import {
  addressOf,
  CONTROLLER,
  DAY,
  keyFiles,
  openSharingChain,
  RECIPIENT,
  refused,
  SALT,
  type SharingChain,
  STRANGER,
  signLikeAWallet,
  time,
} from "../../../helpers/sharing.ts";
import { newPlace } from "../../../helpers/store/places.ts";

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

const signed = (message: TermsMessage): ToSign => world.signed(message);
const here = () => ({ chainId: world.sharing.chainId, contract: world.sharing.contract });
const send = (call: SharingCall) => world.sharing.send(call, world.relay);
const sign = signLikeAWallet;
const by = addressOf;
const fresh = () => world.fresh();

describe("terms that nobody could mean are refused by what is wrong with them", () => {
  const ZERO = `0x${"0".repeat(40)}`;
  const NONE = `0x${"0".repeat(64)}`;
  test.each<[string, (now: number) => Partial<TermsMessage>, (now: number) => object]>([
    ["zero_party", () => ({ recipient: ZERO }), () => ({})],
    ["same_party", () => ({ recipient: by(CONTROLLER) }), () => ({ party: by(CONTROLLER) })],
    ["zero_ledger", () => ({ ledgerId: NONE }), () => ({})],
    ["zero_terms_hash", () => ({ termsHash: NONE }), () => ({})],
    [
      "empty_period",
      (now) => ({ validFrom: now, validUntil: now }),
      (now) => ({ validFrom: time(now), validUntil: time(now) }),
    ],
    [
      "period_too_long",
      (now) => ({ validFrom: now, validUntil: now + 3661 * DAY }),
      (now) => ({ validFrom: time(now), validUntil: time(now + 3661 * DAY) }),
    ],
    [
      "deadline_after_end",
      (now) => ({ validUntil: now + DAY, deadline: now + DAY }),
      (now) => ({ deadline: time(now + DAY), validUntil: time(now + DAY) }),
    ],
    [
      "deadline_passed",
      (now) => ({ deadline: now - DAY }),
      (now) => ({ deadline: time(now - DAY), time: expect.any(String) }),
    ],
  ])("%s", async (problem, other, params) => {
    const now = await world.now();
    const { terms, propose } = fresh();
    await expect(propose(terms(1, 1, other(now)))).rejects.toEqual(refused(problem, params(now)));
  });
});

describe("what does not fit how things stand", () => {
  test("wrong_version, wrong_proposal, and who is no party", async () => {
    const { agreement, terms, propose, salt } = fresh();
    await expect(propose(terms(2, 1))).rejects.toEqual(
      refused("wrong_version", { agreement, expected: "1", version: "2" }),
    );
    await expect(propose(terms(1, 2))).rejects.toEqual(
      refused("wrong_proposal", { agreement, expected: "1", proposal: "2" }),
    );
    await expect(propose(terms(1, 1), STRANGER)).rejects.toEqual(
      refused("not_party", { agreement, party: by(STRANGER) }),
    );
    expect(await world.sharing.agreementIdOf({ ...terms(1, 1), salt })).toBe(agreement);
  });

  test("unknown_agreement, nothing_proposed, and a proposal that was replaced", async () => {
    const { agreement, terms, propose, accept } = fresh();
    await expect(accept(terms(1, 1))).rejects.toEqual(refused("unknown_agreement", { agreement }));
    await propose(terms(1, 1));
    await propose(terms(1, 2), RECIPIENT);
    await expect(accept(terms(1, 1))).rejects.toEqual(
      refused("wrong_proposal", { agreement, expected: "2", proposal: "1" }),
    );
    await accept(terms(1, 2), CONTROLLER);
    await expect(accept(terms(1, 2), CONTROLLER)).rejects.toEqual(
      refused("nothing_proposed", { agreement }),
    );
  });

  test("terminated: nothing follows", async () => {
    const { agreement, terms, conclude, propose } = fresh();
    await conclude(terms(1, 1));
    const deadline = (await world.now()) + DAY;
    const message = { agreement, version: 1, party: by(RECIPIENT), deadline };
    const signature = await sign(RECIPIENT, { ...here(), kind: "Termination", message });
    const call: SharingCall = { step: "terminate", ...message, by: message.party, signature };
    await expect(send({ ...call, version: 0 })).rejects.toEqual(
      refused("wrong_version", { agreement, expected: "1", version: "0" }),
    );
    const done = await send(call);
    await expect(propose(terms(2, 2))).rejects.toEqual(
      refused("terminated", { agreement, terminatedAt: time(done.time) }),
    );
    await expect(send(call)).rejects.toEqual(refused("terminated"));
  });
});

describe("signatures that do not hold", () => {
  test("of the wrong party: it is said whose it is", async () => {
    const { terms, propose } = fresh();
    await propose(terms(1, 1));
    const signature = await sign(CONTROLLER, signed(terms(1, 1)));
    await expect(
      send({ step: "accept", terms: terms(1, 1), by: by(CONTROLLER), signature }),
    ).rejects.toEqual(refused("wrong_signer", { expected: by(RECIPIENT), actual: by(CONTROLLER) }));
  });

  test.each<[string, (toSign: ToSign & { kind: "Terms" }) => ToSign]>([
    ["another chain", (toSign) => ({ ...toSign, chainId: 1 })],
    ["another contract", (toSign) => ({ ...toSign, contract: `0x${"9".repeat(40)}` })],
    ["another version", (toSign) => ({ ...toSign, message: { ...toSign.message, version: 2 } })],
    [
      "other terms",
      (toSign) => ({
        ...toSign,
        message: { ...toSign.message, termsHash: `0x${"cd".repeat(32)}` },
      }),
    ],
  ])("for %s", async (_, other) => {
    const { terms, salt } = fresh();
    const toSign = signed(terms(1, 1)) as ToSign & { kind: "Terms" };
    const signature = await sign(CONTROLLER, other(toSign));
    await expect(
      send({ step: "propose", terms: { ...toSign.message, salt }, by: by(CONTROLLER), signature }),
    ).rejects.toEqual(
      refused("invalid_signature", { signer: by(CONTROLLER), digest: expect.any(String) }),
    );
  });

  test("a file for another chain or contract is refused before anything is asked", async () => {
    const { terms } = fresh();
    const toSign = signed(terms(1, 1));
    const file = { by: by(CONTROLLER), toSign, signature: await sign(CONTROLLER, toSign) };
    const of = (other: object) => [{ ...file, toSign: { ...toSign, ...other } as ToSign }];
    await expect(callFor(world.sharing, of({ chainId: 1 }), null)).rejects.toEqual(
      refused("other_chain", { signed: 1, chain: 31337 }),
    );
    const contract = `0x${"9".repeat(40)}`;
    await expect(callFor(world.sharing, of({ contract }), null)).rejects.toEqual(
      refused("other_contract", { signed: contract, contract: world.sharing.contract }),
    );
    await expect(callFor(world.sharing, [file, file], null)).rejects.toEqual(
      refused("same_signer", { party: by(CONTROLLER) }),
    );
    await expect(callFor(world.sharing, [file, file, file], null)).rejects.toEqual(
      refused("not_together", {}),
    );
    await expect(callFor(world.sharing, [file], SALT)).rejects.toEqual(
      refused("other_salt", { agreement: terms(1, 1).agreement }),
    );
  });

  test("for other terms than are proposed under the number: it is said which", async () => {
    const { terms, propose } = fresh();
    await propose(terms(1, 1));
    const other = signed(terms(1, 1, { validUntil: terms(1, 1).validUntil - DAY }));
    const file = { by: by(RECIPIENT), toSign: other, signature: await sign(RECIPIENT, other) };
    await expect(callFor(world.sharing, [file], null)).rejects.toEqual(
      refused("other_terms", {
        field: "validUntil",
        signed: time(terms(1, 1).validUntil - DAY),
        proposed: time(terms(1, 1).validUntil),
      }),
    );
  });
});

/** Takes what the key of its owner signs (ERC-1271), by ecrecover. */
const walletCode = (owner: string): string =>
  `0x6004355f5260a43560f81c602052606435604052608435606052602060806080` +
  `5f60015afa5060805173${owner.slice(2)}14631626ba7e0260e01b5f5260205ff3`;

test("a party that is a contract signs by the key of its owner, and takes no other's", async () => {
  const wallet = `0x${"c0de".repeat(10)}`;
  await world.chain.rpc("anvil_setCode", [wallet, walletCode(by(STRANGER))]);
  const controller = by(CONTROLLER);
  const agreement = await world.sharing.agreementIdOf({
    controller,
    recipient: wallet,
    salt: SALT,
  });
  const message = world.terms(1, 1, { agreement, recipient: wallet });
  const toSign = signed(message);
  const file = async (party: string, signer: typeof CONTROLLER) => ({
    ...{ by: party, toSign, signature: await sign(signer, toSign) },
  });
  const ours = await file(controller, CONTROLLER);
  const forged = await callFor(world.sharing, [ours, await file(wallet, RECIPIENT)], SALT);
  await expect(send(forged!)).rejects.toEqual(
    refused("invalid_signature", { signer: wallet, digest: expect.any(String) }),
  );
  const call = await callFor(world.sharing, [ours, await file(wallet, STRANGER)], SALT);
  expect(call?.step).toBe("conclude");
  await send(call!);
  expect((await (await world.sharing.at("newest")).agreement(agreement)).recipient).toBe(wallet);
});

test("an account without coin brings nothing", async () => {
  const { terms, salt } = fresh();
  const poor = await loadWallet(keyFiles(place.directory).stranger);
  const message = terms(1, 1);
  const signature = await sign(CONTROLLER, signed(message));
  const call: SharingCall = {
    step: "propose",
    terms: { ...message, salt },
    by: by(CONTROLLER),
    signature,
  };
  await expect(world.sharing.send(call, poor)).rejects.toBeInstanceOf(AnchorFailure);
});

test("every problem of an agreement is raised somewhere", () => {
  const api = join(import.meta.dirname, "../../../../api");
  const source = ["anchor/sharing", "sharing/life"]
    .flatMap((room) => readdirSync(join(api, room)).map((name) => join(api, room, name)))
    .map((file) => readFileSync(file, "utf8"))
    .join("");
  const idle = Object.keys(messages.en.agreements).filter((each) => !source.includes(`"${each}"`));
  expect(idle).toEqual([]);
});
