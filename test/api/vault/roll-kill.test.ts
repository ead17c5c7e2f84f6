/** `kill -9` during a roll of the root key, at every step and at any moment: no key is lost, and the next process ends what was begun. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../api/core/clock.ts";
import { systemRandom } from "../../../api/core/random.ts";
import type { FormCursor } from "../../../api/store/root-keys.ts";
import { rootIdOf } from "../../../api/store/root-keys.ts";
import { openSqliteKeyStore } from "../../../api/store/sqlite/sqlite-key-store.ts";
import { newRootKey } from "../../../api/vault/key-provider.ts";
import { subjectKeys } from "../../../api/vault/keys.ts";
import { labelOf } from "../../../api/vault/labels.ts";
import { readRootFiles, ringOf } from "../../../api/vault/root-files.ts";
import { openRootKeys } from "../../../api/vault/root-keys.ts";
import { newPlace } from "../../helpers/store/places.ts";

const SCRIPT = join(import.meta.dirname, "../../helpers/store/roll-until-killed.ts");
const LIMIT = { timeout: 120_000 };
const random = systemRandom();

let directory: string;
let remove: () => void;
/** Every key that was durable, by its subject. */
let made: Map<string, string>;
beforeEach(() => {
  ({ directory, remove } = newPlace());
  writeFileSync(join(directory, "root.key"), newRootKey(random), { mode: 0o600 });
  made = new Map();
});
afterEach(() => remove());

/** Runs it until `kill` says so, line by line; answers its steps. */
async function run(halt: number, kill: (line: string, steps: number) => boolean) {
  const child = spawn(process.execPath, [SCRIPT, directory, String(halt)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise((resolve) => child.once("close", resolve));
  const steps: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, subject = "", key = ""] = line.split(" ");
    if (what === "made") made.set(subject, key);
    if (what === "step") steps.push(line.slice(5));
    if (kill(line, steps.length)) child.kill("SIGKILL");
  }
  await gone;
  return steps;
}

/** Ends what was begun, and holds everything that there is against what was made. */
async function allOpens(): Promise<void> {
  const store = await openSqliteKeyStore({ file: join(directory, "keys.db") });
  try {
    const ring = ringOf(directory, random);
    const roots = await openRootKeys({ directory, store, ring, clock: systemClock, random });
    if (roots.isRolling()) await roots.roll();
    expect(readRootFiles(directory).next).toBeNull();
    const fresh = ringOf(directory, random);
    let after: FormCursor | null = null;
    do {
      const { forms, next } = await store.forms(after, 1_000);
      const opened = await fresh.provider.unwrap(
        forms.map(({ place, bytes }) => ({ label: labelOf(place), bytes })),
      );
      expect(opened.includes(null)).toBe(false);
      expect(forms.every(({ bytes }) => rootIdOf(bytes) === fresh.newest())).toBe(true);
      after = next;
    } while (after !== null);
    const keys = subjectKeys(store, fresh.provider, random);
    const names = [...made.keys()].map(
      (subject) => ({ subject, retentionClass: "personal", expiry: "open" }) as const,
    );
    const found = await keys.existingSealingKeys(names);
    expect(found.map((key) => (Buffer.isBuffer(key) ? key.toString("hex") : key))).toEqual([
      ...made.values(),
    ]);
  } finally {
    await store.close();
  }
}

describe("a process that is killed while it rolls the root key", () => {
  it("loses no key, at whichever step", LIMIT, async () => {
    const all = await run(0, (line) => line === "rolled");
    const names = ["beginRoot", "replaceForms", "retireRoots", "rootGone"];
    expect(new Set(all.map((step) => step.split(" ")[1]))).toEqual(new Set(names));
    await allOpens();
    const first = (step: string): number => all.indexOf(step) + 1;
    for (const name of names)
      for (const side of ["before", "behind"]) {
        const halt = first(`${side} ${name}`);
        await run(halt, (_, steps) => steps === halt);
        await allOpens();
      }
    expect(made.size).toBeGreaterThan(8);
  });

  it("loses no key, at whichever moment", LIMIT, async () => {
    for (let round = 0; round < 8; round++) {
      let lines = 0;
      // Another moment each time; a seed would not make it the same, since the process is its own.
      const after = 3 + 11 * round;
      await run(0, (line) => line !== "ready" && ++lines >= after);
      await allOpens();
    }
    expect(made.size).toBeGreaterThan(8);
  });
});
