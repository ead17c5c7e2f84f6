/** Whose the directory of the demonstration's auditor is, and what becomes of what lies there. The process itself: test/e2e/demo-auditor.test.ts. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadOrCreateAuditorKeys } from "../../../api/auditor/keys.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { openDemoAuditor } from "../../../api/start/demo-auditor.ts";
import { asLedgerId } from "../../../portal/verify/brands.ts";
import { rejection } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";

const ONE = asLedgerId(`0x${"11".repeat(32)}`);
const TWO = asLedgerId(`0x${"22".repeat(32)}`);
const random = systemRandom();

let directory: string;
let remove: () => void;
let own: string;
beforeEach(() => {
  ({ directory, remove } = newPlace());
  own = join(directory, "data-auditor");
});
afterEach(() => remove());

const open = (ledgerId = ONE, demoAuditor = true) =>
  openDemoAuditor({ demoAuditor, demoAuditorDirectory: own }, ledgerId, random);

const refused = async (ledgerId = ONE) => {
  const error = await rejection(open(ledgerId));
  expect(error).toMatchObject({ code: "invalid_setting" });
  return (error as { details: { setting: string; problem: string } }).details;
};

describe("the auditor of the demonstration", () => {
  it("has a key of its own, which stays, in a directory that is its owner's alone", async () => {
    const first = await open();
    expect(first).toMatchObject({
      kind: "auditor",
      key: { name: "demonstration.localhost/auditor" },
    });
    expect(first?.vkey).toMatch(/^demonstration\.localhost\/auditor\+[0-9a-f]{8}\+B/);
    expect(first?.url()).toBeNull();
    expect((await open())?.vkey).toBe(first?.vkey);
    expect(readFileSync(join(own, "ledger"), "utf8")).toBe(`${ONE}\n`);
    // Not started: nobody waits for it.
    await first?.untilServing(600_000);
    // Stopped without having been started.
    await first?.stop();
  });

  it("is not there where nobody wants it, nor is its directory", async () => {
    expect(await open(ONE, false)).toBeNull();
    expect(existsSync(own)).toBe(false);
  });

  it("is of one ledger: of another it is another, and what it had is put aside", async () => {
    const first = await open();
    for (const part of ["state", "refusals"]) {
      mkdirSync(join(own, part));
      writeFileSync(join(own, part, "any"), part);
    }
    const second = await open(TWO);
    expect(second?.vkey).not.toBe(first?.vkey);
    expect(readdirSync(own).sort()).toEqual(["keys", "ledger", "retired"]);
    const aside = join(own, "retired", "11".repeat(32));
    expect(readdirSync(aside).sort()).toEqual(["keys", "refusals", "state"]);
    expect(readFileSync(join(aside, "state", "any"), "utf8")).toBe("state");
    // There and back: each time it begins anew, and nothing is in the way.
    const third = await open(ONE);
    const fourth = await open(TWO);
    expect(new Set([first, second, third, fourth].map((one) => one?.vkey)).size).toBe(4);
    expect(readdirSync(join(own, "retired")).sort()).toEqual(["11".repeat(32), "22".repeat(32)]);
  });

  it("goes on with what was interrupted while it was put aside", async () => {
    await open();
    mkdirSync(join(own, "state"));
    const aside = join(own, "retired", "11".repeat(32));
    mkdirSync(aside, { recursive: true });
    const { renameSync } = await import("node:fs");
    renameSync(join(own, "keys"), join(aside, "keys"));
    await open(TWO);
    expect(readdirSync(aside).sort()).toEqual(["keys", "state"]);
    expect(readFileSync(join(own, "ledger"), "utf8")).toBe(`${TWO}\n`);
  });

  const foreign = { setting: "COUNTERFOIL_DEMO_AUDITOR", problem: "not_empty" };

  it("leaves alone what is somebody's: another file, an auditor of another name, one without a mark", async () => {
    mkdirSync(own);
    writeFileSync(join(own, "holiday.jpg"), "");
    expect(await refused()).toEqual(foreign);
    expect(readdirSync(own)).toEqual(["holiday.jpg"]);

    own = join(directory, "second");
    const theirs = await loadOrCreateAuditorKeys(join(own, "keys"), "auditor.example/a1", random);
    expect(await refused()).toEqual(foreign);
    writeFileSync(join(own, "ledger"), `${ONE}\n`);
    expect(await refused()).toEqual(foreign);
    const again = await loadOrCreateAuditorKeys(join(own, "keys"), null, random);
    expect(again.auditor.vkey).toBe(theirs.auditor.vkey);
  });

  it("does not follow a mark that is none", async () => {
    await open();
    for (const mark of ["", "../../elsewhere", `${ONE}0`, ONE.toUpperCase()]) {
      writeFileSync(join(own, "ledger"), mark);
      expect(await refused(TWO)).toEqual(foreign);
      expect(readdirSync(own).sort()).toEqual(["keys", "ledger"]);
    }
  });
});
