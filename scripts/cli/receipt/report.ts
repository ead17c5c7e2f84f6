/** A judgement as people read it, and as programs do. */
import type { Cover, CoverBlock } from "../../../api/anchor/cover.ts";
import { visible } from "../../../api/core/visible.ts";
import { base64Encode } from "../../../portal/verify/bytes.ts";
import type { Receipt } from "../../../portal/verify/receipt.ts";
import { formatTime } from "../../../portal/verify/time.ts";
import { DEVELOPMENT_CHAINS } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { section } from "../section.ts";
import { type Colour, paint, wrap } from "../terminal.ts";
import type { Judgement } from "./judge.ts";
import type { ReceiptTexts, Told } from "./texts.ts";
import type { ReceiptWord } from "./words.ts";

/** What was found of a receipt that is the pinned ledger's. */
export interface Judged {
  readonly receipt: Receipt;
  readonly judgement: Judgement;
  /** Where tiles were looked for. */
  readonly log: string;
  /** What the command ends with. */
  readonly exitCode: number;
}

const COLOURS: Readonly<Record<ReceiptWord, Colour>> = {
  kept: "green",
  not_yet_due: "yellow",
  cannot_tell: "yellow",
  unpinned: "yellow",
  broken: "red",
  invalid: "red",
};

const seconds = (time: number): string => formatTime(time * 1000);

/** The receipt, what the chain has, and the word last, as in a verdict. */
export function receiptText(context: Context, { receipt, judgement, log }: Judged): string {
  const { receipt: t } = context.m;
  const { status, code, answer } = judgement;
  const told = toldOf(t, receipt, judgement, log);
  const parts = [t.sentences[code](told)];
  if (code === "anchored_late") {
    parts.push(judgement.place === null ? t.lateUnseen : t.lateThere);
  }
  if (answer !== null && DEVELOPMENT_CHAINS.includes(answer.chainId)) parts.push(t.development);
  return [promise(context, receipt), chain(context, judgement), word(context, status, parts)]
    .filter((part) => part !== "")
    .join("\n");
}

/** The word and what is said of it. */
export function word(context: Context, said: ReceiptWord, sentences: readonly string[]): string {
  const { terminal, m, language } = context;
  const text = visible(sentences.join(language === "zh" ? "" : " "));
  const lines = wrap(text, terminal.columns).join("\n");
  return `${paint(terminal, COLOURS[said], m.receipt.words[said])}\n${lines}\n`;
}

function promise(context: Context, receipt: Receipt): string {
  const { names, title } = context.m.receipt;
  return section(context, title, [
    [`${names.ledger}:`, receipt.origin],
    [`${names.index}:`, String(receipt.index)],
    [`${names.leafHash}:`, base64Encode(receipt.leafHash)],
    [`${names.taken}:`, formatTime(receipt.time)],
    [`${names.deadline}:`, formatTime(receipt.deadline)],
  ]);
}

function chain(context: Context, { answer, cover, place }: Judgement): string {
  const { receipt: t } = context.m;
  const final = answer?.final ?? null;
  return section(context, t.anchorTitle, [
    ...(cover === null
      ? []
      : [
          [`${t.names.size}:`, String(cover.size)],
          [`${t.names.block}:`, blockOf(t, cover)],
          [`${t.names.there}:`, t.places[place?.at ?? "unknown"]],
        ]),
    ...(final === null ? [] : [[`${t.names.final}:`, inTable(final)]]),
  ]);
}

const inTable = ({ number, time }: CoverBlock): string => `${number} (${seconds(time)})`;

const blockOf = (t: ReceiptTexts, { block, notAfter }: Cover): string =>
  block === null ? t.notAfter(seconds(notAfter)) : inTable(block);

function toldOf(
  t: ReceiptTexts,
  { index, deadline }: Receipt,
  { cover, answer }: Judgement,
  log: string,
): Told {
  const final = answer?.final ?? null;
  const named = ({ number, time }: CoverBlock): string => t.block(String(number), seconds(time));
  return {
    index: String(index),
    deadline: formatTime(deadline),
    size: cover === null ? "" : String(cover.size),
    by:
      cover === null
        ? ""
        : cover.block === null
          ? t.someBlock(seconds(cover.notAfter))
          : named(cover.block),
    final: final === null ? "" : named(final),
    log,
  };
}

/** Plain data; times as texts, hashes in base64 and 0x-hex as elsewhere. */
export function receiptJson({ receipt, judgement, exitCode }: Judged): object {
  const { status, code, answer, cover, place } = judgement;
  return {
    word: status,
    exitCode,
    code,
    receipt: {
      origin: receipt.origin,
      index: receipt.index,
      leafHash: base64Encode(receipt.leafHash),
      time: formatTime(receipt.time),
      deadline: formatTime(receipt.deadline),
    },
    anchor: cover && {
      size: cover.size,
      root: cover.root,
      inTime: cover.inTime,
      block: cover.block && blockJson(cover.block),
      notAfter: seconds(cover.notAfter),
    },
    atIndex: place?.at ?? null,
    finalBlock: answer?.final ? blockJson(answer.final) : null,
  };
}

const blockJson = ({ number, hash, time }: CoverBlock) => ({ number, hash, time: seconds(time) });
