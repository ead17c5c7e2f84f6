/** An erasure whose list was lost: the log tells of it all the same, once, so that partners and the audit go by it. */
import { expect, it, onTestFinished } from "vitest";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { erase, firm, somebody } from "./scene.ts";

/** Begun without a list, as out of the list of the erased. */
async function unlisted(): Promise<TestLedger> {
  const ledger = await testLedger({
    wrapKeyStore: (inner) =>
      new Proxy(inner, {
        get(target, name) {
          const method = Reflect.get(target, name);
          if (typeof method !== "function") return method;
          if (name !== "beginErasure") return method.bind(target);
          return (begun: Parameters<typeof inner.beginErasure>[0]) =>
            target.beginErasure({ ...begun, list: null });
        },
      }),
  });
  onTestFinished(() => ledger.close());
  await firm(ledger);
  return ledger;
}

const declared = async ({ ledger }: TestLedger) =>
  (await ledger.events(ledger.firm, "erasure")).events.map(({ record }) => record!);

it("is declared with as many entries as it marks", async () => {
  const ledger = await unlisted();
  const subject = await somebody(ledger);
  const { id, code } = await erase(ledger.rights, subject);
  expect(await declared(ledger)).toMatchObject([
    { erasureId: id, cause: "request", count: await ledger.store.erasedCount(), kept: 2 },
  ]);
  expect(await ledger.store.erasedCount()).toBe(1);
  await ledger.anchor();
  await expect(ledger.rights.certificates.make(code!, id)).rejects.toMatchObject({
    code: "not_found",
  });
});

it("is declared once, however often it is tried", async () => {
  let failures = 3;
  const ledger = await testLedger({
    wrapKeyStore: (inner) =>
      new Proxy(inner, {
        get(target, name) {
          const method = Reflect.get(target, name);
          if (typeof method !== "function") return method;
          return async (...given: unknown[]) => {
            if (name === "beginErasure")
              return method.call(target, { ...(given[0] as object), list: null });
            if (name === "moveErasure" && failures-- > 0) throw new Error("InjectedFault");
            return method.apply(target, given);
          };
        },
      }),
  });
  onTestFinished(() => ledger.close());
  await firm(ledger);
  const subject = await somebody(ledger);
  const id = ledger.ledger.newId();
  await erase(ledger.rights, subject, { id }).catch(() => null);
  await ledger.restart();
  for (let n = 0; n < 4; n++) await ledger.rights.erasures.resume();
  expect((await ledger.rights.erasures.find(id))?.state).toBe("done");
  expect((await declared(ledger)).map(({ erasureId }) => erasureId)).toEqual([id]);
});
