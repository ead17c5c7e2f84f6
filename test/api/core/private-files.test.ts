import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { exists, parseToken, readOrCreate, readPrivate } from "../../../api/core/private-files.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "counterfoil-private-"));
});
afterAll(() => rm(directory, { recursive: true }));

function problem(error: unknown): string {
  return isRefusal(error, "invalid_setting")
    ? `${error.details.setting} ${error.details.problem}`
    : String(error);
}

describe("a private file", () => {
  it("is made once, for its owner alone", async () => {
    const file = join(directory, "made");
    expect(await exists(file)).toBe(false);
    expect(await readOrCreate(file, () => "one")).toBe("one");
    expect(await readOrCreate(file, () => "two")).toBe("one");
    expect(await exists(file)).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readPrivate(file, "S")).toBe("one");
  });

  it("is refused where others may use it, or where it cannot be read", async () => {
    const file = join(directory, "open");
    await writeFile(file, "x");
    for (const mode of [0o640, 0o604, 0o620, 0o610]) {
      await chmod(file, mode);
      expect(await readPrivate(file, "S").catch(problem)).toBe("S readable_by_others");
    }
    expect(await readFile(file, "utf8")).toBe("x");
    expect(await readPrivate(join(directory, "none"), "S").catch(problem)).toBe(
      "S unreadable_file",
    );
  });
});

describe("a token", () => {
  const token = "t".repeat(32);

  it.each([token, `${token}\n`, `${token}\r\n`])("is one line: %j", (text) => {
    expect(parseToken(text, "S")).toBe(token);
  });

  it.each(["", "t".repeat(31), "t".repeat(257), `${token}\n\n`, ` ${token}`, `${token}é`])(
    "is refused otherwise, and not repeated: %j",
    (text) => {
      try {
        parseToken(text, "S");
        expect.unreachable();
      } catch (error) {
        expect(problem(error)).toBe("S bad_token");
      }
    },
  );
});
