/** Credentials against the vectors of docs/FORMAT.md §18, and whatever else comes. */
import { assert, describe, it } from "vitest";
import { FORMAT_ERROR_CODES } from "../../../portal/verify/errors.ts";
import {
  FormatError,
  formatCredential,
  MAX_CREDENTIAL_BYTES,
  parseCredential,
  parsePolicy,
  parseTime,
  verifyCredential,
} from "../../../portal/verify/index.ts";
import { allCredentialVectors } from "../../../scripts/vectors/credentials/all.ts";
import { readVectors } from "../../helpers/vectors.ts";

interface Vector {
  readonly description: string;
  readonly credential: string;
  readonly policy: object;
  readonly now: string;
  readonly evidence: string | null;
  readonly terms: string | null;
  /** Code that it is refused with; `null`: it holds. */
  readonly expect: string | null;
}

const vectors = readVectors<Vector>("credentials");
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function check({ credential, policy, now, evidence, terms }: Vector) {
  return verifyCredential(credential, {
    ...{ policy: parsePolicy(JSON.stringify(policy)), now: parseTime(now) },
    ...(evidence === null ? {} : { evidence: bytes(evidence) }),
    ...(terms === null ? {} : { terms: bytes(terms) }),
  });
}

function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

const [, whole] = vectors.find(([name]) => name.startsWith("holds")) as [string, Vector];

describe("credentials", () => {
  it.each(vectors)("%s", (_, vector) => {
    assert.equal(
      codeOf(() => check(vector)),
      vector.expect,
    );
  });

  it("are refused for every reason that there is", () => {
    const reached = new Set(vectors.map(([, { expect }]) => expect));
    const own = FORMAT_ERROR_CODES.filter((code) =>
      /^credential_|^disclosure_(unreferenced|doubled)$/.test(code),
    );
    for (const code of own) assert.isTrue(reached.has(code), code);
  });

  it("have the vectors that the generator makes", () => {
    const made = allCredentialVectors();
    assert.sameMembers(
      [...made.keys()],
      vectors.map(([name]) => `${name}.json`),
    );
    for (const [name, vector] of vectors)
      assert.deepEqual(JSON.parse(made.get(`${name}.json`) as string), vector);
  });

  it("tell what they show, and under which terms", () => {
    const found = check(whole);
    assert.deepEqual(
      found.disclosed.map(({ name }) => name),
      ["@id", "@kind", "@schema", "@subject", "@version", "lines", "total"],
    );
    assert.deepInclude(found, { kind: "order", withheld: 15 });
    assert.equal(Number(found.index), 5);
    assert.deepInclude(found.terms, { purpose: "partner-offers", version: 2 });
  });

  it("are written again as they were read", () => {
    const { signed, signature, disclosures } = parseCredential(whole.credential);
    assert.equal(formatCredential(signed, signature, disclosures), whole.credential);
  });

  it("hold with no character changed, wherever it is", () => {
    const { credential } = whole;
    for (let i = 0; i < credential.length; i += 7) {
      const other = credential[i] === "A" ? "B" : "A";
      const changed = `${credential.slice(0, i)}${other}${credential.slice(i + 1)}`;
      assert.isNotNull(
        codeOf(() => check({ ...whole, credential: changed })),
        String(i),
      );
    }
  });

  it("are bounded before anything is read", () => {
    const long = "a".repeat(MAX_CREDENTIAL_BYTES + 1);
    assert.equal(
      codeOf(() => parseCredential(long)),
      "too_large",
    );
    for (const text of ["", "~", "..~", "a.b.c~", "~~~~"])
      assert.isNotNull(
        codeOf(() => parseCredential(text)),
        text,
      );
  });
});
