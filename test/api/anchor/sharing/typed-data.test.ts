/** Typed data as wallets get it: the hash is that of others, and nothing else than what is shown is ever signed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HDNodeWallet, recoverAddress, TypedDataEncoder, verifyTypedData } from "ethers";
import { describe, expect, test } from "vitest";
import {
  accountOf,
  digestOf,
  readTypedData,
  signersOf,
  type ToSign,
  typedDataOf,
} from "../../../../api/anchor/sharing/typed-data.ts";
import { startTestChain } from "../../../helpers/chain.ts";

const VECTORS = join(import.meta.dirname, "../../../vectors/sharing-terms");
const vectors = readdirSync(VECTORS)
  .filter((name) => /^\d\d-/.test(name))
  .map((name) => JSON.parse(readFileSync(join(VECTORS, name), "utf8")));

const toSignOf = (vector: (typeof vectors)[number]): ToSign =>
  ({
    chainId: vector.domain.chainId,
    contract: vector.domain.verifyingContract,
    kind: vector.primaryType,
    message: vector.message,
  }) as ToSign;

describe.each(vectors.map((vector) => [vector.description.en ?? vector.description, vector]))(
  "%s",
  (_, vector) => {
    const toSign = toSignOf(vector);

    test("has the vector's hash, which ethers computes from the document alone", () => {
      const { domain, types, message } = JSON.parse(JSON.stringify(typedDataOf(toSign)));
      expect(digestOf(toSign)).toBe(vector.digest);
      const { EIP712Domain, ...ours } = types;
      expect(TypedDataEncoder.hash(domain, ours, message)).toBe(vector.digest);
      expect(TypedDataEncoder.from({ EIP712Domain }).primaryType).toBe("EIP712Domain");
      expect(verifyTypedData(domain, ours, message, vector.signature).toLowerCase()).toBe(
        vector.signer.toLowerCase(),
      );
      expect(signersOf(toSign)).toContain(vector.signer.toLowerCase());
    });

    test("is read as it was written", () => {
      expect(readTypedData(JSON.parse(JSON.stringify(typedDataOf(toSign))))).toEqual(toSign);
    });
  },
);

/** anvil's own, of which everybody knows the key. */
const PHRASE = "test test test test test test test test test test test junk";

test("a wallet that is no JavaScript signs the documents as they are, and means the same by them", async () => {
  const chain = await startTestChain({ accounts: 1 });
  try {
    const wallet = HDNodeWallet.fromPhrase(PHRASE);
    // anvil signs for its own chain alone.
    const ours = vectors.filter(({ domain }) => domain.chainId === 31_337).map(toSignOf);
    expect(new Set(ours.map(({ kind }) => kind)).size).toBe(3);
    for (const toSign of ours) {
      const params = [wallet.address, typedDataOf(toSign)];
      const signature = (await chain.rpc("eth_signTypedData_v4", params)) as string;
      expect(recoverAddress(digestOf(toSign), signature)).toBe(wallet.address);
    }
  } finally {
    await chain.stop();
  }
});

// biome-ignore lint/suspicious/noExplicitAny: changed at will
type Loose = any;
const document = (kind: string): Loose =>
  JSON.parse(
    JSON.stringify(typedDataOf(toSignOf(vectors.find((each) => each.primaryType === kind)))),
  );

const BAD: readonly [string, (document: Loose) => unknown, string, string | undefined][] = [
  ["no object", () => [], "bad_member", ""],
  ["a member too many", (d) => ({ ...d, salt: 1 }), "unknown_member", "{ }"],
  [
    "a domain with a salt",
    (d) => put(d.domain, "salt", `0x${"00".repeat(32)}`),
    "unknown_member",
    "domain",
  ],
  ["a message that says more", (d) => put(d.message, "note", "x"), "unknown_member", "message"],
  ["a message that says less", (d) => cut(d.message, "deadline"), "bad_member", "message.deadline"],
  ["another primary type", (d) => put(d, "primaryType", "Permit"), "bad_member", "primaryType"],
  ["another name", (d) => put(d.domain, "name", "SharingTerms"), "other_domain", "name"],
  ["another version", (d) => put(d.domain, "version", "2"), "other_domain", "version"],
  ["a chain id in text", (d) => put(d.domain, "chainId", "31337"), "bad_member", "domain.chainId"],
  [
    "a contract with capitals",
    (d) => put(d.domain, "verifyingContract", `0x${"A".repeat(40)}`),
    "bad_member",
    "domain.verifyingContract",
  ],
  [
    "a hash that is short",
    (d) => put(d.message, "termsHash", "0xab"),
    "bad_member",
    "message.termsHash",
  ],
  ["a number in text", (d) => put(d.message, "version", "1"), "bad_member", "message.version"],
  ["a negative number", (d) => put(d.message, "proposal", -1), "bad_member", "message.proposal"],
  ["half a number", (d) => put(d.message, "proposal", 1.5), "bad_member", "message.proposal"],
  [
    "a version of 33 bits",
    (d) => put(d.message, "version", 2 ** 32),
    "bad_member",
    "message.version",
  ],
  [
    "a time beyond what JSON tells apart",
    (d) => put(d.message, "deadline", 2 ** 53),
    "bad_member",
    "message.deadline",
  ],
  ["types in another order", (d) => d.types.Terms.reverse() && d, "other_types", undefined],
  [
    "a type that is wider",
    (d) => put(d.types.Terms[1], "type", "uint64") && d,
    "other_types",
    undefined,
  ],
  ["a type more", (d) => put(d.types, "Permit", []), "other_types", undefined],
  ["no type of the domain", (d) => cut(d.types, "EIP712Domain"), "other_types", undefined],
  [
    "a domain without its chain",
    (d) => d.types.EIP712Domain.splice(2, 1) && d,
    "other_types",
    undefined,
  ],
];
let changed: Loose;
function put(place: Loose, name: string, value: unknown): Loose {
  place[name] = value;
  return changed;
}
function cut(place: Loose, name: string): Loose {
  delete place[name];
  return changed;
}

test.each(BAD)("%s is refused", (_, change, problem, field) => {
  changed = document("Terms");
  const value = change(changed);
  expect(() => readTypedData(value)).toThrow(
    expect.objectContaining({
      code: "agreement_refused",
      details: { problem, params: field === undefined ? {} : { field } },
    }),
  );
});

test("a termination is not taken for a withdrawal, though both name agreement and party", () => {
  const said = document("Termination");
  said.primaryType = "Withdrawal";
  expect(() => readTypedData(said)).toThrow("agreement_refused");
});

test.each([
  ["0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A", "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a"],
  ["0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a", "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a"],
  ["0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2a", null],
  ["19e7e376e7c213b7e7e7e46cc70a5dd086daff2a", null],
  [7, null],
])("%s is the account %s", (text, account) => {
  expect(accountOf(text)).toBe(account);
});
