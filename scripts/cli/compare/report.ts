/** What a comparison came to, for people and as JSON. */

import { visible } from "../../../api/core/visible.ts";
import { utf8Decode } from "../../../portal/verify/bytes.ts";
import { type Compared, compared } from "../../../portal/verify/compared.ts";
import type { FormatError } from "../../../portal/verify/errors.ts";
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import type { RefusedStatements } from "../../../portal/verify/read-statements.ts";
import { renderReason } from "../../../portal/verify/render.ts";
import type { FileForm, Statements } from "../../../portal/verify/statements.ts";
import type { Context } from "../context.ts";
import { section } from "../section.ts";
import { paint, wrap } from "../terminal.ts";
import type { ChainSeen, Proven } from "./chain.ts";
import type { LogSeen } from "./log.ts";
import type { CompareWord } from "./texts.ts";

/** A file, and what was read in it. */
export interface ReadFile {
  readonly name: string;
  readonly read: Statements | RefusedStatements;
}

export interface Comparison {
  readonly word: CompareWord;
  readonly exitCode: number;
  readonly files: readonly ReadFile[];
  readonly log: LogSeen | null;
  readonly chain: ChainSeen | null;
  /** The proof's bytes, and what a verifier says of it; null: none was found. */
  readonly found: Proven | null;
}

export const isRead = (read: Statements | RefusedStatements): read is Statements =>
  !("refused" in read);

/** Null where one of them is no file that could be compared. */
function comparedOf(files: readonly ReadFile[]): Compared | null {
  const [a, b] = files.map(({ read }) => read);
  return a !== undefined && b !== undefined && isRead(a) && isRead(b) ? compared(a, b) : null;
}

const reason = ({ code, details }: FormatError): { code: string; params: JsonValue } => ({
  code,
  params: { ...details } as JsonValue,
});

function fileJson({ name, read }: ReadFile): object {
  if (!isRead(read)) return { name, form: read.form, refused: reason(read.refused) };
  return {
    name,
    form: read.form,
    sizes: read.trees.map(({ checkpoint }) => checkpoint.size),
    receipts: read.receipts.map(({ receipt }) => receipt.index),
    entries: read.entries.length,
    fault: read.fault && reason(read.fault),
  };
}

export function comparisonJson(comparison: Comparison): object {
  const { word, exitCode, files, log, chain, found } = comparison;
  return {
    word,
    exitCode,
    files: files.map(fileJson),
    compared: comparedOf(files),
    log: log && { newest: log.newest, pairs: log.pairs },
    chain: chain && { sizes: chain.sizes, head: chain.head },
    verdict: found?.verdict ?? null,
    proof: found && JSON.parse(utf8Decode(found.proof)),
  };
}

/** All but the verdict on the proof. */
export function comparisonText(context: Context, comparison: Comparison): string {
  const parts = [
    filesPart(context, comparison),
    comparedPart(context, comparison),
    sourcesPart(context, comparison),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** The word, last of all. */
export function wordText({ terminal, m }: Context, { word }: Comparison): string {
  const colour = word === "DIVERGED" || word === "INVALID" ? "red" : "yellow";
  const said = wrap(m.compare.words[word], terminal.columns).join("\n");
  return `${paint(terminal, colour, word)}\n${said}\n`;
}

function filesPart(context: Context, { files }: Comparison): string {
  const { titles } = context.m.compare;
  const rows = files.flatMap((file) => {
    const [first = "", ...more] = describe(context, file);
    return [[`${file.name}:`, first], ...more.map((line) => ["", line])];
  });
  return section(context, titles.files, rows);
}

function describe({ m, language }: Context, { read }: ReadFile): string[] {
  const { compare: t } = m;
  const form = (known: FileForm | null) => (known === null ? t.unknownForm : t.forms[known]);
  const why = ({ code, details }: FormatError) => renderReason(code, { ...details }, language);
  if (!isRead(read)) return [form(read.form), t.refused(why(read.refused))];
  const sizes = [...new Set(read.trees.map(({ checkpoint }) => checkpoint.size))];
  const indexes = [...new Set(read.receipts.map(({ receipt }) => receipt.index))];
  return [
    form(read.form),
    ...(sizes.length === 0 ? [] : [t.sizes(sizes.join(", "))]),
    ...(indexes.length === 0 ? [] : [t.receipts(indexes.join(", "))]),
    ...(read.fault === null ? [] : [t.fault(why(read.fault))]),
  ];
}

function comparedPart(context: Context, { files, found }: Comparison): string {
  const { compare: t } = context.m;
  const how = found === null ? comparedOf(files) : null;
  if (how === null) return "";
  const lines = [
    ...how.trees.map(({ sizeA, sizeB, relation, places }) =>
      t.relations[relation](sizeA, sizeB, places),
    ),
    ...(how.streams === 0 ? [] : [t.streams(how.streams)]),
    ...(how.receipts === 0 ? [] : [t.receiptsSeen(how.receipts)]),
    t.notCompared,
  ];
  return section(
    context,
    t.titles.compared,
    lines.map((line) => ["–", line]),
  );
}

function sourcesPart(context: Context, { log, chain, found }: Comparison): string {
  const { compare: t } = context.m;
  if (found !== null) return "";
  const lines = [...logLines(context, log), ...chainLines(context, chain)];
  return section(
    context,
    t.titles.sources,
    lines.map((line) => ["–", visible(line)]),
  );
}

function logLines({ m }: Context, log: LogSeen | null): string[] {
  const { compare: t } = m;
  if (log === null) return [];
  return [
    log.newest === null ? t.logUnusable : t.logUsed(log.newest),
    ...log.pairs.map(({ smaller, larger, seen }) =>
      seen === "begins" ? t.logBegins(smaller, larger) : t.tilesUnusable(smaller, larger),
    ),
  ];
}

function chainLines({ m }: Context, chain: ChainSeen | null): string[] {
  const { compare: t } = m;
  if (chain === null) return [];
  const { sizes, head } = chain;
  if (sizes.length === 0) return [t.chainNotAsked];
  return [
    ...sizes.map(({ size, seen }) => {
      if (seen === "unusable") return t.chainUnusable;
      return seen === "agrees" ? t.chainAgrees(size) : t.chainHasNone(size);
    }),
    ...(head?.seen === "unusable" ? [t.headUnusable] : []),
  ];
}
