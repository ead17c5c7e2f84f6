/** What a person is asked: the texts that are in force, whose words they are, and what can be chosen. */
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { choicesIn } from "../ask/event-of.ts";
import type { Recorded } from "../ask/recorded.ts";
import {
  type ToldController,
  type ToldPurpose,
  toldController,
  toldPurpose,
  type WordedChoice,
  worded,
} from "../ask/told.ts";
import type { NoticeText } from "../model.ts";
import { refuse } from "../refusals.ts";
import { type Asking, type EmbedContext, livingGrantOf } from "./context.ts";
import { isInForce } from "./issue.ts";
import { recordedBefore } from "./recorded.ts";
import type { Grant } from "./token.ts";

export interface Offer {
  readonly controller: ToldController;
  readonly purpose: ToldPurpose;
  readonly notice: Pick<NoticeText, "title" | "text" | "mediaType"> & { readonly version: number };
  /** Of the notice's text, BCP 47. */
  readonly language: string;
  /** What the consent is in (verdict.ts). */
  readonly state: string;
  /** In the order in which they are shown; nothing where the one choice was made. */
  readonly choices: readonly WordedChoice[];
  /** The browser sends `Sec-GPC: 1`. */
  readonly globalPrivacyControl: boolean;
  readonly expiresAt: string;
  /** What was chosen with this token before. */
  readonly recorded: Recorded | null;
}

/** @throws Refusal `embed_refused`, `consent_refused`, `damaged` */
export async function offerOf(context: EmbedContext, asking: Asking): Promise<Offer> {
  const { consents, clock } = context;
  const { globalPrivacyControl } = asking;
  const grant = await livingGrantOf(context, asking);
  const recorded = await recordedBefore(context, grant);
  const { registry } = consents;
  const controller = await registry.controllerAt(formatTime(clock.now()));
  if (controller === null) throw refuse("no_controller");
  const { purpose, text } = await granted(context, grant, recorded === null);
  const answer = await consents.stateOf({ ...grant, at: null });
  return {
    controller: toldController(controller, grant.language),
    purpose: toldPurpose(purpose, grant.language),
    notice: {
      ...{ title: text.title, text: text.text, mediaType: text.mediaType },
      version: grant.noticeVersion,
    },
    language: grant.language,
    state: answer.reason,
    choices: recorded === null ? worded(choicesIn(answer), grant.language) : [],
    globalPrivacyControl,
    expiresAt: formatTime(grant.expiresAt),
    recorded,
  };
}

/** What the token was made for; as long as nothing was chosen, that must be in force still. */
async function granted({ clock, consents }: EmbedContext, grant: Grant, isOpen: boolean) {
  const { registry } = consents;
  if (isOpen && !(await isInForce(consents, grant, formatTime(clock.now()))))
    throw new Refusal("embed_refused", { problem: "outdated" });
  const purpose = (await registry.purpose(grant.purposeId))?.versions.find(
    ({ purposeVersion }) => purposeVersion === grant.purposeVersion,
  );
  const notice = (await registry.notice(grant.noticeId))?.versions.find(
    ({ noticeVersion }) => noticeVersion === grant.noticeVersion,
  );
  const hash = notice?.texts.find(({ language }) => language === grant.language)?.hash;
  const text = hash === undefined ? null : await registry.text(hash);
  if (purpose === undefined || text === null) throw refuse("language_without_text");
  return { purpose, text };
}
