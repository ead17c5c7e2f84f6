/** Whether what stands at an address is SharingTerms: by its code (FORMAT §16), because any contract can say of itself that it is. */
import { id, TypedDataEncoder } from "ethers/hash";
import artifact from "../abi/SharingTerms.json" with { type: "json" };
import { sharingTypedData } from "../sharing-terms.ts";

const hex = (bytes: Buffer): string => `0x${bytes.toString("hex")}`;

/** With zeros where the constructor puts what it finds. */
const masked = Buffer.from(artifact.deployedBytecode.slice(2), "hex");
const places: readonly (readonly number[])[] = artifact.immutables;

/** A text of less than 32 bytes, with its length behind it. */
function shortText(text: string): string {
  const word = Buffer.alloc(32);
  word[31] = word.write(text);
  return hex(word);
}

const number = (value: number): string => `0x${value.toString(16).padStart(64, "0")}`;

/**
 * What the constructor finds at this address, in the order of `immutables`. Nothing of it may be another: the domain, for example, is the one
 * in which signatures hold, whatever `eip712Domain()` says.
 */
function found(deployedOn: number, contract: string): readonly string[] {
  const { domain } = sharingTypedData(deployedOn, contract, "Terms", {});
  return [
    number(deployedOn),
    shortText(domain.name),
    shortText(domain.version),
    `0x${contract.slice(2).padStart(64, "0")}`,
    number(deployedOn),
    TypedDataEncoder.hashDomain(domain),
    id(domain.name),
    id(domain.version),
  ];
}

/** `code`: what a node says stands at the address, as 0x-hex. */
export function isSharingTermsCode(code: string, contract: string): boolean {
  const [first = 0] = places[0] ?? [];
  // After a split of the chain it is another one's than that of now; agreements keep the ids that they have.
  const deployedOn = Number(`0x${code.slice(2 + 2 * first, 66 + 2 * first)}`);
  if (!Number.isSafeInteger(deployedOn)) return false;
  const expected = Buffer.from(masked);
  for (const [at, word] of found(deployedOn, contract).entries())
    for (const place of places[at] ?? []) expected.write(word.slice(2), place, "hex");
  return code.toLowerCase() === hex(expected);
}
