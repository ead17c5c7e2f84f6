/** Times and durations of ISO 8601 as DPV documents have them. */
import { formatTime } from "../../../portal/verify/time.ts";
import { isDay } from "../../ledger/kinds/fields.ts";
import { later } from "../calendar.ts";
import { isNode, kindsOf, type Node, type Path, termOf, textOf, valuesOf } from "./dpv-nodes.ts";
import { fieldName, refuse } from "./foreign.ts";
import { dayFrom, type Span } from "./span.ts";

const FORMAT = "dpv-27560";

const TIME =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,3})?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/** `null`: it is no time. Without an offset it is read as UTC. */
function spanOf(text: string): Span | null {
  if (isDay(text)) return dayFrom(Date.parse(`${text}T00:00:00.000Z`));
  const match = TIME.exec(text);
  if (match === null || !isDay(match[1] ?? "")) return null;
  const ms = Date.parse(match[6] === undefined ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : { first: ms, last: ms };
}

/** @throws Refusal `foreign_form` (`missing_field`, `bad_time`) */
export function timeOf(node: Node, name: string, path: Path): Span {
  const [value] = valuesOf(node, name);
  if (value === undefined) return refuse(FORMAT, "missing_field", fieldName([...path, name]));
  const span = spanOf(textOf(value) ?? "");
  return span ?? refuse(FORMAT, "bad_time", fieldName([...path, name]));
}

const PERIOD = /^P(?!$)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?$/;

/** The end of what lasts so long from a time on; `null`: it has none that is known. */
function endOf(value: unknown, from: number, path: Path): number | null {
  const kinds = isNode(value) ? kindsOf(value) : [];
  if (kinds.includes("dpv:FixedOccurrencesDuration")) {
    return refuse(FORMAT, "counted_consent", fieldName(path));
  }
  const name = termOf(value);
  const open = ["dpv:UntilEventDuration", "dpv:EndlessDuration", "dpv:IndeterminateDuration"];
  if (open.some((each) => kinds.includes(each) || name === each)) return null;
  const text = isNode(value) ? textOf(valuesOf(value, "rdf:value")[0] ?? value) : textOf(value);
  if (text !== null && PERIOD.test(text)) {
    const end = later(formatTime(from), text);
    return end === null ? null : Date.parse(end);
  }
  const span = text === null ? null : spanOf(text);
  return span === null ? refuse(FORMAT, "bad_duration", fieldName(path)) : span.last;
}

/** When a consent ends by what is said of its duration; of several the earliest. RFC 3339, or `null`. @throws Refusal `foreign_form` */
export function validUntilOf(status: Node, from: number, path: Path): string | null {
  const ends = valuesOf(status, "dpv:hasDuration")
    .map((value) => endOf(value, from, [...path, "dpv:hasDuration"]))
    .filter((end) => end !== null);
  return ends.length === 0 ? null : formatTime(Math.min(...ends));
}
