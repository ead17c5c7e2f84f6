/** What every `KeyStore` must do about erasures. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Destruction,
  ERASURE_STATES,
  type Erasure,
  type ErasureState,
  type NewErasure,
  remainsForm,
} from "../../../api/store/erasures.ts";
import type { KeyStore, WrappedSealingKey, WrappedSecrets } from "../../../api/store/key-store.ts";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import type { KeyStoreUnderTest } from "./key-conformance.ts";
import { bytesOf, subjectOf } from "./units.ts";

const ANN = subjectOf("ann");
const BEN = subjectOf("ben");

const secretsOf = (subject: string): WrappedSecrets => ({
  subject,
  secrets: {
    personal: bytesOf("personal"),
    consent: bytesOf("consent"),
    statutory: bytesOf("statutory"),
    access: bytesOf("access"),
  },
});
const KEYS: readonly WrappedSealingKey[] = [
  { subject: ANN, retentionClass: "access", expiry: "open", wrapped: bytesOf("1") },
  { subject: ANN, retentionClass: "personal", expiry: "open", wrapped: bytesOf("2") },
  { subject: ANN, retentionClass: "statutory", expiry: "2031", wrapped: bytesOf("3") },
  { subject: ANN, retentionClass: "statutory", expiry: "2032", wrapped: bytesOf("4") },
  { subject: BEN, retentionClass: "personal", expiry: "open", wrapped: bytesOf("5") },
];
const nameOf = ({ wrapped: _, ...name }: WrappedSealingKey) => name;
const certificate = { id: bytesOf("certificate"), wrapped: bytesOf("wrapped") };

export const erasure = (change: Partial<NewErasure> = {}): NewErasure => ({
  id: "11111111-1111-4111-8111-111111111111",
  cause: "request",
  scopes: [
    {
      subject: ANN,
      keys: [
        { retentionClass: "personal", expiry: "open" },
        { retentionClass: "statutory", expiry: "2031" },
      ],
      secrets: ["personal"],
    },
  ],
  kept: [
    { ...nameOf(KEYS[0]!), until: null, ground: "access" },
    { ...nameOf(KEYS[3]!), until: 2032, ground: "tax" },
  ],
  begunAt: 5,
  list: { key: bytesOf("list key"), box: bytesOf("list") },
  certificate,
  ...change,
});
const { id: ID } = erasure();
const THIRD = "33333333-3333-4333-8333-333333333333";

export const REMAINS: Destruction["remains"] = [
  { subject: ANN, retentionClass: "personal", hash: bytesOf("hash") },
];
const DESTRUCTION: Destruction = {
  sealedList: bytesOf("sealed"),
  remains: REMAINS,
  endCertificate: false,
};

/** Everything that goes when the second erasure has taken what the first one kept. */
const rest: NewErasure = erasure({
  id: "22222222-2222-4222-8222-222222222222",
  cause: "retention",
  scopes: [
    {
      subject: ANN,
      keys: [
        { retentionClass: "access", expiry: "open" },
        { retentionClass: "statutory", expiry: "2032" },
      ],
      secrets: ["access", "consent", "statutory"],
    },
  ],
  kept: [],
});

/** Leads an erasure up to this state, which is not `begun`. */
export async function lead(
  store: KeyStore,
  to: ErasureState,
  id = ID,
  destruction = DESTRUCTION,
): Promise<void> {
  for (let at = 0; ERASURE_STATES[at] !== to; at++) {
    const [from, next] = [ERASURE_STATES[at]!, ERASURE_STATES[at + 1]!];
    if (next === "keys-gone") await store.destroyKeys(id, destruction);
    else await store.moveErasure(id, from, next, 9);
  }
}

export function erasureConformance(name: string, make: () => Promise<KeyStoreUnderTest>): void {
  describe(`${name} keeps the contract of erasures`, () => {
    let made: KeyStoreUnderTest;
    let store: KeyStore;
    beforeEach(async () => {
      made = await make();
      store = made.store;
      await store.addSecrets([secretsOf(ANN), secretsOf(BEN)]);
      await store.addSealingKeys(KEYS);
    });
    afterEach(() => made.dispose());

    const asBegun: Erasure = {
      ...erasure(),
      ...{ number: 1, state: "begun", doneAt: null, completedAt: null, root: null },
      sealedList: null,
    };

    it("journals one as it was told, once, and destroys nothing yet", async () => {
      expect(await store.beginErasure(erasure())).toBe("begun");
      expect(await store.beginErasure(erasure({ cause: "order" }))).toBe("there");
      expect(await store.erasure(ID)).toEqual(asBegun);
      expect(await store.erasure("another")).toBeNull();
      expect(await store.erasureCount()).toBe(1);
      expect(await store.sealingKeys(KEYS)).toEqual(KEYS);
      expect(await store.secrets([ANN])).toEqual([secretsOf(ANN)]);
    });

    it("refuses one that names what another has closed, whole", async () => {
      await store.beginErasure(erasure());
      const other = erasure({
        id: "other",
        scopes: [
          { subject: BEN, keys: [{ retentionClass: "personal", expiry: "open" }], secrets: [] },
          { subject: ANN, keys: [], secrets: ["personal"] },
        ],
      });
      expect(await store.beginErasure(other)).toBe("overlapping");
      expect(await store.erasure("other")).toBeNull();
      expect(await store.closedNames([BEN])).toEqual(new Map());
    });

    it("names statutory keys of years that are over, however few are looked at together", async () => {
      for (const limit of [1, 2, 3, 4, 5, 6]) {
        const found = [];
        let looked = 0;
        for (let after = null; ; looked++) {
          const { keys, next } = await store.expiredKeys({ below: 2032, after, limit });
          found.push(...keys);
          if (next === null) break;
          after = next as never;
        }
        expect(found).toEqual([nameOf(KEYS[2]!)]);
        expect(looked).toBe(Math.floor(KEYS.length / limit));
      }
    });

    it("closes what it names from the beginning, for ever, and nothing else", async () => {
      const refused = { name: "Refusal", code: "subject_erased" };
      const late = (retentionClass: "personal" | "statutory", expiry: string) =>
        store.addSealingKeys([
          { subject: BEN, retentionClass: "access", expiry: "open", wrapped: bytesOf("x") },
          { subject: ANN, retentionClass, expiry, wrapped: bytesOf("late") },
        ]);
      await store.beginErasure(erasure());
      for (const to of ["declared", "keys-gone", "done"] as const) {
        await expect(late("personal", "open")).rejects.toMatchObject(refused);
        await expect(late("personal", "2040")).rejects.toMatchObject(refused);
        await expect(late("statutory", "2031")).rejects.toMatchObject(refused);
        await expect(store.addSecrets([secretsOf(ANN)])).rejects.toMatchObject(refused);
        await lead(store, to);
      }
      await expect(late("personal", "open")).rejects.toMatchObject(refused);
      const bens = { subject: BEN, retentionClass: "access", expiry: "open" } as const;
      expect(await store.sealingKeys([bens])).toEqual([null]);
      expect(await late("statutory", "2040")).toHaveLength(2);
      await store.addSecrets([secretsOf(BEN)]);
      expect(await store.closedNames([ANN, BEN])).toEqual(
        new Map([
          [
            ANN,
            [
              { subject: ANN, retentionClass: "personal", expiry: null },
              { subject: ANN, retentionClass: "personal", expiry: "open" },
              { subject: ANN, retentionClass: "statutory", expiry: "2031" },
            ],
          ],
        ]),
      );
    });

    it("goes from state to state, each step once, and by no other way", async () => {
      await store.beginErasure(erasure());
      expect(await store.moveErasure(ID, "declared", "rows-gone", 9)).toBe(false);
      expect(await store.destroyKeys(ID, DESTRUCTION)).toBe(false);
      expect(await store.sealingKeys(KEYS)).toEqual(KEYS);
      await expect(store.moveErasure(ID, "begun", "rows-gone", 9)).rejects.toThrow();
      await expect(store.moveErasure(ID, "rows-gone", "keys-gone", 9)).rejects.toThrow();
      expect(await store.moveErasure(ID, "begun", "declared", 9)).toBe(true);
      expect(await store.moveErasure(ID, "begun", "declared", 9)).toBe(false);
      await lead(store, "done");
      expect(await store.erasure(ID)).toMatchObject({ state: "done", doneAt: 9 });
      expect(await store.moveErasure("another", "begun", "declared", 9)).toBe(false);
    });

    it("destroys what is in scope, leaves a secret's hash, and seals the list, at once", async () => {
      await store.beginErasure(erasure());
      await lead(store, "rows-gone");
      expect(await store.destroyKeys(ID, DESTRUCTION)).toBe(true);
      expect(await store.destroyKeys(ID, DESTRUCTION)).toBe(false);
      expect(await store.sealingKeys(KEYS)).toEqual([KEYS[0], null, null, KEYS[3], KEYS[4]]);
      const { secrets } = secretsOf(ANN);
      expect(await store.secrets([ANN, BEN])).toEqual([
        { subject: ANN, secrets: { ...secrets, personal: remainsForm(bytesOf("hash")) } },
        secretsOf(BEN),
      ]);
      expect(await store.erasure(ID)).toEqual({
        ...asBegun,
        ...{ state: "keys-gone", list: null, sealedList: bytesOf("sealed") },
      });
      await store.dropSealedList(ID);
      expect(await store.erasure(ID)).toMatchObject({ sealedList: null, certificate });
    });

    it("destroys every key of a class whose secret goes, also one that it did not name", async () => {
      const late = { subject: ANN, retentionClass: "personal", expiry: "2030" } as const;
      await store.addSealingKeys([{ ...late, wrapped: bytesOf("late") }]);
      await store.beginErasure(erasure());
      await lead(store, "keys-gone");
      expect(await store.sealingKeys([late])).toEqual([null]);
    });

    it("changes nothing where what remains of a secret was not told", async () => {
      await store.beginErasure(erasure());
      await lead(store, "rows-gone");
      await expect(store.destroyKeys(ID, { ...DESTRUCTION, remains: [] })).rejects.toThrow();
      expect(await store.erasure(ID)).toMatchObject({ state: "rows-gone" });
      const [row] = await store.secrets([ANN]);
      expect(row).toEqual(secretsOf(ANN));
    });

    it("leaves nothing of a subject when its last class goes, and no key to its certificates", async () => {
      await store.beginErasure(erasure());
      await lead(store, "done");
      expect(await store.beginErasure(rest)).toBe("begun");
      const remains = RETENTION_CLASSES.filter((one) => one !== "personal").map((one) => ({
        ...{ subject: ANN, retentionClass: one, hash: bytesOf(one) },
      }));
      await lead(store, "done", rest.id, { ...DESTRUCTION, remains, endCertificate: true });
      expect(await store.secrets([ANN, BEN])).toEqual([null, secretsOf(BEN)]);
      expect(await store.sealingKeysOf([ANN, BEN])).toEqual([nameOf(KEYS[4]!)]);
      const found = await store.certified(certificate.id);
      expect(found.map((one) => [one.id, one.certificate?.wrapped])).toEqual([
        [ID, null],
        [rest.id, null],
      ]);
      expect(await store.certified(bytesOf("another"))).toEqual([]);
      // Somebody else names the same key.
      const scopes = [{ subject: BEN, keys: [], secrets: RETENTION_CLASSES }];
      const other = erasure({ id: THIRD, scopes, kept: [] });
      expect(await store.beginErasure(other)).toBe("begun");
      expect((await store.erasure(THIRD))?.certificate).toEqual(certificate);
    });

    it("finds kept keys by year and subject until another erasure takes them", async () => {
      await store.beginErasure(erasure());
      const [access, tax] = erasure().kept;
      const all = { until: null, after: null, limit: 9 };
      expect(await store.keptKeys(all)).toEqual([access, tax]);
      expect(await store.keptKeys({ ...all, limit: 1 })).toEqual([access]);
      expect(await store.keptKeys({ ...all, after: access! })).toEqual([tax]);
      expect(await store.keptKeys({ ...all, until: 2031 })).toEqual([]);
      expect(await store.keptKeys({ ...all, until: 2032 })).toEqual([tax]);
      expect(await store.keptOf([ANN, BEN, ANN])).toEqual([access, tax]);
      await store.beginErasure(rest);
      expect(await store.keptKeys(all)).toEqual([]);
      expect(await store.keptOf([ANN])).toEqual([]);
    });

    it("takes the newest word on what is kept", async () => {
      await store.beginErasure(erasure());
      const longer = { ...erasure().kept[1]!, until: 2040, ground: "claim" };
      const scopes = [{ subject: ANN, keys: [], secrets: ["consent"] as const }];
      await store.beginErasure(erasure({ id: "other", scopes, kept: [longer] }));
      expect((await store.keptOf([ANN]))[1]).toEqual(longer);
    });

    it("lists by number, those that are not done, and those that are not completed", async () => {
      await store.beginErasure(erasure());
      await store.beginErasure(rest);
      const ids = async (which: "all" | "unfinished" | "uncompleted", after = 0, limit = 9) =>
        (await store.erasures({ which, after, limit })).map((one) => one.number);
      expect([await ids("all"), await ids("all", 1), await ids("all", 0, 1)]).toEqual([
        [1, 2],
        [2],
        [1],
      ]);
      expect([await ids("unfinished"), await ids("uncompleted")]).toEqual([[1, 2], []]);
      await lead(store, "keys-gone");
      expect([await ids("unfinished"), await ids("uncompleted")]).toEqual([[1, 2], [1]]);
      await lead(store, "done");
      expect([await ids("unfinished"), await ids("uncompleted")]).toEqual([[2], [1]]);
      await store.completeErasure(ID, 7);
      await store.completeErasure(ID, 8);
      expect(await store.erasure(ID)).toMatchObject({ completedAt: 7 });
      expect(await ids("uncompleted")).toEqual([]);
    });

    it("has everything again after it was opened again", async (test) => {
      const { reopen } = made;
      if (typeof reopen !== "function") return test.skip(reopen.impossible);
      await store.beginErasure(erasure());
      await lead(store, "keys-gone");
      const before = await store.erasure(ID);
      const again = await reopen();
      expect(await again.erasure(ID)).toEqual(before);
      expect(await again.keptOf([ANN])).toEqual(erasure().kept);
      expect(await again.beginErasure(erasure({ id: "other" }))).toBe("overlapping");
    });
  });
}
