/** What every `KeyStore` must do. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeyStore, WrappedSealingKey, WrappedSecrets } from "../../../api/store/key-store.ts";
import { bytesOf, subjectOf } from "./units.ts";

export interface KeyStoreUnderTest {
  readonly store: KeyStore;
  readonly reopen: (() => Promise<KeyStore>) | { readonly impossible: string };
  dispose(): Promise<void>;
}

const secretsOf = (label: string, variant = ""): WrappedSecrets => ({
  subject: subjectOf(label),
  secrets: {
    personal: bytesOf(`personal ${label}${variant}`),
    consent: bytesOf(`consent ${label}${variant}`),
    statutory: bytesOf(`statutory ${label}${variant}`),
    access: bytesOf(`access ${label}${variant}`),
  },
});

const keyOf = (label: string, change: Partial<WrappedSealingKey> = {}): WrappedSealingKey => ({
  subject: subjectOf(label),
  retentionClass: "statutory",
  expiry: "2036",
  wrapped: bytesOf(`key ${label}`),
  ...change,
});

export function keyStoreConformance(name: string, make: () => Promise<KeyStoreUnderTest>): void {
  describe(`${name} keeps the contract of a key store`, () => {
    let made: KeyStoreUnderTest;
    beforeEach(async () => {
      made = await make();
    });
    afterEach(() => made.dispose());

    it("answers secrets in order, null where there are none", async () => {
      await made.store.addSecrets([secretsOf("a"), secretsOf("b")]);
      const asked = ["b", "none", "a"].map(subjectOf);
      expect(await made.store.secrets(asked)).toEqual([secretsOf("b"), null, secretsOf("a")]);
      expect(await made.store.secrets([])).toEqual([]);
    });

    it("leaves the secrets of a subject that is there as they are", async () => {
      await made.store.addSecrets([secretsOf("a")]);
      await made.store.addSecrets([secretsOf("a", " other"), secretsOf("b"), secretsOf("b", " x")]);
      expect(await made.store.secrets(["a", "b"].map(subjectOf))).toEqual([
        secretsOf("a"),
        secretsOf("b"),
      ]);
    });

    it("tells sealing keys apart by subject, class and expiry", async () => {
      const keys = [
        keyOf("a"),
        keyOf("b", { wrapped: bytesOf("1") }),
        keyOf("a", { retentionClass: "personal", wrapped: bytesOf("2") }),
        keyOf("a", { expiry: "open", wrapped: bytesOf("3") }),
      ];
      expect(await made.store.addSealingKeys(keys)).toEqual(keys);
      const asked = [...keys].reverse();
      expect(await made.store.sealingKeys([...asked, keyOf("none")])).toEqual([...asked, null]);
    });

    it("answers the sealing key that holds, in one call and over several", async () => {
      const [first, second] = [keyOf("a"), keyOf("a", { wrapped: bytesOf("second") })];
      expect(await made.store.addSealingKeys([first, second])).toEqual([first, first]);
      expect(await made.store.addSealingKeys([second, keyOf("b")])).toEqual([first, keyOf("b")]);
    });

    it("sets a named secret once", async () => {
      expect(await made.store.named("mac")).toBeNull();
      expect(await made.store.addNamed("mac", bytesOf("1"))).toEqual(bytesOf("1"));
      expect(await made.store.addNamed("mac", bytesOf("2"))).toEqual(bytesOf("1"));
      expect(await made.store.named("mac")).toEqual(bytesOf("1"));
      expect(await made.store.named("other")).toBeNull();
    });

    it("has copied what was handed in, and gives away what it hands out", async () => {
      const wrapped = bytesOf("1");
      const answered = await made.store.addNamed("mac", wrapped);
      wrapped.fill(0);
      answered.fill(0);
      expect(await made.store.named("mac")).toEqual(bytesOf("1"));
    });

    it("has everything again after it was opened again", async (test) => {
      const { reopen } = made;
      if (typeof reopen !== "function") return test.skip(reopen.impossible);
      await made.store.addSecrets([secretsOf("a")]);
      await made.store.addSealingKeys([keyOf("a")]);
      await made.store.addNamed("mac", bytesOf("1"));
      const again = await reopen();
      expect(await again.secrets([subjectOf("a")])).toEqual([secretsOf("a")]);
      expect(await again.sealingKeys([keyOf("a")])).toEqual([keyOf("a")]);
      expect(await again.named("mac")).toEqual(bytesOf("1"));
    });
  });
}
