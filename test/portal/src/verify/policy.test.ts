/** What is pinned in a browser, and what is said when the firm gives out something else. */
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { differences, keyFacts, policyId } from "../../../../portal/src/verify/policy/compare.ts";
import {
  NO_PINS,
  needsWord,
  type Pin,
  pinned,
  readPins,
  type Shelf,
  unpinned,
  writePins,
} from "../../../../portal/src/verify/policy/pins.ts";
import { shelfOf } from "../../../../portal/src/verify/useTrust.ts";
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

  it("are named by what they say, whatever is written beside it", () => {
    const kept = { pins: [{ id: "other", name: "Shop", text }], first: "other" };
    const key = "counterfoil.verify.pins";
    expect(readPins(shelf({ [key]: JSON.stringify(kept) }))).toEqual({ pins: [pin], first: null });
    const twice = { pins: [...kept.pins, { name: "Again", text }], first: pin.id };
    expect(readPins(shelf({ [key]: JSON.stringify(twice) }))).toEqual({
      pins: [{ ...pin, name: "Again" }],
      first: pin.id,
    });
  });

  it("are neither kept nor read by a file on a disk, whose store others may share", () => {
    const shared = shelf();
    writePins(shared, pinned(NO_PINS, pin));
    vi.stubGlobal("localStorage", shared);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(readPins(shelfOf("page")).pins).toEqual([pin]);
    expect(readPins(shelfOf("file"))).toEqual(NO_PINS);
    writePins(shelfOf("file"), NO_PINS);
    expect(readPins(shared).pins).toEqual([pin]);
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

describe("a policy that is dropped", () => {
  const other: Policy = { ...policy, chainId: 1 };
  const inUse = policyId(policy);

  it("waits for the visitor's word in a pin's place, or with a file that it would speak for", () => {
    expect(needsWord({ inUse, isPinned: true, isWithFiles: false }, other)).toBe(true);
    expect(needsWord({ inUse, isPinned: false, isWithFiles: true }, other)).toBe(true);
    expect(needsWord({ inUse: null, isPinned: false, isWithFiles: true }, other)).toBe(true);
  });

  it("does not, by itself, or where it is the one in use", () => {
    expect(needsWord({ inUse, isPinned: false, isWithFiles: false }, other)).toBe(false);
    expect(needsWord({ inUse, isPinned: true, isWithFiles: true }, policy)).toBe(false);
  });
});
