/** SharingTerms with what wallets make: typed data signed by ethers, and the vectors of FORMAT §16. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agreementIdOf, sharingTypedData } from "../../api/anchor/sharing-terms.ts";
import { concat, hexDecode, hexEncode, utf8Encode } from "../../portal/verify/bytes.ts";
import { revertOf } from "./helpers/anchor.ts";
import { openTermsChain, type TermsChain } from "./helpers/terms.ts";

const VECTORS = join(import.meta.dirname, "../vectors/sharing-terms");

interface Vector {
  name: string;
  parties: { controller: string; recipient: string; salt: string };
  domain: { name: string; version: string; chainId: number; verifyingContract: string };
  primaryType: "Terms" | "Withdrawal" | "Termination";
  message: Record<string, string | number>;
  typeHash: string;
  domainSeparator: string;
  structHash: string;
  digest: string;
  signer: string;
  signature: string;
  holds: boolean;
}

const vectors: Vector[] = readdirSync(VECTORS).map((name) => ({
  name,
  ...JSON.parse(readFileSync(join(VECTORS, name), "utf8")),
}));

let chain: TermsChain;
beforeAll(async () => {
  chain = await openTermsChain();
}, 180_000);
afterAll(() => chain.close());

const send = async (name: string, ...args: unknown[]): Promise<void> => {
  await (await chain.contract.getFunction(name)(...args)).wait();
};
const ask = (name: string, ...args: unknown[]): Promise<unknown> =>
  chain.contract.getFunction(name)(...args);

test("an agreement's life, with signatures of ethers, brought by somebody else", async () => {
  const { agreement, controller, recipient } = chain;
  expect(
    await ask("agreementIdOf", controller.address, recipient.address, chain.terms(1, 1).salt),
  ).toBe(agreement);
  const first = chain.terms(1, 1);
  const ours = await chain.signTerms(controller, first);
  const theirs = await chain.signTerms(recipient, first);
  expect(await revertOf(chain, ask("agreement", agreement))).toEqual([
    "UnknownAgreement",
    agreement,
  ]);
  await send("propose", first, controller.address, ours);
  expect(await ask("isActive", agreement)).toBe(false);
  const [error, , signer] = await revertOf(chain, send("accept", agreement, 1, ours));
  expect([error, signer]).toEqual(["InvalidSignature", recipient.address]);
  await send("accept", agreement, 1, theirs);
  expect(await ask("isActive", agreement)).toBe(true);

  const second = chain.terms(2, 2);
  const both = [controller, recipient].map((party) => chain.signTerms(party, second));
  await send("conclude", second, ...(await Promise.all(both)));
  expect(await revertOf(chain, send("conclude", first, ours, theirs))).toEqual([
    "WrongVersion",
    agreement,
    "3",
    "1",
  ]);

  await send(
    "propose",
    chain.terms(3, 3),
    recipient.address,
    await chain.signTerms(recipient, chain.terms(3, 3)),
  );
  const withdrawal = { agreement, proposal: 3, party: recipient.address };
  const withdrawn = await chain.sign(recipient, "Withdrawal", withdrawal);
  await send("withdraw", agreement, 3, recipient.address, withdrawn);

  const deadline = chain.now + 600;
  const termination = { agreement, version: 2, party: controller.address, deadline };
  const ended = await chain.sign(controller, "Termination", termination);
  await send("terminate", agreement, 2, controller.address, deadline, ended);
  expect(await ask("isActive", agreement)).toBe(false);
  const about = (await ask("agreement", agreement)) as { terminatedAt: bigint };
  expect(await ask("wasActiveAt", agreement, about.terminatedAt - 1n)).toBe(true);
});

test("the contract tells its domain, which is that of the typed data", async () => {
  const told = (await ask("eip712Domain")) as string[];
  const { domain } = sharingTypedData(chain.chainId, chain.address, "Terms", {});
  expect(told.slice(0, 5)).toEqual([
    "0x0f",
    domain.name,
    domain.version,
    BigInt(domain.chainId),
    domain.verifyingContract,
  ]);
});

const keccak = (bytes: Uint8Array): Uint8Array => keccak_256(bytes);
const word = (value: string | number): Uint8Array =>
  hexDecode((typeof value === "number" ? value.toString(16) : value.slice(2)).padStart(64, "0"));
const hex = (bytes: Uint8Array): string => `0x${hexEncode(bytes)}`;

/** The type strings as FORMAT.md has them. */
const TYPE_STRINGS = {
  Terms:
    "Terms(bytes32 agreement,uint32 version,uint64 proposal,address controller,address recipient,bytes32 ledgerId,bytes32 termsHash,uint64 validFrom,uint64 validUntil,uint64 deadline)",
  Withdrawal: "Withdrawal(bytes32 agreement,uint64 proposal,address party)",
  Termination: "Termination(bytes32 agreement,uint32 version,address party,uint64 deadline)",
};
const DOMAIN_STRING =
  "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

describe("vectors", () => {
  const format = readFileSync(join(import.meta.dirname, "../../docs/FORMAT.md"), "utf8");

  test.each(vectors)("$name, worked out by hand", (v) => {
    const typeString = TYPE_STRINGS[v.primaryType];
    expect(format.includes(`    ${typeString}\n`), "FORMAT.md has the type").toBe(true);
    const typeHash = keccak(utf8Encode(typeString));
    expect(hex(typeHash)).toBe(v.typeHash);
    expect(format.includes(v.typeHash), "FORMAT.md has its hash").toBe(true);
    const names = typeString.match(/(?<= )\w+/g) ?? [];
    const values = names.map((name) => word(v.message[name] ?? ""));
    const structHash = keccak(concat(typeHash, ...values));
    expect(hex(structHash)).toBe(v.structHash);
    const { name, version, chainId, verifyingContract } = v.domain;
    const separator = keccak(
      concat(
        keccak(utf8Encode(DOMAIN_STRING)),
        keccak(utf8Encode(name)),
        keccak(utf8Encode(version)),
        word(chainId),
        word(verifyingContract),
      ),
    );
    expect(hex(separator)).toBe(v.domainSeparator);
    const digest = keccak(concat(Uint8Array.of(0x19, 1), separator, structHash));
    expect(hex(digest)).toBe(v.digest);
    const bytes = hexDecode(v.signature.slice(2));
    const recovered = concat(Uint8Array.of((bytes[64] as number) - 27), bytes.slice(0, 64));
    const key = secp256k1.recoverPublicKey(recovered, digest, { prehash: false });
    const point = secp256k1.Point.fromBytes(key).toBytes(false).slice(1);
    expect(hex(keccak(point).slice(12))).toBe(v.signer);
  });

  test("the contract takes those that hold, in their order, and no other", async () => {
    const [first] = vectors.filter(({ holds }) => holds) as [Vector];
    const { verifyingContract: address, chainId } = first.domain;
    const own = await openTermsChain();
    try {
      expect([own.address.toLowerCase(), own.chainId]).toEqual([address, chainId]);
      const begin = first.message.validFrom as number;
      await own.connection.ethers.provider.send("evm_setNextBlockTimestamp", [begin + 10_000]);
      let proposer = "";
      for (const v of vectors) {
        const { parties, message: m } = v;
        expect(m.agreement).toBe(agreementIdOf(chainId, address, parties));
        const act = async (name: string, ...args: unknown[]): Promise<void> => {
          await (await own.contract.getFunction(name)(...args, v.signature)).wait();
        };
        const done =
          v.primaryType === "Withdrawal"
            ? act("withdraw", m.agreement, m.proposal, m.party)
            : v.primaryType === "Termination"
              ? act("terminate", m.agreement, m.version, m.party, m.deadline)
              : proposer !== ""
                ? act("accept", m.agreement, m.proposal)
                : act("propose", { ...m, salt: parties.salt }, v.signer);
        if (!v.holds) {
          expect((await revertOf(own, done))[0], v.name).toBe("InvalidSignature");
          continue;
        }
        await done;
        proposer = (await own.contract.getFunction("pending")(m.agreement)).proposer;
        if (/^0x0*$/.test(proposer)) proposer = "";
      }
      const about = await own.contract.getFunction("agreement")(first.message.agreement);
      expect([about.versions, about.proposals, about.terminatedAt > 0n]).toEqual([2n, 3n, true]);
    } finally {
      await own.close();
    }
  });
});
