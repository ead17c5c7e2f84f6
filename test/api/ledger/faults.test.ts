/** Every write of both stores fails, in both ways; the same request comes again. Nothing is lost, nothing is there twice. */
import { afterEach, describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { decodeEntry, entryType } from "../../../portal/verify/entry.ts";
import {
  customerOf,
  orderOf,
  paymentOf,
  type TestLedger,
  testLedger,
  type WriteChange,
  write,
} from "../../helpers/ledger.ts";
import {
  FAULT_MODES,
  type FaultMode,
  type Faulty,
  faultyKeyStore,
  faultyStore,
  InjectedFault,
} from "../../helpers/store/faulty-store.ts";

let ledger: TestLedger | undefined;
afterEach(async () => {
  await ledger?.close();
  ledger = undefined;
});

interface Setting {
  readonly ledger: TestLedger;
  readonly faults: Faulty<object, string>["faults"][];
  /** Repeats what an injected fault broke off, as a client would. */
  persist<T>(request: () => Promise<T>): Promise<T>;
}

async function setting(): Promise<Setting> {
  const faults: Setting["faults"] = [];
  const made = await testLedger({
    firm: false,
    wrapStore(inner) {
      const { store, faults: own } = faultyStore(inner);
      faults[0] = own as Setting["faults"][number];
      return store;
    },
    wrapKeyStore(inner) {
      const { store, faults: own } = faultyKeyStore(inner);
      faults[1] = own as Setting["faults"][number];
      return store;
    },
  });
  ledger = made;
  return {
    ledger: made,
    faults,
    async persist(request) {
      for (let tries = 0; tries < 5; tries++) {
        try {
          return await request();
        } catch (error) {
          if (!(error instanceof InjectedFault)) throw error;
          // The process may have died of it.
          await made.restart();
        }
      }
      throw new Error("never succeeded");
    },
  };
}

/** A first start, then what a client does: two subjects, each with records, versions, repetitions; some with keys, some without. */
async function script({ ledger: parts, persist }: Setting): Promise<string[]> {
  const told: string[] = [];
  await persist(() => parts.ledger.ensureFirmRecord());
  for (const number of ["K-1", "K-2"]) {
    const { subject } = await persist(async () => {
      const reference = { source: "shop", externalNumber: number };
      const [made] = await parts.ledger.ensureSubjects([reference]);
      return made!;
    });
    const tell = async (input: Record<string, unknown>, change?: WriteChange): Promise<void> => {
      const { outcome, version } = await persist(() => write(parts, input, change));
      told.push(`${outcome} ${version}`);
    };
    const order = (change: object = {}) =>
      orderOf(subject, { externalNumber: `${number}/1`, ...change });
    await tell(customerOf(subject));
    await tell(order(), { idempotency: `${number} order` });
    await tell(order({ note: "newer" }), { idempotency: `${number} newer` });
    await tell(order());
    await tell(paymentOf(subject), { idempotency: `${number} payment` });
    await tell(customerOf(subject, { name: "another" }));
    await persist(() => parts.seal());
  }
  return told;
}

/** The record entries. Of state entries there may be one more where the first was not known to have persisted. */
async function contents({ store }: TestLedger): Promise<string[]> {
  const found: string[] = [];
  for (let index = 0; index < (await store.size()); index++) {
    const { entry } = (await store.entry(index))!;
    if (entryType(entry) === "record") found.push(`${found.length} ${decodeEntry(entry).seq}`);
  }
  return found;
}

const LONG = { timeout: 240_000 };

describe("writes that fail", () => {
  // Each of some forty ledgers is opened, and read whole, several times.
  it("each of them, failed or failed but persisted: the same ledger in the end", LONG, async () => {
    const calm = await setting();
    const wantedAnswers = await script(calm);
    const wanted = await contents(calm.ledger);
    const counts = calm.faults.map((f) => f.writes.length);
    await calm.ledger.close();
    expect(wanted).toHaveLength(11);

    for (const [which, count] of counts.entries()) {
      for (let number = 0; number < count; number++) {
        for (const mode of FAULT_MODES) {
          const rough = await setting();
          rough.faults[which]!.failAt(number, mode);
          const answers = await script(rough);
          const label = `${which} ${number} ${mode}`;
          expect(await contents(rough.ledger), label).toEqual(wanted);
          // Without a key, what was stored before its answer was lost is found to be there.
          const same = answers.map((answer, i) =>
            mode === "persisted" && answer.startsWith("unchanged") ? wantedAnswers[i] : answer,
          );
          expect(same, label).toEqual(wantedAnswers);
          const { store } = rough.ledger;
          expect((await store.newestCheckpoint())?.size, label).toBe(await store.size());
          await rough.ledger.close();
        }
      }
    }
    ledger = undefined;
  });

  it.each(FAULT_MODES)(
    "leave a key's request to be repeated: commit %s",
    async (mode: FaultMode) => {
      const { ledger: parts, faults } = await setting();
      const [made] = await parts.ledger.ensureSubjects([null]);
      const input = orderOf(made!.subject);
      faults[0]!.failNext("commit", mode);
      const key = { idempotency: "k" };
      await expect(write(parts, input, key)).rejects.toBeInstanceOf(InjectedFault);
      expect((await write(parts, input, key)).outcome).toBe("stored");
      expect(await parts.store.size()).toBe(1);
    },
  );

  it("are no refusal: the caller cannot know what became of them", async () => {
    const { ledger: parts, faults } = await setting();
    const [made] = await parts.ledger.ensureSubjects([null]);
    faults[0]!.failNext("commit", "persisted");
    const error = await write(parts, orderOf(made!.subject)).catch((e: unknown) => e);
    expect(isRefusal(error)).toBe(false);
  });
});
