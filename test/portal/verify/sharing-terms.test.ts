/** Terms out of policies (docs/FORMAT.md §17), as partners read them: strictly, or not at all. */
import { assert, describe, it } from "vitest";
import {
  canonicalJson,
  FormatError,
  type JsonValue,
  parseSharingTerms,
  renderReason,
} from "../../../portal/verify/index.ts";
import { sharingTermsOf } from "../../../portal/verify/read-sharing-terms.ts";
import { sharingPolicyOf } from "../../../portal/verify/sharing-policy.ts";
import type { SharingTerms } from "../../../portal/verify/sharing-terms.ts";
import { readVectors } from "../../helpers/vectors.ts";

interface Vector {
  readonly policy: string;
  readonly terms: SharingTerms | null;
}

const vectors = readVectors<Vector>("terms-policy");
const taken = vectors.filter(([, { terms }]) => terms !== null);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const [, plain] = vectors.find(([name]) => name === "plain") as [string, Vector];

function refusal(work: () => unknown): FormatError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

/** The plain policy with a change. */
function changed(change: (policy: Record<string, JsonValue>) => void): string {
  const policy = JSON.parse(plain.policy);
  change(policy);
  return canonicalJson(policy);
}

describe("terms of sharing", () => {
  it.each(vectors)("%s", (_, { policy, terms }) => {
    const found = refusal(() => assert.deepEqual(parseSharingTerms(bytes(policy)), terms));
    assert.equal(found === null, terms !== null, found?.code);
    // Texts are read like bytes.
    assert.equal(refusal(() => parseSharingTerms(policy))?.code, found?.code);
  });

  it.each(taken)("%s is written again as it was read", (_, { policy, terms }) => {
    assert.equal(canonicalJson(sharingPolicyOf(terms as SharingTerms)), policy);
  });

  it("are refused where anything at all stands elsewhere, twice, or besides", () => {
    const whole = JSON.parse(plain.policy);
    let count = 0;
    const visit = (value: JsonValue, put: (by: JsonValue) => JsonValue): void => {
      const others: JsonValue[] = [null, [], {}, [value]];
      if (typeof value === "object" && value !== null && !Array.isArray(value))
        others.push({ ...value, surplus: 1 });
      if (Array.isArray(value)) others.push([...value, ...value], [...value, "x y"]);
      for (const by of others) {
        const policy = canonicalJson(put(by));
        if (policy === plain.policy) continue;
        const found = refusal(() => parseSharingTerms(policy));
        // A note is a list that may be empty.
        if (found !== null) count += 1;
        else assert.equal(canonicalJson(sharingPolicyOf(parseSharingTerms(policy))), policy);
      }
      if (typeof value !== "object" || value === null) return;
      for (const [name, inner] of Object.entries(value))
        visit(inner as JsonValue, (by) =>
          put(
            Array.isArray(value)
              ? (value as JsonValue[]).map((one, i) => (String(i) === name ? by : one))
              : { ...value, [name]: by },
          ),
        );
    };
    visit(whole, (by) => by);
    assert.isAbove(count, 400);
  });

  it("say where they are not as they must be, in words of the format alone", () => {
    const wrong = [
      [
        "prohibition[0].action",
        changed((it) => Object.assign(it, { prohibition: [{ action: "sell" }] })),
      ],
      ["policy", changed((it) => Object.assign(it, { "odrl:more": 1 }))],
      ["version", plain.policy.replace(/:1"/, ':1000001"')],
      ["retention", changed((it) => Object.assign(it, { obligation: [] }))],
    ] as const;
    for (const [where, policy] of wrong) {
      const found = refusal(() => parseSharingTerms(policy));
      assert.deepInclude(found, { code: "terms_form", details: { where } });
    }
  });

  it("are canonical, of their profile, and bounded", () => {
    const code = (source: string) => refusal(() => parseSharingTerms(source))?.code;
    assert.equal(code(` ${plain.policy}`), "not_canonical");
    assert.equal(code(changed((it) => Object.assign(it, { profile: "x" }))), "unknown_format");
    assert.equal(code("[]"), "unknown_format");
    assert.equal(code("a".repeat(262_145)), "too_large");
  });

  it("hold what nobody could say as a value of JSON", () => {
    for (const one of [undefined, Number.NaN, 1n, new Map(), () => 1, Object.create(null)])
      assert.isFalse(sharingTermsOf(one).ok);
  });

  it("that are refused are so in both languages", () => {
    const told = (language: "en" | "zh") =>
      renderReason("terms_form", { where: "policy" }, language);
    assert.notEqual(told("en"), told("zh"));
  });
});
