/** docs/SECURITY.md says of each cheat what its test has found, and of no other. */
import { describe, expect, it } from "vitest";
import { read } from "../docs/markdown.ts";
import { CATCHERS } from "./cheat.ts";
import { ALL_CHEATS } from "./rows/all.ts";
import { type Row, rowOf } from "./table.ts";

const HEADING = "## Who catches what";

function section(): string {
  const [, behind = ""] = read("docs/SECURITY.md").split(`${HEADING}\n`);
  return behind.split("\n## ")[0] ?? "";
}

interface WrittenRow extends Row {
  readonly sentence: string;
}

function rows(): WrittenRow[] {
  return section()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6 && /^`[a-z0-9-]+`$/.test(cells[1] ?? ""))
    .map(([, id = "", sentence = "", caught = "", missed = ""]) => ({
      ...{ id: id.slice(1, -1), sentence, caught, missed },
    }));
}

describe("the table of who catches what", () => {
  it("has a row for each cheat that is tested, in the same order, and no other", () => {
    expect(rows().map(({ id }) => id)).toEqual(ALL_CHEATS.map(({ id }) => id));
    expect(new Set(rows().map(({ id }) => id)).size).toBe(ALL_CHEATS.length);
  });

  it.each(ALL_CHEATS.map((one) => [one.id, one] as const))("says what was found: %s", (id, one) => {
    const { caught, missed, sentence } = rows().find((row) => row.id === id) ?? {};
    expect({ id, caught, missed }).toEqual(rowOf(one));
    expect(sentence).toMatch(/\w/);
  });

  it("says of everybody who looks what they hold", () => {
    const told = [...section().matchAll(/^\| `([a-z -]+)` \| [^|]+ \| [^|]+ \|$/gm)];
    expect(told.map(([, catcher]) => catcher)).toEqual([...CATCHERS]);
  });

  it("names everybody who looks at least once as one who catches something", () => {
    for (const catcher of CATCHERS) {
      expect(rows().some(({ caught }) => caught.includes(`\`${catcher}\``))).toBe(true);
    }
  });
});
