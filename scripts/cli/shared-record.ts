/** A record that a partner got under terms (docs/FORMAT.md §18.1): as it is delivered, or as it lies in a copy. */
import { visibleValue } from "../../api/core/visible.ts";
import type { FormatError } from "../../portal/verify/errors.ts";
import { renderReason, renderVerdict } from "../../portal/verify/render.ts";
import { formatTime } from "../../portal/verify/time.ts";
import type { VerdictWord } from "../../portal/verify/verdict.ts";
import type { SharedRecord, SharedVerdict } from "../../portal/verify/verify-shared-record.ts";
import type { Context } from "./context.ts";
import { section } from "./section.ts";
import { anchor, checkpoint, layers, sentences, word } from "./verdict.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const isText = (one: unknown): one is string => typeof one === "string";

/** By its members: whether it holds is for the verifier. `null`: it is no such file. */
export function sharedRecordOf(source: Buffer): SharedRecord | null {
  try {
    const said = JSON.parse(source.toString("utf8"));
    const { credential, evidence, consent } = said?.proofs ?? said;
    if (!isText(credential) || !isText(evidence)) return null;
    if (!Array.isArray(consent) || !consent.every(isText)) return null;
    return { credential, evidence: bytes(evidence), consent: consent.map(bytes) };
  } catch {
    return null;
  }
}

/** The verdict as plain data. */
export function sharedJson({ word: said, exitCode, error, record, ...rest }: SharedVerdict) {
  const { credential, subject, consents } = record ?? {};
  const told = credential && {
    ...{ kind: credential.kind, subject, index: credential.index, terms: credential.terms },
    issuedAt: formatTime(credential.issuedAt * 1000),
    ...{ disclosed: credential.disclosed, consents },
  };
  const reason = error && { code: error.code, params: error.details };
  const verdicts = { evidence: rest.evidence, consents: rest.consents };
  return { word: said, exitCode, reason, record: told ?? null, ...verdicts };
}

/** What it means for a record that was shared. */
function sentenceOf(context: Context, said: VerdictWord, error: FormatError | null): string {
  if (error !== null) return renderReason(error.code, { ...error.details }, context.language);
  return context.m.shared.words[said];
}

function given(context: Context, { record }: SharedVerdict): string {
  if (record === null) return "";
  const { shared: t, verify } = context.m;
  const { kind, terms, issuedAt } = record.credential;
  return section(context, t.given, [
    [`${t.kind}:`, kind],
    [`${t.subject}:`, record.subject],
    [`${t.agreement}:`, terms.agreement],
    [`${t.purpose}:`, terms.purpose],
    [`${verify.time}:`, formatTime(issuedAt * 1000)],
  ]);
}

function disclosed(context: Context, { record }: SharedVerdict): string {
  const fields = record?.credential.disclosed ?? [];
  const rows = fields.map(({ name, value }) => [`${name}:`, visibleValue(value)]);
  return section(context, context.m.verify.disclosed, rows);
}

function consents(context: Context, { record, consents: verdicts }: SharedVerdict): string {
  const rows = (record?.consents ?? []).map((one, i) => [
    one.purposeId,
    verdicts[i]?.word ?? "",
    context.m.shared.consent(one.occurredAt, one.validUntil),
  ]);
  return section(context, context.m.shared.consents, rows);
}

/** The word comes last. */
export async function printShared(context: Context, verdict: SharedVerdict): Promise<void> {
  const { m, language, terminal } = context;
  const { evidence, error } = verdict;
  const told = evidence && renderVerdict(evidence, language);
  const parts = [
    given(context, verdict),
    disclosed(context, verdict),
    consents(context, verdict),
    told ? layers(context, told) : "",
    evidence ? checkpoint(context, evidence) : "",
    evidence ? anchor(context, evidence) : "",
    sentences(context, m.verify.caveats, error === null ? m.shared.caveats : []),
    word(context, {
      ...{ word: verdict.word, layers: [] },
      sentence: sentenceOf(context, verdict.word, error),
    }),
  ];
  await terminal.out(parts.filter((part) => part !== "").join("\n"));
}
