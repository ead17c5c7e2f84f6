import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { Refusal } from "../../../../api/core/errors.ts";
import { holdExclusively } from "../../../../api/store/sqlite/exclusive.ts";
import { withKeptDirectory } from "../../../../scripts/cli/audit/work.ts";
import { messagesIn } from "../../../../scripts/cli/messages.ts";
import { newDirectory, remove } from "../../../helpers/audit/installation.ts";
import { fakeTerminal } from "../../helpers/cli.ts";

const places: string[] = [];
const place = (): string => {
  const directory = newDirectory();
  places.push(directory);
  return directory;
};
afterAll(() => {
  for (const directory of places) remove(directory);
});

const context = { terminal: fakeTerminal().terminal, m: messagesIn("en") };

describe("a work directory from which an audit goes on", () => {
  it("has a place for what is left, and one for what is not; both are gone at the end", async () => {
    const parent = join(place(), "a", "b");
    const answer = await withKeptDirectory(context, parent, async (scratch, kept) => {
      expect(scratch.startsWith(kept)).toBe(true);
      expect(kept.startsWith(parent)).toBe(true);
      writeFileSync(join(scratch, "moves.0"), "x");
      holdExclusively(join(kept, "audit"), "audit")();
      return 5;
    });
    expect(answer).toBe(5);
    expect(existsSync(join(parent, "..", ".."))).toBe(true);
    expect(existsSync(join(parent, ".."))).toBe(false);
  });

  it("is the same again after a failure, with what was left", async () => {
    const parent = place();
    const failed = withKeptDirectory(context, parent, async (_, kept) => {
      writeFileSync(join(kept, "state"), "x");
      throw new Error("bug");
    });
    await expect(failed).rejects.toThrow("bug");
    expect(readdirSync(join(parent, "counterfoil-audit"))).toEqual(["state"]);
    const left = await withKeptDirectory(context, parent, async (_, kept) => {
      const names = readdirSync(kept);
      rmSync(join(kept, "state"));
      return names;
    });
    expect(left).toContain("state");
    expect(readdirSync(parent)).toEqual([]);
  });

  it("is another audit's as long as that holds it", async () => {
    const parent = place();
    const lock = join(parent, "counterfoil-audit", "audit");
    await withKeptDirectory(context, parent, async (scratch) => {
      const release = holdExclusively(lock, "audit");
      writeFileSync(join(scratch, "moves.0"), "x");
      const second = withKeptDirectory(context, parent, async () => {
        throw new Refusal("in_use", { what: "audit" });
      });
      await expect(second).rejects.toThrow(Refusal);
      expect(readdirSync(scratch)).toEqual(["moves.0"]);
      release();
    });
  });

  it("leaves alone what is somebody else's", async () => {
    const parent = place();
    mkdirSync(join(parent, "counterfoil-audit"));
    writeFileSync(join(parent, "counterfoil-audit", "mine"), "x");
    writeFileSync(join(parent, "other"), "x");
    await withKeptDirectory(context, parent, async () => {});
    expect(readdirSync(parent).sort()).toEqual(["counterfoil-audit", "other"]);
    expect(readdirSync(join(parent, "counterfoil-audit"))).toEqual(["mine"]);
    await expect(withKeptDirectory(context, "/dev/null/x", async () => {})).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it("is kept by who is interrupted, and says how to go on", async () => {
    const parent = place();
    const script = fileURLToPath(
      new URL("../../../helpers/audit/work-process.ts", import.meta.url),
    );
    const child = spawn(process.execPath, [script, parent], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect({ code, said }).toMatchObject({ code: 130 });
    expect(said).toContain(`--work ${parent}`);
    expect(readdirSync(join(parent, "counterfoil-audit"))).toEqual(["state"]);
  });
});
