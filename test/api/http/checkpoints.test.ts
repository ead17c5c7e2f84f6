/** `GET /checkpoint/<size>`: each checkpoint of ours, as it was signed, and nothing else. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signatureCheck } from "../../../api/ledger/evidence/signed.ts";
import { publishedCheckpoint } from "../../../api/ledger/published.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { orderOf, stored } from "../../helpers/ledger.ts";
import { checkHeaders, refusal, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
beforeEach(async () => {
  app = await testApp();
});
afterEach(() => app.close());

/** Asked by a stranger. */
const get = async (path: string): Promise<Response> => {
  const response = await app.app.request(path);
  checkHeaders(response);
  return response;
};

/** Sizes 3, 5, 7. */
async function three(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await stored(app, orderOf(app.subject, { externalNumber: `A-${i}` }));
    await app.seal();
  }
}

describe("a checkpoint of one size", () => {
  it("is the stored note, for everybody and for ever", async () => {
    await three();
    for (const size of [3, 5, 7]) {
      const response = await get(`/checkpoint/${size}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      const note = await response.text();
      expect(note).toBe((await app.store.checkpoint(size))!.note);
      expect(note.split("\n")[1]).toBe(String(size));
    }
    expect(await (await get("/checkpoint/7")).text()).toBe(await (await get("/checkpoint")).text());
    const head = await app.app.request("/checkpoint/5", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("is there for exactly the sizes that were signed", async () => {
    await three();
    for (let size = 0; size < 12; size++) {
      const response = await get(`/checkpoint/${size}`);
      expect(response.status, String(size)).toBe([3, 5, 7].includes(size) ? 200 : 404);
      if (response.status === 404) expect(response.headers.get("cache-control")).toBe("no-store");
    }
    expect(await refusal(get("/checkpoint/9007199254740991"))).toBe("404 not_found");
  });

  it("has one spelling: another is there for nobody", async () => {
    await three();
    const others = ["03", "+3", "3.0", "%33", "3%0A", "3/", "0x3", "9007199254740992", "a", ""];
    for (const size of others) {
      expect([401, 404], size).toContain((await app.app.request(`/checkpoint/${size}`)).status);
      expect(await refusal(app.send(`/checkpoint/${size}`)), size).toBe("404 not_found");
    }
    // Dots are undone by whoever makes the address, and what is left is the one spelling.
    expect((await get("/checkpoint/./3")).status).toBe(200);
  });

  it("says 404 while nothing is sealed", async () => {
    expect(await refusal(get("/checkpoint/1"))).toBe("404 not_found");
  });
});

describe("a damaged checkpoint", () => {
  const change = (what: string): void => app.tamper((db) => db.exec(`UPDATE checkpoints ${what}`));

  it.each([
    ["a signature", "SET note = replace(note, substr(note, -20, 3), 'AAA') WHERE size = 5"],
    ["a root", "SET root = randomblob(32) WHERE size = 5"],
    [
      "a note of another size",
      "SET note = (SELECT note FROM checkpoints WHERE size = 3) WHERE size = 5",
    ],
    ["no note", "SET note = 'none' WHERE size = 5"],
    ["a size", "SET size = 5 WHERE size = 7"],
  ])("is not handed out: %s", async (_, what) => {
    await three();
    if (what.startsWith("SET size"))
      app.tamper((db) => db.exec("DELETE FROM checkpoints WHERE size = 5"));
    change(what);
    expect(await refusal(get("/checkpoint/5"))).toBe("500 damaged");
    expect((await get("/checkpoint/3")).status).toBe(200);
  });

  it("is not handed out either after the intact one was", async () => {
    await three();
    expect((await get("/checkpoint/5")).status).toBe(200);
    change("SET note = replace(note, substr(note, -20, 3), 'AAA') WHERE size = 5");
    expect(await refusal(get("/checkpoint/5"))).toBe("500 damaged");
  });
});

describe("a successor ledger", () => {
  it("has no checkpoints but its own, also not that of the size it took over", async () => {
    await three();
    const succeeded = (begin: number): Policy => ({
      ...app.policy,
      keys: app.policy.keys.map((key) => ({ ...key, fromSize: asTreeSize(begin) })),
    });
    const ask = (begin: number, size: number): Promise<string | null> => {
      const policy = succeeded(begin);
      return publishedCheckpoint({ store: app.store, policy }, signatureCheck(policy), size);
    };
    expect(await ask(5, 3)).toBeNull();
    expect(await ask(5, 5)).toBeNull();
    expect(await ask(5, 7)).toBe((await app.store.checkpoint(7))!.note);
    expect(await ask(4, 5)).toBe((await app.store.checkpoint(5))!.note);
    expect(await ask(7, 7)).toBeNull();
  });
});
