/** Exports as they are made, fetched, forgotten: what is on the disk, and for how long. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import { checkHere } from "../../../../api/ledger/evidence/checker.ts";
import { type Exports, openExports } from "../../../../api/rights/export/exports.ts";
import { type Exported, exportedPerson } from "../../../helpers/exported.ts";
import {
  newSubject,
  ORIGIN,
  rejection,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";

let ledger: TestLedger;
let person: Exported;
let exports: Exports;
let directory: string;
/** What the next print waits for. */
let printing: Promise<void> = Promise.resolve();
let printed = Promise.withResolvers<void>();

const order = () =>
  ({
    subject: person.subject,
    form: "access",
    language: "en",
    checkpoint: "final",
    mayName: null,
  }) as const;

beforeAll(async () => {
  ledger = await testLedger();
  person = await exportedPerson(ledger);
  await ledger.anchor();
  directory = join(ledger.directory, "own-exports");
  mkdirSync(join(directory, "left"), { recursive: true });
  writeFileSync(join(directory, "left", "data.json"), "of a server that was killed");
  let count = 0;
  exports = await openExports({
    ...{ directory, newId: () => `export-${++count}`, origin: ORIGIN, kinds: new Map() },
    ...{ ledger: ledger.ledger, consents: ledger.consents, checker: checkHere },
    press: {
      async print() {
        printed.resolve();
        await printing;
        return Buffer.from("%PDF");
      },
      close: async () => {},
    },
    organizationName: () => null,
  });
});
afterAll(async () => {
  await exports.close();
  expect(existsSync(directory)).toBe(false);
  await ledger.close();
});

describe("exports", () => {
  it("begin without what a server that was killed has left", () => {
    expect(readdirSync(directory)).toEqual([]);
  });

  it("are one file while they are held, and none afterwards", async () => {
    const made = await exports.make(order());
    expect(readdirSync(directory)).toEqual(["export-1.zip"]);
    expect(made.identifiers).toEqual([person.subject, person.other]);
    await made.release();
    await made.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("are gone when the person is to be forgotten, also by another identifier and while being made", async () => {
    const held = await exports.make(order());
    const { promise, resolve } = Promise.withResolvers<void>();
    printing = promise;
    printed = Promise.withResolvers<void>();
    const making = rejection(exports.make(order()));
    await printed.promise;
    const forgetting = exports.forget([person.other]);
    resolve();
    await forgetting;
    expect(readdirSync(directory)).toEqual([]);
    expect(isRefusal(await making, "client_left")).toBe(true);
    expect(held.signal.aborted).toBe(true);
    printing = Promise.resolve();
  });

  it("of others stay", async () => {
    const held = await exports.make(order());
    await exports.forget([person.stranger]);
    expect(existsSync(held.path)).toBe(true);
    await held.release();
  });

  it("end with whoever waited for them", async () => {
    const leaving = new AbortController();
    leaving.abort();
    expect(isRefusal(await rejection(exports.make(order(), leaving.signal)), "client_left")).toBe(
      true,
    );
    expect(readdirSync(directory)).toEqual([]);
  });

  it("are made some at a time, and refused where too many wait", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    printing = promise;
    const many = await Promise.all(
      Array.from({ length: 24 }, (_, n) => newSubject(ledger, `MANY-${n}`)),
    );
    const all = many.map((subject) =>
      exports.make({ ...order(), subject }, undefined, `person/of-${subject}`).then(
        (made) => made.release(),
        (error: unknown) => error,
      ),
    );
    const refused = (await Promise.race([Promise.all(all.slice(18)), promise])) as unknown[];
    expect(refused.every((one) => isRefusal(one, "busy"))).toBe(true);
    resolve();
    expect((await Promise.all(all)).filter((one) => one === undefined)).toHaveLength(18);
    expect(readdirSync(directory)).toEqual([]);
  });

  it("are two of one person until they are made, and for one account until they are fetched", async () => {
    const by = (who: string, subject = person.subject) =>
      exports.make({ ...order(), subject }, undefined, who);
    const own = [await by("person/1"), await by("person/1")];
    const refusal = { code: "too_many_requests" };
    // For the same account of nobody else; who keeps files waiting keeps nobody else from theirs.
    expect(await rejection(by("person/1", person.stranger))).toMatchObject(refusal);
    await (await by("person/2")).release();
    const { promise, resolve } = Promise.withResolvers<void>();
    printing = promise;
    const making = [by("person/2"), by("person/3")];
    expect(await rejection(by("person/4"))).toMatchObject(refusal);
    printing = Promise.resolve();
    resolve();
    for (const held of await Promise.all(making)) await held.release();
    await (await by("person/4")).release();
    // What was granted is carried out all the same.
    await exports.tryOut(order());
    await (await exports.make(order())).release();
    await own[0]!.release();
    await own[0]!.release();
    const third = await by("person/1");
    expect(await rejection(by("person/1"))).toMatchObject(refusal);
    for (const held of [own[1]!, third]) await held.release();
    // What fails gives its place back, too.
    for (let n = 0; n < 4; n++)
      expect(await rejection(by("person/1", "A".repeat(43)))).toMatchObject({ code: "not_found" });
  });

  it("of whom there is little are not made to see whether they could be", async () => {
    printed = Promise.withResolvers<void>();
    let isPrinted = false;
    void printed.promise.then(() => {
      isPrinted = true;
    });
    await exports.tryOut(order());
    expect(isPrinted).toBe(false);
    expect(await rejection(exports.tryOut({ ...order(), subject: "A".repeat(43) }))).toMatchObject({
      code: "not_found",
    });
  });
});
