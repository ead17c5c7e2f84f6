/**
 * Random worlds: people are written about and erased, whole or in part, and every write of an erasure fails once in either way: it failed, or it happened and nobody was told. It goes on from where the
 * journal says. In the end the audit finds nothing, what was erased does not open, and all else does.
 */
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import { isRefusal } from "../../../../api/core/errors.ts";
import type { RetentionClass } from "../../../../portal/verify/subject.ts";
import { type Erasing, goOn, planned } from "../../../helpers/audit/erase.ts";
import { appended, consentOf } from "../../../helpers/audit/fill.ts";
import {
  auditOptions,
  newInstallation,
  remove,
  type Writing,
} from "../../../helpers/audit/installation.ts";
import { newSubject, write } from "../../../helpers/ledger.ts";
import { customerOf, orderOf, paymentOf } from "../../../helpers/ledger-records.ts";
import {
  FAULT_MODES,
  type FaultMode,
  faultyKeyStore,
  faultyStore,
  InjectedFault,
} from "../../../helpers/store/faulty-store.ts";

const PEOPLE = 4;

const someone = fc.nat(PEOPLE - 1);
const writing = fc.record({
  what: fc.constantFrom("customer", "order", "order", "payment", "consent" as const),
  who: someone,
  number: fc.nat(5),
});
const SCOPES: readonly (readonly RetentionClass[])[] = [
  ["personal"],
  ["personal", "consent"],
  ["consent"],
  ["personal", "consent", "statutory"],
  ["personal", "consent", "statutory", "access"],
];
/** At which of its writes it fails first, and how. */
const fault = fc.record({ at: fc.nat(8), mode: fc.constantFrom(...FAULT_MODES) });
const erasing = fc.record({
  who: someone,
  classes: fc.constantFrom(...SCOPES),
  fault: fc.option(fault, { nil: null }),
});
const step = fc.oneof(
  { weight: 5, arbitrary: writing.map((one) => ({ write: one })) },
  { weight: 1, arbitrary: erasing.map((one) => ({ erase: one })) },
  { weight: 1, arbitrary: fc.constant({ seal: true } as const) },
);

interface World {
  readonly installation: Writing;
  readonly people: readonly string[];
  /** Indexes of entries that are erased. */
  readonly gone: Set<number>;
  readonly closed: Set<string>;
}

async function record(
  world: World,
  { what, who, number }: { what: string; who: number; number: number },
) {
  const { installation, people, closed } = world;
  const subject = people[who]!;
  const retentionClass =
    what === "customer" ? "personal" : what === "consent" ? "consent" : "statutory";
  const work = async (): Promise<unknown> => {
    if (what === "consent")
      return appended(installation, consentOf(subject, "given", `p${number}`));
    const input =
      what === "customer"
        ? customerOf(subject, { note: `visit ${number}` })
        : what === "order"
          ? orderOf(subject, {
              externalNumber: `N-${who}-${number}`,
              total: { amount: `${number}.00`, currency: "CNY" },
            })
          : paymentOf(subject, { externalNumber: `P-${who}-${number}` });
    const outcome = await write(installation, input, {
      insist: true,
      idempotency: `${what} ${who} ${number} ${await installation.store.size()}`,
    });
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const refused = closed.has(`${subject} ${retentionClass}`);
  const outcome = await work().then(
    () => "taken",
    (error: unknown) =>
      isRefusal(error, "subject_erased") || String(error).includes("not recorded")
        ? "refused"
        : Promise.reject(error),
  );
  if (refused) expect(outcome).toBe("refused");
}

/** Erases, and fails on the way. */
async function erase(
  world: World,
  {
    who,
    classes,
    fault: fails,
  }: {
    who: number;
    classes: readonly RetentionClass[];
    fault: { at: number; mode: FaultMode } | null;
  },
) {
  const { installation, people, gone, closed } = world;
  const subject = people[who]!;
  const own = classes.filter((one) => !closed.has(`${subject} ${one}`));
  if (own.length === 0) return;
  const what: Erasing = await planned(installation, subject, { classes: own });
  const store = faultyStore(installation.store);
  const keys = faultyKeyStore(installation.keyStore);
  const failing = { ...installation, store: store.store, keyStore: keys.store };
  if (fails !== null) {
    store.faults.failAt(0, fails.mode);
    keys.faults.failAt(fails.at % 6, fails.mode);
  }
  for (;;) {
    try {
      await goOn(failing, what);
      break;
    } catch (error) {
      if (!(error instanceof InjectedFault)) throw error;
    }
  }
  for (const index of what.entries) gone.add(index);
  for (const one of own) closed.add(`${subject} ${one}`);
}

let directory = "";
afterEach(() => remove(directory));

describe("whatever is written and erased", () => {
  it("the audit passes, what is erased is gone, and all else opens", async () => {
    let erased = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, maxLength: 4 }),
        fc.array(step, { minLength: 20, maxLength: 60 }),
        async (seed, steps) => {
          const installation = await newInstallation(`world ${seed}`);
          ({ directory } = installation);
          const people: string[] = [];
          for (let n = 0; n < PEOPLE; n++) people.push(await newSubject(installation, `W-${n}`));
          const world: World = { installation, people, gone: new Set(), closed: new Set() };
          const { store, vault } = installation;
          for (const one of steps) {
            if ("write" in one) await record(world, one.write);
            else if ("erase" in one) await erase(world, one.erase);
            else await installation.seal();
          }
          await installation.anchor();
          const size = await store.size();
          const indexes = Array.from({ length: size }, (_, index) => index);
          const entries = await store.entries(0, size);
          const rows = await store.recordsAt(indexes);
          for (const [index, row] of rows.entries()) {
            if (entries[index]!.entry.length !== 105) continue;
            expect(row === null).toBe(world.gone.has(index));
            if (row !== null) expect((await vault.open(row)).record["@id"]).toBe(row.id);
          }
          expect(await store.erasedCount()).toBe(world.gone.size);
          await installation.close();
          const report = await runAudit(auditOptions(directory));
          expect(report.findings).toEqual([]);
          const noted = report.notes.find(({ code }) => code === "erased")?.details?.count ?? 0;
          expect(noted).toBe(world.gone.size);
          erased += world.gone.size;
          remove(directory);
        },
      ),
      { numRuns: 12 },
    );
    // Else nothing was tried.
    expect(erased).toBeGreaterThan(0);
  });
});
