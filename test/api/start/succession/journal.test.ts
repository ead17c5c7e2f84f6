/** The journal says the same to whoever reads it, or nothing at all. */
import { describe, expect, it } from "vitest";
import {
  formatJournal,
  type Journal,
  parseJournal,
  STAGES,
} from "../../../../api/start/succession/journal.ts";
import {
  asContractAddress,
  asLedgerId,
  asRootHash,
  asTreeSize,
} from "../../../../portal/verify/brands.ts";

const JOURNAL: Journal = {
  stage: "prepared",
  number: 1,
  chainId: 31337,
  contract: asContractAddress(`0x${"c0".repeat(20)}`),
  predecessor: {
    ledgerId: asLedgerId(`0x${"1d".repeat(32)}`),
    origin: "ledger.example/first",
    size: asTreeSize(7),
    root: asRootHash(new Uint8Array(32).fill(7)),
  },
  successor: { ledgerId: asLedgerId(`0x${"2d".repeat(32)}`), origin: "ledger.example/second" },
  owner: `0x${"aa".repeat(20)}`,
  anchorer: `0x${"ab".repeat(20)}`,
  newAnchorer: false,
};

describe("a journal", () => {
  it("is read as it was written, at every stage", () => {
    for (const stage of STAGES) {
      for (const newAnchorer of [true, false]) {
        const journal = { ...JOURNAL, stage, newAnchorer };
        expect(parseJournal(formatJournal(journal))).toEqual(journal);
      }
    }
  });

  it.each<[string, (journal: Record<string, unknown>) => object]>([
    ["of another format", (j) => ({ ...j, format: "counterfoil/succession/v2" })],
    ["of a stage that there is not", (j) => ({ ...j, stage: "sent" })],
    ["with a size that is none", (j) => ({ ...j, number: -1 })],
    ["with an address that is none", (j) => ({ ...j, owner: "0xaa" })],
    ["with an anchorer that is neither new nor old", (j) => ({ ...j, newAnchorer: "yes" })],
    ["with a member too many", (j) => ({ ...j, more: 1 })],
    ["without its successor", ({ successor: _, ...j }) => j],
    [
      "with a root that is none",
      (j) => ({ ...j, predecessor: { ...JOURNAL.predecessor, root: "" } }),
    ],
  ])("%s is none", (_, change) => {
    const text = formatJournal(JOURNAL);
    expect(parseJournal(JSON.stringify(change(JSON.parse(text))))).toBeNull();
  });

  it("that is torn, or no JSON at all, is none", () => {
    const text = formatJournal(JOURNAL);
    for (const torn of ["", "null", "[]", "{}", text.slice(0, -3)]) {
      expect(parseJournal(torn)).toBeNull();
    }
  });
});
