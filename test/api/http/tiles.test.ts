/** The log as others follow it: tiles, entry bundles, well-known addresses. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseTilePath } from "../../../api/log/tiles.ts";
import { entryType } from "../../../portal/verify/entry.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { testAuditor } from "../../helpers/auditor.ts";
import { AUDITOR_TOKEN, flipped, orderOf, stored } from "../../helpers/ledger.ts";
import { bearer, checkHeaders, refusal, type TestApp, testApp } from "./fixtures.ts";
import { TlogClient } from "./tlog-client.ts";

let app: TestApp;
beforeEach(async () => {
  app = await testApp();
});
afterEach(() => app.close());

/** Asked by a stranger. */
const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> => {
  const response = await app.app.request(path, { headers });
  checkHeaders(response);
  return response;
};
const bundle = (path: string) => get(path, bearer(AUDITOR_TOKEN));
const bytesOf = async (response: Response): Promise<Buffer> =>
  Buffer.from(await response.arrayBuffer());

async function orders(count: number): Promise<void> {
  const draft = app.ledger.parse(orderOf(app.subject));
  await app.ledger.write(
    Array.from({ length: count }, () => ({ draft, insist: false, idempotency: null })),
  );
}

describe("tiles", () => {
  it("are public, and for ever", async () => {
    await orders(3);
    await app.seal();
    const response = await get("/tile/0/000.p/5");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const hashes = await bytesOf(response);
    expect(hashes.equals(Buffer.from(await app.store.leafHashes(0, 5)))).toBe(true);
    expect((await app.app.request("/tile/0/000.p/5", { method: "HEAD" })).status).toBe(200);
  });

  it("are those of the newest checkpoint, of any width up to it, and nothing beyond", async () => {
    expect(await refusal(get("/tile/0/000.p/1"))).toBe("404 not_found");
    await orders(3);
    await app.seal();
    await orders(2);
    for (const [width, status] of [
      [1, 200],
      [4, 200],
      [5, 200],
      [6, 404],
      [255, 404],
    ]) {
      expect((await get(`/tile/0/000.p/${width}`)).status, String(width)).toBe(status);
    }
    for (const path of ["/tile/0/000", "/tile/0/001.p/1", "/tile/1/000.p/1", "/tile/63/000.p/1"]) {
      const response = await get(path);
      expect(response.headers.get("cache-control"), path).toBe("no-store");
      expect(await refusal(response), path).toBe("404 not_found");
    }
  });

  it("are full once there are 256 hashes, and the narrower forms stay what they were", async () => {
    await orders(200);
    await app.seal();
    const narrow = await bytesOf(await get("/tile/0/000.p/150"));
    await orders(400);
    await app.seal();
    const full = await bytesOf(await get("/tile/0/000"));
    expect(full).toHaveLength(256 * 32);
    expect((await bytesOf(await get("/tile/0/000.p/150"))).equals(narrow)).toBe(true);
    expect(full.subarray(0, narrow.length).equals(narrow)).toBe(true);
    expect((await get("/tile/1/000.p/2")).status).toBe(200);
    expect((await get("/tile/1/000.p/3")).status).toBe(404);
    expect((await get("/tile/1/000")).status).toBe(404);
  });

  it("have one spelling; nothing else is there, for nobody", async () => {
    await orders(300);
    await app.seal();
    const wrong = ["/tile/0/0", "/tile/00/000", "/tile/0/x000/000", "/tile/0/000.p/0"];
    wrong.push("/tile/0/000.p/256", "/tile/0/000/", "/tile/0/%30%30%30", "/tile/%30/000");
    wrong.push("/tile/64/000", "/tile/", "/tile/0", "/tile/0/000.p/1%00", "/tile/entries/");
    wrong.push("/tile/0/000%2Fp", "/tile/%65ntries/0", "/tile/entries/0", "/tile/x/000");
    for (const path of wrong) {
      for (const headers of [{}, bearer(), bearer(AUDITOR_TOKEN)]) {
        expect(`${path} ${await refusal(get(path, headers))}`).toBe(`${path} 404 not_found`);
      }
    }
    // Undone, this is a bundle's path: it takes the token, and is still not its spelling.
    expect(await refusal(get("/tile/%65ntries/000"))).toBe("401 unauthorized");
    expect(await refusal(bundle("/tile/%65ntries/000"))).toBe("404 not_found");
  });

  it("answer whatever path there is with bytes, 401 or 404, and 401 for entries", async () => {
    await orders(300);
    await app.seal();
    const piece = fc.constantFrom(
      "0",
      "1",
      "/",
      "000",
      "001",
      ".p/",
      "4",
      "x001",
      "entries",
      "%2F",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const path = `/tile/${pieces.join("")}`;
        const response = await app.app.request(path);
        const parsed = parseTilePath(path.slice(1));
        if (parsed === null) expect([401, 404], path).toContain(response.status);
        else if ("bundle" in parsed) expect(response.status, path).toBe(401);
        else expect([200, 404], path).toContain(response.status);
      }),
      { numRuns: 300 },
    );
  });
});

describe("entry bundles", () => {
  it("hold the entries, each behind its length, as far as the checkpoint covers", async () => {
    await orders(260);
    await app.seal();
    const response = await bundle("/tile/entries/000");
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    const bytes = await bytesOf(response);
    expect(bytes).toHaveLength(256 * (2 + 105));
    expect(bytes.readUInt16BE(0)).toBe(105);
    const { entry } = (await app.store.entry(0))!;
    expect(bytes.subarray(2, 107).equals(Buffer.from(entry))).toBe(true);
    const rest = await bytesOf(await bundle("/tile/entries/001.p/6"));
    expect(rest).toHaveLength(5 * 107 + 51);
    expect(await refusal(bundle("/tile/entries/001.p/7"))).toBe("404 not_found");
    expect(await refusal(bundle("/tile/entries/001"))).toBe("404 not_found");
    expect(await refusal(bundle("/tile/entries/002.p/1"))).toBe("404 not_found");
  });
});

describe("a follower of the log", () => {
  it("sees it grow, and every entry in it, with nothing but the log's key", async () => {
    const client = new TlogClient(
      (path, headers = {}) => get(path, headers),
      app.policy.keys[0]!.vkey,
    );
    for (const count of [1, 2, 40, 210, 3, 600]) {
      await orders(count);
      await app.seal();
      const { size } = await client.follow();
      expect(size).toBe(await app.store.size());
    }
    const entries = await client.entries(AUDITOR_TOKEN);
    const types = entries.map((entry) => entryType(entry));
    expect(types.filter((type) => type === "state")).toHaveLength(6);
    expect(types.filter((type) => type === "record")).toHaveLength(1 + 856);
    await expect(client.entries("x".repeat(40))).rejects.toThrow(/401/);
  });

  it("notices a log that was rewritten", async () => {
    await orders(5);
    await app.seal();
    const client = new TlogClient((path) => get(path), app.policy.keys[0]!.vkey);
    await client.follow();
    const other = await testApp({ seed: "another" });
    await stored(other, orderOf(other.subject));
    await other.seal();
    const impostor = new TlogClient((path) => other.send(path), app.policy.keys[0]!.vkey);
    await expect(impostor.follow()).rejects.toThrow("not signed");
    await other.close();
  });
});

describe("what is damaged", () => {
  const change = (level: number, n: number, at: number): void =>
    app.tamper((db) => {
      const where = `level = ${level} AND n = ${n}`;
      const hashes = db
        .prepare<[], Buffer>(`SELECT hashes FROM tiles WHERE ${where}`)
        .pluck()
        .get();
      db.prepare(`UPDATE tiles SET hashes = ? WHERE ${where}`).run(flipped(hashes!, at));
    });

  it.each([
    ["a full tile", 0, 0, "/tile/0/000"],
    ["a full tile, asked for in part", 0, 0, "/tile/0/000.p/9"],
    ["the tile at the edge", 0, 1, "/tile/0/001.p/1"],
    ["the tile above", 1, 0, "/tile/1/000.p/1"],
  ])("is not handed out: %s", async (_, level, n, path) => {
    await orders(300);
    await app.seal();
    expect((await get(path)).status).toBe(200);
    change(level, n, 0);
    await app.restart();
    const response = await get(path);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await refusal(response)).toBe("500 damaged");
  });

  it("among the entries is named", async () => {
    await orders(3);
    await app.seal();
    app.tamper((db) => db.exec("UPDATE entries SET entry = zeroblob(105) WHERE idx = 2"));
    expect(await refusal(bundle("/tile/entries/000.p/5"))).toBe("500 damaged");
    expect((await bundle("/tile/entries/000.p/2")).status).toBe(200);
  });

  it("of the checkpoint is not followed", async () => {
    await orders(3);
    await app.seal();
    app.tamper((db) => db.exec("UPDATE checkpoints SET root = zeroblob(32)"));
    expect(await refusal(get("/tile/0/000.p/5"))).toBe("500 damaged");
  });
});

describe("well-known addresses", () => {
  it("tell the policy, the keys, and the log's key as others read it", async () => {
    const policy = await get("/.well-known/counterfoil/policy.json");
    expect(policy.headers.get("content-type")).toBe("application/json");
    expect(policy.headers.get("cache-control")).toBe("public, max-age=300");
    expect(parsePolicy(await policy.text())).toEqual(app.policy);
    const [log, receipt, auditor, issuer] = app.policy.keys.map(({ vkey }) => vkey);
    const vkeys = await get("/.well-known/counterfoil/vkeys");
    expect(vkeys.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await vkeys.text()).toBe(
      `log ${log}\nreceipt ${receipt}\nauditor ${auditor}\nissuer ${issuer}\n`,
    );
    const trust = await get("/.well-known/counterfoil/tlog-policy");
    expect(await trust.text()).toBe(`log ${log}\nquorum none\n`);
  });

  it("name the witnesses that are asked, and need none", async () => {
    const { vkey } = testAuditor("witness.example/w", new Uint8Array(32).fill(1));
    const other = await testApp({ witnesses: [{ vkey, url: "https://witness.example/log" }] });
    const trust = await other.app.request("/.well-known/counterfoil/tlog-policy");
    const [log] = other.policy.keys;
    expect(await trust.text()).toBe(
      `log ${log?.vkey}\nwitness witness.example/w ${vkey} https://witness.example/log\nquorum none\n`,
    );
    await other.close();
  });

  it("have nothing else", async () => {
    for (const path of ["token", "policy", "keys", ".."]) {
      const response = await app.app.request(`/.well-known/counterfoil/${path}`);
      expect([401, 404], path).toContain(response.status);
    }
  });
});
