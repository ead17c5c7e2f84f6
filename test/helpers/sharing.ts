/** SharingTerms on a throw-away chain: two parties with keys, and somebody who pays and is no party. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Wallet } from "ethers";
import { expect } from "vitest";
import { fundWallet } from "../../api/anchor/deploy.ts";
import {
  type Done,
  deploySharing,
  openSharing,
  type Sharing,
} from "../../api/anchor/sharing/client.ts";
import {
  type TermsMessage,
  type ToSign,
  typedDataOf,
} from "../../api/anchor/sharing/typed-data.ts";
import { agreementIdOf } from "../../api/anchor/sharing-terms.ts";
import { type AnchorWallet, loadWallet } from "../../api/anchor/wallet.ts";
import { startTestChain, type TestChain } from "./chain.ts";

export const CONTROLLER = new Wallet(`0x${"11".repeat(32)}`);
export const RECIPIENT = new Wallet(`0x${"22".repeat(32)}`);
export const STRANGER = new Wallet(`0x${"33".repeat(32)}`);
export const SALT = `0x${"5a".repeat(32)}`;
export const DAY = 86_400;

export const addressOf = (party: Wallet): string => party.address.toLowerCase();

export interface SharingChain {
  readonly chain: TestChain;
  readonly sharing: Sharing;
  readonly relay: AnchorWallet;
  /** Of the newest block. */
  now(): Promise<number>;
  /** Makes the next block at this time. */
  mineAt(time: number): Promise<void>;
  /** Terms of the two parties; an agreement of its own for each salt. */
  terms(version: number, proposal: number, other?: Partial<TermsMessage>): TermsMessage;
  agreementOf(salt: string): string;
  /** What both sign of terms. */
  signed(message: TermsMessage): ToSign;
  /** An agreement of a test's own. */
  fresh(): FreshAgreement;
  stop(): Promise<void>;
}

/** An agreement of which nobody has heard yet, and what its parties do. */
export interface FreshAgreement {
  readonly salt: string;
  readonly agreement: string;
  terms(version: number, proposal: number, other?: Partial<TermsMessage>): TermsMessage;
  propose(message: TermsMessage, signer?: Wallet): Promise<Done>;
  accept(message: TermsMessage, signer?: Wallet): Promise<Done>;
  conclude(message: TermsMessage): Promise<Done>;
}

/** A refusal of a step, for `toEqual`. */
export const refused = (problem: string, params: object = expect.anything()) =>
  expect.objectContaining({ code: "agreement_refused", details: { problem, params } });

/** Seconds since 1970 as sentences have them. */
export const time = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** Key files as firms keep them. */
export function keyFiles(directory: string) {
  mkdirSync(directory, { recursive: true });
  const written = (name: string, key: string): string => {
    const file = join(directory, name);
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    return file;
  };
  return {
    controller: written("controller.key", CONTROLLER.privateKey),
    recipient: written("recipient.key", RECIPIENT.privateKey),
    stranger: written("stranger.key", STRANGER.privateKey),
    relay: written("relay.key", `0x${"44".repeat(32)}`),
  };
}

export async function openSharingChain(directory: string): Promise<SharingChain> {
  const chain = await startTestChain();
  const relay = await loadWallet(keyFiles(directory).relay);
  await fundWallet(chain.rpc, relay);
  const { contract, chainId } = await deploySharing(chain.rpcUrl, relay);
  const sharing = await openSharing({ rpcUrl: chain.rpcUrl, contract });
  const parties = { controller: addressOf(CONTROLLER), recipient: addressOf(RECIPIENT) };
  const agreementOf = (salt: string): string =>
    agreementIdOf(chainId, contract, { ...parties, salt });
  const now = async (): Promise<number> => (await sharing.at("newest")).block.time;
  const start = await now();
  const terms: SharingChain["terms"] = (version, proposal, other = {}) => ({
    ...{ agreement: agreementOf(SALT), version, proposal },
    ...parties,
    ledgerId: `0x${"2c".repeat(32)}`,
    termsHash: `0x${"ab".repeat(32)}`,
    validFrom: start,
    validUntil: start + 365 * DAY,
    deadline: start + 30 * DAY,
    ...other,
  });
  const signed = (message: TermsMessage): ToSign => ({ chainId, contract, kind: "Terms", message });
  let salts = 0;
  function fresh(): FreshAgreement {
    salts += 1;
    const salt = `0x${salts.toString(16).padStart(64, "0")}`;
    const agreement = agreementOf(salt);
    const sign = (by: Wallet, message: TermsMessage) => signLikeAWallet(by, signed(message));
    return {
      salt,
      agreement,
      terms: (version, proposal, other = {}) => terms(version, proposal, { agreement, ...other }),
      async propose(message, signer = CONTROLLER) {
        const signature = await sign(signer, message);
        const by = addressOf(signer);
        return sharing.send({ step: "propose", terms: { ...message, salt }, by, signature }, relay);
      },
      async accept(message, signer = RECIPIENT) {
        const signature = await sign(signer, message);
        const by = addressOf(signer);
        return sharing.send({ step: "accept", terms: message, by, signature }, relay);
      },
      async conclude(message) {
        const controllerSignature = await sign(CONTROLLER, message);
        const recipientSignature = await sign(RECIPIENT, message);
        const signatures = { controllerSignature, recipientSignature };
        return sharing.send(
          { step: "conclude", terms: { ...message, salt }, ...signatures },
          relay,
        );
      },
    };
  }
  return {
    chain,
    sharing,
    relay,
    now,
    async mineAt(time) {
      await chain.rpc("evm_setNextBlockTimestamp", [time]);
      await chain.mine(1);
    },
    terms,
    signed,
    fresh,
    agreementOf,
    stop: () => chain.stop(),
  };
}

/** As wallets do it: by ethers' own `signTypedData`, from the document. */
export function signLikeAWallet(by: Wallet, toSign: ToSign): Promise<string> {
  const { domain, types, message } = typedDataOf(toSign);
  const { EIP712Domain: _, ...ours } = types;
  return by.signTypedData(domain, ours, message);
}
