/** The words of SharingTerms: its calls, events and errors, and what its parties sign (FORMAT §16). */
import { AbiCoder, Interface } from "ethers/abi";
import { keccak256 } from "ethers/crypto";
import { id, TypedDataEncoder } from "ethers/hash";
import artifact from "./abi/SharingTerms.json" with { type: "json" };

export const sharingTerms = new Interface(artifact.abi);
export const sharingTermsCreationCode: string = artifact.bytecode;

interface TypedField {
  readonly name: string;
  readonly type: string;
}

/** The members of what is signed, in their order, by primary type. A wallet takes the one that it signs. */
const TYPES = {
  Terms: [
    { name: "agreement", type: "bytes32" },
    { name: "version", type: "uint32" },
    { name: "proposal", type: "uint64" },
    { name: "controller", type: "address" },
    { name: "recipient", type: "address" },
    { name: "ledgerId", type: "bytes32" },
    { name: "termsHash", type: "bytes32" },
    { name: "validFrom", type: "uint64" },
    { name: "validUntil", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  Withdrawal: [
    { name: "agreement", type: "bytes32" },
    { name: "proposal", type: "uint64" },
    { name: "party", type: "address" },
  ],
  Termination: [
    { name: "agreement", type: "bytes32" },
    { name: "version", type: "uint32" },
    { name: "party", type: "address" },
    { name: "deadline", type: "uint64" },
  ],
} as const satisfies Record<string, readonly TypedField[]>;

export type SignedType = keyof typeof TYPES;

/** Typed data (EIP-712) in the parts that wallets want. */
export interface SharingTypedData {
  readonly domain: {
    readonly name: string;
    readonly version: string;
    readonly chainId: number;
    readonly verifyingContract: string;
  };
  readonly types: Record<string, TypedField[]>;
  readonly primaryType: SignedType;
  readonly message: Readonly<Record<string, string | number>>;
}

/** The id that an agreement has, whether or not there is one; `chainId` of where the contract was deployed. */
export function agreementIdOf(
  chainId: number,
  contract: string,
  parties: { readonly controller: string; readonly recipient: string; readonly salt: string },
): string {
  const { controller, recipient, salt } = parties;
  const types = ["uint256", "address", "address", "address", "bytes32"];
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(types, [chainId, contract, controller, recipient, salt]),
  );
}

/** What a party signs for a contract on a chain; `message` has the members of its type, as JSON does. */
export function sharingTypedData(
  chainId: number,
  contract: string,
  primaryType: SignedType,
  message: SharingTypedData["message"],
): SharingTypedData {
  return {
    domain: {
      name: "Counterfoil SharingTerms",
      version: "1",
      chainId,
      verifyingContract: contract,
    },
    types: { [primaryType]: TYPES[primaryType].map((field) => ({ ...field })) },
    primaryType,
    message,
  };
}

/** The hashes on the way to what is signed; `digest` is what a contract that is a party is asked about. */
export function sharingHashes({ domain, types, primaryType, message }: SharingTypedData): {
  typeHash: string;
  domainSeparator: string;
  structHash: string;
  digest: string;
} {
  const encoder = TypedDataEncoder.from(types);
  return {
    typeHash: id(encoder.encodeType(primaryType)),
    domainSeparator: TypedDataEncoder.hashDomain(domain),
    structHash: encoder.hashStruct(primaryType, message),
    digest: TypedDataEncoder.hash(domain, types, message),
  };
}
