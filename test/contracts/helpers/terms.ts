/** The committed SharingTerms on a chain inside the process, with two parties who have keys. */
import { Contract, ContractFactory, type HDNodeWallet, Wallet } from "ethers";
import { network } from "hardhat";
import {
  agreementIdOf,
  type SignedType,
  sharingTerms,
  sharingTermsCreationCode,
  sharingTypedData,
} from "../../../api/anchor/sharing-terms.ts";

type Connection = Awaited<ReturnType<typeof network.create>>;
type Party = Wallet | HDNodeWallet;
type Message = Readonly<Record<string, string | number>>;

/** A deployed contract, somebody who pays for every transaction and is no party, and the parties. */
export interface TermsChain {
  readonly connection: Connection;
  readonly contract: Contract;
  readonly address: string;
  readonly chainId: number;
  readonly controller: Party;
  readonly recipient: Party;
  /** The block's time at the beginning. */
  readonly now: number;
  readonly agreement: string;
  /** Terms that can be agreed on, as the contract takes them. */
  terms(version: number, proposal: number): Message;
  /** Signed as a wallet does it, by ethers' own `signTypedData`. */
  signTerms(by: Party, terms: Message): Promise<string>;
  sign(by: Party, type: SignedType, message: Message): Promise<string>;
  close(): Promise<void>;
}

const BEGIN = 2_000_000_000;
const SALT = `0x${"5a".repeat(32)}`;

export async function termsChainOf(connection: Connection, address: string): Promise<TermsChain> {
  const { ethers } = connection;
  const [payer] = await ethers.getSigners();
  const chainId = Number((await ethers.provider.getNetwork()).chainId);
  const block = await ethers.provider.getBlock("latest");
  const now = block?.timestamp ?? 0;
  const controller = new Wallet(`0x${"11".repeat(32)}`);
  const recipient = new Wallet(`0x${"22".repeat(32)}`);
  const parties = { controller: controller.address, recipient: recipient.address, salt: SALT };
  const agreement = agreementIdOf(chainId, address, parties);
  const sign = (by: Party, type: SignedType, message: Message): Promise<string> => {
    const { domain, types } = sharingTypedData(chainId, address, type, message);
    return by.signTypedData(domain, types, message);
  };
  return {
    connection,
    contract: new Contract(address, sharingTerms, payer),
    address,
    chainId,
    controller,
    recipient,
    now,
    agreement,
    terms: (version, proposal) => ({
      ...parties,
      ledgerId: `0x${"2c".repeat(32)}`,
      termsHash: `0x${"ab".repeat(32)}`,
      version,
      proposal,
      validFrom: now,
      validUntil: now + 86_400 * 365,
      deadline: now + 86_400,
    }),
    signTerms: (by, { salt: _, ...terms }) => sign(by, "Terms", { agreement, ...terms }),
    sign,
    close: () => connection.close(),
  };
}

/** Opens a chain of its own and deploys the committed bytecode on it, without a compiler. */
export async function openTermsChain(): Promise<TermsChain> {
  const connection = await network.create();
  const [payer] = await connection.ethers.getSigners();
  // Times are signed, and bytes that are zero are cheaper: with the clock's own, gas would be another at each run.
  await connection.ethers.provider.send("evm_setNextBlockTimestamp", [BEGIN]);
  const factory = new ContractFactory(sharingTerms, sharingTermsCreationCode, payer);
  const deployed = await factory.deploy();
  await deployed.waitForDeployment();
  return termsChainOf(connection, await deployed.getAddress());
}
