/** When it is looked for what is over: at the start, once a day, and when rules or holds were changed; and not each minute. */
import { afterEach, expect, it } from "vitest";
import { sweepTimes } from "../../../../api/rights/erase/sweep.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { erase, firm, OFFICER, somebody } from "./scene.ts";

const DAY_MS = 86_400_000;
let ledger: TestLedger | null = null;
afterEach(async () => {
  await ledger?.close();
  ledger = null;
});

it("is due at first, on another day, and when something was changed", () => {
  let changes = 0;
  const times = sweepTimes(() => changes);
  const due = () => [DAY_MS, 2 * DAY_MS - 1, 2 * DAY_MS].map((now) => times.isDue(now));
  expect(due()).toEqual([true, true, true]);
  times.done({ at: DAY_MS, changes });
  expect(due()).toEqual([false, false, true]);
  changes++;
  expect(due()).toEqual([true, true, true]);
  // It was changed behind what was swept.
  times.done({ at: DAY_MS, changes: 0 });
  expect(due()).toEqual([true, true, true]);
});

it("whoever is held is looked at once a day, and goes as soon as the hold is released", async () => {
  let looked = 0;
  ledger = await testLedger({
    wrapKeyStore: (inner) => ({
      ...inner,
      keptKeys(query) {
        looked++;
        return inner.keptKeys(query);
      },
    }),
  });
  await firm(ledger);
  const { erasures, retention } = ledger.rights;
  const subject = await somebody(ledger);
  await erase(ledger.rights, subject);
  const input = { classes: ["statutory"], reason: "a lawsuit", reference: "4 O 1/26" };
  const { holdId } = await retention.place(subject, input, OFFICER, null);
  ledger.clock.advance(13 * 366 * DAY_MS);
  const tend = async () => {
    const before = looked;
    return [await erasures.tend(), looked - before];
  };
  await tend();
  expect(await tend()).toEqual([0, 0]);
  ledger.clock.advance(DAY_MS);
  expect(await tend()).toEqual([0, 1]);
  expect(await tend()).toEqual([0, 0]);
  await retention.release(subject, holdId, { reason: "it is over" }, OFFICER, null);
  expect(await tend()).toEqual([1, 1]);
});
