/** What a person is shown who decides for themselves, signed in: the text in force, whose words it is, what can be chosen, and how the consent stands. */
import { formatTime } from "../../core/clock.ts";
import { type ConsentProblem, isRefusal } from "../../core/errors.ts";
import { choicesIn } from "../ask/event-of.ts";
import { inForce } from "../ask/in-force.ts";
import { inLanguage } from "../ask/language.ts";
import {
  type ToldController,
  type ToldPurpose,
  toldController,
  toldPurpose,
  type WordedChoice,
  worded,
} from "../ask/told.ts";
import type { Choice } from "../ask/wording.ts";
import type { NoticeText } from "../model.ts";
import { refuse } from "../refusals.ts";
import type { ConsentAnswer } from "../state-of.ts";
import type { OwnContext } from "./context.ts";

export interface OwnQuestion {
  readonly subject: string;
  readonly purposeId: string;
  /** BCP 47: what is liked best. */
  readonly language: string;
  /** The browser sends `Sec-GPC: 1`. */
  readonly globalPrivacyControl: boolean;
}

/** The text that a yes would be to. */
export type OfferedNotice = Omit<NoticeText, "noticeId"> & {
  readonly noticeId: string;
  readonly noticeVersion: number;
};

export interface OwnOffer {
  readonly controller: ToldController;
  readonly purpose: ToldPurpose;
  /** `null`: nobody is asked for it now; see `notAsked`. */
  readonly notice: OfferedNotice | null;
  /** Why nobody can say yes to it now: `purpose_retired`, `purpose_not_by_consent`, …; `null`: one can. */
  readonly notAsked: ConsentProblem | null;
  /** Of the wordings, and of the notice's text where there is one. */
  readonly language: string;
  /** In the order in which they are shown. */
  readonly choices: readonly WordedChoice[];
  readonly globalPrivacyControl: boolean;
  readonly state: ConsentAnswer;
}

/** @throws Refusal `not_found` (`subject`), `consent_refused` (`unknown_purpose`, `no_controller`), `damaged` */
export async function ownOffer(context: OwnContext, question: OwnQuestion): Promise<OwnOffer> {
  const { clock, consents } = context;
  const { subject, purposeId, globalPrivacyControl } = question;
  const { registry } = consents;
  const controller = await registry.controllerAt(formatTime(clock.now()));
  if (controller === null) throw refuse("no_controller");
  const state = await consents.stateOf({ subject, purposeId, at: null });
  const asked = await askedNow(context, question);
  const language = asked.notice?.language ?? question.language;
  const choices = asked.notice === null ? endingsIn(state) : choicesOf(state);
  return {
    controller: toldController(controller, question.language),
    purpose: toldPurpose(await versionToTell(context, purposeId), question.language),
    ...asked,
    language,
    choices: worded(choices, language),
    globalPrivacyControl,
    state,
  };
}

type Asked = Pick<OwnOffer, "notice" | "notAsked">;

/** The text in force, in the language that is nearest. What is not asked any more can be withdrawn all the same. */
async function askedNow(
  { clock, consents }: OwnContext,
  { purposeId, language }: OwnQuestion,
): Promise<Asked> {
  try {
    const { notice } = await inForce(consents, purposeId, formatTime(clock.now()));
    const hash = inLanguage(notice.texts, language)?.hash;
    const text = hash === undefined ? null : await consents.registry.text(hash);
    if (text === null) throw refuse("language_without_text");
    const { noticeId, noticeVersion } = notice;
    return { notice: { ...text, noticeId, noticeVersion }, notAsked: null };
  } catch (error) {
    if (!isRefusal(error, "consent_refused")) throw error;
    return { notice: null, notAsked: error.details.problem };
  }
}

/** The version in force; else the last one that was. */
async function versionToTell({ clock, consents }: OwnContext, purposeId: string) {
  const { versions } = (await consents.registry.purpose(purposeId))!;
  const now = formatTime(clock.now());
  const begun = versions.filter(({ inForceFrom }) => inForceFrom <= now);
  return begun.at(-1) ?? versions[0]!;
}

/** As everywhere; who has withdrawn has said no already. */
function choicesOf(state: ConsentAnswer): readonly Choice[] {
  const withdrawn = state.identifiers[0]?.state === "withdrawn";
  return choicesIn(state).filter((choice) => !(withdrawn && choice === "refused"));
}

/** Where nobody can say yes, what was said still ends. */
const endingsIn = ({ identifiers }: ConsentAnswer): readonly Choice[] =>
  identifiers.some(({ state }) => state === "given" || state === "unknown") ? ["withdrawn"] : [];
