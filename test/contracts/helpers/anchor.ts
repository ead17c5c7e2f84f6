/** The committed contract on a chain inside the process. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { Contract, ContractFactory, type InterfaceAbi } from "ethers";
import { network } from "hardhat";
import { pseudoHash } from "./merkle.ts";

/** Where the artifact is that the API deploys. */
export const ARTIFACT_PATH = resolve(
  import.meta.dirname,
  "../../../api/anchor/abi/LedgerAnchor.json",
);

type Connection = Awaited<ReturnType<typeof network.create>>;

/** A deployed contract and somebody to speak to it, who is owner and anchorer of all ledgers made here. */
export interface AnchorChain {
  connection: Connection;
  contract: Contract;
  owner: HardhatEthersSigner;
  /** The bytecode that is committed, constructor included. */
  bytecode: string;
  /** Registers an empty ledger and returns its id. */
  registerLedger(origin: string): Promise<string>;
  close(): Promise<void>;
}

async function readArtifact(): Promise<{ abi: InterfaceAbi; bytecode: string }> {
  return JSON.parse(await readFile(ARTIFACT_PATH, "utf8"));
}

/** Speaks, in the committed ABI, to a contract that was deployed by other means. */
export async function chainOf(connection: Connection, address: string): Promise<AnchorChain> {
  const { abi, bytecode } = await readArtifact();
  const [owner] = await connection.ethers.getSigners();
  if (owner === undefined) throw new Error("the chain has no accounts");
  const contract = new Contract(address, abi, owner);
  return {
    connection,
    contract,
    owner,
    bytecode,
    registerLedger: async (origin) => {
      const ledgerId = await contract.getFunction("ledgerIdOf")(owner.address, origin);
      const key = pseudoHash("log key", 0);
      await (await contract.getFunction("register")(origin, owner.address, key)).wait();
      return ledgerId;
    },
    close: () => connection.close(),
  };
}

/** Opens a chain of its own and deploys the committed bytecode on it, without a compiler. */
export async function openAnchorChain(): Promise<AnchorChain> {
  const { abi, bytecode } = await readArtifact();
  const connection = await network.create();
  const [owner] = await connection.ethers.getSigners();
  const deployed = await new ContractFactory(abi, bytecode, owner).deploy();
  await deployed.waitForDeployment();
  return chainOf(connection, await deployed.getAddress());
}

/**
 * Name and arguments of the custom error that a call failed with. Throws if it did not fail, or not with
 * an error of the contract.
 */
export async function revertOf(
  chain: Pick<AnchorChain, "contract">,
  call: Promise<unknown>,
): Promise<string[]> {
  const failure: unknown = await call.then(
    () => {
      throw new Error("the call did not revert");
    },
    (error: unknown) => error,
  );
  const data = revertData(failure);
  if (data === undefined) throw failure;
  const parsed = chain.contract.interface.parseError(data);
  if (parsed === null) throw failure;
  return [parsed.name, ...parsed.args.map(String)];
}

/** ethers and Hardhat nest the returned bytes differently, depending on the call. */
function revertData(failure: unknown): string | undefined {
  if (typeof failure !== "object" || failure === null) return undefined;
  if ("data" in failure && typeof failure.data === "string") return failure.data;
  for (const key of ["data", "error", "info", "cause"] as const) {
    const inner: unknown = key in failure ? failure[key as keyof typeof failure] : undefined;
    const data = revertData(inner);
    if (data !== undefined) return data;
  }
  return undefined;
}
