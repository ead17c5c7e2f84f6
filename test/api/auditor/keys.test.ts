import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadOrCreateAuditorKeys, openCosigned } from "../../../api/auditor/keys.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { generateNoteSigner } from "../../../api/log/keys.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { verifyCosignatures } from "../../../portal/verify/cosignature.ts";
import { parseCosignerVkey, parseVkey } from "../../../portal/verify/note.ts";
import { testAuditor } from "../../helpers/auditor.ts";

const NAME = "auditor.example/a1";
const TEXT = "ledger.example/log\n4\nvOeUkrOzYz+A09pj9t8CghHWCGRaJdMZeHmsgqpqGq8=\n";
const random = systemRandom();
let directory: string;
const at = (file: string): string => join(directory, file);

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "counterfoil-auditor-")), "keys");
});
afterEach(() => rm(join(directory, ".."), { recursive: true, force: true }));

const load = (name: string | null = NAME) => loadOrCreateAuditorKeys(directory, name, random);

async function problem(loading: Promise<unknown>): Promise<string> {
  try {
    await loading;
    return "loaded";
  } catch (error) {
    if (!isRefusal(error, "invalid_setting")) throw error;
    return `${error.details.setting} ${error.details.problem}`;
  }
}

describe("an auditor's keys", () => {
  it("are two, of names and key ids of their own", async () => {
    const { auditor, witness } = await load();
    expect(auditor.name).toBe(NAME);
    expect(witness.name).toBe(`${NAME}/witness`);
    expect(auditor.publicKey).not.toEqual(witness.publicKey);
    expect(parseCosignerVkey(auditor.vkey).publicKey).toEqual(auditor.publicKey);
    expect(() => parseVkey(auditor.vkey)).toThrow();
  });

  it("stay the same, with or without the name", async () => {
    const first = await load();
    for (const name of [NAME, null]) {
      const again = await load(name);
      expect(again.auditor.vkey).toBe(first.auditor.vkey);
      expect(again.witness.vkey).toBe(first.witness.vkey);
    }
  });

  it("lie in files for their owner's eyes only", async () => {
    await load();
    for (const file of ["auditor.key", "witness.key"]) {
      expect((await stat(at(file))).mode & 0o777).toBe(0o600);
      await chmod(at(file), 0o640);
      expect(await problem(load())).toBe(`${file} readable_by_others`);
      await chmod(at(file), 0o600);
    }
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  it("sign lines that a verifier takes for theirs, and for nobody else's", async () => {
    const { auditor, witness } = await load();
    const both = [auditor, witness].map(({ vkey }) => parseCosignerVkey(vkey));
    const note = `${TEXT}\n${auditor.cosign(TEXT, 1_800_000_000)}${witness.cosign(TEXT, 7)}`;
    expect(verifyCosignatures(note, both)).toEqual([
      { name: NAME, time: 1_800_000_000 },
      { name: `${NAME}/witness`, time: 7 },
    ]);
    expect(verifyCosignatures(note, [parseCosignerVkey(auditor.vkey)])).toHaveLength(1);
    const forged = `${TEXT.replace("4", "5")}\n${auditor.cosign(TEXT, 7)}`;
    expect(() => verifyCosignatures(forged, both)).toThrow();
  });

  it("sign what node's own Ed25519 signs", async () => {
    const { auditor } = await load();
    const encoded = (await readFile(at("auditor.key"), "utf8")).trim().slice(-44);
    const other = testAuditor(NAME, Buffer.from(encoded, "base64").subarray(1));
    expect(other.vkey).toBe(auditor.vkey);
    const logLine = "— ledger.example/log hiPYxfPTIJfo91s=\n";
    const note = `${TEXT}\n${logLine}`;
    expect(other.cosign(note, 9)).toBe(`${note}${auditor.cosign(TEXT, 9)}`);
  });

  it("do not sign at times that cannot be written", async () => {
    const { auditor } = await load();
    for (const time of [0, -1, 1.5, 253_402_300_800, Number.NaN]) {
      expect(() => auditor.cosign(TEXT, time)).toThrow();
    }
  });

  it("want a name the first time, and never another one", async () => {
    expect(await problem(load(null))).toBe("--name needs_name");
    for (const name of ["", "a b", "a+b", "x".repeat(250)]) {
      expect(await problem(load(name))).toBe("--name bad_name");
    }
    await load();
    expect(await problem(load("auditor.example/a2"))).toBe("--name other_name");
  });

  it("are finished where a crash left only the witness's", async () => {
    const { witness } = await load();
    await rm(at("auditor.key"));
    expect((await load()).witness.vkey).toBe(witness.vkey);
  });

  it("are missed where they were lost", async () => {
    await load();
    const checkpoint = parseCheckpoint(TEXT);
    const note = `${TEXT}\n— ledger.example/log hiPYxfPTIJfo91s=\n`;
    await openCosigned(directory).auditor.compareAndSwap(null, { checkpoint, note, time: 7 });
    await rm(at("auditor.key"));
    expect(await problem(load())).toBe("auditor.key lost_key");
  });

  it("are made again where nothing was ever cosigned with them", async () => {
    const { auditor } = await load();
    await rm(at("auditor.key"));
    expect((await load()).auditor.vkey).not.toBe(auditor.vkey);
  });

  it.each(["cosigned.json", "witnessed.json"])("are of no use without %s", async (file) => {
    await load();
    const role = file === "cosigned.json" ? "auditor" : "witness";
    expect(await openCosigned(directory)[role].get("ledger.example/log")).toBeNull();
    for (const text of [null, "", "{}", '{"format":"counterfoil/cosigned/v1","logs":[]}']) {
      if (text === null) await rm(at(file));
      else await writeFile(at(file), text);
      expect(await problem(openCosigned(directory)[role].get("ledger.example/log"))).toBe(
        `${file} lost_memory`,
      );
    }
  });

  it("are missed where the witness's was lost", async () => {
    await load();
    await rm(at("witness.key"));
    expect(await problem(load())).toBe("witness.key lost_key");
  });

  it("are refused where a file holds something else, and the error says nothing of it", async () => {
    await load();
    const secret = await readFile(at("auditor.key"), "utf8");
    const wrong = [
      "",
      secret.slice(0, -3),
      generateNoteSigner(NAME, random),
      await readFile(at("witness.key"), "utf8"),
    ];
    for (const [i, text] of wrong.entries()) {
      await writeFile(at("auditor.key"), text, { mode: 0o600 });
      const expected = i === 3 ? "--name other_name" : "auditor.key bad_key";
      expect(await problem(load())).toBe(expected);
    }
    const error = await load().catch((thrown: Error) => thrown);
    expect(JSON.stringify([String(error), (error as Error).stack])).not.toContain(
      secret.slice(-30, -5),
    );
  });

  it("of which one is another auditor's are refused", async () => {
    await load();
    const other = await mkdtemp(join(tmpdir(), "counterfoil-auditor-"));
    await loadOrCreateAuditorKeys(other, "auditor.example/a2", random);
    await writeFile(at("witness.key"), await readFile(join(other, "witness.key")));
    await rm(other, { recursive: true });
    expect(await problem(load())).toBe("witness.key bad_key");
  });
});
