/** What an erasure leaves, for how long and on which ground, as the firm has stated it. Pure. */
import type { JsonValue } from "../../core/kind.ts";
import type { StreamEvents } from "../../ledger/stream-events.ts";
import type { RecordedRule } from "../kinds/retention.ts";
import { DEFAULT_RULES } from "./default-rules.ts";
import type { ClassRule, RuledClass, Rules } from "./model.ts";

function ruleOf({ action, years, ground, texts }: RecordedRule): ClassRule {
  if (action === "go") return { action };
  return { action, years: years ?? 0, ground: ground ?? "", texts: texts ?? [] };
}

function rulesOf(record: Readonly<Record<string, JsonValue>>, entry: number): Rules {
  const stated = record.rules as unknown as readonly RecordedRule[];
  const classes = Object.fromEntries(stated.map((one) => [one.class, ruleOf(one)]));
  return {
    inForceFrom: String(record.inForceFrom),
    entry,
    automatic: record.automatic === true,
    classes: classes as Record<RuledClass, ClassRule>,
  };
}

/** All that were stated, in the order of the stream; one that cannot be read is left out. */
export const statedRules = ({ events }: Pick<StreamEvents, "events">): readonly Rules[] =>
  events.flatMap(({ record, index }) => (record === null ? [] : [rulesOf(record, index)]));

/** Those in force at a time: of those that begin by then the one that begins last; of what begins at once, what was stated last. @param at RFC 3339 */
export function rulesAt(stated: readonly Rules[], at: string): Rules {
  let found: Rules = DEFAULT_RULES;
  for (const one of stated) {
    const from = one.inForceFrom ?? "";
    if (from <= at && from >= (found.inForceFrom ?? "")) found = one;
  }
  return found;
}
