/** Real programs, really killed. */
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { systemClock } from "../../../api/core/clock.ts";
import { type KeptChild, keepChild } from "../../../api/start/kept-child.ts";
import { isAlive, temporaryFolder, until } from "../anchor/fixtures.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let kept: KeptChild | undefined;
let lines: string[];
let warnings: string[];
let ended: (number | null)[];
beforeEach(async () => {
  folder = await temporaryFolder();
  lines = [];
  warnings = [];
  ended = [];
});
afterEach(async () => {
  await kept?.stop();
  kept = undefined;
  await folder.remove();
});

async function program(text: string): Promise<string> {
  const path = join(folder.path, "program.mjs");
  await writeFile(path, text);
  return path;
}

async function keep(text: string, args: string[] = [], more = {}): Promise<KeptChild> {
  kept = keepChild({
    ...{ program: await program(text), args, clock: systemClock, restartFirstMs: 20 },
    onLine: (line) => lines.push(line),
    onWarning: (line) => warnings.push(line),
    onEnded: (code) => ended.push(code),
    ...more,
  });
  return kept;
}

const RUNS = "setInterval(() => {}, 1000);";
const SAYS = `console.log("here " + process.pid + " " + process.argv.slice(2)); ${RUNS}`;

it("runs beside us, with its words and without our environment, and is ended in order", async () => {
  process.env.COUNTERFOIL_SECRET_OF_THIS_TEST = "x";
  const child = await keep(
    `process.on("SIGTERM", () => { console.log("ending"); process.exit(0); });
     console.log(process.argv.slice(2).join("|")); console.log(Object.keys(process.env).filter((n) => n.startsWith("COUNTERFOIL")).length); ${RUNS}`,
    ["a b", "c"],
  );
  delete process.env.COUNTERFOIL_SECRET_OF_THIS_TEST;
  await until(() => lines.length === 2);
  expect(lines).toEqual(["a b|c", "0"]);
  const pid = child.pid as number;
  expect(await isAlive(pid)).toBe(true);
  await child.stop();
  expect(lines.at(-1)).toBe("ending");
  expect([await isAlive(pid), child.pid, ended]).toEqual([false, null, []]);
});

it("is started again, however it ended, each time later", async () => {
  const child = await keep(SAYS);
  for (let round = 1; round <= 3; round++) {
    await until(() => lines.length === round);
    process.kill(child.pid as number, "SIGKILL");
    await until(() => ended.length === round);
  }
  await until(() => lines.length === 4);
  expect(new Set(lines).size).toBe(4);
  expect(ended).toEqual([null, null, null]);
});

it("tells what it writes on standard error: whole lines, cut, and not without end", async () => {
  await keep(`process.stderr.write("a"); process.stderr.write("b\\n" + "x".repeat(20000) + "\\n");
    for (let i = 0; i < 1000; i++) console.error(i); console.error("end"); console.log("said"); ${RUNS}`);
  await until(() => lines.length === 1 && warnings.length === 100);
  expect(warnings[0]).toBe("ab");
  expect(warnings[1]?.length).toBeLessThanOrEqual(8_192);
  expect(warnings[2]).toBe("0");
  await kept?.stop();
  expect(warnings).toHaveLength(100);
});

it("that ends at once does not spin", async () => {
  let tell: (code: number | null) => void = () => {};
  const nextEnd = (): Promise<number | null> => new Promise((resolve) => (tell = resolve));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const onEnded = (code: number | null): void => tell(code);
    let end = nextEnd();
    const child = await keep("process.exit(7);", [], { restartFirstMs: 300, onEnded });
    for (const wait of [300, 600]) {
      expect(await end).toBe(7);
      vi.advanceTimersByTime(wait - 1);
      expect(child.pid).toBeNull();
      end = nextEnd();
      vi.advanceTimersByTime(1);
      expect(child.pid).not.toBeNull();
    }
    expect(await end).toBe(7);
    await child.stop();
    vi.advanceTimersByTime(60_000);
    expect(child.pid).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});

it("that does not want to end is killed", async () => {
  const child = await keep(`process.on("SIGTERM", () => {}); ${SAYS}`, [], { graceMs: 200 });
  await until(() => lines.length === 1);
  const pid = child.pid as number;
  await child.stop();
  expect(await isAlive(pid)).toBe(false);
});

it.each([
  ["ends in order", 'process.on("SIGTERM", () => process.exit(0));'],
  ["knows of no signal", ""],
])(
  "ends by itself when the process that started it is killed with -9 and it %s",
  async (_, how) => {
    const path = await program(`${how} ${SAYS}`);
    const module = new URL("../../../api/start/kept-child.ts", import.meta.url).href;
    const text = `import { keepChild } from ${JSON.stringify(module)};
    keepChild({ program: ${JSON.stringify(path)}, args: [], clock: { now: () => 0 },
      onLine: (line) => console.log(line), onWarning: () => {}, onEnded: () => {} });`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", text]);
    const said = await new Promise<string>((resolve) =>
      parent.stdout.once("data", (part: Buffer) => resolve(part.toString())),
    );
    const pid = Number(said.split(" ")[1]);
    expect(await isAlive(pid)).toBe(true);
    // It is in a group of its own: what a terminal sends to ours does not reach it.
    parent.kill("SIGKILL");
    await until(async () => !(await isAlive(pid)));
  },
);
