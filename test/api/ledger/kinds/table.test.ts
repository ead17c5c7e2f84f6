/** The table of kinds: the ledger's own, the kernel's and that of docs/FORMAT.md §2.1 are one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { consentKinds } from "../../../../api/consent/kinds/registry.ts";
import { parseDraft } from "../../../../api/ledger/draft.ts";
import { kindsByName, ledgerKinds, ownKinds } from "../../../../api/ledger/kinds/registry.ts";
import { rightsKinds } from "../../../../api/rights/kinds/registry.ts";
import { sharingKinds } from "../../../../api/sharing/kinds/registry.ts";
import { KIND_NAMES, kindForm } from "../../../../portal/verify/kinds.ts";
import {
  checkNames,
  ENVELOPE_NAMES,
  FORBIDDEN_NAMES,
  isKind,
  schemaHash,
} from "../../../../portal/verify/record.ts";
import { customerOf } from "../../../helpers/ledger.ts";

const SUBJECT = "s".repeat(43);
const customer = (change: object = {}) => customerOf(SUBJECT, { ...change });

/** The cells of the rows of docs/FORMAT.md §2.1: kind, layout, class; and kind, body fields. */
function documented(): string[][] {
  const text = readFileSync(join(import.meta.dirname, "../../../../docs/FORMAT.md"), "utf8");
  const section = text.slice(text.indexOf("### 2.1"), text.indexOf("## 3 "));
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const names = (cell: string | undefined): string[] =>
  [...(cell ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

/** Those that clients write, those of consents, of sharing and of rights, and the ledger's own. */
const ALL = [...ledgerKinds, ...consentKinds, ...sharingKinds, ...rightsKinds, ...ownKinds];

describe("the kinds", () => {
  it("of docs/FORMAT.md are those of the kernel", () => {
    const told = documented().filter((cells) => cells.length === 3);
    expect(told.map(([kind]) => names(kind)[0])).toEqual(KIND_NAMES);
    for (const [kind, layout, retentionClass] of told) {
      expect(kindForm(names(kind)[0]!)).toEqual({ layout, class: retentionClass });
    }
  });

  it("agree with the kernel in layout and class", () => {
    for (const { kind, layout, retentionClass } of ALL) {
      expect(kindForm(kind)).toEqual({ layout, class: retentionClass });
    }
  });

  it("have the fields that docs/FORMAT.md gives them", () => {
    const told = documented().filter((cells) => cells.length === 2);
    const fields = new Map(told.map(([kind, list]) => [names(kind)[0], names(list)]));
    expect([...fields.keys()]).toEqual(ALL.map(({ kind }) => kind).sort());
    for (const { kind, names: list } of ALL) {
      expect(list.filter((name) => !name.startsWith("@"))).toEqual(fields.get(kind));
    }
  });

  it("have their stream's name from a field that every record has, in the alphabet of names", () => {
    for (const { body, streamField, layout } of [...consentKinds, ...sharingKinds]) {
      expect(layout).toBe("events");
      if (streamField === null) continue;
      const field = body.shape[streamField];
      for (const [value, ok] of [
        ["a-1", streamField !== "signal"],
        ["gpc", true],
        [null, false],
        ["", false],
        ["a b", false],
        ["a/b", false],
        ["A", false],
      ] as const)
        expect([streamField, value, field?.safeParse(value).success]).toEqual([
          streamField,
          value,
          ok,
        ]);
    }
  });

  it.each(["ledger", "access", "administration"])(
    "of clients have none of the ledger's own: nobody else can write %s",
    (kind) => {
      expect(ownKinds.map((own) => own.kind)).toContain(kind);
      expect(kindsByName.has(kind)).toBe(false);
      const input = { ...customer(), "@kind": kind };
      expect(() => parseDraft(input, kindsByName)).toThrow(
        expect.objectContaining({ code: "unknown_kind" }),
      );
    },
  );

  it.each(ALL.map((kind) => [kind.kind, kind] as const))("%s has a lawful list", (_, kind) => {
    checkNames(kind.names);
    expect(kind.names).toEqual([...kind.names].sort());
    expect(kind.names).toEqual(expect.arrayContaining([...ENVELOPE_NAMES]));
    expect(kind.names.filter((name) => FORBIDDEN_NAMES.has(name))).toEqual([]);
    expect(kind.schemaHash).toBe(schemaHash(kind.names));
    expect(isKind(kind.kind)).toBe(true);
  });

  it("have other lists, so other schemas", () => {
    expect(new Set(ALL.map(({ schemaHash: hash }) => hash)).size).toBe(ALL.length);
  });
});
