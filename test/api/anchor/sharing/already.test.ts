/** What is said to be there already is there, by who may sign it, and in every member. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callFor } from "../../../../api/anchor/sharing/bring.ts";
import type { PartySignature } from "../../../../api/anchor/sharing/sign.ts";
import type { TermsMessage, ToSign } from "../../../../api/anchor/sharing/typed-data.ts";
import {
  addressOf as by,
  CONTROLLER,
  DAY,
  openSharingChain,
  RECIPIENT,
  refused,
  type SharingChain,
  STRANGER,
  signLikeAWallet,
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

type Party = typeof CONTROLLER;
const bring = (...files: PartySignature[]) => callFor(world.sharing, files, null);
const fileOf = async (party: Party, toSign: ToSign): Promise<PartySignature> => ({
  ...{ by: by(party), toSign, signature: await signLikeAWallet(party, toSign) },
});
const file = (party: Party, message: TermsMessage) => fileOf(party, world.signed(message));
const here = () => ({ chainId: world.sharing.chainId, contract: world.sharing.contract });

describe("a signature that does not hold is refused, whatever the contract has", () => {
  test.each<[string, (signature: string) => string]>([
    ["junk", () => "0x00"],
    ["of somebody", (signature) => signature.replace(/^0x.{8}/, "0x12345678")],
    [
      "in another spelling",
      (signature) => signature.slice(0, -2) + (signature.endsWith("1b") ? "00" : "01"),
    ],
  ])("%s", async (_, change) => {
    const { terms, propose, accept } = world.fresh();
    await propose(terms(1, 1));
    const ours = await file(CONTROLLER, terms(1, 1));
    const bad = { ...ours, signature: change(ours.signature) };
    const invalid = refused("invalid_signature");
    expect(await bring(ours)).toBe(null);
    await expect(bring(bad)).rejects.toEqual(invalid);
    await accept(terms(1, 1));
    expect(await bring(ours)).toBe(null);
    await expect(bring(bad)).rejects.toEqual(invalid);
    await expect(bring(await file(RECIPIENT, terms(1, 1)), bad)).rejects.toEqual(invalid);
  });

  test("the other party's, and of who is no party", async () => {
    const { terms, conclude } = world.fresh();
    await conclude(terms(1, 1));
    const theirs = await file(RECIPIENT, terms(1, 1));
    await expect(bring({ ...theirs, by: by(CONTROLLER) })).rejects.toEqual(
      refused("wrong_signer", { expected: by(CONTROLLER), actual: by(RECIPIENT) }),
    );
    await expect(bring(await file(STRANGER, terms(1, 1)))).rejects.toEqual(refused("not_party"));
  });
});

describe("terms are agreed already only if every member is the agreed one", () => {
  test.each<[keyof TermsMessage, (terms: TermsMessage) => Partial<TermsMessage>]>([
    ["termsHash", () => ({ termsHash: `0x${"cd".repeat(32)}` })],
    ["ledgerId", () => ({ ledgerId: `0x${"cd".repeat(32)}` })],
    ["validFrom", ({ validFrom }) => ({ validFrom: validFrom + 1 })],
    ["validUntil", ({ validUntil }) => ({ validUntil: validUntil - 1 })],
    ["deadline", ({ deadline }) => ({ deadline: deadline - DAY })],
    ["proposal", () => ({ proposal: 2 })],
  ])("%s", async (_, change) => {
    const { terms, conclude, salt } = world.fresh();
    const message = terms(1, 1);
    await conclude(message);
    const other = { ...message, ...change(message) };
    const call = await callFor(world.sharing, [await file(CONTROLLER, other)], salt);
    expect(call?.step).toBe("propose");
    expect(await bring(await file(CONTROLLER, message))).toBe(null);
  });
});

test("a withdrawal and a termination that are sent again are there already, others are not", async () => {
  const { terms, propose, agreement, conclude } = world.fresh();
  await propose(terms(1, 1));
  const withdrawal = (proposal: number, party: Party) =>
    fileOf(party, {
      ...here(),
      ...{ kind: "Withdrawal", message: { agreement, proposal, party: by(party) } },
    });
  const first = await withdrawal(1, RECIPIENT);
  const call = await bring(first);
  expect(call?.step).toBe("withdraw");
  await world.sharing.send(call!, world.relay);
  expect(await bring(first)).toBe(null);
  expect((await bring(await withdrawal(2, RECIPIENT)))?.step).toBe("withdraw");
  expect((await bring(await withdrawal(1, STRANGER)))?.step).toBe("withdraw");
  await conclude(terms(1, 2));
  // It was agreed, not withdrawn.
  expect((await bring(await withdrawal(2, RECIPIENT)))?.step).toBe("withdraw");
  const termination = async (version: number, party: Party) =>
    fileOf(party, {
      ...here(),
      kind: "Termination",
      message: { agreement, version, party: by(party), deadline: (await world.now()) + DAY },
    });
  const end = await termination(1, RECIPIENT);
  const ending = await bring(end);
  expect(ending?.step).toBe("terminate");
  await world.sharing.send(ending!, world.relay);
  expect(await bring(end)).toBe(null);
  expect((await bring(await termination(2, RECIPIENT)))?.step).toBe("terminate");
  expect((await bring(await termination(1, STRANGER)))?.step).toBe("terminate");
});
