/** The terms' policies of docs/FORMAT.md §17, as files: what is taken, with its hash, and what is refused. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { termsHash } from "../../../../api/sharing/terms/hash.ts";
import type { Terms } from "../../../../api/sharing/terms/model.ts";
import { termsOf } from "../../../../api/sharing/terms/read-policy.ts";
import { readVectors } from "../../../helpers/vectors.ts";

interface Vector {
  readonly description: string;
  /** In canonical form. */
  readonly policy: string;
  readonly terms: Terms | null;
  readonly termsHash: string;
  readonly base64url: string;
}

const vectors = readVectors<Vector>("terms-policy");

describe("vectors of terms", () => {
  it("are there, of either sort", () => {
    expect(vectors.filter(([, { terms }]) => terms !== null).length).toBeGreaterThan(7);
    expect(vectors.filter(([, { terms }]) => terms === null).length).toBeGreaterThan(10);
  });

  it.each(vectors.filter(([, { terms }]) => terms !== null))("%s", (_, vector) => {
    const read = termsOf(JSON.parse(vector.policy));
    expect(read).toEqual({ ok: true, terms: vector.terms });
    const digest = createHash("sha256").update(vector.policy, "utf8").digest();
    const [hex, text] = [`0x${digest.toString("hex")}`, digest.toString("base64url")];
    expect([vector.termsHash, vector.base64url]).toEqual([hex, text]);
    expect(termsHash(vector.terms!)).toEqual({ hex, text });
  });

  it.each(vectors.filter(([, { terms }]) => terms === null))("%s", (_, { policy }) => {
    expect(termsOf(JSON.parse(policy)).ok).toBe(false);
  });
});
