import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { messagesIn } from "../../../scripts/cli/messages.ts";
import { readBounded } from "../../../scripts/cli/read-bounded.ts";
import {
  defaultPolicyFile,
  logPlace,
  readToken,
  rpcUrl,
  rpcUrlIfNamed,
  serverUrl,
} from "../../../scripts/cli/settings.ts";
import { temporaryFile, temporaryFolder } from "../helpers/items.ts";

const m = messagesIn("en");

describe("addresses: option, then environment, then what works by itself", () => {
  test.each([
    [{}, {}, "http://127.0.0.1:3000"],
    [{}, { PORT: "8080" }, "http://127.0.0.1:8080"],
    [{}, { PORT: "8080", COUNTERFOIL_URL: "https://ledger.example" }, "https://ledger.example"],
    [{ server: "http://a" }, { COUNTERFOIL_URL: "http://b" }, "http://a"],
    [{}, { PORT: "", COUNTERFOIL_URL: "" }, "http://127.0.0.1:3000"],
  ])("of the ledger: %j %j", (options, env, url) => {
    expect(serverUrl(options, env, m)).toBe(url);
  });

  test.each([
    [undefined, {}, "http://127.0.0.1:8545"],
    [undefined, { COUNTERFOIL_CHAIN_PORT: "9000" }, "http://127.0.0.1:9000"],
    [undefined, { COUNTERFOIL_RPC_URL: "https://rpc.example/k" }, "https://rpc.example/k"],
    ["http://own", { COUNTERFOIL_RPC_URL: "https://rpc.example/k" }, "http://own"],
  ])("of the chain: %s %j", (option, env, url) => {
    expect(rpcUrl(option, env, m)).toBe(url);
  });

  test("of a chain that one can do without: an empty setting names none, an empty option is wrong use", () => {
    const named = { COUNTERFOIL_RPC_URL: "https://rpc.example/k" };
    expect(rpcUrlIfNamed(undefined, {}, m)).toBeNull();
    expect(rpcUrlIfNamed(undefined, { COUNTERFOIL_RPC_URL: "" }, m)).toBeNull();
    expect(rpcUrlIfNamed(undefined, named, m)).toBe("https://rpc.example/k");
    expect(rpcUrlIfNamed("http://own", named, m)).toBe("http://own");
    expect(() => rpcUrlIfNamed("", named, m)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  test.each([
    [undefined, "http://ledger.example"],
    ["https://mirror.example/name/", "https://mirror.example/name/"],
    ["tiles", "tiles"],
    ["./a:b", "./a:b"],
  ])("of the log, or a directory: %s", (option, place) => {
    expect(logPlace(option, { COUNTERFOIL_URL: "http://ledger.example" }, m)).toBe(place);
  });

  test.each(["ftp://mirror.example", "https://", "http://me:secret@mirror.example"])(
    "%s is no place of a log",
    (option) => {
      expect(() => logPlace(option, {}, m)).toThrow(expect.objectContaining({ exitCode: 2 }));
    },
  );

  test.each(["https://me@ledger.example", "http://me:secret@ledger.example"])(
    "%s is none that is asked, and not repeated",
    (server) => {
      expect(() => serverUrl({ server }, {}, m)).toThrow(m.errors.passwordInUrl);
      expect(m.errors.passwordInUrl).not.toContain("secret");
    },
  );

  test.each(["localhost:3000", "file:///etc/passwd", "", "http://"])("%j is none", (server) => {
    expect(() => serverUrl({ server }, {}, m)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

test("the policy is that of the data directory", () => {
  expect(defaultPolicyFile({ COUNTERFOIL_DATA: "/srv/data" })).toBe("/srv/data/policy.json");
  expect(defaultPolicyFile({})).toMatch(/\/data\/policy\.json$/);
});

test("the token: option, then environment, then the keys directory", async () => {
  const [a, b] = [await temporaryFile("a", "token-a\n"), await temporaryFile("b", "token-b")];
  const env = { COUNTERFOIL_TOKEN_FILE: b, COUNTERFOIL_KEYS: "/nowhere" };
  expect(await readToken({ tokenFile: a }, env, m)).toBe("token-a");
  expect(await readToken({}, env, m)).toBe("token-b");
  await expect(readToken({}, { COUNTERFOIL_KEYS: "/nowhere" }, m)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining("/nowhere/token"),
  });
});

describe("reading within bounds", () => {
  const none = Readable.from([]);

  test("all of a small file, one byte too much of a large one", async () => {
    const file = await temporaryFile("f", "0123456789");
    expect((await readBounded(file, 10, none)).toString()).toBe("0123456789");
    expect(await readBounded(file, 9, none)).toHaveLength(10);
    expect(await readBounded(file, 3, none)).toHaveLength(4);
    expect(await readBounded(await temporaryFile("e", ""), 3, none)).toHaveLength(0);
  });

  test("the standard input, which may never end", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1000);
      })(),
    );
    expect(await readBounded("-", 4_500, endless)).toHaveLength(4_501);
  });

  test("no file and a folder", async () => {
    await expect(readBounded("/nowhere", 10, none)).rejects.toMatchObject({ code: "ENOENT" });
    await expect(readBounded(await temporaryFolder(), 10, none)).rejects.toMatchObject({
      code: "EISDIR",
    });
  });
});
