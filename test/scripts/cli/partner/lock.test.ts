/** One at a time works on a copy, whatever a process has left behind. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { alone, InUse } from "../../../../scripts/cli/partner/lock.ts";
import { temporaryFolder } from "../../helpers/items.ts";

let place: string;
beforeEach(async () => {
  place = await temporaryFolder();
});
const file = () => join(place, "lock");
const DEAD = "999999999";

it("a lock says whose it is, and is gone afterwards", async () => {
  await alone(place, async () => {
    expect(readFileSync(file(), "utf8")).toMatch(new RegExp(`^${process.pid} `));
  });
  expect(readdirSync(place)).toEqual([]);
});

it("a lock that does not say whose it is is nobody's to take", async () => {
  writeFileSync(file(), "");
  await expect(alone(place, async () => {})).rejects.toThrow(InUse);
  expect(readdirSync(place)).toEqual(["lock"]);
});

it("a process that is there keeps it; one that is not, or was one of this number, does not", async () => {
  writeFileSync(file(), String(process.ppid));
  await expect(alone(place, async () => {})).rejects.toMatchObject({ pid: process.ppid });
  for (const left of [DEAD, `${DEAD} x`, String(process.pid)]) {
    writeFileSync(file(), left);
    expect(await alone(place, async () => "taken")).toBe("taken");
  }
});

it("only one clears what was left", async () => {
  writeFileSync(file(), DEAD);
  const claim = createHash("sha256").update(DEAD).digest("hex").slice(0, 16);
  writeFileSync(`${file()}.${claim}`, String(process.ppid));
  await expect(alone(place, async () => {})).rejects.toThrow(InUse);
  expect(readFileSync(file(), "utf8")).toBe(DEAD);
});

it("a lock that another has by now is left to them", async () => {
  await alone(place, async () => writeFileSync(file(), "another"));
  expect(readFileSync(file(), "utf8")).toBe("another");
});

it("of several processes one at a time is inside, also where one was killed there", async () => {
  const lock = new URL("../../../../scripts/cli/partner/lock.ts", import.meta.url).href;
  const script = `
    import { rmSync, writeFileSync } from "node:fs";
    import { alone } from ${JSON.stringify(lock)};
    const [place] = process.argv.slice(-1);
    for (let i = 0; i < 40; i++) {
      await alone(place, async () => {
        const mark = place + "/inside";
        writeFileSync(mark, String(process.pid), { flag: "wx" });
        await new Promise((done) => setTimeout(done, 1));
        rmSync(mark);
        // As one that is killed leaves it, every other time.
        if (i % 2) writeFileSync(place + "/lock", ${JSON.stringify(DEAD)} + " " + process.pid + i);
      }, 60_000);
    }`;
  const run = () =>
    new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", script, "--", place], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      child.once("exit", resolve);
    });
  expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
  // What the last one has left.
  expect(readdirSync(place)).toEqual(["lock"]);
}, 60_000);
