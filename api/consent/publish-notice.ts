/** A version of a notice: its texts by their hashes, and the texts that the notice does not have yet, in one unit. */

import { z } from "@hono/zod-openapi";
import type { Clock } from "../core/clock.ts";
import { type FieldProblem, Refusal, type ToldProblem } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import type { Draft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import * as f from "../ledger/kinds/fields.ts";
import { fieldProblems } from "../ledger/kinds/problems.ts";
import { appendJudged, type ConsentContext } from "./context.ts";
import {
  type Asked,
  gathered,
  type Input,
  invalid,
  occurredAsBefore,
  parseInput,
  withFields,
} from "./input.ts";
import { notice } from "./kinds/notice.ts";
import type { NoticeText } from "./model.ts";
import { assertAfter, numberBefore, type VersionOutcome, withVersion } from "./versions.ts";

/** One language of a notice, as it is sent. */
export const noticeTextInput = z.strictObject({
  language: f.language,
  mediaType: f.oneOf(["text/plain", "text/markdown"]),
  text: f.text(60_000),
  title: f.text(200),
});
const textsInput = z.array(noticeTextInput).min(1).max(50);
type TextInput = z.infer<typeof noticeTextInput>;

interface Told extends TextInput {
  readonly hash: string;
}

/** @throws Refusal `invalid_record`, `consent_refused`, `too_large` */
export async function publishNotice(
  context: ConsentContext,
  input: Input,
  key: IdempotencyKey | null,
): Promise<VersionOutcome> {
  const { ledger, clock, registry } = context;
  const { texts, asked } = parseNotice(input, ledger.firm, clock);
  const draft = await occurredAsBefore(ledger, asked, key);
  const noticeId = String(draft.body.noticeId);
  const inForceFrom = String(draft.body.inForceFrom ?? draft.occurredAt);
  const outcome = await appendJudged(
    context,
    async () => {
      const place = await registry.noticePlace(noticeId);
      const noticeVersion =
        (await numberBefore(context, key, "noticeVersion")) ?? place.nextVersion;
      const version = withFields(draft, { inForceFrom, noticeVersion });
      const fresh = texts.filter((text) => !place.texts.some((known) => sameText(known, text)));
      const drafts = [version, ...fresh.map((text) => textDraft(draft, noticeId, text))];
      return {
        events: drafts.map((one, i) =>
          i === 0 ? { draft: one, expect: place.head } : { draft: one },
        ),
        idempotency: key,
      };
    },
    async () => assertAfter((await registry.notice(noticeId))?.versions ?? [], inForceFrom),
  );
  return withVersion(context, outcome, "noticeVersion");
}

/** With all that is wrong with either. @throws Refusal `invalid_record`, `consent_refused` (`in_the_future`) */
function parseNotice(
  input: Input,
  firm: string,
  clock: Clock,
): { readonly texts: readonly Told[]; readonly asked: Asked } {
  const problems: ToldProblem[] = [];
  const texts = gathered(problems, () => parseTexts(input.texts));
  const named = texts?.map(({ hash, language, title }) => ({ hash, language, title })) ?? null;
  const given = { "@subject": firm, event: "version" };
  const asked = gathered(problems, () =>
    parseInput(notice, { ...input, texts: named }, clock, given),
  );
  if (asked !== undefined) gathered(problems, () => assertOnlyVersion(asked.draft));
  if (texts === undefined || asked === undefined || problems.length > 0)
    throw new Refusal("invalid_record", { problems });
  return { texts, asked };
}

const sameText = (a: NoticeText, b: Told): boolean =>
  a.hash === b.hash &&
  a.language === b.language &&
  a.title === b.title &&
  a.mediaType === b.mediaType;

/** @throws Refusal `invalid_record` */
function parseTexts(input: unknown): Told[] {
  const parsed = textsInput.safeParse(input);
  if (!parsed.success) {
    const problems = fieldProblems(parsed.error, input).map(
      (problem): FieldProblem => ({ ...problem, field: inTexts(problem.field) }),
    );
    throw new Refusal("invalid_record", { problems });
  }
  const languages = new Set(parsed.data.map(({ language }) => language));
  if (languages.size < parsed.data.length) throw invalid("texts", "bad_format");
  return parsed.data.map((text) => ({ ...text, hash: sha256(text.text).toString("base64url") }));
}

const inTexts = (field: string): string =>
  field === "" || field.startsWith("[") ? `texts${field}` : `texts.${field}`;

/** Of the texts themselves the kind has fields that a version leaves empty. */
function assertOnlyVersion({ body }: Draft): void {
  const own = ["hash", "language", "mediaType", "noticeVersion", "text", "title"];
  const problems = own.flatMap((field): FieldProblem[] =>
    body[field] === null ? [] : [{ field, code: "surplus" }],
  );
  if (problems.length > 0) throw new Refusal("invalid_record", { problems });
}

function textDraft(version: Draft, noticeId: string, told: Told): Draft {
  const { hash, language, mediaType, text, title } = told;
  return withFields(version, {
    ...{ event: "text", noticeId, hash, language, mediaType, text, title },
    ...{ inForceFrom: null, noticeVersion: null, texts: null },
  });
}
