/** Keys that lie there for whoever tries the demonstration out: how long they are used, and when they are made anew. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Key } from "../../../api/identity/keys.ts";
import { ensureDemoKeys } from "../../../api/start/demo-keys.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { type TestIdentity, testIdentity } from "../identity/fixtures.ts";

const DAY = 86_400_000;
let place: ReturnType<typeof newPlace>;
let keysDirectory: string;
let test: TestIdentity;
beforeEach(() => {
  place = newPlace();
  keysDirectory = join(place.directory, "keys");
  mkdirSync(keysDirectory);
  test = testIdentity();
});
afterEach(() => {
  test.close();
  place.remove();
});

const ensure = (demo = true, demoAuditor = true) =>
  ensureDemoKeys({
    config: { demo, demoAuditor, keysDirectory },
    keys: test.identity.keys,
    clock: test.clock,
  });
const token = (): string => join(keysDirectory, "token");
const secret = async (): Promise<string> => (await ensure()).demo!.secret;
const newest = (): Key => test.identity.keys.list().at(-1)!;

describe("the keys of the demonstration", () => {
  it("are in files of their owner alone, and open what the two need", async () => {
    const { demo, auditor } = await ensure();
    expect(demo?.file).toBe(token());
    expect(readFileSync(token(), "utf8")).toBe(`${demo?.secret}\n`);
    for (const { file } of [demo!, auditor!]) expect(statSync(file).mode & 0o777).toBe(0o600);
    const may = ({ secret: text }: { secret: string }) => test.identity.keys.principalOf(text)!;
    expect(may(demo!).role).toBe("system");
    expect(may(demo!).scopes).toContain("records:write");
    expect(may(demo!).scopes).not.toContain("log:entries");
    expect(may(auditor!)).toMatchObject({ role: "auditor", scopes: new Set(["log:entries"]) });
  });

  it("are made by the ledger itself, on record", async () => {
    await ensure();
    await test.identity.drain();
    const told = test.recorded.map(({ event }) => [event.event, event.actor]);
    expect(told).toEqual([
      ["key-created", null],
      ["key-created", null],
    ]);
  });

  it("are not made where there is no demonstration", async () => {
    expect(await ensure(false, false)).toEqual({ demo: null, auditor: null });
    expect(test.identity.keys.list()).toEqual([]);
    expect(existsSync(token())).toBe(false);
  });

  it("stay while they have a week", async () => {
    const first = await secret();
    test.clock.advance(23 * DAY);
    expect(await secret()).toBe(first);
    expect(test.identity.keys.list()).toHaveLength(2);
  });

  it.each<[string, () => void]>([
    ["they have less than a week left", () => test.clock.advance(23 * DAY + 1)],
    ["the file is gone", () => rmSync(token())],
    ["something else is in it", () => writeFileSync(token(), "a-token-of-an-earlier-version\n")],
    ["somebody revoked it", () => void test.identity.keys.revoke(first!.id, boss)],
    [
      "the auditor's key is in it",
      () => writeFileSync(token(), readFileSync(join(keysDirectory, "auditor-token"))),
    ],
  ])("are made anew when %s, and the file is their owner's again", async (_when, happens) => {
    const before = await secret();
    first = test.identity.keys.find(before);
    chmodSync(token(), 0o644);
    happens();
    const after = await secret();
    expect(after).not.toBe(before);
    expect(readFileSync(token(), "utf8")).toBe(`${after}\n`);
    expect(statSync(token()).mode & 0o777).toBe(0o600);
    expect(Date.parse(newest().expiresAt)).toBe(test.clock.now() + 30 * DAY);
    expect(test.identity.keys.principalOf(after)?.role).toBe("system");
  });
});

describe("a start without the demonstration", () => {
  it("revokes its keys, on record, and takes their files away", async () => {
    const { demo, auditor } = await ensure();
    rmSync(token());
    const again = await ensure();
    await test.identity.drain();
    test.recorded.length = 0;
    expect(await ensure(false, false)).toEqual({ demo: null, auditor: null });
    for (const { secret: text } of [demo!, again.demo!, auditor!])
      expect(test.identity.keys.principalOf(text)).toBeNull();
    expect(existsSync(token())).toBe(false);
    expect(existsSync(join(keysDirectory, "auditor-token"))).toBe(false);
    await test.identity.drain();
    const told = () => test.recorded.map(({ event }) => [event.event, event.actor]);
    const revoked = Array.from({ length: 3 }, () => ["key-revoked", null]);
    expect(told()).toEqual(revoked);
    await ensure(false, false);
    await test.identity.drain();
    expect(told()).toEqual(revoked);
  });

  it("leaves the auditor's where that one stays", async () => {
    const { demo, auditor } = await ensure();
    expect(await ensure(false, true)).toEqual({ demo: null, auditor });
    expect(test.identity.keys.principalOf(demo!.secret)).toBeNull();
    expect(test.identity.keys.principalOf(auditor!.secret)).not.toBeNull();
  });

  it("leaves keys that somebody else made, and the file that one of them is in", async () => {
    const asked = { name: "demonstration", role: "system", scopes: ["records:read"] } as const;
    const { secret: text } = test.identity.keys.create(asked, boss);
    writeFileSync(token(), text);
    await ensure(false, false);
    expect(test.identity.keys.principalOf(text)).not.toBeNull();
    expect(readFileSync(token(), "utf8")).toBe(text);
  });
});

let first: Key | null = null;
const boss = { id: "person/1", role: "administrator" } as const;
