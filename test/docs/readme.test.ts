/** What a reader may copy is run: the README's marked blocks, against a real server, in a folder that looks like the project's. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  counterfoilHere,
  newPlace,
  type Outcome,
  type Place,
  type Server,
  startServer,
} from "../e2e/process.ts";
import { type Block, blocks, read, root, shellBlocks, withoutRemarks } from "./markdown.ts";

const english = read("README.md");
const chinese = read("README.zh-CN.md");

let place: Place;
let server: Server;
let session: Outcome;

/** Everything of the project but what the place has of its own; so `data/` and `keys/` are found where the README says. */
async function dressUp(folder: string): Promise<void> {
  const own = new Set([".git", ".env", "data", "data-copy", "data-auditor", "keys"]);
  for (const name of readdirSync(root)) {
    if (!own.has(name)) await symlink(join(root, name), join(folder, name));
  }
}

const MARK = "=== block ";

/** The marked blocks as one session. Only the port, and the wait, which the shorter intervals make needless, are others. */
function script(): string {
  const port = new URL(place.url).port;
  const run = shellBlocks(english).filter((block) => block.run);
  return run
    .map(({ text }, at) => `echo '${MARK}${at}'\n${text}`)
    .join("\n")
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${port}`)
    .replaceAll(/^sleep \d+$/gm, "sleep 12");
}

function runSession(): Promise<Outcome> {
  const settings = ["PORT", "COUNTERFOIL_CHAIN_PORT", "COUNTERFOIL_LANG"] as const;
  const child = spawn("bash", ["-eu", "-o", "pipefail", "-c", script()], {
    cwd: place.folder,
    env: {
      HOME: process.env.HOME,
      PATH: `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
      ...Object.fromEntries(settings.map((name) => [name, place.environment[name]])),
      // Only the script that is named, not the installation before it: the packages are there.
      npm_config_ignore_scripts: "true",
      npm_config_update_notifier: "false",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

beforeAll(async () => {
  place = await newPlace({
    COUNTERFOIL_BATCH_SECONDS: "1",
    // A second less, and on a busy machine promises would be at risk while `status` is shown.
    COUNTERFOIL_ANCHOR_SECONDS: "3",
    COUNTERFOIL_DEMO_AUDITOR: "on",
  });
  await dressUp(place.folder);
  server = await startServer(place);
  session = await runSession();
}, 600_000);

afterAll(async () => {
  server?.kill("SIGKILL");
  await server?.ended;
  await place?.remove();
});

/** What a text block promises must come in its order; `…` stands for anything, numbers may be others. */
function expectLines(output: string, promised: string): void {
  const shown = output.split("\n").map(generalize);
  let at = 0;
  for (const line of promised.split("\n")) {
    if (line.trim() === "…") continue;
    const found = shown.indexOf(generalize(line), at);
    expect(found, `“${line}” is not in:\n${output}`).toBeGreaterThanOrEqual(at);
    at = found + 1;
  }
}

const generalize = (line: string): string =>
  line.trim().replaceAll(/\s+/g, " ").replaceAll(/\d+/g, "0");

/** Each marked block with the text block behind it, if that is what it shows. */
function promises(markdown: string): { readonly at: number; readonly shown: Block }[] {
  const all = blocks(markdown);
  const run = all.filter((block) => block.run);
  return run.flatMap((block, at) => {
    const next = all[all.indexOf(block) + 1];
    return next?.language === "text" ? [{ at, shown: next }] : [];
  });
}

/** What each marked block has printed. */
const outputs = (): string[] => session.out.split(new RegExp(`^${MARK}\\d+\n`, "m")).slice(1);

describe("the README", () => {
  it("opens with one sentence and the two commands", () => {
    expect(english.split("\n\n")[1]).toMatch(/^[^.]+\.$/);
    const [first] = shellBlocks(english);
    expect(withoutRemarks(first!.text).split("\n")).toEqual(["npm start", "npm test"]);
  });

  it("has blocks to run, and they run", () => {
    expect(shellBlocks(english).filter((block) => block.run).length).toBeGreaterThanOrEqual(7);
    expect(session, session.err).toMatchObject({ code: 0, err: "" });
  });

  it("shows what one then sees", () => {
    const shown = promises(english);
    expect(shown.length).toBeGreaterThanOrEqual(5);
    for (const { at, shown: block } of shown) expectLines(outputs()[at]!, block.text);
  });

  it("gets all three files about streams", () => {
    const files = outputs().find((output) => output.includes("There is no such stream"))!;
    const claims = ["These are all records", "the newest version", "There is no such stream"];
    for (const claim of claims) expect(files).toContain(claim);
    expect(files.split("\n").filter((line) => line === "VERIFIED")).toHaveLength(claims.length);
    expect(files).not.toContain("exit code");
  });

  it("shows in Chinese what one then sees in Chinese", { timeout: 180_000 }, async () => {
    // The commands of each block that shows something, on what the session has left behind.
    const anton = ["--source", "northwind", "--number", "ANTON"];
    const consent = ["consent", ...anton, "northwind-newsletter"];
    // `null`: it speaks no language, and was seen in the session.
    const left: readonly (readonly (readonly string[])[] | null)[] = [
      [["verify", "data/evidence/customer.json"]],
      [["verify", "forged.json"]],
      [["verify", "order-A-1001.json"]],
      [
        ["receipt", "answer.json", "--out", "promised.json"],
        ["verify", "promised.json"],
      ],
      ["history", "current", "absent"].map((claim) => ["verify", `${claim}.json`]),
      [["verify", "shortened.json"]],
      [["verify", "history.json", "--policy", "nobody.json"]],
      [
        ...["2024-04-30", "2024-06-30"].map((day) => [...consent, "--at", day]),
        ["verify", "data/evidence/consent-withdrawn.json"],
      ],
      null,
      null,
      [
        ["export", "verify", "mine.zip"],
        ["verify", "certificate.json"],
      ],
      [["audit"]],
    ];
    const shown = promises(chinese);
    expect(shown).toHaveLength(left.length);
    await rm(join(place.folder, "promised.json"));
    for (const [at, { at: run, shown: block }] of shown.entries()) {
      let printed = left[at] === null ? outputs()[run]! : "";
      for (const words of left[at] ?? []) {
        const own = words.map((word) =>
          /\.(json|zip)$/.test(word) ? join(place.folder, word) : word,
        );
        const { code, out } = await counterfoilHere(place, ...own, "--lang", "zh");
        printed += `${out.replaceAll(`${place.folder}/`, "")}exit code ${code}\n`;
      }
      expectLines(printed, block.text);
    }
  });

  it("has the same commands, settings and verdicts in both languages", () => {
    const commands = (markdown: string) =>
      shellBlocks(markdown).map(({ text, run }) => ({ text: withoutRemarks(text), run }));
    expect(commands(chinese)).toEqual(commands(english));
    const firstCells = (markdown: string) =>
      [...markdown.matchAll(/^\| (`[A-Z_]+`)/gm)].map((match) => match[1]);
    expect(firstCells(chinese)).toEqual(firstCells(english));
    expect(english).toContain("](README.zh-CN.md)");
    expect(chinese).toContain("](README.md)");
  });

  it("shows what the start says", async () => {
    // The last test: it ends the server.
    const { code, out } = await server.stop();
    expect(code).toBe(0);
    const announced = blocks(english).find(({ text }) => text.startsWith("Counterfoil is ready."));
    const said = out
      .replaceAll(`${place.folder}/`, "")
      .replaceAll(place.url, "http://127.0.0.1:3000")
      .replaceAll(place.rpcUrl, "http://127.0.0.1:8545")
      .replace(/Token: \S+/, "Token: …");
    expectLines(said, announced!.text);
  });
});
