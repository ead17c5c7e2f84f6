import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Transaction } from "ethers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWallet, loadOrCreateWallet, loadWallet } from "../../../api/anchor/wallet.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { temporaryFolder } from "./fixtures.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder.path, "anchorer.key");
});
afterEach(() => folder.remove());

/** A key of the yellow paper's appendix kind: 1, whose address everybody can look up. */
const ONE = `0x${"0".repeat(63)}1`;
const ADDRESS_OF_ONE = "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf";

const store = (text: string): Promise<void> => writeFile(file, text, { mode: 0o600 });

describe("the anchorer's key file", () => {
  it("is made once, for its owner's eyes only, and read back", async () => {
    const wallet = await createWallet(file, systemRandom());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toMatch(/^0x[0-9a-f]{64}\n$/);
    expect((await loadWallet(file)).address).toBe(wallet.address);
    expect((await loadOrCreateWallet(file, systemRandom())).address).toBe(wallet.address);
    await expect(createWallet(file, systemRandom())).rejects.toMatchObject({ code: "EEXIST" });
  });

  it("has its name only when it is whole: what a crash left beside it is not used", async () => {
    await writeFile(`${file}.new`, "0x12", { mode: 0o600 });
    const wallet = await loadOrCreateWallet(file, systemRandom());
    expect((await loadWallet(file)).address).toBe(wallet.address);
    const before = await readFile(file, "utf8");
    await expect(createWallet(file, systemRandom())).rejects.toMatchObject({ code: "EEXIST" });
    expect(await readFile(file, "utf8")).toBe(before);
    expect(await readdir(folder.path)).toEqual(["anchorer.key"]);
  });

  it("is named in a refusal as the caller calls it", async () => {
    await store("torn");
    const details = { setting: "keys/anchorer.key", problem: "bad_key" };
    const refused = loadOrCreateWallet(file, systemRandom(), details.setting);
    await expect(refused).rejects.toMatchObject({ details });
  });

  it("gives the address that everybody else gets for the key", async () => {
    await store(`${ONE}\n`);
    expect((await loadWallet(file)).address).toBe(ADDRESS_OF_ONE);
    await store(ONE);
    expect((await loadWallet(file)).address).toBe(ADDRESS_OF_ONE);
  });

  it.each([
    ["nothing", ""],
    ["no prefix", ONE.slice(2)],
    ["upper case", ONE.replace("1", "A").replace("0x", "0X")],
    ["too short", ONE.slice(0, -1)],
    ["too long", `${ONE}0`],
    ["two lines", `${ONE}\n\n`],
    ["blanks", ` ${ONE}`],
    ["zero", `0x${"0".repeat(64)}`],
    ["the group's order or more", `0x${"f".repeat(64)}`],
  ])("refuses %s, and does not repeat it", async (_name, text) => {
    await store(text);
    const error = await loadWallet(file).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "invalid_setting", details: { problem: "bad_key" } });
    expect(`${String(error)}${JSON.stringify(error)}`).not.toMatch(/[0f]{32}/);
  });

  it("refuses a file that others may read", async () => {
    await store(`${ONE}\n`);
    for (const mode of [0o640, 0o604, 0o644, 0o666]) {
      await chmod(file, mode);
      await expect(loadWallet(file)).rejects.toMatchObject({ details: { problem: "bad_key" } });
    }
    await chmod(file, 0o400);
    await loadWallet(file);
  });

  it("that is missing is named as unreadable", async () => {
    const details = { setting: "COUNTERFOIL_ANCHORER_KEY_FILE", problem: "unreadable_file" };
    await expect(loadWallet(file)).rejects.toMatchObject({ details });
  });
});

describe("signing", () => {
  it("makes a transaction that recovers to the address", async () => {
    const wallet = await createWallet(file, systemRandom());
    const to = ADDRESS_OF_ONE;
    const fees = { type: 2, maxFeePerGas: 5n, maxPriorityFeePerGas: 1n, gasLimit: 21_000 };
    const signed = wallet.sign({ to, nonce: 3, chainId: 31337, ...fees });
    const parsed = Transaction.from(signed.raw);
    expect(parsed.from?.toLowerCase()).toBe(wallet.address);
    expect(parsed.hash).toBe(signed.hash);
    expect(parsed).toMatchObject({ nonce: 3, chainId: 31337n });
  });

  it("does not give the key away when somebody prints the wallet", async () => {
    await store(ONE);
    const wallet = await loadWallet(file);
    expect(JSON.stringify(wallet)).not.toContain(ONE.slice(10));
    expect(Object.keys(wallet)).toEqual(["address", "sign"]);
  });
});
