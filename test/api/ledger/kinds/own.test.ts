/** What the kinds that the ledger alone writes take and refuse. */
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../../api/core/kind.ts";
import { ROLES } from "../../../../api/core/principal.ts";
import { access, MOST_SHOWN } from "../../../../api/ledger/kinds/access.ts";
import {
  ADMINISTRATION_EVENTS,
  administration,
} from "../../../../api/ledger/kinds/administration.ts";
import type { SchemaKind } from "../../../../api/ledger/kinds/define.ts";

type Fields = Readonly<Record<string, JsonValue>>;

const ID = "019ab1c2-0000-7000-8000-000000000000";
const SHOWN = { id: ID, kind: "order", version: 1 };
const read: Fields = {
  outcome: "shown",
  reader: { id: "person/1", role: "staff" },
  records: [SHOWN],
  request: "r-1",
  route: "GET /v1/records/{id}",
  told: [],
};
const done: Fields = {
  actor: { id: "person/1", role: "administrator" },
  changes: [],
  event: "role-granted",
};

/** `field code` of every problem; `[]` where it is taken. */
function problems(kind: SchemaKind, body: Fields): string[] {
  const parsed = kind.parseBody(body);
  return parsed.ok ? [] : parsed.problems.map(({ field, code }) => `${field} ${code}`);
}

/** The name lists are hashed into every record: these are for ever. */
const LISTS = [
  [access, "dO93REVc"],
  [administration, "JwinXIlg"],
] as const;

describe("the ledger's own kinds", () => {
  it.each(LISTS)("have a name list that never changes", (kind, hash) => {
    expect(kind.schemaHash.slice(0, 8)).toBe(hash);
  });

  it.each([
    ["access", access, read],
    ["administration", administration, done],
  ] as const)("%s: what is required is missed, the rest is null", (_, kind, body) => {
    expect(problems(kind, body)).toEqual([]);
    for (const field of Object.keys(body)) {
      const { [field]: _dropped, ...rest } = body;
      expect(problems(kind, rest)).toEqual([`${field} missing`]);
    }
    const parsed = kind.parseBody(body);
    const left = Object.entries(parsed.ok ? parsed.body : {}).filter(([name]) => !(name in body));
    expect(left.length).toBe(kind.names.length - 9 - Object.keys(body).length);
    expect(left.every(([, value]) => value === null)).toBe(true);
  });
});

describe("access", () => {
  it("takes all that can be said of a delivery to a partner", () => {
    const full: Fields = {
      agreement: "agreement-7",
      agreementVersion: 2,
      consent: ID,
      hash: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
      note: "第二批",
      organization: "org-3",
      outcome: "refused",
      purposeId: "offers",
      reader: { id: "key/9", role: "partner" },
      reason: "月度交付",
      records: [{ ...SHOWN, fields: ["name", "@source"] }],
      refusal: "consent_withdrawn",
      regarding: ID,
      request: ID,
      route: "GET /v1/agreements/{id}/records",
      told: [{ what: "evidence", of: "consent/offers", at: "2026-11-22T09:30:00.000Z" }],
    };
    expect(Object.keys(full)).toEqual(access.names.filter((name) => !name.startsWith("@")));
    expect(problems(access, full)).toEqual([]);
  });

  it.each([
    ["a reader without a role", { reader: { id: "person/1" } }, "reader.role missing"],
    ["a role that there is not", { reader: { id: "x", role: "root" } }, "reader.role not_in_list"],
    [
      "a name of the reader",
      { reader: { ...(read.reader as Fields), name: "Li" } },
      "reader.name surplus",
    ],
    ["another outcome", { outcome: "perhaps" }, "outcome not_in_list"],
    [
      "a version before the first",
      { records: [{ ...SHOWN, version: 0 }] },
      "records[0].version out_of_range",
    ],
    [
      "a field that can be none",
      { records: [{ ...SHOWN, fields: ["a b"] }] },
      "records[0].fields[0] bad_format",
    ],
    ["what nobody can be told", { told: [{ what: "rumour" }] }, "told[0].what not_in_list"],
    ["too much at once", { records: Array(MOST_SHOWN + 1).fill(SHOWN) }, "records too_long"],
    ["too long a reason", { reason: "x".repeat(501) }, "reason too_long"],
    ["a broken reason", { reason: "\ud800" }, "reason bad_unicode"],
    ["a purpose that no stream can name", { purposeId: "A b" }, "purposeId bad_format"],
  ])("refuses %s", (_, change, problem) => {
    expect(problems(access, { ...read, ...(change as Fields) })).toEqual([problem]);
  });

  it.each(ROLES)("is of whoever reads as %s", (role) => {
    expect(problems(access, { ...read, reader: { id: "person/1", role } })).toEqual([]);
  });
});

describe("administration", () => {
  it.each(ADMINISTRATION_EVENTS)("takes %s", (event) => {
    expect(problems(administration, { ...done, event })).toEqual([]);
  });

  it("takes all that can be said", () => {
    const full: Fields = {
      actor: { id: "counterfoil", role: "system" },
      changes: [
        { name: "anchorSeconds", before: "900" },
        { name: "role", after: "officer" },
      ],
      count: 20,
      event: "sign-ins-failed",
      from: "2026-11-22T09:30:00.000Z",
      hash: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
      note: "n",
      organization: "org-3",
      outcome: "clean",
      reason: "r",
      regarding: "case-1",
      request: ID,
      route: "POST /auth/sign-in",
      target: { type: "account", id: "person/2" },
      until: "2026-11-22T09:31:00.000Z",
    };
    expect(Object.keys(full)).toEqual(administration.names.filter((name) => !name.startsWith("@")));
    expect(problems(administration, full)).toEqual([]);
  });

  it.each([
    ["another event", { event: "coffee-made" }, "event not_in_list"],
    ["an actor that is nobody", { actor: { id: "", role: "system" } }, "actor.id too_short"],
    ["half an account", { target: { type: "account" } }, "target.id missing"],
    ["a negative count", { count: -1 }, "count out_of_range"],
    ["a change of nothing", { changes: [{ before: "1" }] }, "changes[0].name missing"],
  ])("refuses %s", (_, change, problem) => {
    expect(problems(administration, { ...done, ...(change as Fields) })).toEqual([problem]);
  });
});
