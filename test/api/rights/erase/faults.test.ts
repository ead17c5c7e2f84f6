/** Every write of an erasure failing, in both ways (failed; failed but persisted), and a restart behind it: it ends, or has not begun. */
import { afterEach, expect, it } from "vitest";
import type { KeyStore } from "../../../../api/store/key-store.ts";
import type { Store } from "../../../../api/store/store.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { FAULT_MODES, type FaultMode } from "../../../helpers/store/faulty-store.ts";
import { firm, OFFICER, somebody } from "./scene.ts";

let ledger: TestLedger | null = null;
afterEach(async () => {
  await ledger?.close();
  ledger = null;
});

/** The next call of this method fails, once. */
interface Fault {
  method: string | null;
  mode: FaultMode;
}

function failing<T extends object>(inner: T, fault: Fault): T {
  return new Proxy(inner, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...given: unknown[]) => {
        if (fault.method !== name) return method.apply(target, given);
        fault.method = null;
        if (fault.mode !== "failed") await method.apply(target, given);
        throw new Error("InjectedFault");
      };
    },
  });
}

/** What writes on the way, with whose it is. */
const WRITES = [
  ["keys", "beginErasure"],
  ["keys", "moveErasure"],
  ["keys", "destroyKeys"],
  ["keys", "scrub"],
  ["rows", "commit"],
  ["rows", "erase"],
  ["rows", "scrub"],
] as const;

const CASES = WRITES.flatMap(([where, method]) =>
  FAULT_MODES.map((mode) => [`${where}.${method}`, mode, where, method] as const),
);

it.each(CASES)("%s, %s: it ends, or has not begun", async (_, mode, where, method) => {
  const faults = { keys: { method: null, mode } as Fault, rows: { method: null, mode } as Fault };
  const sync = new Set(["bar", "close"]);
  const wrap = <T extends object>(inner: T, fault: Fault): T => {
    const wrapped = failing(inner, fault);
    return new Proxy(inner, {
      get: (target, name) =>
        sync.has(String(name))
          ? (Reflect.get(target, name) as () => void).bind(target)
          : Reflect.get(wrapped, name),
    });
  };
  ledger = await testLedger({
    wrapStore: (store: Store) => wrap(store, faults.rows),
    wrapKeyStore: (store: KeyStore) => wrap(store, faults.keys),
  });
  await firm(ledger);
  const subject = await somebody(ledger);
  const { hash } = await ledger.rights.erasures.preview(subject, new Set());
  const erasureId = ledger.ledger.newId();
  faults[where].method = method;
  const wanted = {
    ...{ erasureId, subject, planHash: hash, goNow: new Set<never>(), cause: "request" as const },
    ...{ publicKey: null, order: OFFICER },
  };
  const begun = await ledger.rights.erasures.carryOut(wanted).catch(() => null);
  if (begun !== null) await ledger.rights.erasures.settled(erasureId).catch(() => false);
  faults[where].method = null;

  await ledger.restart();
  await ledger.rights.erasures.resume();
  const erasure = await ledger.rights.erasures.find(erasureId);
  const keys = (await ledger.keyStore.sealingKeysOf([subject])).map((key) => key.retentionClass);
  if (erasure === null) {
    expect(begun).toBeNull();
    expect(keys).toContain("personal");
    expect((await ledger.store.closed([subject])).size).toBe(0);
    expect((await ledger.ledger.events(ledger.ledger.firm, "erasure")).events).toEqual([]);
    return;
  }
  expect(erasure.state).toBe("done");
  expect(keys).not.toContain("personal");
  expect((await ledger.store.closed([subject])).get(subject)?.has("personal")).toBe(true);
  const declared = await ledger.ledger.events(ledger.ledger.firm, "erasure");
  expect(declared.events.map(({ record }) => record?.erasureId)).toEqual([erasureId]);
  expect(declared.events[0]?.record).toMatchObject({ cause: "request" });
});
