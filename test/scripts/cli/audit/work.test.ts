import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

/** Besides the lock, which stays where something else does. */
const leftIn = (parent: string): string[] =>
  readdirSync(join(parent, "counterfoil-audit")).filter((name) => !name.startsWith("audit.lock"));

const context = { terminal: fakeTerminal().terminal, m: messagesIn("en") };

describe("a work directory from which an audit goes on", () => {
  it("has a place for what is left, and one for what is not; both are gone at the end", async () => {
    const parent = join(place(), "a", "b");
    const answer = await withKeptDirectory(context, parent, async (scratch, kept) => {
      expect(scratch.startsWith(kept)).toBe(true);
      expect(kept.startsWith(parent)).toBe(true);
      writeFileSync(join(scratch, "moves.0"), "x");
      // It is held meanwhile.
      expect(() => holdExclusively(join(kept, "audit"), "audit")).toThrow(Refusal);
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
    expect(leftIn(parent)).toEqual(["state"]);
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
    const signals = process.listenerCount("SIGINT");
    await withKeptDirectory(context, parent, async (scratch) => {
      writeFileSync(join(scratch, "moves.0"), "x");
      let began = false;
      const second = withKeptDirectory(context, parent, async () => {
        began = true;
      });
      await expect(second).rejects.toMatchObject({ code: "in_use" });
      // Nor does a signal that comes to it tidy anything.
      expect([began, process.listenerCount("SIGINT")]).toEqual([false, signals + 1]);
      expect(readdirSync(scratch)).toEqual(["moves.0"]);
      // The first goes on.
      writeFileSync(join(scratch, "moves.1"), "x");
    });
    expect(readdirSync(parent)).toEqual([]);
  });

  it("is none that others could have planted, or may use", async () => {
    const refused = async (parent: string, name: string): Promise<void> => {
      for (const language of ["en", "zh"] as const) {
        const m = messagesIn(language);
        const path = join(parent, "counterfoil-audit", name);
        await expect(
          withKeptDirectory({ ...context, m }, parent, async () => {
            throw new Error("it began");
          }),
        ).rejects.toMatchObject({ exitCode: 2, message: m.audit.notPrivate(path) });
      }
    };
    const elsewhere = place();
    for (const target of [elsewhere, join(elsewhere, "nothing")]) {
      const linked = place();
      symlinkSync(target, join(linked, "counterfoil-audit"));
      await refused(linked, "");
      const inside = place();
      mkdirSync(join(inside, "counterfoil-audit"), { mode: 0o700 });
      symlinkSync(target, join(inside, "counterfoil-audit", "scratch"));
      await refused(inside, "scratch");
    }
    expect(readdirSync(elsewhere)).toEqual([]);
    const open = place();
    mkdirSync(join(open, "counterfoil-audit"));
    chmodSync(join(open, "counterfoil-audit"), 0o710);
    await refused(open, "");
    // One of mode 0700 that a kill has left is taken.
    chmodSync(join(open, "counterfoil-audit"), 0o700);
    mkdirSync(join(open, "counterfoil-audit", "scratch"), { mode: 0o700 });
    await withKeptDirectory(context, open, async () => {});
    expect(readdirSync(open)).toEqual([]);
  });

  it("leaves alone what is somebody else's", async () => {
    const parent = place();
    mkdirSync(join(parent, "counterfoil-audit"), { mode: 0o700 });
    writeFileSync(join(parent, "counterfoil-audit", "mine"), "x");
    writeFileSync(join(parent, "other"), "x");
    await withKeptDirectory(context, parent, async () => {});
    expect(readdirSync(parent).sort()).toEqual(["counterfoil-audit", "other"]);
    expect(leftIn(parent)).toEqual(["mine"]);
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
    expect(leftIn(parent)).toEqual(["state"]);
  });
});
