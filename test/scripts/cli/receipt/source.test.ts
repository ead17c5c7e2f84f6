import { createHash } from "node:crypto";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openLogSource } from "../../../../scripts/cli/receipt/source.ts";
import { mirror } from "../../../helpers/mirror.ts";
import { temporaryFolder } from "../../helpers/items.ts";

const ORIGIN = "ledger.example/log";
const NAME = createHash("sha256").update(ORIGIN).digest("hex");
const TILE = "tile/0/000.p/2";
const bytes = Buffer.alloc(64, 7);

const text = (found: Uint8Array | null): string | null =>
  found && Buffer.from(found).toString("hex");

describe("a log over HTTP", () => {
  it("is read below an address, or below the name of the log there", async () => {
    for (const prefix of ["", "/some/where", `/${NAME}`, `/some/${NAME}`]) {
      const { url, files, asked } = await mirror();
      files.set(`${prefix}/${TILE}`, bytes).set(`${prefix}/checkpoint`, "newest");
      files.set(`${prefix}/checkpoint/5`, "five");
      const base = prefix.replace(`/${NAME}`, "");
      for (const where of [url + base, `${url}${base}/`, url + prefix]) {
        const source = openLogSource(where, ORIGIN);
        expect(text(await source.tile(TILE)), where).toBe(bytes.toString("hex"));
        expect(await source.checkpoint(null)).toBe("newest");
        expect(await source.checkpoint(5)).toBe("five");
        expect(await source.checkpoint(6)).toBeNull();
      }
      // What has answered once is asked first.
      asked.length = 0;
      const source = openLogSource(url + base, ORIGIN);
      await source.tile(TILE);
      await source.checkpoint(5);
      expect(asked.at(-1)).toBe(`${prefix}/checkpoint/5`);
      expect(asked.length).toBe(prefix.includes(NAME) ? 3 : 2);
    }
  });

  it("is asked for one thing once", async () => {
    const { url, files, asked } = await mirror();
    files.set(`/${TILE}`, bytes);
    const source = openLogSource(url, ORIGIN);
    await Promise.all([source.tile(TILE), source.tile(TILE)]);
    await source.tile(TILE);
    expect(asked).toEqual([`/${TILE}`]);
  });

  it("is not there where nobody answers well", async () => {
    const one = await mirror();
    for (const missing of [404, 500, "redirect", "endless"] as const) {
      one.missing = missing;
      one.files.set("/elsewhere", bytes);
      const source = openLogSource(one.url, ORIGIN);
      expect(await source.tile(TILE), String(missing)).toBeNull();
    }
    await one.stop();
    expect(await openLogSource(one.url, ORIGIN).tile(TILE)).toBeNull();
    expect(await openLogSource("http://no-such-host.invalid", ORIGIN).tile(TILE)).toBeNull();
  });

  it("is no log where there is more than a tile or a note can be, or a note is no text", async () => {
    const { url, files } = await mirror();
    files.set(`/${TILE}`, Buffer.alloc(8_193)).set("/tile/0/000", Buffer.alloc(8_192));
    files.set("/checkpoint", Buffer.alloc((1 << 20) + 1, 0x20));
    files.set("/checkpoint/1", Buffer.from([0xff]));
    const source = openLogSource(url, ORIGIN);
    expect(await source.tile(TILE)).toBeNull();
    expect((await source.tile("tile/0/000"))?.length).toBe(8_192);
    expect(await source.checkpoint(null)).toBeNull();
    expect(await source.checkpoint(1)).toBeNull();
  });
});

describe("a log in a directory", () => {
  async function folder(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
    const directory = await temporaryFolder();
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content);
    }
    return directory;
  }

  it("is read by the same paths", async () => {
    const source = openLogSource(await folder({ [TILE]: bytes, "checkpoint/5": "five" }), ORIGIN);
    expect(text(await source.tile(TILE))).toBe(bytes.toString("hex"));
    expect(await source.checkpoint(5)).toBe("five");
    // A directory stands where the newest would be.
    expect(await source.checkpoint(null)).toBeNull();
    const newest = openLogSource(await folder({ checkpoint: "newest" }), ORIGIN);
    expect(await newest.checkpoint(null)).toBe("newest");
    expect(await newest.checkpoint(5)).toBeNull();
  });

  it("is not there where the directory is not, or nothing of it can be read to an end", async () => {
    expect(await openLogSource("/nowhere/at/all", ORIGIN).tile(TILE)).toBeNull();
    const directory = await folder({ [TILE]: Buffer.alloc(8_193) });
    await symlink("/dev/zero", join(directory, "checkpoint"));
    const source = openLogSource(directory, ORIGIN);
    expect(await source.tile(TILE)).toBeNull();
    expect(await source.checkpoint(null)).toBeNull();
  });
});
