/** Keys of subjects as records want them: many at a time, in any order, by several at once. */
import { describe, expect, it } from "vitest";
import { keyReader } from "../../../../api/audit/keys/key-reader.ts";
import { systemRandom } from "../../../../api/core/random.ts";
import type { AuditSnapshot, RawRow } from "../../../../api/store/audit-store.ts";
import type { SealingKeyName } from "../../../../api/store/key-name.ts";
import { newRootKey, parseRootKey } from "../../../../api/vault/key-provider.ts";
import { sealingLabel, secretLabel } from "../../../../api/vault/labels.ts";

const provider = parseRootKey(newRootKey(systemRandom()), systemRandom());

const nameOf = (number: number): SealingKeyName => ({
  subject: `subject ${number}`,
  retentionClass: "statutory",
  expiry: "2036",
});
const keyOf = (number: number): Buffer => Buffer.alloc(32, number % 251);
const numberOf = (name: unknown): number => Number(String(name).slice("subject ".length));

/** Every seventh row is gone, every eleventh damaged. */
async function storedRow(table: string, number: number): Promise<RawRow | null> {
  if (number % 7 === 6) return null;
  const name = nameOf(number);
  const secret = secretLabel(name.subject, name.retentionClass);
  const label = table === "sealing_keys" ? sealingLabel(name) : secret;
  const [wrapped] = await provider.wrap([{ label, bytes: keyOf(number) }]);
  const bytes = number % 11 === 10 ? (wrapped?.subarray(1) ?? null) : (wrapped ?? null);
  const { subject, retentionClass, expiry } = name;
  if (table === "sealing_keys") return [subject, retentionClass, expiry, bytes];
  return [subject, null, null, bytes, null];
}

function fakeKeys() {
  let reads = 0;
  const rows = async (table: string, keys: readonly (readonly unknown[])[]) => {
    reads += keys.length;
    return Promise.all(keys.map(([subject]) => storedRow(table, numberOf(subject))));
  };
  return { snapshot: { rows } as unknown as AuditSnapshot<"keys">, reads: () => reads };
}

const expected = (number: number): Buffer | string => {
  if (number % 7 === 6) return "missing";
  return number % 11 === 10 ? "damaged" : keyOf(number);
};

describe("a reader of keys", () => {
  it("answers each name: its key, that there is none, or that it is damaged", async () => {
    const { snapshot, reads } = fakeKeys();
    const reader = keyReader(snapshot, provider);
    const numbers = Array.from({ length: 60 }, (_, i) => (i * 13) % 40);
    for (let again = 0; again < 2; again++) {
      const sealing = await reader.sealing(numbers.map(nameOf));
      const secrets = await reader.secrets(numbers.map(nameOf));
      for (const number of numbers) {
        const { subject, retentionClass } = nameOf(number);
        expect(sealing.get(sealingLabel(nameOf(number)))).toEqual(expected(number));
        expect(secrets.get(secretLabel(subject, retentionClass))).toEqual(expected(number));
      }
    }
    // Each of 40 names once in each table: the second time nothing is read.
    expect(reads()).toBe(80);
  });

  it("answers what was asked for also when others have asked for more than it keeps", async () => {
    const reader = keyReader(fakeKeys().snapshot, provider);
    const names = Array.from({ length: 20_001 }, (_, i) => nameOf(i));
    const answer = await reader.sealing(names);
    await reader.sealing([nameOf(30_000)]);
    expect(names.filter((name) => answer.get(sealingLabel(name)) === undefined)).toEqual([]);
  });
});
