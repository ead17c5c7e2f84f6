import {
  type ConsentProblem,
  type FieldProblem,
  isRefusal,
  type Refusal,
  type RefusalCode,
  type RefusalDetails,
  type ToldProblem,
} from "./errors.ts";
import { fill, type Language } from "./language.ts";
import type { Messages } from "./message-catalog.ts";
import { messages } from "./messages.ts";
import { WHAT } from "./problem-words.ts";

/** RFC 9457 problem details, with our stable `code` and, for records, one entry a field. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Of `consent_refused`, `embed_refused`, `foreign_form`, `sign_in_refused`, `account_refused`, `agreement_refused`, `request_refused` and `erasure_refused`: which reason it is. */
  readonly problem?: string;
  /** Of `consent_refused`: what the consent is in. */
  readonly state?: string;
  /** Of `foreign_form`: of which format it is, and where in the document. */
  readonly format?: string;
  readonly field?: string;
  readonly errors?: readonly {
    readonly field: string;
    readonly code: string;
    readonly message: string;
  }[];
}

type Status =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 409
  | 410
  | 413
  | 408
  | 415
  | 422
  | 429
  | 431
  | 499
  | 500
  | 503;

/** The one place that maps refusals to HTTP. Exhaustive: a new code does not compile without its status. */
export function statusOf(code: RefusalCode): Status {
  switch (code) {
    case "unauthorized":
    case "embed_refused":
      return 401;
    case "forbidden":
    case "outside_terms":
    case "sign_in_refused":
      return 403;
    case "not_found":
      return 404;
    case "too_many_requests":
      return 429;
    case "headers_too_large":
      return 431;
    case "request_late":
      return 408;
    case "method_not_allowed":
      return 405;
    case "too_large":
    case "stream_too_long":
    case "pack_too_large":
      return 413;
    case "unsupported_media_type":
      return 415;
    case "malformed_request":
    case "incomplete_body":
    case "invalid_utf8":
    case "invalid_json":
    case "duplicate_member":
    case "not_an_object":
    case "invalid_parameter":
    case "unknown_fields":
    case "reason_missing":
      return 400;
    case "unknown_kind":
    case "invalid_record":
    case "unknown_subject":
    case "reserved_subject":
    case "idempotency_conflict":
    case "consent_refused":
    case "sharing_refused":
    case "webhook_refused":
    case "acknowledgement_refused":
    case "foreign_form":
    case "agreement_refused":
    case "request_refused":
    case "erasure_refused":
    case "breach_refused":
      return 422;
    case "reference_conflict":
    case "event_conflict":
    case "plan_moved":
    case "erasure_running":
    case "not_newest":
    case "content_lost":
    case "stream_exists":
    case "not_sealed":
    case "not_anchored_yet":
    case "account_refused":
    case "audit_running":
      return 409;
    case "subject_erased":
      return 410;
    // Of no standard; it is written into logs alone.
    case "client_left":
      return 499;
    case "busy":
    case "chain_unavailable":
    case "shutting_down":
    case "halted":
      return 503;
    case "damaged":
    case "invalid_setting":
    case "wrong_ledger":
    case "not_this_ledger":
    case "own_record_lost":
    case "erasures_missing":
    case "behind":
    case "copy_damaged":
    case "in_use":
    case "unknown_schema":
    case "succession_refused":
    case "succession_unfinished":
      return 500;
  }
}

/** The details as words of the language; what is not a word (numbers, names) as it is. */
function parameters(
  refusal: Refusal,
  text: Messages,
  language: Language,
): Record<string, string | number> {
  const details = refusal.details as Record<string, string | number>;
  switch (refusal.code) {
    case "not_found": {
      const { what } = refusal.details as RefusalDetails["not_found"];
      return { what: text.missing[what] };
    }
    case "damaged": {
      const { what, index, id } = refusal.details as RefusalDetails["damaged"];
      const place = [...(index < 0 ? [] : [index]), ...(id === undefined ? [] : [id])];
      return { thing: text.things[what], place: place.join(", ") };
    }
    case "unauthorized": {
      const { hint } = refusal.details as RefusalDetails["unauthorized"];
      return { hint: hint === undefined ? "" : text.noOrigin };
    }
    case "invalid_parameter":
      return parameterWords(refusal.details as RefusalDetails["invalid_parameter"], text);
    case "not_anchored_yet": {
      const { at, newest } = refusal.details as RefusalDetails["not_anchored_yet"];
      // Times of one spelling: the order of the texts is that of the times.
      const known = newest === null ? "none" : newest > at ? "missing" : "newest";
      return { at, known: fill(text.anchors[known], { newest: newest ?? undefined }) };
    }
    case "stream_too_long": {
      const { events, limit } = refusal.details as RefusalDetails["stream_too_long"];
      const held = fill(text.holds[limit === null ? "answer" : "file"], {
        events,
        limit: limit ?? undefined,
      });
      return { held };
    }
    case "too_large":
    case "in_use":
    case "unknown_schema": {
      const what = details.what as keyof (typeof WHAT)["en"];
      return { ...details, what: WHAT[language][what] };
    }
    case "behind": {
      const { what, size, expected, copy } = refusal.details as RefusalDetails["behind"];
      const held = copy ?? 0;
      const way = held >= expected ? "recover" : held > size ? "recoverPartly" : "none";
      const remedy = fill(text.remedies[way], { copy });
      return { what: WHAT[language][what], size, expected, remedy };
    }
    case "copy_damaged": {
      const { index, differs } = refusal.details as RefusalDetails["copy_damaged"];
      return { what: fill(text.copies[differs ?? "unreadable"], { index }) };
    }
    case "invalid_setting": {
      const { setting, problem, allowed, line } =
        refusal.details as RefusalDetails["invalid_setting"];
      return { setting, problem: fill(text.settings[problem], { allowed, line }) };
    }
    case "pack_too_large": {
      const { bound, most } = refusal.details as RefusalDetails["pack_too_large"];
      return { bound: fill(text.packs[bound], { most: most.toLocaleString(language) }) };
    }
    case "succession_refused": {
      const { problem } = refusal.details as RefusalDetails["succession_refused"];
      return { problem: text.succession[problem] };
    }
    case "agreement_refused": {
      const { problem, params } = refusal.details as RefusalDetails["agreement_refused"];
      return { problem: fill(text.agreements[problem], params ?? {}) };
    }
    case "consent_refused": {
      const { problem, params, problems } = refusal.details as RefusalDetails["consent_refused"];
      const more = problems === undefined ? "" : text.more;
      return { problem: consentSentence(problem, params ?? {}, text), more };
    }
    case "sharing_refused": {
      const { problem } = refusal.details as RefusalDetails["sharing_refused"];
      return { problem: text.sharing[problem] };
    }
    case "chain_unavailable": {
      const { agreement } = refusal.details as RefusalDetails["chain_unavailable"];
      return { problem: agreement === undefined ? text.noAnswer : text.unknownNow[agreement] };
    }
    case "outside_terms": {
      const { term, version } = refusal.details as RefusalDetails["outside_terms"];
      return { problem: fill(text.outside[term], { version: String(version ?? "") }) };
    }
    case "webhook_refused": {
      const { problem, range } = refusal.details as RefusalDetails["webhook_refused"];
      const named = range === undefined ? "" : text.ranges[range];
      return { problem: fill(text.webhooks[problem], { range: named }) };
    }
    case "acknowledgement_refused": {
      const { problem } = refusal.details as RefusalDetails["acknowledgement_refused"];
      return { problem: text.acknowledgements[problem] };
    }
    case "embed_refused": {
      const { problem } = refusal.details as RefusalDetails["embed_refused"];
      return { problem: text.embed[problem] };
    }
    case "forbidden": {
      const { problem, scope = "" } = refusal.details as RefusalDetails["forbidden"];
      return { problem: fill(text.forbidden[problem], { scope }) };
    }
    case "sign_in_refused": {
      const { problem } = refusal.details as RefusalDetails["sign_in_refused"];
      return { problem: text.signIn[problem] };
    }
    case "account_refused": {
      const { problem } = refusal.details as RefusalDetails["account_refused"];
      return { problem: text.accounts[problem] };
    }
    case "request_refused": {
      const { problem, params } = refusal.details as RefusalDetails["request_refused"];
      return { problem: fill(text.cases[problem], params ?? {}) };
    }
    case "erasure_refused": {
      const { problem } = refusal.details as RefusalDetails["erasure_refused"];
      return { problem: text.erasures[problem] };
    }
    case "breach_refused": {
      const { problem } = refusal.details as RefusalDetails["breach_refused"];
      return { problem: text.breaches[problem] };
    }
    case "foreign_form": {
      const { format, problem, field } = refusal.details as RefusalDetails["foreign_form"];
      const place = field === undefined ? "" : `${field}: `;
      return { format: text.foreignFormats[format], problem: text.foreign[problem], place };
    }
    default:
      return details;
  }
}

function parameterWords(
  { parameter, others, allowed, now, isMissing }: RefusalDetails["invalid_parameter"],
  text: Messages,
): Record<string, string> {
  const { notCome, allowed: words, others: besides, invalid, missing } = text.parameters;
  const time = now === undefined ? text.timeForm : fill(notCome, { now });
  const form = [
    parameter === "at" ? time : "",
    allowed === undefined ? "" : fill(words, { allowed }),
    others === undefined ? "" : fill(besides, { others: others.join(", ") }),
  ];
  return { parameter, is: isMissing === true ? missing : invalid, form: form.join("") };
}

/** By what is known besides: `known` (names of purposes), `inForceFrom`, `version`. */
function consentSentence(
  problem: ConsentProblem,
  params: NonNullable<FieldProblem["params"]>,
  text: Messages,
): string {
  const more = text.consentMore;
  const sentence =
    params.known !== undefined
      ? more[params.known === "" ? "noPurposes" : "knownPurposes"]
      : params.inForceFrom !== undefined
        ? more.inForceFrom
        : params.version !== undefined
          ? more.inForceVersion
          : text.consent[problem];
  return fill(sentence, params);
}

const isIn = <C extends string>(code: string, texts: Readonly<Record<C, string>>): code is C =>
  Object.hasOwn(texts, code);

function problemSentence({ code, params = {} }: ToldProblem, text: Messages): string {
  if (isIn(code, text.fields)) return fill(text.fields[code], params);
  if (isIn(code, text.terms)) return fill(text.terms[code], params);
  return consentSentence(code, params, text);
}

const fieldError = (problem: ToldProblem, text: Messages) => ({
  field: problem.field,
  code: problem.code,
  message: problemSentence(problem, text),
});

/** What a person reads of a refusal; holds no personal data, because its details hold none. */
export function describeRefusal(refusal: Refusal, language: Language): Problem {
  const text = messages[language];
  const { title, detail } = text.refusals[refusal.code];
  const problem: Problem = {
    type: `urn:counterfoil:problem:${refusal.code}`,
    title,
    status: statusOf(refusal.code),
    code: refusal.code,
    detail: fill(detail, parameters(refusal, text, language)),
  };
  if (refusal.code === "consent_refused") {
    const details = refusal.details as RefusalDetails["consent_refused"];
    const { problem: which, state, problems } = details;
    return {
      ...problem,
      problem: which,
      ...(state === undefined ? {} : { state }),
      ...(problems ? { errors: problems.map((each) => fieldError(each, text)) } : {}),
    };
  }
  if (isRefusal(refusal, "sharing_refused")) {
    const { problem: which, problems } = refusal.details;
    const errors = problems?.map((each) => fieldError(each, text));
    return { ...problem, problem: which, ...(errors === undefined ? {} : { errors }) };
  }
  if (isRefusal(refusal, "chain_unavailable")) {
    const { agreement } = refusal.details;
    return agreement === undefined ? problem : { ...problem, problem: agreement };
  }
  if (isRefusal(refusal, "outside_terms")) return { ...problem, ...refusal.details };
  if (isRefusal(refusal, "webhook_refused"))
    return { ...problem, problem: refusal.details.problem };
  if (isRefusal(refusal, "acknowledgement_refused")) return { ...problem, ...refusal.details };
  if (isRefusal(refusal, "embed_refused")) return { ...problem, ...refusal.details };
  if (isRefusal(refusal, "forbidden")) return { ...problem, problem: refusal.details.problem };
  if (isRefusal(refusal, "sign_in_refused")) return { ...problem, ...refusal.details };
  if (isRefusal(refusal, "agreement_refused"))
    return { ...problem, problem: refusal.details.problem };
  if (isRefusal(refusal, "breach_refused")) return { ...problem, problem: refusal.details.problem };
  if (isRefusal(refusal, "request_refused") || isRefusal(refusal, "erasure_refused"))
    return { ...problem, problem: refusal.details.problem };
  if (isRefusal(refusal, "account_refused")) return { ...problem, ...refusal.details };
  if (refusal.code === "foreign_form") {
    return { ...problem, ...(refusal.details as RefusalDetails["foreign_form"]) };
  }
  if (refusal.code !== "invalid_record") return problem;
  const { problems } = refusal.details as RefusalDetails["invalid_record"];
  return { ...problem, errors: problems.map((each) => fieldError(each, text)) };
}

/** What is told of a bug: that it happened. */
export function describeBug(language: Language): Problem {
  return {
    type: "urn:counterfoil:problem:internal",
    status: 500,
    code: "internal",
    ...messages[language].internal,
  };
}
