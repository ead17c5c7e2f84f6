/** What is pinned in a browser, and what is said when the firm gives out something else. */
import { describe, expect, it } from "vitest";
import { differences, keyFacts, policyId } from "../../../../portal/src/verify/policy/compare.ts";
import {
  NO_PINS,
  type Pin,
  pinned,
  readPins,
  type Shelf,
  unpinned,
  writePins,
} from "../../../../portal/src/verify/policy/pins.ts";
import { formatPolicy, type Policy, parsePolicy } from "../../../../portal/verify/policy.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import type { EvidenceVector } from "../../verify/run-vector.ts";

const policy = parsePolicy(
  JSON.stringify(
    readVectors<EvidenceVector>("evidence").find(([name]) => name === "history")![1].policy,
  ),
);
const text = formatPolicy(policy);
const pin: Pin = { id: policyId(policy), name: "Shop", policy, text };

const shelf = (kept: Record<string, string> = {}): Shelf & { kept: Record<string, string> } => ({
  kept,
  getItem: (key) => kept[key] ?? null,
  setItem: (key, value) => void Object.assign(kept, { [key]: value }),
  removeItem: (key) => void delete kept[key],
});

describe("pins", () => {
  it("are kept, used first, and forgotten", () => {
    const own = shelf();
    expect(readPins(own)).toEqual(NO_PINS);
    const one = pinned(NO_PINS, pin);
    expect(writePins(own, one)).toBe(true);
    expect(readPins(own)).toEqual({ pins: [pin], first: pin.id });
    expect(pinned(one, { ...pin, name: "Other" }).pins.map(({ name }) => name)).toEqual(["Other"]);
    writePins(own, unpinned(one, pin.id));
    expect(own.kept).toEqual({});
  });

  it("that were damaged, or that a browser does not keep, are not there", () => {
    const damaged = JSON.stringify({
      pins: [{ id: "x", name: "y", text: "{}" }, 7, null],
      first: "x",
    });
    for (const kept of ["", "{", "7", '{"pins":7}', damaged])
      expect(readPins(shelf({ "counterfoil.verify.pins": kept }))).toEqual(NO_PINS);
    const forbidden: Shelf = {
      getItem: () => {
        throw new Error("SecurityError");
      },
      setItem: () => {
        throw new Error("SecurityError");
      },
      removeItem: () => {},
    };
    expect(readPins(forbidden)).toEqual(NO_PINS);
    expect(writePins(forbidden, pinned(NO_PINS, pin))).toBe(false);
  });
});

describe("two policies", () => {
  const changed = (changes: Partial<Policy>): Policy => ({ ...policy, ...changes });
  const without = (role: string): Policy =>
    changed({ keys: policy.keys.filter((key) => key.role !== role) });

  it("differ in what is named", () => {
    expect(differences(policy, parsePolicy(text))).toEqual([]);
    expect(differences(policy, changed({ keys: policy.keys.toReversed() }))).toEqual([]);
    expect(differences(policy, changed({ chainId: 1 }))).toEqual(["ledger"]);
    expect(differences(policy, changed({ maxAgeSeconds: 5 }))).toEqual(["age"]);
    expect(differences(policy, without("log"))).toEqual(["log"]);
    expect(differences(policy, without("auditor"))).toEqual(["auditor"]);
  });

  it("have one name only if they say the same", () => {
    expect(policyId(parsePolicy(text))).toBe(policyId(changed({ keys: policy.keys.toReversed() })));
    const others = [changed({ chainId: 1 }), changed({ maxAgeSeconds: 5 }), without("auditor")];
    expect(new Set([policy, ...others].map(policyId)).size).toBe(4);
  });

  it("show keys by fingerprints that can be read out", () => {
    for (const { role, fingerprint } of policy.keys.map(keyFacts))
      expect([role, fingerprint]).toEqual([
        role,
        expect.stringMatching(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/),
      ]);
  });
});
