/** The file of what partners are told (partner-store.ts). Its statements are prepared once; a step is one transaction. */
import type Database from "better-sqlite3";
import type { Giving, PartnerStore, Step, Usage, UsageDay } from "../partner-store.ts";
import { openDatabase } from "./open.ts";
import { partnerErasedIn } from "./partner-erased.ts";
import { partnerGivenIn } from "./partner-given.ts";
import { partnerMessagesIn } from "./partner-messages.ts";

export interface PartnersFile extends PartnerStore {
  readonly client: Database.Database;
}

/** Opens the file, makes it with mode 0600 where there is none. @throws Refusal `in_use`, `unknown_schema` */
export function openPartnersFile({ file }: { readonly file: string }): PartnersFile {
  const { client, close, scrub } = openDatabase(file, "partners");
  const messages = partnerMessagesIn(client);
  const given = partnerGivenIn(client);
  const usage = usageIn(client);
  const log = followedIn(client);
  const erased = partnerErasedIn(client);

  const conclude = client.transaction((step: Step): void => {
    for (const giving of step.givings ?? []) {
      given.give(giving);
      usage.count(giving);
    }
    if (step.agreement !== undefined) given.setAgreement(step.agreement);
    for (const row of step.decided ?? []) given.decide(row);
    for (const sweep of step.sweeps ?? []) given.addSweep(sweep);
    if (step.swept !== undefined) given.swept(step.swept);
    for (const message of step.messages ?? []) messages.put(message);
    if (step.acknowledged !== undefined) messages.acknowledge(step.acknowledged);
    if (step.unread !== undefined) log.addUnread(step.unread);
    if (step.erased !== undefined) erased.erase(step.erased);
    if (step.followed !== undefined) log.set(step.followed);
  });
  const erase = client.transaction((subjects: readonly string[]): void => erased.erase(subjects));
  const beginAgain = client.transaction((all: boolean): void => {
    for (const table of ["given_record", "given", "agreement", "sweep", "usage_day", "usage_seen"])
      client.exec(`DELETE FROM ${table}`);
    if (all) client.exec("DELETE FROM message");
    log.forget(all);
  });

  return {
    client,
    followed: async () => log.get(),
    belongsTo: async (ledgerId) => log.belongsTo(ledgerId),
    conclude: async (step) => conclude.immediate(step),
    beginAgain: async (all) => beginAgain.immediate(all),
    ...given.reads,
    ...messages.methods,
    usage: async (...asked) => usage.of(...asked),
    unread: async () => log.unread(),
    eraseSubjects: async (subjects) => erase.immediate(subjects),
    pruneErased: async (now) => erased.prune(now),
    scrub,
    close,
  };
}

function followedIn(client: Database.Database) {
  const get = client.prepare<
    [],
    { next: number; leafHash: string | null; time: number; begun: number }
  >('SELECT next, leaf_hash AS "leafHash", time, begun FROM followed');
  const set = client.prepare("UPDATE followed SET next = ?, leaf_hash = ?, time = ?, begun = 1");
  const forget = client.prepare(
    "UPDATE followed SET next = 0, leaf_hash = NULL, time = 0, begun = 0, unread = 0",
  );
  const disown = client.prepare("UPDATE followed SET ledger = NULL");
  const own = client.prepare<[string], string>(
    "UPDATE followed SET ledger = ifnull(ledger, ?) RETURNING ledger",
  );
  const unread = client.prepare<[], number>("SELECT unread FROM followed").pluck();
  const addUnread = client.prepare("UPDATE followed SET unread = unread + ?");
  return {
    get() {
      const { begun, ...followed } = get.get()!;
      return begun === 0 ? null : followed;
    },
    set: ({ next, leafHash, time }: NonNullable<Step["followed"]>) => set.run(next, leafHash, time),
    forget(all: boolean) {
      forget.run();
      if (all) disown.run();
    },
    belongsTo: (ledgerId: string) => own.pluck().get(ledgerId) === ledgerId,
    unread: () => unread.get() ?? 0,
    addUnread: (count: number) => addUnread.run(count),
  };
}

function usageIn(client: Database.Database) {
  const see = client.prepare(
    "INSERT INTO usage_seen (day, agreement, organization, what, id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const forget = client.prepare("DELETE FROM usage_seen WHERE day < ?");
  const add = client.prepare(
    `INSERT INTO usage_day (agreement, organization, day, requests, records, people) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, records = records + excluded.records, people = people + excluded.people`,
  );
  const SUMS =
    "ifnull(sum(requests), 0) AS requests, ifnull(sum(records), 0) AS records, ifnull(sum(people), 0) AS people";
  const OF = "agreement = @agreement AND (@organization IS NULL OR organization = @organization)";
  const days = client.prepare<unknown[], UsageDay>(
    `SELECT day, ${SUMS} FROM usage_day WHERE ${OF} GROUP BY day ORDER BY day DESC LIMIT @limit`,
  );
  const total = client.prepare<unknown[], Usage["total"]>(
    `SELECT ${SUMS} FROM usage_day WHERE ${OF}`,
  );
  const people = client
    .prepare<unknown[], number>(`SELECT count(DISTINCT subject) FROM given WHERE ${OF}`)
    .pluck();
  return {
    count({ agreement, organization, day, request, subject, records }: Giving) {
      // Days come in order, as the log has them.
      forget.run(day);
      const requests = see.run(day, agreement, organization, "request", request).changes;
      const person = see.run(day, agreement, organization, "subject", subject).changes;
      add.run(agreement, organization, day, requests, records.length, person);
    },
    of(agreement: string, organization: string | null, limit: number): Usage {
      const of = { agreement, organization };
      return {
        days: days.all({ ...of, limit }),
        total: { ...total.get(of)!, people: people.get(of) ?? 0 },
      };
    },
  };
}
