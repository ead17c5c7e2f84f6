/** An audit of a ledger from which people were erased by all the steps, early and when their time was over: it passes, and says how many entries are of them. */
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import { createConsents } from "../../../../api/consent/service.ts";
import { openErasures, toldOfErasures } from "../../../../api/start/erasures.ts";
import { openPush } from "../../../../api/start/push.ts";
import { openCasesFile } from "../../../../api/store/sqlite/cases.ts";
import { openPartnersFile } from "../../../../api/store/sqlite/partners.ts";
import {
  auditOptions,
  newDirectory,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";
import { erase, firm, PLANTED, somebody } from "./scene.ts";

const directory = newDirectory();
afterAll(() => remove(directory));

it("passes, and says how many entries are erased", { timeout: 60_000 }, async () => {
  const installation = await newInstallation("erased", directory);
  const { ledger, store, keyStore, vault, clock, random } = installation;
  const parts = { ledger, consents: createConsents({ ledger, clock }) };
  const partners = openPartnersFile({ file: join(directory, "partners.db") });
  const cases = openCasesFile({ file: join(directory, "cases.db") });
  const onBug = (error: unknown): void => {
    throw error;
  };
  const { follower } = openPush({
    ...{ partners, ledger, clock, onBug, size: () => store.size(), wake: () => {} },
    ...toldOfErasures({ keyStore, ledger, clock }),
  });
  const { erasures } = openErasures({
    ...{ ledger, store, keyStore, vault, clock, random, partners, cases, onBug },
    followers: [follower],
  });
  await firm(parts);
  const [one, two, three] = [
    await somebody(parts),
    await somebody(parts, { ...PLANTED, number: "N-2", order: "O-2" }),
    await somebody(parts, { ...PLANTED, number: "N-3", order: "O-3" }),
  ];
  await installation.anchor();
  // A customer record and, of the second, the consent; the third stays.
  expect((await erase({ erasures }, one)).done).toBe(true);
  expect((await erase({ erasures }, two, { goNow: ["consent"] })).done).toBe(true);
  await installation.anchor();
  // The order of the second, and order and consent of the first, years later.
  clock.advance(12 * 366 * 86_400_000);
  expect(await erasures.tend()).toBe(2);
  for (const { id } of await erasures.unfinished()) await erasures.settled(id);
  await installation.anchor();
  expect(await ledger.knownSubjects([three])).toEqual(new Set([three]));
  partners.close();
  cases.close();
  await installation.close();
  const report = await runAudit({ ...auditOptions(directory), clock });
  expect(report.findings).toEqual([]);
  expect(report.notes).toContainEqual({ code: "erased", details: { count: 6 } });
});
