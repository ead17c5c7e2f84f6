/** The demonstration's consents, through the domain's own door like those of any client. Begun again where it was interrupted, it records nothing twice. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Consents } from "../../consent/service.ts";
import { Refusal } from "../../core/errors.ts";
import type { Ledger } from "../../ledger/service.ts";
import { CONTROLLER, LANGUAGES, NOTICE_ID, NOTICES } from "./controller.ts";
import { PURPOSES, RETIRED } from "./purposes.ts";
import {
  CONSENT_DIRECTORY,
  consentInput,
  type DemoRow,
  mergeInput,
  readRows,
  referenceOf,
  signalInput,
} from "./rows.ts";

export interface DemoConsentsOptions {
  readonly ledger: Pick<Ledger, "ensureSubjects">;
  readonly consents: Consents;
  /** Events recorded, or found to be there already. */
  readonly onProgress?: (done: number) => void;
}

/** Names a request of the demonstration: it is one of its own, whoever sends it. */
const key = (name: string): string => `demonstration/${name}`;

/** @throws Refusal of what the ledger does not take of its own demonstration */
export async function loadDemoConsents(options: DemoConsentsOptions): Promise<void> {
  const { consents, onProgress = () => {} } = options;
  await stateFirm(consents);
  const rows = await readRows();
  const subjectOf = await subjectsOf(options, rows);
  let done = 0;
  for (const run of runsOf(rows)) {
    if (run[0]!.purpose === "") await recordOther(consents, run[0]!, subjectOf);
    else await recordRun(consents, run, subjectOf);
    done += run.length;
    onProgress(done);
  }
  // What has an end of its own has ended. The ledger records that by itself, before what follows or behind it: nothing here goes on just before its end, so both tell the same.
  for (const { customer, purpose, until } of rows) {
    if (until !== "") await consents.expire(subjectOf(customer), purpose);
  }
}

async function stateFirm(consents: Consents): Promise<void> {
  await consents.recordController(CONTROLLER, key("controller"));
  for (const [at, { inForceFrom, titles }] of NOTICES.entries()) {
    const number = at + 1;
    const texts = await Promise.all(
      LANGUAGES.map(async (language) => ({
        ...{ language, title: titles[language], mediaType: "text/markdown" },
        text: await readFile(join(CONSENT_DIRECTORY, `privacy-${number}.${language}.md`), "utf8"),
      })),
    );
    await consents.publishNotice(
      {
        ...{ "@occurredAt": inForceFrom, "@source": "demonstration" },
        ...{ noticeId: NOTICE_ID, inForceFrom, texts },
      },
      key(`notice/${number}`),
    );
  }
  for (const [at, purpose] of PURPOSES.entries())
    await consents.definePurpose(purpose, key(`purpose/${at + 1}`));
  await consents.retirePurpose(RETIRED.purposeId, RETIRED.input, key("retirement"));
}

async function subjectsOf(
  { ledger }: DemoConsentsOptions,
  rows: readonly DemoRow[],
): Promise<(customer: string) => string> {
  const named = rows.flatMap(({ customer, other }) =>
    other === "" ? [customer] : [customer, other],
  );
  const customers = [...new Set(named)];
  const found = await ledger.ensureSubjects(customers.map(referenceOf));
  const known = new Map(customers.map((customer, at) => [customer, found[at]!.subject]));
  return (customer) => known.get(customer)!;
}

/** Rows about consents that stand together are recorded together; what may touch several streams, by itself. */
function runsOf(rows: readonly DemoRow[]): DemoRow[][] {
  const runs: DemoRow[][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (row.purpose !== "" && last !== undefined && last[0]!.purpose !== "") last.push(row);
    else runs.push([row]);
  }
  return runs;
}

async function recordRun(
  consents: Consents,
  rows: readonly DemoRow[],
  subjectOf: (customer: string) => string,
): Promise<void> {
  const outcomes = await consents.record(
    rows.map((row) => ({
      request: consents.parse(consentInput(row, subjectOf(row.customer))),
      key: null,
    })),
  );
  for (const outcome of outcomes) if (outcome instanceof Refusal) throw outcome;
}

async function recordOther(
  consents: Consents,
  row: DemoRow,
  subjectOf: (customer: string) => string,
): Promise<void> {
  const subject = subjectOf(row.customer);
  if (row.event === "gpc") await consents.signal(subject, signalInput(row, subject));
  else await consents.merge(mergeInput(row, subject, subjectOf(row.other)), key(row.number));
}
