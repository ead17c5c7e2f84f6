/** Erasures of people as they are: with several identifiers, under legal holds, while others write, and years later. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { formatTime } from "../../../../api/core/clock.ts";
import { isRefusal } from "../../../../api/core/errors.ts";
import { erasureCodeKeys } from "../../../../portal/verify/erasure-code.ts";
import { verifyErasureCertificate } from "../../../../portal/verify/verify-erasure.ts";
import { recordOne } from "../../../helpers/consents.ts";
import {
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
  write,
} from "../../../helpers/ledger.ts";
import { principal } from "../../http/reading-app.ts";
import { erase, firm, OFFICER, PLANTED, somebody } from "./scene.ts";

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
let ledger: TestLedger;
beforeEach(async () => {
  ledger = await testLedger();
  await firm(ledger);
});
afterEach(() => ledger.close());

const other = { ...PLANTED, number: "N-2", order: "O-2" };
const hold = (subject: string, classes: readonly string[]) =>
  ledger.rights.retention.place(subject, { classes, reason: "claim 7" }, OFFICER, null);
const keysOf = async (subject: string) =>
  (await ledger.keyStore.sealingKeysOf([subject])).map((key) => key.retentionClass);
const join = (a: string, b: string) =>
  ledger.consents.merge({ "@subject": a, other: b, event: "joined", reference: "telephone" });

/** What is due has begun, and is done. */
async function tended(): Promise<number> {
  const { erasures } = ledger.rights;
  const begun = await erasures.tend();
  for (const { id } of await erasures.unfinished()) expect(await erasures.settled(id)).toBe(true);
  return begun;
}

describe("a person of several identifiers", () => {
  it("is erased under all of them, whichever is named", async () => {
    const [a, b] = [await somebody(ledger), await somebody(ledger, other)];
    await join(a, b);
    const { id } = await erase(ledger.rights, b);
    const erasure = await ledger.rights.erasures.find(id);
    expect(erasure?.scopes.map(({ subject }) => subject).sort()).toEqual([a, b].sort());
    for (const one of [a, b]) expect(await keysOf(one)).toEqual(["consent", "statutory"]);
  });

  it("that has been joined since the plan was seen is looked at again", async () => {
    const [a, b] = [await somebody(ledger), await somebody(ledger, other)];
    const { hash } = await ledger.rights.erasures.preview(a, new Set());
    await join(a, b);
    const wanted = {
      ...{ erasureId: ledger.ledger.newId(), subject: a, planHash: hash, goNow: new Set<never>() },
      ...({ cause: "request", publicKey: null, order: null } as const),
    };
    await expect(ledger.rights.erasures.carryOut(wanted)).rejects.toMatchObject({
      code: "plan_moved",
    });
    expect(await keysOf(a)).toContain("personal");
    // What was barred for a moment is open again.
    await stored(ledger, orderOf(a, { externalNumber: "later" }));
  });
});

it("two people who named one key have each their certificates, whoever goes first", async () => {
  const [a, b] = [await somebody(ledger), await somebody(ledger, other)];
  const code = "s".repeat(42).concat("A");
  const ids: string[] = [];
  const begin = async (subject: string) => {
    const erasureId = ledger.ledger.newId();
    await ledger.rights.erasures.carryOut({
      ...{ erasureId, subject, planHash: null, goNow: new Set<never>(["consent" as never]) },
      ...{ cause: "request", publicKey: erasureCodeKeys(code).publicKey, order: OFFICER },
    });
    expect(await ledger.rights.erasures.settled(erasureId)).toBe(true);
    ids.push(erasureId);
  };
  await begin(a);
  ledger.clock.advance(11 * YEAR_MS);
  // Of the first one everything is gone, before the second one goes.
  await tended();
  expect(await keysOf(a)).toEqual([]);
  await begin(b);
  await ledger.anchor();
  await ledger.cosign();
  for (const id of ids) {
    const bytes = await ledger.rights.certificates.make(code, id);
    const { policy, ask, clock } = ledger;
    const verdict = await verifyErasureCertificate(bytes, { policy, ask, now: clock.now() });
    expect(verdict.word).toBe("VERIFIED");
  }
});

it("a key that two people named stays while anything of one of them does", async () => {
  const [a, b] = [await somebody(ledger), await newSubject(ledger, "N-3")];
  const { publicKey } = erasureCodeKeys("t".repeat(42).concat("A"));
  const begin = async (subject: string) => {
    const erasureId = ledger.ledger.newId();
    await ledger.rights.erasures.carryOut({
      ...{ erasureId, subject, planHash: null, goNow: new Set<never>() },
      ...{ cause: "request", publicKey, order: OFFICER },
    });
    await ledger.rights.erasures.settled(erasureId);
    return erasureId;
  };
  const first = await begin(a);
  // Of whom nothing is recorded all classes go at once.
  await begin(b);
  expect((await ledger.rights.erasures.find(first))?.certificate?.wrapped).not.toBeNull();
});

it("two officers at once carry out one erasure", async () => {
  const subject = await somebody(ledger);
  const tries = await Promise.allSettled([
    erase(ledger.rights, subject),
    erase(ledger.rights, subject),
  ]);
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const { events } = await ledger.ledger.events(ledger.ledger.firm, "erasure");
  expect(events).toHaveLength(1);
});

it("whatever is written meanwhile is in the list, or refused", async () => {
  const subject = await somebody(ledger);
  const { hash } = await ledger.rights.erasures.preview(subject, new Set());
  const id = ledger.ledger.newId();
  const writes = Array.from({ length: 12 }, (_, i) =>
    write(ledger, orderOf(subject, { externalNumber: `race-${i}` })).then(
      () => "stored" as const,
      (error: unknown) => (isRefusal(error) ? error.code : "bug"),
    ),
  );
  const begun = ledger.rights.erasures
    .carryOut({
      ...{ erasureId: id, subject, planHash: hash, goNow: new Set(), cause: "request" },
      ...{ publicKey: null, order: null },
    })
    .then(
      () => "begun" as const,
      (error: unknown) => (isRefusal(error) ? error.code : "bug"),
    );
  const outcomes = new Set(await Promise.all(writes));
  expect(
    [...outcomes].filter((one) => !["stored", "subject_erased", "busy"].includes(one)),
  ).toEqual([]);
  // What came before the list has moved the plan.
  expect(["begun", "plan_moved"]).toContain(await begun);
});

describe("while it is only looked whether a plan can be carried out", () => {
  const meanwhile = async (work: (barred: TestLedger, subject: string) => Promise<unknown>) => {
    let probe: (() => void) | null = null;
    const barred = await testLedger({
      recordReads: true,
      wrapStore: (inner) =>
        new Proxy(inner, {
          get(target, name) {
            const method = Reflect.get(target, name);
            if (typeof method !== "function") return method;
            return (...given: unknown[]) => {
              const made = method.apply(target, given);
              if (name === "bar") probe?.();
              return made;
            };
          },
        }),
    });
    onTestFinished(() => barred.close());
    await firm(barred);
    const subject = await somebody(barred);
    const found = Promise.withResolvers<unknown>();
    probe = () => {
      probe = null;
      found.resolve(work(barred, subject).catch((error: { code?: string }) => error.code ?? error));
    };
    await erase(barred.rights, subject);
    return found.promise;
  };

  it("whoever writes is told to try again, and not that the person is erased", async () => {
    const withdrawn = { event: "withdrawn", purposeId: "newsletter" };
    expect(
      await meanwhile((barred, one) => recordOne(barred, { "@subject": one, ...withdrawn })),
    ).toBe("busy");
    expect(await meanwhile((barred, one) => write(barred, orderOf(one)))).toBe("busy");
  });

  it("whoever reads what stays is not kept from it", async () => {
    const read = (barred: TestLedger, one: string) =>
      barred.ledger.recordReads({
        reader: principal({ role: "officer", id: "person/1" }),
        ...{ route: "GET /x", request: "r-1", reason: "case" },
        shown: [{ subject: one, told: [{ what: "list", of: "order" }] }],
      });
    expect(await meanwhile(read)).toBeUndefined();
  });
});

describe("a legal hold", () => {
  it("keeps what it names, and lets it go when it is released", async () => {
    const subject = await somebody(ledger);
    const { holdId } = await hold(subject, ["personal"]);
    await expect(erase(ledger.rights, subject)).rejects.toMatchObject({
      details: { problem: "nothing" },
    });
    await ledger.rights.retention.release(subject, holdId, { reason: "settled" }, OFFICER, null);
    await erase(ledger.rights, subject);
    expect(await keysOf(subject)).toEqual(["consent", "statutory"]);
  });

  it("on what is kept already outlasts its year, and no choice goes before it", async () => {
    const subject = await somebody(ledger);
    await erase(ledger.rights, subject);
    const { holdId } = await hold(subject, ["statutory"]);
    await expect(
      ledger.rights.erasures.preview(subject, new Set(["consent"])),
    ).rejects.toMatchObject({
      details: { problem: "held" },
    });
    ledger.clock.advance(12 * YEAR_MS);
    await ledger.rights.erasures.tend();
    expect(await keysOf(subject)).toEqual(["consent", "statutory"]);
    await ledger.rights.retention.release(subject, holdId, { reason: "settled" }, OFFICER, null);
    await tended();
    expect(await keysOf(subject)).toEqual([]);
  });
});

describe("what the law has kept", () => {
  it("goes by itself, each year's and each class's when its time is over, under the same code", async () => {
    const subject = await somebody(ledger);
    const { code, id } = await erase(ledger.rights, subject);
    const left: string[][] = [];
    const begun: number[] = [];
    for (let year = 2027; year <= 2038; year++) {
      ledger.clock.advance(YEAR_MS);
      begun.push(await tended());
      left.push(await keysOf(subject));
    }
    // Consent until the end of 2029, orders until that of 2036.
    expect(left[2]).toEqual(["consent", "statutory"]);
    expect(left[3]).toEqual(["statutory"]);
    expect(left[9]).toEqual(["statutory"]);
    expect(left[10]).toEqual([]);
    expect(begun.reduce((a, b) => a + b)).toBe(2);
    await ledger.anchor();
    await ledger.cosign();
    const all = await ledger.rights.certificates.of(code!);
    expect(all.map(({ cause }) => cause)).toEqual(["request", "retention", "retention"]);
    expect(all[0]?.id).toBe(id);
    for (const one of all) {
      const bytes = await ledger.rights.certificates.make(code!, one.id);
      const { policy, ask, clock } = ledger;
      const verdict = await verifyErasureCertificate(bytes, { policy, ask, now: clock.now() });
      expect(verdict.word).toBe("VERIFIED");
    }
    expect((await ledger.keyStore.secrets([subject]))[0]).toBeNull();
  });

  it("of who is not erased goes only where the rules say so", async () => {
    const subject = await somebody(ledger);
    ledger.clock.advance(12 * YEAR_MS);
    await ledger.rights.erasures.tend();
    expect(await keysOf(subject)).toContain("statutory");
    const keep = (one: string, years: number) => ({
      ...{ class: one, action: "keep", years, ground: "HGB 257" },
      texts: [{ language: "en", text: "Commercial law." }],
    });
    const rules = [{ class: "personal", action: "go" }, keep("consent", 3), keep("statutory", 10)];
    // Also where it says of itself that it is older: what counts is when the ledger took it.
    const before = { "@occurredAt": formatTime(ledger.clock.now() - 2 * DAY_MS) };
    await ledger.rights.retention.state({ ...before, automatic: true, rules }, OFFICER, null);
    expect(await tended()).toBe(0);
    ledger.clock.advance(DAY_MS - 1_000);
    expect(await tended()).toBe(0);
    expect(await keysOf(subject)).toContain("statutory");
    // Stated anew, it is to be seen anew.
    await ledger.rights.retention.state({ automatic: true, rules }, OFFICER, null);
    ledger.clock.advance(DAY_MS - 1_000);
    expect(await tended()).toBe(0);
    ledger.clock.advance(DAY_MS);
    expect(await tended()).toBe(1);
    expect(await keysOf(subject)).toEqual(["consent", "personal"]);
    // They are a customer still.
    await stored(ledger, orderOf(subject, { externalNumber: "new" }));
    const [decision] = await ledger.consents.decideMany(
      [{ subject, purposeId: "newsletter" }],
      null,
    );
    expect(decision).toMatchObject({ reason: "given" });
  });
});

it("what others have shown before, and show after, still holds", async () => {
  const [a, b] = [await somebody(ledger), await newSubject(ledger)];
  const mine = await ledger.ledger.list({ subject: a, kind: "customer", cursor: null, limit: 1 });
  const kept = await stored(ledger, orderOf(b, { externalNumber: "B" }));
  await ledger.anchor();
  const of = (id: string) =>
    ledger.ledger.evidence({ id, version: 1, fields: null, checkpoint: "final", claim: "record" });
  const before = [await of(mine.records[0]!.id), await of(kept.id)];
  await erase(ledger.rights, a, { goNow: ["consent"] });
  await ledger.anchor();
  for (const file of [...before, await of(kept.id)])
    expect((await ledger.verify(file)).word).toBe("VERIFIED");
  await recordOne(ledger, { "@subject": b, event: "refused", purposeId: "newsletter" });
});
