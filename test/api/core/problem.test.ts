/** Every refusal, field code and setting problem, as a person reads it: in both languages, whole, nothing unfilled. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FieldProblem, RefusalDetails } from "../../../api/core/errors.ts";
import { isRefusal, Misbehaviour, Refusal, type RefusalCode } from "../../../api/core/errors.ts";
import type { Language } from "../../../api/core/language.ts";
import { messages } from "../../../api/core/messages.ts";
import { describeBug, describeRefusal, statusOf } from "../../../api/core/problem.ts";

const LANGUAGES: readonly Language[] = ["en", "zh"];

/** One or more examples of each refusal; the type makes the list complete. */
const EXAMPLES: { readonly [C in RefusalCode]: readonly RefusalDetails[C][] } = {
  unauthorized: [{}, { hint: "no_origin" }],
  forbidden: [{ problem: "scope", scope: "records:read" }],
  malformed_request: [{}],
  headers_too_large: [{ limit: 16_384 }],
  request_late: [{}],
  too_many_requests: [{ seconds: 7 }],
  not_found: Object.keys(messages.en.missing).map((what) => ({
    what: what as keyof typeof messages.en.missing,
  })),
  method_not_allowed: [{}],
  unsupported_media_type: [{ accepted: "application/json" }],
  too_large: (["body", "line", "record"] as const).map((what) => ({ what, limit: 65_536 })),
  incomplete_body: [{}],
  client_left: [{}],
  invalid_utf8: [{}],
  invalid_json: [{}, { position: 7 }],
  duplicate_member: [{ member: "name" }],
  not_an_object: [{}],
  unknown_kind: [{ known: "customer, order" }],
  invalid_record: [{ problems: [] }],
  invalid_parameter: [
    { parameter: "limit" },
    { parameter: "subject", isMissing: true },
    { parameter: "language", allowed: "en, zh" },
    { parameter: "at" },
    { parameter: "at", now: "2026-11-22T09:30:00.000Z" },
    { parameter: "cmpId", others: ["cmpVersion", "vendors"] },
  ],
  unknown_subject: [{}],
  reserved_subject: [{}],
  reason_missing: [{}],
  reference_conflict: [{ externalNumber: "other_subject" }],
  idempotency_conflict: [{}],
  event_conflict: [{}],
  consent_refused: [
    ...Object.keys(messages.en.consent).map((problem) => ({
      problem: problem as keyof typeof messages.en.consent,
      state: "withdrawn",
    })),
    { problem: "unknown_purpose", params: { known: "" } },
    { problem: "unknown_purpose", params: { known: "newsletter, profiling" } },
    { problem: "purpose_not_in_force", params: { inForceFrom: "2026-11-22T09:30:00.000Z" } },
    { problem: "purpose_not_in_force", params: { version: 2 } },
    { problem: "missing_choice", problems: [] },
  ],
  sharing_refused: Object.keys(messages.en.sharing).map((problem) => ({
    problem: problem as keyof typeof messages.en.sharing,
  })),
  outside_terms: Object.keys(messages.en.outside).map((term) => ({
    term: term as keyof typeof messages.en.outside,
  })),
  webhook_refused: [
    ...Object.keys(messages.en.webhooks).map((problem) => ({
      problem: problem as keyof typeof messages.en.webhooks,
    })),
    ...Object.keys(messages.en.ranges).map((range) => ({
      ...{ problem: "not_public" as const, range: range as keyof typeof messages.en.ranges },
    })),
  ],
  acknowledgement_refused: Object.keys(messages.en.acknowledgements).map((problem) => ({
    problem: problem as keyof typeof messages.en.acknowledgements,
  })),
  embed_refused: Object.keys(messages.en.embed).map((problem) => ({
    problem: problem as keyof typeof messages.en.embed,
  })),
  sign_in_refused: Object.keys(messages.en.signIn).map((problem) => ({
    problem: problem as keyof typeof messages.en.signIn,
  })),
  account_refused: Object.keys(messages.en.accounts).map((problem) => ({
    problem: problem as keyof typeof messages.en.accounts,
  })),
  request_refused: Object.keys(messages.en.cases).map((problem) => ({
    problem: problem as keyof typeof messages.en.cases,
    params: { due: "2026-12-22", most: 20, previous: "2026-11-22T09:30:00.000Z" },
  })),
  plan_moved: [{}],
  breach_refused: Object.keys(messages.en.breaches).map((problem) => ({
    problem: problem as keyof typeof messages.en.breaches,
  })),
  erasure_running: [{}],
  erasure_refused: Object.keys(messages.en.erasures).map((problem) => ({
    problem: problem as keyof typeof messages.en.erasures,
  })),
  foreign_form: Object.keys(messages.en.foreign).flatMap((problem) => {
    const told = { format: "tcf-2", problem: problem as keyof typeof messages.en.foreign } as const;
    return [told, { ...told, field: "services[0].purposes[1].consentType" }];
  }),
  busy: [{}],
  not_sealed: [{ index: 7, size: 5 }],
  not_anchored_yet: [null, "2026-11-22T09:00:00.000Z", "2026-11-22T10:00:00.000Z"].map(
    (newest) => ({ at: "2026-11-22T09:30:00.000Z", newest }),
  ),
  not_newest: [{ id: "019ab1c2-0000-7000-8000-000000000000", version: 3 }],
  stream_exists: [{}],
  audit_running: [{}],
  pack_too_large: (["files", "bytes"] as const).map((bound) => ({
    bound,
    most: 2_000,
  })),
  stream_too_long: [
    { events: 10_000, limit: 1_048_576 },
    { events: 10_000, limit: null },
  ],
  unknown_fields: [{ fields: "@id, name" }],
  damaged: (["record", "entry", "tile", "checkpoint", "key", "stream", "map"] as const).flatMap(
    (what) => [
      { what, index: 7 },
      { what, index: 7, id: "tile/0/007" },
      { what, index: -1, id: "sealing key" },
    ],
  ),
  chain_unavailable: [
    {},
    ...Object.keys(messages.en.unknownNow).map((agreement) => ({
      agreement: agreement as keyof typeof messages.en.unknownNow,
    })),
  ],
  invalid_setting: Object.keys(messages.en.settings).map((problem) => ({
    setting: "PORT",
    problem: problem as keyof typeof messages.en.settings,
    allowed: "0–65535",
    line: 3,
  })),
  content_lost: [{ index: 7 }],
  own_record_lost: [{ index: 0 }],
  subject_erased: [{}],
  erasures_missing: [{ listed: 2, declared: 3 }],
  not_this_ledger: [{ ledgerId: `0x${"1d".repeat(32)}` }],
  wrong_ledger: [{ setting: "COUNTERFOIL_ORIGIN" }],
  behind: (["signer", "chain", "copy"] as const).flatMap((what) => [
    { what, size: 3, expected: 5 },
    { what, size: 3, expected: 5, copy: 0 },
    { what, size: 3, expected: 5, copy: 4 },
    { what, size: 3, expected: 5, copy: 6 },
  ]),
  copy_damaged: [{ index: 7 }, { index: 7, differs: "signed" }, { index: 7, differs: "unsigned" }],
  succession_refused: Object.keys(messages.en.succession).map((problem) => ({
    problem: problem as keyof typeof messages.en.succession,
  })),
  agreement_refused: Object.entries(messages.en.agreements).map(([problem, sentence]) => ({
    problem: problem as keyof typeof messages.en.agreements,
    params: Object.fromEntries(
      [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, `the ${name}`]),
    ),
  })),
  succession_unfinished: [{ origin: "ledger.example/second" }],
  shutting_down: [{}],
  halted: [{}],
  in_use: (["database", "keys", "map"] as const).map((what) => ({ what })),
  unknown_schema: (["database", "keys", "accounts"] as const).map((what) => ({ what })),
};

const ALL = Object.entries(EXAMPLES).flatMap(([code, examples]) =>
  examples.map((details) => new Refusal(code as RefusalCode, details as never)),
);

const CHINESE = /[\u4e00-\u9fff]/;

function assertSentence(text: string, language: Language): void {
  expect(text).not.toMatch(/[{}]|undefined|\[object|NaN/);
  expect(text.trim()).toBe(text);
  expect(text.length).toBeGreaterThan(1);
  if (language === "zh") expect(text).toMatch(CHINESE);
  else expect(text).not.toMatch(CHINESE);
}

describe.each(LANGUAGES)("in %s", (language) => {
  it.each(ALL.map((refusal) => [refusal.code, JSON.stringify(refusal.details), refusal] as const))(
    "%s %s is a whole sentence",
    (_, __, refusal) => {
      const problem = describeRefusal(refusal, language);
      assertSentence(problem.title, language);
      assertSentence(problem.detail, language);
      expect(problem).toMatchObject({
        code: refusal.code,
        status: statusOf(refusal.code),
        type: `urn:counterfoil:problem:${refusal.code}`,
      });
    },
  );

  it("every problem of a field is told with its name", () => {
    const params = { allowed: "a, b", maximum: 20, minimum: 1 };
    const problems = Object.keys(messages.en.fields).map(
      (code): FieldProblem => ({ field: `f.${code}`, code: code as FieldProblem["code"], params }),
    );
    const { errors } = describeRefusal(new Refusal("invalid_record", { problems }), language);
    expect(errors?.map(({ field, code }) => `${field} ${code}`)).toEqual(
      problems.map(({ code }) => `f.${code} ${code}`),
    );
    for (const { message } of errors ?? []) assertSentence(message, language);
  });

  it("problems of a consent are told among those of its fields, in their own sentences", () => {
    const params = { inForceFrom: "2026-07-01T00:00:00.000Z" };
    const problems = [
      { field: "choice", code: "missing_choice" },
      { field: "channel", code: "missing" },
      { field: "purposeId", code: "purpose_not_in_force", params },
    ] as const;
    const refusal = new Refusal("consent_refused", { problem: "missing_choice", problems });
    const problem = describeRefusal(refusal, language);
    expect(problem.problem).toBe("missing_choice");
    expect(problem.detail).toContain(messages[language].consent.missing_choice);
    expect(problem.detail).toContain("“errors”");
    expect(problem.errors?.map(({ field, code }) => `${field} ${code}`)).toEqual(
      problems.map(({ field, code }) => `${field} ${code}`),
    );
    for (const { message } of problem.errors ?? []) assertSentence(message, language);
    expect(problem.errors?.[2]?.message).toContain(params.inForceFrom);
  });

  it("misbehaviour and bugs have sentences too", () => {
    for (const text of Object.values(messages[language].misbehaviour)) {
      assertSentence(text, language);
    }
    const bug = describeBug(language);
    assertSentence(bug.title, language);
    assertSentence(bug.detail, language);
    expect(bug).toMatchObject({ status: 500, code: "internal" });
  });
});

describe("a problem", () => {
  it("tells other titles for other codes, and the same title for one code", () => {
    for (const language of LANGUAGES) {
      const titles = Object.values(messages[language].refusals).map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });

  it("names what is damaged by what is known of its place", () => {
    const said = (index: number, id?: string): string => {
      const details = { what: "entry" as const, index, ...(id === undefined ? {} : { id }) };
      return describeRefusal(new Refusal("damaged", details), "en").detail;
    };
    expect(said(7)).toContain("entry (7)");
    expect(said(7, "x")).toContain("entry (7, x)");
    expect(said(-1, "x")).toContain("entry (x)");
  });

  it("is 4xx where the caller can do something about it, 5xx where not", () => {
    const ours = Object.keys(EXAMPLES).filter((code) => statusOf(code as RefusalCode) >= 500);
    expect(ours.sort()).toEqual([
      "behind",
      "busy",
      "chain_unavailable",
      "copy_damaged",
      "damaged",
      "erasures_missing",
      "halted",
      "in_use",
      "invalid_setting",
      "not_this_ledger",
      "own_record_lost",
      "shutting_down",
      "succession_refused",
      "succession_unfinished",
      "unknown_schema",
      "wrong_ledger",
    ]);
  });

  it("has the same parameters in its sentence in both languages", () => {
    const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!);
    const same = (a: string, b: string): void =>
      expect(new Set(names(a)), `${a} / ${b}`).toEqual(new Set(names(b)));
    const { en, zh } = messages;
    for (const code of Object.keys(en.refusals) as RefusalCode[]) {
      same(en.refusals[code].detail, zh.refusals[code].detail);
    }
    for (const group of [
      "fields",
      "settings",
      "things",
      "missing",
      "misbehaviour",
      "remedies",
      "agreements",
    ] as const) {
      const [a, b] = [en[group], zh[group]] as Record<string, string>[];
      expect(Object.keys(a!).sort()).toEqual(Object.keys(b!).sort());
      for (const key of Object.keys(a!)) same(a![key]!, b![key]!);
    }
  });
});

describe("errors", () => {
  it("are told apart by code", () => {
    const busy = new Refusal("busy", {});
    expect(isRefusal(busy)).toBe(true);
    expect(isRefusal(busy, "busy")).toBe(true);
    expect(isRefusal(busy, "damaged")).toBe(false);
    expect(isRefusal(new Error("busy"), "busy")).toBe(false);
    expect(busy.message).toBe("busy");
  });

  it("of misbehaviour carry what proves it", () => {
    const found = new Misbehaviour("chain_ahead", { chainSize: 7 });
    expect(found).toMatchObject({ code: "chain_ahead", evidence: { chainSize: 7 } });
    expect(isRefusal(found)).toBe(false);
  });

  it("are all in use: a code that nobody raises is no refusal", () => {
    const root = join(import.meta.dirname, "../../../api");
    const source = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.startsWith("core/"))
      .map((name) => readFileSync(join(root, name), "utf8"))
      .concat(
        ["body", "json", "config"].map((n) => readFileSync(join(root, `core/${n}.ts`), "utf8")),
      )
      .join("\n");
    const idle = Object.keys(EXAMPLES).filter((code) => !source.includes(`"${code}"`));
    expect(idle).toEqual([]);
  });
});
