/** Files with a token or a secret: one line, and their owner's alone. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseToken, readPrivate } from "../../../api/core/private-files.ts";
import { rejection } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";

const GOOD = "abcdefghijklmnopqrstuvwxyz012345";

describe("a token", () => {
  it.each([GOOD, `${GOOD}\n`, `${GOOD}\r\n`, "!".repeat(256)])("may be %j", (content) => {
    expect(parseToken(content, "--token-file")).toBe(content.trimEnd());
  });

  it.each([
    "",
    "\n",
    "x".repeat(31),
    "x".repeat(257),
    `${GOOD} ${GOOD}`,
    `${GOOD}\n\n`,
    `${GOOD}\n${GOOD}`,
    ` ${GOOD}`,
    `${GOOD}\u00e9`,
    `\ufeff${GOOD}`,
    `${GOOD}\u0000`,
  ])("may not be %j, and is not repeated", async (content) => {
    const error = (await rejection(
      Promise.resolve().then(() => parseToken(content, "--token-file")),
    )) as Error;
    expect(error).toMatchObject({
      code: "invalid_setting",
      details: { setting: "--token-file", problem: "bad_token" },
    });
    expect(JSON.stringify(error) + error.stack).not.toContain(GOOD);
  });
});

describe("a file with a secret", () => {
  let place: ReturnType<typeof newPlace>;
  beforeEach(() => {
    place = newPlace();
  });
  afterEach(() => place.remove());
  const file = (name: string): string => join(place.directory, name);

  it.skipIf(process.platform === "win32").each([0o644, 0o640, 0o660, 0o604])(
    "must be its owner's alone: mode %o is refused",
    async (open) => {
      writeFileSync(file("mine"), GOOD);
      chmodSync(file("mine"), open);
      expect(await rejection(readPrivate(file("mine"), "SETTING"))).toMatchObject({
        code: "invalid_setting",
        details: { setting: "SETTING", problem: "readable_by_others" },
      });
      chmodSync(file("mine"), 0o600);
      expect(await readPrivate(file("mine"), "SETTING")).toBe(GOOD);
    },
  );

  it("must be there where one says it is", async () => {
    mkdirSync(file("directory"), { mode: 0o700 });
    for (const path of [file("nowhere"), file("directory")]) {
      expect(await rejection(readPrivate(path, "SETTING"))).toMatchObject({
        details: { setting: "SETTING", problem: "unreadable_file" },
      });
    }
  });
});
