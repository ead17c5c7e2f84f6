/** The process of an auditor that is told to stop, and has something under way that does not end. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

const CLOSE = new URL("../../../../scripts/cli/auditor/close.ts", import.meta.url).href;

async function ended(close: string): Promise<readonly [unknown, string]> {
  const script = `
    const { closePatiently } = await import(${JSON.stringify(CLOSE)});
    const open = setInterval(() => {}, 1_000);
    await closePatiently(${close}, 50);
    console.log("said last");
    process.exitCode = 7;`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  const code = new Promise((resolve) => child.once("exit", resolve));
  return Promise.all([code, text(child.stdout)]);
}

it("ends all the same when patience is over, after what is said last, with its code", async () => {
  expect(await ended("() => new Promise(() => {})")).toEqual([7, "said last\n"]);
  expect(await ended("async () => clearInterval(open)")).toEqual([7, "said last\n"]);
});
