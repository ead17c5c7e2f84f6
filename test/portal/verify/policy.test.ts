import { assert, describe, it } from "vitest";
import type { FormatError } from "../../../portal/verify/errors.ts";
import { formatVkey, KEY_TYPE_COSIGNATURE, type KeyType } from "../../../portal/verify/note.ts";
import {
  auditorKeysFor,
  formatPolicy,
  logKeyFor,
  MAX_POLICY_BYTES,
  parsePolicy,
  policyOrigin,
  receiptKeyFor,
} from "../../../portal/verify/policy.ts";
import { OTHER_CONTRACT, policy, policyKey } from "../../../scripts/vectors/build.ts";
import {
  logKey,
  nextLogKey,
  ORIGIN,
  otherLedgerKey,
  receiptKey,
  type SigningKey,
  witnessKey,
} from "../../../scripts/vectors/world.ts";
import { codeOf } from "./code-of.ts";

const policyKeyOfType = (role: string, key: SigningKey, type: KeyType, fromSize = 0) => ({
  role,
  vkey: formatVkey(key.name, key.publicKey, type),
  fromSize,
});
const auditorKey = (key: SigningKey, fromSize = 0) =>
  policyKeyOfType("auditor", key, KEY_TYPE_COSIGNATURE, fromSize);
const parse = (changes: object = {}) => parsePolicy(JSON.stringify({ ...policy(), ...changes }));

describe("parsePolicy", () => {
  it("gives back what was written", () => {
    const full = parse({
      keys: [
        policyKey("log", logKey),
        policyKey("log", nextLogKey, 10),
        policyKey("receipt", receiptKey, 3),
        auditorKey(witnessKey),
        auditorKey(otherLedgerKey, 7),
      ],
      maxAgeSeconds: 86_400,
    });
    assert.deepEqual(parsePolicy(formatPolicy(full)), full);
    assert.equal(formatPolicy(full).at(-1), "\n");
    assert.equal(policyOrigin(full), ORIGIN);
  });

  it("leaves blanks and the order of members free", () => {
    const { format, keys, ...rest } = policy();
    const text = JSON.stringify({ keys, ...rest, format }, null, "\t");
    assert.deepEqual(parsePolicy(`\n ${text}\r\n`), parse());
  });

  it.each([
    ["no member more", { more: 1 }, "wrong_shape"],
    ["another format", { format: "counterfoil/policy/v2" }, "unknown_format"],
    ["chain id as text", { chainId: "1" }, "wrong_shape"],
    ["chain id 0", { chainId: 0 }, "wrong_shape"],
    ["contract in capitals", { contract: OTHER_CONTRACT.toUpperCase() }, "bad_identifier"],
    ["contract too short", { contract: "0x12" }, "bad_identifier"],
    ["ledger id without 0x", { ledgerId: "1d".repeat(32) }, "bad_identifier"],
    ["age 0", { maxAgeSeconds: 0 }, "wrong_shape"],
    ["age with a fraction", { maxAgeSeconds: 1.5 }, "wrong_shape"],
    ["keys not a list", { keys: {} }, "wrong_shape"],
    ["no keys", { keys: [] }, "policy_no_log_key"],
    ["no log key", { keys: [policyKey("receipt", receiptKey)] }, "policy_no_log_key"],
    ["an unknown role", { keys: [policyKey("owner", logKey)] }, "wrong_shape"],
    ["a bad key", { keys: [{ role: "log", vkey: "x", fromSize: 0 }] }, "vkey_form"],
    [
      "an auditor's key that signs notes",
      { keys: [policyKey("log", logKey), policyKeyOfType("auditor", witnessKey, 1)] },
      "policy_auditor_type",
    ],
    [
      "a log key that cosigns",
      { keys: [policyKey("log", logKey), policyKeyOfType("log", nextLogKey, 4)] },
      "policy_key_type",
    ],
    [
      "a receipt key that cosigns",
      { keys: [policyKey("log", logKey), policyKeyOfType("receipt", receiptKey, 4)] },
      "policy_key_type",
    ],
    [
      "an issuer's key that cosigns",
      { keys: [policyKey("log", logKey), policyKeyOfType("issuer", witnessKey, 4)] },
      "policy_key_type",
    ],
    ["a negative size", { keys: [policyKey("log", logKey, -1)] }, "wrong_shape"],
    ["a key with more members", { keys: [{ ...policyKey("log", logKey), x: 1 }] }, "wrong_shape"],
    [
      "two log keys from one size",
      { keys: [policyKey("log", logKey), policyKey("log", nextLogKey)] },
      "policy_same_from_size",
    ],
    [
      "two receipt keys from one size",
      {
        keys: [
          policyKey("log", logKey),
          policyKey("receipt", receiptKey),
          policyKey("receipt", receiptKey),
        ],
      },
      "policy_same_from_size",
    ],
    [
      "log keys of two names",
      { keys: [policyKey("log", logKey), policyKey("log", otherLedgerKey, 5)] },
      "policy_log_names",
    ],
    [
      "too many keys",
      { keys: Array.from({ length: 65 }, (_, i) => policyKey("log", logKey, i)) },
      "too_large",
    ],
  ])("refuses %s", (_name, changes, code) => {
    assert.equal(
      codeOf(() => parse(changes)),
      code,
    );
  });

  it("names the one member of a key that is missing", () => {
    const where = (key: object): unknown => {
      try {
        parse({ keys: [policyKey("log", logKey), key] });
      } catch (error) {
        return (error as FormatError).details.where;
      }
      return "read";
    };
    const { fromSize: _, ...without } = policyKey("receipt", receiptKey);
    assert.equal(where(without), "keys[1].fromSize");
    assert.equal(where({ ...without, from: 0 }), "keys[1].fromSize");
    assert.equal(where({ role: "receipt" }), "keys[1]");
    assert.equal(where([]), "keys[1]");
  });

  it("refuses repeated and missing members, and what is no JSON", () => {
    const text = JSON.stringify(policy());
    const twice = text.replace('"chainId"', '"chainId":1,"chainId"');
    assert.equal(
      codeOf(() => parsePolicy(twice)),
      "not_canonical",
    );
    const { maxAgeSeconds: _, ...without } = policy();
    assert.equal(
      codeOf(() => parsePolicy(JSON.stringify(without))),
      "wrong_shape",
    );
    for (const wrong of ["", "null", "[]", "{}", "1"]) {
      assert.include(
        ["bad_json", "wrong_shape"],
        codeOf(() => parsePolicy(wrong)),
        wrong,
      );
    }
    assert.equal(
      codeOf(() => parsePolicy(" ".repeat(MAX_POLICY_BYTES) + text)),
      "too_large",
    );
  });
});

describe("the key for a size", () => {
  const rotated = parse({
    keys: [
      policyKey("log", nextLogKey, 10),
      policyKey("log", logKey, 2),
      policyKey("receipt", receiptKey, 5),
    ],
  });

  it("is the newest that holds", () => {
    assert.isNull(logKeyFor(rotated, 1));
    assert.deepEqual(logKeyFor(rotated, 2)?.publicKey, logKey.publicKey);
    assert.deepEqual(logKeyFor(rotated, 9)?.publicKey, logKey.publicKey);
    assert.deepEqual(logKeyFor(rotated, 10)?.publicKey, nextLogKey.publicKey);
    assert.deepEqual(logKeyFor(rotated, 2 ** 53 - 1)?.publicKey, nextLogKey.publicKey);
    assert.isNull(receiptKeyFor(rotated, 4));
    assert.deepEqual(receiptKeyFor(rotated, 5)?.publicKey, receiptKey.publicKey);
  });
});

describe("auditors", () => {
  it("count from their size on, all of them", () => {
    const trusted = parse({
      keys: [policyKey("log", logKey), auditorKey(witnessKey, 3), auditorKey(otherLedgerKey, 8)],
    });
    const names = (size: number) => auditorKeysFor(trusted, size).map(({ name }) => name);
    assert.deepEqual(names(2), []);
    assert.deepEqual(names(3), [witnessKey.name]);
    assert.deepEqual(names(8), [witnessKey.name, otherLedgerKey.name]);
  });
});
