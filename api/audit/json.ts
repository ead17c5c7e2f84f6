/** The report as JSON: RFC 8785, closed (docs/FORMAT.md §15). What is read is what would be written, or is refused. */
import {
  canonicalJson,
  type JsonObject,
  type JsonValue,
  parseCanonical,
} from "../../portal/verify/jcs.ts";
import { constant, integer, list, members, text, wrongShape } from "../../portal/verify/shape.ts";
import { CAUSES } from "./causes.ts";
import { FINDING_KINDS, PLACES } from "./finding.ts";
import {
  type AuditReport,
  CHAIN_STATES,
  COUNTED,
  NOT_PROVEN,
  NOTES,
  REMOTE_CAUSES,
  REPORT_FORMAT,
} from "./report.ts";
import { STEPS } from "./steps.ts";

const MOST = 100_000_000;
const MOST_BYTES = 1 << 30;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const HEX = /^0x[0-9a-f]+$/;
const NONCE = /^0x[0-9a-f]{64}$/;

export const reportJson = (report: AuditReport): string =>
  canonicalJson(report as unknown as JsonValue);

/** @throws FormatError */
export function parseReport(bytes: Uint8Array): AuditReport {
  const value = parseCanonical(bytes, MOST_BYTES);
  const report = members(
    value,
    [
      ...["chain", "counts", "findings", "finishedAt", "format", "ledger", "mode", "notProven"],
      ...["notes", "resumed", "snapshot", "startedAt"],
    ],
    "report",
  );
  constant(report.format, REPORT_FORMAT, "unknown_format");
  for (const name of ["startedAt", "finishedAt"]) matching(report[name], TIME, name);
  readLedger(report);
  readMode(report.mode);
  readSnapshot(report.snapshot);
  each(report.resumed, "resumed", (one, where) => {
    const part = members(one, ["readAt", "size", "step", "taken"], where);
    oneOf(part.step, STEPS, where);
    matching(part.readAt, TIME, where);
    integer(part.size, 0, where);
    integer(part.taken, 1, where);
  });
  each(report.counts, "counts", (one, where) => {
    const count = members(one, ["checked", "of", "what"], where);
    oneOf(count.what, [...PLACES, ...COUNTED], where);
    integer(count.checked, 0, where);
    if (count.of !== null) integer(count.of, 0, where);
  });
  each(report.notes, "notes", (one, where) => {
    const note = withDetails(one, ["code"], where);
    oneOf(note.code, NOTES, where);
  });
  each(report.findings, "findings", (one, where) => {
    const finding = withDetails(one, ["cause", "key", "kind", "place"], where);
    oneOf(finding.cause, [...CAUSES, ...REMOTE_CAUSES], where);
    oneOf(finding.kind, FINDING_KINDS, where);
    oneOf(finding.place, PLACES, where);
    plain(finding.key, where);
  });
  each(report.notProven, "notProven", (one, where) => oneOf(one, NOT_PROVEN, where));
  return value as unknown as AuditReport;
}

function readLedger({ ledger, chain }: JsonObject): void {
  const own = members(ledger, ["chainId", "contract", "ledgerId", "origin"], "ledger");
  integer(own.chainId, 1, "chainId");
  matching(own.contract, HEX, "contract");
  matching(own.ledgerId, HEX, "ledgerId");
  text(own.origin, "origin");
  const asked = members(chain, ["embedded", "state"], "chain");
  flag(asked.embedded, "embedded");
  oneOf(asked.state, CHAIN_STATES, "chain");
}

function readMode(value: JsonValue | undefined): void {
  const kind = (value as JsonObject | null)?.kind;
  if (kind === "full") members(value, ["kind"], "mode");
  else if (kind === "remote") text(members(value, ["kind", "url"], "mode").url, "url");
  else if (kind === "quick") {
    const own = members(value, ["kind", "sample"], "mode");
    const sample = members(
      own.sample,
      ["anchor", "block", "checked", "choosable", "count", "missed", "nonce"],
      "sample",
    );
    integer(sample.count, 1, "count");
    integer(sample.checked, 1, "checked");
    matching(sample.nonce, NONCE, "nonce");
    flag(sample.choosable, "choosable");
    const { missed } = sample;
    if (typeof missed !== "number" || missed < 0 || missed > 1) throw wrongShape("missed");
    readAnchor(sample.anchor);
    const block = members(sample.block, ["hash", "number"], "block");
    matching(block.hash, HEX, "block");
    integer(block.number, 0, "block");
  } else throw wrongShape("mode");
}

function readSnapshot(value: JsonValue | undefined): void {
  const own = members(value, ["anchor", "checkpoint", "size", "takenAt"], "snapshot");
  integer(own.size, 0, "size");
  matching(own.takenAt, TIME, "takenAt");
  if (own.checkpoint !== null) {
    const checkpoint = members(own.checkpoint, ["root", "size"], "checkpoint");
    integer(checkpoint.size, 0, "checkpoint");
    matching(checkpoint.root, /^[0-9a-f]{64}$/, "checkpoint");
  }
  if (own.anchor !== null) {
    readAnchor(own.anchor);
  }
}

function readAnchor(value: JsonValue | undefined): void {
  const anchor = members(value, ["block", "size"], "anchor");
  integer(anchor.size, 0, "anchor");
  integer(anchor.block, 0, "anchor");
}

function each(
  value: JsonValue | undefined,
  where: string,
  read: (one: JsonValue, where: string) => void,
): void {
  for (const one of list(value, MOST, where)) read(one, where);
}

function withDetails(value: JsonValue, names: string[], where: string): JsonObject {
  const has = typeof value === "object" && value !== null && "details" in value;
  const own = members(value, has ? [...names, "details"].sort() : names, where);
  if (has) plain(own.details, where);
  return own;
}

/** Names with texts and whole numbers, as keys and details are. */
function plain(value: JsonValue | undefined, where: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongShape(where);
  for (const one of Object.values(value)) {
    if (typeof one !== "string" && !Number.isSafeInteger(one)) throw wrongShape(where);
  }
}

function matching(value: JsonValue | undefined, form: RegExp, where: string): void {
  if (!form.test(text(value, where))) throw wrongShape(where);
}

function oneOf(value: JsonValue | undefined, all: readonly string[], where: string): void {
  if (!all.includes(text(value, where))) throw wrongShape(where);
}

function flag(value: JsonValue | undefined, where: string): void {
  if (typeof value !== "boolean") throw wrongShape(where);
}
