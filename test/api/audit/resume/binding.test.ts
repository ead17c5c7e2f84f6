import { describe, expect, it } from "vitest";
import type { OpenedScene } from "../../../../api/audit/open-scene.ts";
import { bindingOf } from "../../../../api/audit/resume/binding.ts";
import { sha256 } from "../../../../api/core/hash.ts";

const SCENE = {
  label: "ledger.example/main",
  policy: { chainId: 1, contract: `0x${"5f".repeat(20)}`, ledgerId: `0x${"2c".repeat(32)}` },
  ledger: [[0, "0001_ledger", "aa"]],
  keys: [[0, "0001_keys", "bb"]],
  purposes: ["reference", "identity"],
  key: "a",
};
const OPTIONS = {
  origin: "ledger.example/main",
  files: { ledger: "/data/ledger.db", map: "/data/map.db", keys: "/keys/keys.db" },
  logKey: { name: "ledger.example/main", vkey: "ledger.example/main+00+a" },
};

function binding(scene: Partial<typeof SCENE> = {}, options: Partial<typeof OPTIONS> = {}): string {
  const { label, policy, ledger, keys, purposes, key } = { ...SCENE, ...scene };
  const file = (rows: unknown) => ({ expectedMigrations: () => rows });
  const opened = {
    ...{ label, policy },
    snapshots: { ledger: file(ledger), keys: file(keys) },
    tools: { purposes: new Set(purposes), mac: (...of: string[]) => sha256(`${key} ${of}`) },
  };
  return bindingOf(opened as unknown as OpenedScene, { ...OPTIONS, ...options });
}

describe("what the state of an audit is bound to", () => {
  it("is the same of the same, in whatever order", () => {
    expect(binding()).toMatch(/^[0-9a-f]{64}$/);
    expect(binding({ purposes: [...SCENE.purposes].reverse() })).toBe(binding());
    // The map has nothing to do with records.
    expect(binding({}, { files: { ...OPTIONS.files, map: "/elsewhere" } })).toBe(binding());
  });

  it("differs with ledger, files, keys and schema", () => {
    const { policy } = SCENE;
    const { files, logKey } = OPTIONS;
    const others = [
      binding(),
      binding({ label: "x" }),
      binding({ policy: { ...policy, chainId: 2 } }),
      binding({ policy: { ...policy, contract: `0x${"00".repeat(20)}` } }),
      binding({ policy: { ...policy, ledgerId: `0x${"00".repeat(32)}` } }),
      binding({ ledger: [...SCENE.ledger, [1, "0002", "cc"]] }),
      binding({ keys: [[0, "0001_keys", "bc"]] }),
      binding({ purposes: ["reference"] }),
      binding({ key: "b" }),
      binding({}, { origin: "x" }),
      binding({}, { files: { ...files, ledger: "/other/ledger.db" } }),
      binding({}, { files: { ...files, keys: "/other/keys.db" } }),
      binding({}, { logKey: { ...logKey, vkey: "x" } }),
    ];
    expect(new Set(others).size).toBe(others.length);
  });
});
