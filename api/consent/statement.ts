/** All that a receipt, an export or a person needs of one event of a consent. */
import { Refusal } from "../core/errors.ts";
import type { ConsentContext } from "./context.ts";
import { historyOf } from "./history.ts";
import type { ConsentRecord, ConsentStatement, Controller } from "./model.ts";
import { refuse } from "./refusals.ts";
import type { OwnRegistry } from "./registry.ts";
import { signalOf } from "./signal-of.ts";
import { isStatedAfter } from "./stated.ts";

/** @throws Refusal `not_found` (`record`), `consent_refused` (`no_controller`, `unknown_purpose`), `damaged` */
export async function statementOf(
  context: ConsentContext,
  recordId: string,
): Promise<ConsentStatement> {
  const { registry, ledger } = context;
  const { record } = await ledger.record(recordId, null);
  if (record["@kind"] !== "consent") throw new Refusal("not_found", { what: "record" });
  const subject = String(record["@subject"]);
  const history = await historyOf(context, subject, String(record.purposeId));
  const at = history.events.findIndex((event) => event?.id === recordId);
  const event = history.events[at];
  if (!event) throw new Refusal("damaged", { what: "record", index: -1, id: recordId });
  const events = history.events.slice(0, at + 1).filter((one) => one !== null);
  const purpose = (await registry.purpose(event.purposeId))?.versions.find(
    ({ purposeVersion }) => purposeVersion === event.purposeVersion,
  );
  if (purpose === undefined) throw refuse("unknown_purpose");
  const controller = await controllerOf(registry, event);
  const statedAfter = await isStatedAfter(registry, event);
  const signals = new Map<string, string>();
  for (const one of events) {
    const signal = await signalOf(ledger, one);
    if (signal !== null) signals.set(one.id, signal);
  }
  const told = { subject, controller, purpose, statedAfter, signals, events };
  return { ...told, ...(await shown(registry, events)) };
}

/** As stated when it happened; what happened before the first statement is told with that. */
async function controllerOf(registry: OwnRegistry, event: ConsentRecord): Promise<Controller> {
  const then = await registry.controllerAt(event.occurredAt);
  const controller = then ?? (await registry.controllers())[0];
  if (controller === undefined) throw refuse("no_controller");
  return controller;
}

/** What was shown: of an event that names nothing, what the last one before it names. It is that which is withdrawn. */
async function shown(
  registry: OwnRegistry,
  events: readonly ConsentRecord[],
): Promise<Pick<ConsentStatement, "notice" | "text">> {
  const named = events.findLast(({ noticeId }) => noticeId !== null);
  if (named === undefined) return { notice: null, text: null };
  const versions = (await registry.notice(named.noticeId!))?.versions ?? [];
  const notice = versions.find(({ noticeVersion }) => noticeVersion === named.noticeVersion);
  const text = named.noticeHash === null ? null : await registry.text(named.noticeHash);
  return { notice: notice ?? null, text };
}
