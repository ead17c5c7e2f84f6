/**
 * Three kinds of error, never mixed.
 *
 * - A bug: a plain `Error` or a failed assertion. Nobody catches it but the last handler, which hides its text.
 * - An expected refusal: {@link Refusal}. Stable `code`, typed `details`, no secrets, no personal data. What a person
 *   reads of it is in the message catalogs; HTTP maps it in one exhaustive table.
 * - Evidence of misbehaviour: {@link Misbehaviour}. Carries the bytes that prove it, and is kept.
 */
import type { AcknowledgementProblem } from "./acknowledgement-problems.ts";
import type { AgreementParams, AgreementProblem, AgreementUnknown } from "./agreement-problems.ts";
import type { ForeignFormat, ForeignProblem } from "./foreign-problems.ts";
import type { RightsRefusals } from "./rights-problems.ts";
import type { SettingProblem } from "./setting-problems.ts";
import type { OutsideTerm, SharingProblem, TermsProblem } from "./sharing-refusals.ts";
import type { AddressRange, WebhookProblem } from "./webhook-problems.ts";

/** Why one field of a record was refused. `params` never holds the field's value. */
export interface FieldProblem<C extends string = FieldProblemCode> {
  /** Path of the field as a client wrote it, e.g. `lines[2].unitPrice.amount`; a malformed name is not repeated. */
  readonly field: string;
  readonly code: C;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Also problems of a consent, or of terms, that a field shows, where they are told with others. */
export type ToldProblem = FieldProblem<FieldProblemCode | ConsentProblem | TermsProblem>;

export type FieldProblemCode =
  | "missing"
  | "surplus"
  | "wrong_type"
  | "not_integer"
  | "float_money"
  | "negative_money"
  | "bad_money"
  | "bad_currency"
  | "bad_date"
  | "bad_time"
  | "bad_decimal"
  | "bad_format"
  | "not_in_list"
  | "too_long"
  | "too_short"
  | "bad_unicode"
  | "out_of_range"
  | "not_ascending";

/** What each refusal tells. Sizes are bytes, indexes and sizes of the log are entries. */
export interface RefusalDetails extends RightsRefusals {
  /** Nobody is known to ask. */
  unauthorized: { hint?: "no_origin" };
  /** Who asks is known, and may not. Says nothing of whether it exists. */
  forbidden: { problem: ForbiddenProblem; scope?: string };
  /** `seconds`: until one is taken again. */
  too_many_requests: { seconds: number };
  /** Whoever reads in this role states what for. */
  reason_missing: Record<never, never>;
  not_found: { what: MissingThing };
  method_not_allowed: Record<never, never>;
  /** No HTTP that can be read. */
  malformed_request: Record<never, never>;
  /** `limit`: bytes of all headers together. */
  headers_too_large: { limit: number };
  /** The request did not come in its time. */
  request_late: Record<never, never>;
  unsupported_media_type: { accepted: string };
  too_large: { what: "body" | "line" | "record"; limit: number };
  incomplete_body: Record<never, never>;
  /** Nobody waits for the answer any more. */
  client_left: Record<never, never>;
  invalid_utf8: Record<never, never>;
  invalid_json: { position?: number };
  duplicate_member: { member: string };
  not_an_object: Record<never, never>;
  unknown_kind: { known: string };
  invalid_record: { problems: readonly ToldProblem[] };
  /** `others`: those that are not valid either. `allowed`: the words that it takes. `now`: by the ledger's clock; it is a time, and has not come. */
  invalid_parameter: {
    parameter: string;
    others?: readonly string[];
    allowed?: string;
    now?: string;
    isMissing?: boolean;
  };
  unknown_subject: Record<never, never>;
  /** Whoever it was is erased, or is being erased: nothing is written about them any more. */
  subject_erased: Record<never, never>;
  /** A subject that is the ledger itself, or was its predecessor: nobody else writes about it. */
  reserved_subject: Record<never, never>;
  reference_conflict: { externalNumber: "other_subject" };
  idempotency_conflict: Record<never, never>;
  /** Its source has given this number to another event. */
  event_conflict: Record<never, never>;
  /**
   * `state`: what the consent is in at the time of the event, where that is the reason. `params`: what the sentence tells besides (problem.ts). `problems`: this one and those that were
   * found with it, where there are several.
   */
  consent_refused: {
    problem: ConsentProblem;
    state?: string;
    params?: FieldProblem["params"];
    problems?: readonly ToldProblem[];
  };
  /** Nothing can be agreed on with a partner in this way. `problems`: what is wrong with the terms, all of it. */
  sharing_refused: { problem: SharingProblem; problems?: readonly ToldProblem[] };
  /** A partner asks for what was not agreed, or not for now. `term`: what of the terms says so. */
  outside_terms: { term: OutsideTerm; version?: number };
  /** What an organization registers as its webhook, or wants of it. `range`: of the address that stands in it, if it is not public. */
  webhook_refused: { problem: WebhookProblem; range?: AddressRange };
  /** What a partner has signed of a message is not taken. */
  acknowledgement_refused: { problem: AcknowledgementProblem };
  /** What a page sends to ask a person does not open this door, or no longer. */
  embed_refused: { problem: EmbedProblem };
  /** Whoever wants to sign in, or has, does not get further. It tells nobody whether there is such an account. */
  sign_in_refused: { problem: SignInProblem };
  /** What an administrator wants of an account cannot be. */
  account_refused: { problem: AccountProblem };

  /** A document of another system. `field`: where in it; a name that its format does not have is not repeated. */
  foreign_form: { format: ForeignFormat; problem: ForeignProblem; field?: string };
  busy: Record<never, never>;
  not_sealed: { index: number; size: number };
  /** A claim that it is the newest was asked for something else; this is the newest. */
  not_newest: { id: string; version: number };
  /** What is the newest was lost: only its entry came back out of the second copy. `index`: of that entry. */
  content_lost: { index: number };
  stream_exists: Record<never, never>;
  /** One at a time. */
  audit_running: Record<never, never>;
  /** More than one pack of evidence holds, or than is opened to find what belongs into it. `most`: of what `bound` names. */
  pack_too_large: { bound: "files" | "bytes" | "opened"; most: number };
  /**
   * There is no evidence about the time `at` yet: no final anchor that is known to be the next one lies behind it. `newest`: time of the newest
   * final anchor; `null`: there is none.
   */
  not_anchored_yet: { at: string; newest: string | null };
  /** More events than are answered at once. `events`: how many there may be, `limit`: how many bytes, of an evidence file; `null`: it is none. */
  stream_too_long: { events: number; limit: number | null };
  unknown_fields: { fields: string };
  /**
   * `index`: of the entry, or the tile's number, or the size of checkpoint, anchor or cosignature, or the row's number (subject, mark of an idempotency
   * key); negative where `id` alone says which.
   */
  damaged: { what: DamagedThing; index: number; id?: string };
  /** `agreement`: why nobody knows how one with a partner stands; left out: it is about something else. */
  chain_unavailable: { agreement?: AgreementUnknown };
  /** `line`: of the file that the setting names, counted from 1. */
  invalid_setting: { setting: string; problem: SettingProblem; allowed?: string; line?: number };
  wrong_ledger: { setting: string };
  /** The log does not say of itself that it belongs to this ledger. */
  not_this_ledger: { ledgerId: string };
  /** The ledger's own record was lost: only its entry came back out of the second copy. `index`: of that entry. */
  own_record_lost: { index: number };
  /** `copy`: how many entries the second copy holds, where there is one. */
  behind: { what: "signer" | "chain" | "copy"; size: number; expected: number; copy?: number };
  /**
   * `index`: of the first entry that may be concerned. `differs`: the database has another there, which fits the tree that was signed, or, as none was
   * signed yet, its own hash; else the copy shows by itself that something is wrong with it.
   */
  copy_damaged: { index: number; differs?: "signed" | "unsigned" };
  /** The list of the erased knows of `listed` erasures; the log tells of `declared`. */
  erasures_missing: { listed: number; declared: number };
  shutting_down: Record<never, never>;
  halted: Record<never, never>;
  in_use: { what: "database" | "keys" | "map" | "partners" | "cases" | "audit" };
  unknown_schema: { what: "database" | "keys" | "map" | "accounts" | "partners" | "cases" };
  succession_refused: { problem: SuccessionProblem };
  /** A step of an agreement with a partner (the contract SharingTerms). */
  agreement_refused: { problem: AgreementProblem; params?: AgreementParams };
  /** `origin`: of the successor that was begun. */
  succession_unfinished: { origin: string };
}

/** Why an event of a consent, or what it rests on, is not taken. */
export type ConsentProblem =
  | "unknown_purpose"
  | "purpose_retired"
  | "purpose_not_by_consent"
  | "purpose_not_in_force"
  | "no_controller"
  | "unknown_notice"
  | "notice_not_in_force"
  | "language_without_text"
  | "other_text"
  | "other_notice"
  | "in_the_future"
  | "valid_until_past"
  | "never_given"
  | "not_in_force"
  | "already_given"
  | "already_requested"
  | "withdraw_instead"
  | "nothing_to_renew"
  | "system_only"
  | "guardian_without_reference"
  | "agent_without_reference"
  | "missing_choice"
  | "not_explicit"
  | "recipient_not_told"
  | "missing_notice"
  | "same_subject"
  | "already_joined"
  | "not_joined"
  | "too_many_joined"
  | "already_restricted"
  | "not_restricted"
  | "already_objected"
  | "not_objected"
  | "objection_not_open"
  | "objection_stands"
  | "unattributed_signal"
  | "signal_not_set"
  | "no_purpose_for_signal"
  | "other_subject"
  | "not_for_another"
  | "not_after_previous";

/** `outdated`: the purpose or the notice has another version since. */
export type EmbedProblem = "not_ours" | "other_origin" | "expired" | "outdated";

/** `code`: wrong, used, or too old, which is one and the same to whoever tries. `second_code`: the same of a second factor. `origin`: a page of another site has sent it. `no_mail`, `no_sms`: this ledger sends none. `link`: like `code`. */
export type SignInProblem =
  | "code"
  | "second_code"
  | "origin"
  | "no_mail"
  | "no_sms"
  | "link"
  | "refused";

/** `role`: theirs, or their organization's, has no such thing. `scope`: a key's, which the details name. `person`, `machine`: it takes the other of the two. `target`: not with what was named. */
export type ForbiddenProblem = "role" | "scope" | "person" | "machine" | "target";

export type AccountProblem =
  | "exists"
  | "last_administrator"
  | "name_taken"
  | "no_auditor"
  | "telephone"
  | "too_many_subjects"
  | "not_tied";

export type MissingThing =
  | "record"
  | "receipt"
  | "version"
  | "subject"
  | "number"
  | "stream"
  | "controller"
  | "notice"
  | "purpose"
  | "text"
  | "route"
  | "checkpoint"
  | "anchor"
  | "tile"
  | "entry"
  | "key"
  | "account"
  | "organization"
  | "agreement"
  | "agreementVersion"
  | "webhook"
  | "message"
  | "audit"
  | "report"
  | "pack"
  | "request"
  | "hold"
  | "breach"
  | "erasure"
  | "certificate";

/** A stored thing that no longer is what the log committed to. */
export type DamagedThing =
  | "record"
  | "entry"
  | "tile"
  | "checkpoint"
  | "key"
  | "stream"
  | "map"
  | "meta"
  | "subject"
  | "idempotency"
  | "anchor"
  | "cosignature"
  | "counter"
  | "erased";

/** Why a ledger cannot be succeeded, or not in this way. */
export type SuccessionProblem =
  | "same_origin"
  | "no_ledger_here"
  | "not_owner"
  | "origin_in_use"
  | "closed"
  | "size_not_anchored"
  | "size_not_ours"
  | "copy_has_more"
  | "anchorer_only_with_rpc"
  | "new_anchorer_only_embedded"
  | "refused_by_contract";

export type RefusalCode = keyof RefusalDetails;

/** An expected refusal: something a person can act on. */
export class Refusal<C extends RefusalCode = RefusalCode> extends Error {
  readonly code: C;
  readonly details: RefusalDetails[C];

  constructor(code: C, details: RefusalDetails[C]) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
  }
}

/** True for a {@link Refusal}, narrowed to one code when it is given. */
export function isRefusal<C extends RefusalCode>(error: unknown, code?: C): error is Refusal<C> {
  return error instanceof Refusal && (code === undefined || error.code === code);
}

export type MisbehaviourCode =
  | "chain_diverged"
  | "chain_ahead"
  | "signer_diverged"
  | "checkpoint_not_extending"
  | "map_diverged"
  | "second_history";

/** Evidence that somebody (the chain's operator, a thief of a key, we ourselves) broke the rules. */
export class Misbehaviour extends Error {
  readonly code: MisbehaviourCode;
  /** What proves it, as it was signed or answered; to be kept. */
  readonly evidence: Readonly<Record<string, string | number>>;
  /** The same as a file that verifies by itself (FORMAT §14), where there is one so compact. */
  readonly proof: Uint8Array | null;

  constructor(
    code: MisbehaviourCode,
    evidence: Readonly<Record<string, string | number>>,
    proof: Uint8Array | null = null,
  ) {
    super(code);
    this.name = "Misbehaviour";
    this.code = code;
    this.evidence = evidence;
    this.proof = proof;
  }
}
