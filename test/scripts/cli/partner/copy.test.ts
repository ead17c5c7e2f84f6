/** What of a copy may be named, and that what is ended is gone. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import * as copy from "../../../../scripts/cli/partner/copy.ts";
import { temporaryFolder } from "../../helpers/items.ts";

const SUBJECT = "S".repeat(43);
const OTHER = "T".repeat(43);
const RECORD = "01900000-0000-7000-8000-000000000001";

let place: string;
let mine: string;
beforeEach(async () => {
  place = await temporaryFolder();
  mine = join(place, "mine");
});

describe("an identifier of another form", () => {
  it("names no file: not of this copy, nor of another", async () => {
    const theirs = join(place, "theirs", "proofs", OTHER);
    mkdirSync(theirs, { recursive: true });
    mkdirSync(join(mine, "proofs", SUBJECT), { recursive: true });
    const file = join(theirs, `${RECORD}.json`);
    writeFileSync(file, "{}");
    const away = `../../../theirs/proofs/${OTHER}/${RECORD}`;
    for (const id of [away, "", ".", "..", `${RECORD}/`, RECORD.toUpperCase().replace("0", "A")]) {
      await expect(copy.readRecord(mine, SUBJECT, id), id).rejects.toThrow("not a record");
      await expect(copy.endRecord(mine, SUBJECT, id), id).rejects.toThrow("not a record");
    }
    for (const subject of [`../../theirs/proofs/${OTHER}`, "", "..", `${SUBJECT}/`]) {
      await expect(copy.readRecord(mine, subject, RECORD), subject).rejects.toThrow("subject");
      await expect(copy.endRecord(mine, subject, RECORD), subject).rejects.toThrow("subject");
      await expect(copy.endPerson(mine, subject), subject).rejects.toThrow("subject");
    }
    expect(existsSync(file)).toBe(true);
    expect(readdirSync(join(mine, "proofs"))).toEqual([SUBJECT]);
  });
});
