/** `kill -9` in the middle of an import, again and again: what was acknowledged is there, once, and the import goes on. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createChainReader } from "../../api/anchor/reader.ts";
import { parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { parseNote } from "../../portal/verify/note.ts";
import { parsePolicy } from "../../portal/verify/policy.ts";
import { countEntries } from "./entries.ts";
import { counterfoil, newPlace, type Place, type Server, startServer, until } from "./process.ts";

const CUSTOMERS = 1_200;
const ROWS = 10_000;
const KILLS = 3;
const TOTAL = CUSTOMERS + ROWS;

let place: Place;
let server: Server;

/** A file in CDNOW's form: blank-separated, CRLF, rows that repeat. */
function purchases(): string {
  const lines = [" customer_id  date number_of_cds  dollar_value"];
  for (let i = 0; i < ROWS; i++) {
    const customer = String((i * 7) % CUSTOMERS).padStart(5, "0");
    const day = String(1 + (i % 3)).padStart(2, "0");
    lines.push(` ${customer} 199701${day}  ${1 + (i % 5)}   ${((i % 90) + 10).toFixed(2)}`);
  }
  return `${lines.join("\r\n")}\r\n`;
}

beforeAll(async () => {
  place = await newPlace({
    COUNTERFOIL_DEMO: "off",
    COUNTERFOIL_BATCH_SECONDS: "1",
    COUNTERFOIL_ANCHOR_SECONDS: "1",
  });
  await writeFile(join(place.folder, "purchases.txt"), purchases());
  server = await startServer(place);
}, 180_000);

afterAll(async () => {
  server?.kill("SIGKILL");
  await server?.ended;
  await place?.remove();
});

interface Health {
  readonly log: { readonly size: number; readonly sealed: number };
  readonly chain: {
    readonly state: string;
    readonly headSize: number;
    readonly finalizedSize: number;
  };
}

const health = async (): Promise<Health> =>
  (await fetch(`${place.url}/healthz`)).json() as Promise<Health>;

const untilSealed = () => until(health, (h) => h.log.sealed === h.log.size);

describe("kill -9 during an import", () => {
  it("loses and doubles nothing, and the import goes on by itself", async () => {
    const file = join(place.folder, "purchases.txt");
    const importing = counterfoil(place, "import", "cdnow", file, "--server", place.url);
    let seen = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // In the middle for certain: something more than at the last kill is in, and not all of it.
      const step = Math.floor(TOTAL / (KILLS + 3));
      const { log } = await until(health, (h) => h.log.size >= seen + step, 10);
      expect(log.size).toBeLessThan(seen + 2 * step);
      server.kill("SIGKILL");
      await server.ended;
      server = await startServer(place);
      // What had been answered as recorded is still there.
      seen = (await health()).log.size;
      expect(seen).toBeGreaterThanOrEqual(log.size);
    }
    const { code, out, err } = await importing;
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toContain("11,200");

    // Every customer and every purchase is an entry, once; beside them there is only the firm's own record.
    await untilSealed();
    const counted = await countEntries(place);
    expect(counted.record).toBe(TOTAL + 1);
    // What each crash may have cost: reserved indexes that nobody got.
    expect(counted.void).toBeGreaterThan(0);
    expect(counted.void).toBeLessThan(KILLS * 20_000);
    // Once more from the beginning: nothing is stored twice; that somebody knew each customer already is recorded as a read.
    const again = await counterfoil(place, "import", "cdnow", file, "--server", place.url);
    expect(again.code).toBe(0);
    await untilSealed();
    expect(await countEntries(place)).toMatchObject({
      record: TOTAL + 1 + CUSTOMERS,
      void: counted.void,
    });
  }, 240_000);

  it("has a head that the chain confirms", async () => {
    const { log, chain } = await until(health, (h) => h.chain.finalizedSize === h.log.size);
    expect(chain).toMatchObject({ state: "ok", headSize: log.size });
    const note = await (await fetch(`${place.url}/checkpoint`)).text();
    const { size, root } = parseCheckpoint(parseNote(note).text);
    expect(size).toBe(log.size);
    // Not by its own word: the chain itself is asked.
    const policy = parsePolicy(await readFile(join(place.data, "policy.json"), "utf8"));
    const { chainId, contract, ledgerId } = policy;
    const question = { chainId, contract, ledgerId, size, block: null };
    const answer = await createChainReader(place.rpcUrl)(question);
    expect(answer.rootAtFinalized).toBe(`0x${Buffer.from(root).toString("hex")}`);
  }, 180_000);
});
