/** `kill -9` in the middle of an import, again and again: what was acknowledged is there, once, and the import goes on. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { counterfoil, newPlace, type Place, type Server, startServer, until } from "./process.ts";

const CUSTOMERS = 1_200;
const ROWS = 6_000;
const KILLS = 4;

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
}, 60_000);

afterAll(async () => {
  server?.kill("SIGKILL");
  await server?.ended;
  await place?.remove();
});

interface Health {
  readonly log: { readonly size: number };
  readonly chain: {
    readonly state: string;
    readonly headSize: number;
    readonly finalizedSize: number;
  };
}

const health = async (): Promise<Health> =>
  (await fetch(`${place.url}/healthz`)).json() as Promise<Health>;

describe("kill -9 during an import", () => {
  it("loses and doubles nothing, and the import goes on by itself", async () => {
    const file = join(place.folder, "purchases.txt");
    const importing = counterfoil(place, "import", "cdnow", file, "--server", place.url);
    let killedMidway = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 700 + 450 * kill));
      const before = await health().catch(() => null);
      server.kill("SIGKILL");
      await server.ended;
      if (before !== null && before.log.size > 0 && before.log.size < CUSTOMERS + ROWS)
        killedMidway++;
      server = await startServer(place);
      // What had been answered as recorded is still there.
      expect((await health()).log.size).toBeGreaterThanOrEqual(before?.log.size ?? 0);
    }
    const { code, out, err } = await importing;
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(killedMidway).toBeGreaterThan(0);
    expect(out).toMatch(/7[,.  ]?200/);

    // Every customer and every purchase is an entry, and there is no other.
    expect((await health()).log.size).toBe(CUSTOMERS + ROWS);
    // Once more from the beginning: nothing is stored twice.
    const again = await counterfoil(place, "import", "cdnow", file, "--server", place.url);
    expect(again.code).toBe(0);
    expect((await health()).log.size).toBe(CUSTOMERS + ROWS);
  }, 240_000);

  it("has a head that the chain confirms", async () => {
    const { chain } = await until(health, (h) => h.chain.finalizedSize === CUSTOMERS + ROWS);
    expect(chain).toMatchObject({ state: "ok", headSize: CUSTOMERS + ROWS });
    const { size } = (await (await fetch(`${place.url}/checkpoint`)).text())
      .split("\n")
      .reduce((found, line, at) => (at === 1 ? { size: Number(line) } : found), { size: 0 });
    expect(size).toBe(CUSTOMERS + ROWS);
  }, 60_000);
});
