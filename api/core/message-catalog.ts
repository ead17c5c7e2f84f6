import type { AcknowledgementProblem } from "./acknowledgement-problems.ts";
import type { AgreementProblem, AgreementUnknown } from "./agreement-problems.ts";
import type {
  AccountProblem,
  ConsentProblem,
  DamagedThing,
  EmbedProblem,
  FieldProblemCode,
  ForbiddenProblem,
  MisbehaviourCode,
  MissingThing,
  RefusalCode,
  SignInProblem,
  SuccessionProblem,
} from "./errors.ts";
import type { ForeignFormat, ForeignProblem } from "./foreign-problems.ts";
import type { BreachProblem, CaseProblem, ErasureProblem } from "./rights-problems.ts";
import type { SettingProblem } from "./setting-problems.ts";
import type { OutsideTerm, SharingProblem, TermsProblem } from "./sharing-refusals.ts";
import type { AddressRange, WebhookProblem } from "./webhook-problems.ts";

/** `title`: the kind of refusal, always the same. `detail`: what happened here and what to do; `{name}` is filled in. */
export interface RefusalText {
  readonly title: string;
  readonly detail: string;
}

/** What is said of a consent's problem where more is known of it than which it is. */
export type ConsentSentences = Readonly<
  Record<"knownPurposes" | "noPurposes" | "inForceFrom" | "inForceVersion", string>
>;

/** Everything the server says to people, in one language. The type makes both catalogs complete. */
export interface Messages {
  readonly refusals: Readonly<Record<RefusalCode, RefusalText>>;
  readonly fields: Readonly<Record<FieldProblemCode, string>>;
  readonly settings: Readonly<Record<SettingProblem, string>>;
  readonly consent: Readonly<Record<ConsentProblem, string>>;
  readonly consentMore: ConsentSentences;
  readonly terms: Readonly<Record<TermsProblem, string>>;
  readonly sharing: Readonly<Record<SharingProblem, string>>;
  readonly outside: Readonly<Record<OutsideTerm, string>>;
  readonly webhooks: Readonly<Record<WebhookProblem, string>>;
  readonly acknowledgements: Readonly<Record<AcknowledgementProblem, string>>;
  readonly ranges: Readonly<Record<AddressRange, string>>;
  readonly embed: Readonly<Record<EmbedProblem, string>>;
  readonly forbidden: Readonly<Record<ForbiddenProblem, string>>;
  readonly signIn: Readonly<Record<SignInProblem, string>>;
  readonly accounts: Readonly<Record<AccountProblem, string>>;
  readonly agreements: Readonly<Record<AgreementProblem, string>>;
  readonly noAnswer: string;
  readonly unknownNow: Readonly<Record<AgreementUnknown, string>>;

  readonly cases: Readonly<Record<CaseProblem, string>>;
  readonly breaches: Readonly<Record<BreachProblem, string>>;
  readonly erasures: Readonly<Record<ErasureProblem, string>>;
  readonly foreign: Readonly<Record<ForeignProblem, string>>;
  readonly foreignFormats: Readonly<Record<ForeignFormat, string>>;
  readonly succession: Readonly<Record<SuccessionProblem, string>>;
  readonly misbehaviour: Readonly<Record<MisbehaviourCode, string>>;
  /** What to do about a database that is behind. */
  readonly remedies: Readonly<Record<"recover" | "recoverPartly" | "none", string>>;
  /** What is wrong with the second copy, and what to do about it. */
  readonly copies: Readonly<Record<"signed" | "unsigned" | "unreadable", string>>;
  /** How a time is given (the parameter `at`). */
  readonly timeForm: string;
  /** Of a time that has not come; of a parameter that takes one of some words; of more that are not valid. */
  /** Behind who is not known, where it is for want of that header. */
  readonly noOrigin: string;
  readonly parameters: Readonly<
    Record<"invalid" | "missing" | "notCome" | "allowed" | "others", string>
  >;
  /** Behind the first of several problems, all of which are listed. */
  readonly more: string;
  /** What is known of anchors behind a time. */
  readonly anchors: Readonly<Record<"newest" | "missing" | "none", string>>;
  /** How many events one answer holds, and what to do about it. */
  readonly holds: Readonly<Record<"file" | "answer", string>>;
  /** What one pack of evidence holds at the most. */
  readonly packs: Readonly<Record<"files" | "bytes" | "opened", string>>;
  readonly things: Readonly<Record<DamagedThing, string>>;
  readonly missing: Readonly<Record<MissingThing, string>>;
  readonly internal: RefusalText;
}
