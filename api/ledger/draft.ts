/** What a client sends to be recorded, checked against its kind. */
import { type FieldProblem, Refusal } from "../core/errors.ts";
import type { Body, KindRegistry, RecordKind } from "../core/kind.ts";
import { jcs } from "../vault/commitment.ts";
import { time } from "./kinds/fields.ts";

export interface Draft {
  readonly kind: RecordKind;
  readonly subject: string;
  readonly occurredAt: string;
  readonly source: string;
  readonly body: Body;
  /** JCS of each field of the body; made once, since content hash and commitment both need it. */
  readonly canonical: Readonly<Record<string, string>>;
}

/** The envelope fields that a client sends; the others are the ledger's. */
const CLIENT_ENVELOPE = ["@kind", "@subject", "@occurredAt", "@source"] as const;
type ClientField = (typeof CLIENT_ENVELOPE)[number];

const FORMS: Readonly<
  Record<Exclude<ClientField, "@kind">, (value: string) => FieldProblem["code"] | null>
> = {
  "@subject": (value) => (/^[A-Za-z0-9_-]{43}$/.test(value) ? null : "bad_format"),
  "@source": (value) => (SOURCE.test(value) ? null : "bad_format"),
  "@occurredAt": (value) => (time.safeParse(value).success ? null : "bad_time"),
};

/** FORMAT §2. */
export const SOURCE = /^[A-Za-z0-9._:/-]{1,64}$/;

function envelopeProblem(field: Exclude<ClientField, "@kind">, value: unknown): FieldProblem[] {
  if (value === undefined) return [{ field, code: "missing" }];
  if (typeof value !== "string") return [{ field, code: "wrong_type" }];
  const code = FORMS[field](value);
  return code === null ? [] : [{ field, code }];
}

/**
 * Checks one record as a client sent it.
 *
 * @throws Refusal `unknown_kind`, or `invalid_record` with every problem found
 */
export function parseDraft(input: Readonly<Record<string, unknown>>, kinds: KindRegistry): Draft {
  const name = input["@kind"];
  if (name === undefined) {
    throw new Refusal("invalid_record", { problems: [{ field: "@kind", code: "missing" }] });
  }
  const kind = typeof name === "string" ? kinds.get(name) : undefined;
  if (kind === undefined)
    throw new Refusal("unknown_kind", { known: [...kinds.keys()].join(", ") });

  const problems: FieldProblem[] = [];
  for (const field of CLIENT_ENVELOPE) {
    if (field !== "@kind") problems.push(...envelopeProblem(field, input[field]));
  }
  const fields = Object.fromEntries(
    Object.entries(input).filter(([key]) => !CLIENT_ENVELOPE.some((known) => known === key)),
  );
  const parsed = kind.parseBody(fields);
  if (!parsed.ok) problems.push(...parsed.problems);
  if (!parsed.ok || problems.length > 0) throw new Refusal("invalid_record", { problems });
  return {
    kind,
    subject: input["@subject"] as string,
    occurredAt: input["@occurredAt"] as string,
    source: input["@source"] as string,
    body: parsed.body,
    canonical: canonicalFields(parsed.body),
  };
}

/** JCS of each field, in the order of the body's fields. */
export function canonicalFields(body: Body): Record<string, string> {
  // Not Object.fromEntries: what that makes is a hash table, from which each later reading takes several times as long.
  const canonical: Record<string, string> = {};
  for (const field of Object.keys(body)) canonical[field] = jcs(body[field]!);
  return canonical;
}
