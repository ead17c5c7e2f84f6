import { describe, expect, it } from "vitest";
import type { Current } from "../conformance.ts";
import { bytesOf, subjectOf } from "../units.ts";

const subject = (label: string, reference: string | null = null) => ({
  subject: subjectOf(label),
  referenceMac: reference === null ? null : bytesOf(`reference ${reference}`),
  createdAt: 1_795_000_000_000,
});
const created = (label: string) => ({ subject: subjectOf(label), created: true });
const existing = (label: string) => ({ subject: subjectOf(label), created: false });

export function subjectCases(current: Current): void {
  describe("subjects", () => {
    it("are known once they are added", async () => {
      const names = ["a", "b", "c"].map(subjectOf);
      expect(await current.store.knownSubjects(names)).toEqual(new Set());
      expect(await current.store.addSubjects([subject("a"), subject("c", "rc")])).toEqual([
        created("a"),
        created("c"),
      ]);
      expect(await current.store.knownSubjects(names)).toEqual(new Set([names[0], names[2]]));
    });

    it("are found by reference, in order", async () => {
      await current.store.addSubjects([subject("a", "ra"), subject("b"), subject("c", "rc")]);
      const macs = ["rc", "none", "ra"].map((label) => bytesOf(`reference ${label}`));
      expect(await current.store.subjectsByReference(macs)).toEqual([
        subjectOf("c"),
        null,
        subjectOf("a"),
      ]);
    });

    it("give way to the one that has the reference, in the same call and later", async () => {
      expect(
        await current.store.addSubjects([subject("a", "r"), subject("b", "r"), subject("c", "s")]),
      ).toEqual([created("a"), existing("a"), created("c")]);
      expect(await current.store.addSubjects([subject("d", "s")])).toEqual([existing("c")]);
      const losers = [subjectOf("b"), subjectOf("d")];
      expect(await current.store.knownSubjects(losers)).toEqual(new Set());
    });

    it("may be many without a reference", async () => {
      expect(await current.store.addSubjects([subject("a"), subject("b")])).toEqual([
        created("a"),
        created("b"),
      ]);
    });

    it("stay as they are when they come again", async () => {
      await current.store.addSubjects([subject("a", "r")]);
      expect(
        await current.store.addSubjects([subject("a", "r"), subject("a", "late"), subject("a")]),
      ).toEqual([existing("a"), existing("a"), existing("a")]);
      expect(await current.store.subjectsByReference([bytesOf("reference late")])).toEqual([null]);
    });
  });
}
