/** Making a token, at the word of the firm's own server. */
import { z } from "@hono/zod-openapi";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { erasedOf } from "../../ledger/erased.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import { inForce } from "../ask/in-force.ts";
import { inLanguage } from "../ask/language.ts";
import { type Input, invalid } from "../input.ts";
import { identifier } from "../kinds/shapes.ts";
import { refuse } from "../refusals.ts";
import type { Consents } from "../service.ts";
import type { EmbedContext } from "./context.ts";
import type { Grant } from "./token.ts";
import { isWebOrigin } from "./web-origin.ts";

/** Seconds. Whoever reads a long text slowly still can; who leaves the page open over lunch gets a new one. */
const MOST_SECONDS = 900;
const LEAST_SECONDS = 30;

export const tokenInput = z
  .strictObject({
    subject: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    purposeId: identifier,
    origin: z.string().max(300).meta({ example: "https://shop.example" }),
    language: f.language.nullish(),
    validSeconds: z.number().int().min(LEAST_SECONDS).max(MOST_SECONDS).nullish(),
  })
  .openapi("EmbedTokenInput");

export interface Issued {
  readonly token: string;
  /** RFC 3339. */
  readonly expiresAt: string;
  readonly purposeVersion: number;
  readonly noticeId: string;
  readonly noticeVersion: number;
  /** Of the text that will be shown. */
  readonly language: string;
}

/** @throws Refusal `invalid_record`, `not_found` (`subject`), `reserved_subject`, `subject_erased`, `consent_refused` */
export async function issueToken(context: EmbedContext, input: Input): Promise<Issued> {
  const { subject, purposeId, origin, language, validSeconds } = parse(input);
  const { clock, consents, ledger, tokens } = context;
  if (subject === ledger.firm) throw new Refusal("reserved_subject", {});
  // Refuses who is not there.
  await consents.identifiersOf(subject);
  if ((await erasedOf(ledger, [subject])).size > 0) throw new Refusal("subject_erased", {});
  if ((await consents.registry.controllerAt(formatTime(clock.now()))) === null)
    throw refuse("no_controller");
  const { purpose, notice } = await inForce(consents, purposeId, formatTime(clock.now()));
  const text = inLanguage(notice.texts, language ?? null);
  if (text === undefined) throw refuse("language_without_text");
  const expiresAt = clock.now() + (validSeconds ?? MOST_SECONDS) * 1000;
  const { purposeVersion } = purpose;
  const { noticeId, noticeVersion } = notice;
  const shown = { purposeVersion, noticeId, noticeVersion, language: text.language };
  const token = tokens.make({ subject, purposeId, origin, expiresAt, ...shown });
  return { token, expiresAt: formatTime(expiresAt), ...shown };
}

function parse(input: Input): z.infer<typeof tokenInput> {
  const parsed = tokenInput.safeParse(input);
  if (!parsed.success)
    throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
  if (!isWebOrigin(parsed.data.origin)) throw invalid("origin", "bad_format");
  return parsed.data;
}

/** Whether a person would be asked just this now. @throws Refusal `consent_refused` */
export async function isInForce(
  consents: Pick<Consents, "registry">,
  { purposeId, purposeVersion, noticeId, noticeVersion }: Grant,
  time: string,
): Promise<boolean> {
  const { purpose, notice } = await inForce(consents, purposeId, time);
  return (
    purpose.purposeVersion === purposeVersion &&
    notice.noticeId === noticeId &&
    notice.noticeVersion === noticeVersion
  );
}
