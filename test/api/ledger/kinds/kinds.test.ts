/** What each kind takes and refuses. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import { describeRefusal } from "../../../../api/core/problem.ts";
import { parseDraft } from "../../../../api/ledger/draft.ts";
import { kindsByName, ledgerKinds } from "../../../../api/ledger/kinds/registry.ts";
import { customerOf, money, orderOf, paymentOf } from "../../../helpers/ledger.ts";

const SUBJECT = "s".repeat(43);

/** `field code` of every problem that a record has; `[]` where it is taken. */
function problems(input: Record<string, unknown>): string[] {
  try {
    parseDraft(input, kindsByName);
    return [];
  } catch (error) {
    if (!isRefusal(error, "invalid_record")) throw error;
    for (const language of ["en", "zh"] as const) {
      const told = JSON.stringify(describeRefusal(error, language));
      expect(told).not.toMatch(/\{[a-z]+\}/);
    }
    return error.details.problems.map(({ field, code }) => `${field} ${code}`);
  }
}

const customer = (change: object = {}) => customerOf(SUBJECT, { ...change });
const order = (change: object = {}) => {
  const { handledBy: _planted, ...smallest } = orderOf(SUBJECT);
  return { ...smallest, ...change };
};
const payment = (change: object = {}) => paymentOf(SUBJECT, { ...change });
const LINE = { quantity: "1", unitPrice: money("1"), amount: money("1") };

describe("the smallest record of each kind", () => {
  it.each([
    ["customer", customer()],
    ["order", order()],
    ["payment", payment()],
  ])("%s is taken, and every field left out is null", (name, input) => {
    const { body, kind } = parseDraft(input, kindsByName);
    expect(kind.kind).toBe(name);
    expect(["@envelope", ...Object.keys(body)].sort().slice(1)).toEqual(
      kind.names.filter((field) => !field.startsWith("@")),
    );
    for (const [field, value] of Object.entries(body)) {
      expect(value).toEqual(field in input ? input[field] : null);
    }
  });

  it.each([
    ["customer", customer(), ["name", "partyType"]],
    ["order", order(), ["currency", "lines", "orderStatus", "total"]],
    ["payment", payment(), ["amount", "direction", "type"]],
  ])("%s: what is required is said to be missing, the rest may be null", (_, input, required) => {
    const { body } = parseDraft(input, kindsByName);
    const nulls = Object.fromEntries(
      Object.keys(body).flatMap((field) => (required.includes(field) ? [] : [[field, null]])),
    );
    expect(parseDraft({ ...input, ...nulls }, kindsByName).body).toEqual(body);
    for (const field of required) {
      const { [field]: _dropped, ...rest } = input;
      expect(problems(rest)).toEqual([`${field} missing`]);
    }
    const envelope = Object.fromEntries(Object.entries(input).filter(([n]) => n.startsWith("@")));
    expect(problems(envelope).sort()).toEqual(required.map((field) => `${field} missing`));
  });
});

describe("a customer", () => {
  it("may have all that a CRM keeps", () => {
    const full = customer({
      addresses: [
        {
          use: "billing",
          lines: ["世纪大道100号", "12楼"],
          district: "浦东新区",
          city: "上海",
          region: "上海市",
          regionCode: "CN-SH",
          postalCode: "200120",
          country: "CN",
        },
      ],
      birthDate: "1988-02-29",
      channel: "web",
      contacts: [{ name: "李伟", title: "经理", email: "li.wei@例子.cn", phone: "1", fax: "2" }],
      emails: ["a@b"],
      externalNumber: "K-1",
      familyName: "王",
      givenName: "小明",
      language: "zh-Hans-CN",
      note: "🧾",
      phones: [{ use: "mobile", number: "+86 138 0013 8000" }],
      taxNumber: "91310000",
    });
    expect(problems(full)).toEqual([]);
  });

  it.each([
    [{ name: "" }, "name too_short"],
    [{ name: "x".repeat(201) }, "name too_long"],
    [{ name: 7 }, "name wrong_type"],
    [{ name: null }, "name wrong_type"],
    [{ name: ["x"] }, "name wrong_type"],
    [{ name: "a\ud800" }, "name bad_unicode"],
    [{ note: "\udc00" }, "note bad_unicode"],
    [{ partyType: "robot" }, "partyType not_in_list"],
    [{ partyType: 1 }, "partyType not_in_list"],
    [{ partyType: "constructor" }, "partyType not_in_list"],
    [{ birthDate: "1988-02-30" }, "birthDate bad_date"],
    [{ birthDate: "1900-02-29" }, "birthDate bad_date"],
    [{ birthDate: "1988-13-01" }, "birthDate bad_date"],
    [{ birthDate: "1988-00-10" }, "birthDate bad_date"],
    [{ birthDate: "1988-01-00" }, "birthDate bad_date"],
    [{ birthDate: "88-01-01" }, "birthDate bad_date"],
    [{ birthDate: "1988-1-1" }, "birthDate bad_date"],
    [{ birthDate: "0000-01-01" }, "birthDate bad_date"],
    [{ birthDate: "1988-01-01T00:00:00Z" }, "birthDate bad_date"],
    [{ birthDate: "１９８８-01-01" }, "birthDate bad_date"],
    [{ birthDate: 19880101 }, "birthDate wrong_type"],
    [{ emails: ["no address"] }, "emails[0] bad_format"],
    [{ emails: ["a@b", "@b"] }, "emails[1] bad_format"],
    [{ emails: ["a@b\ud800"] }, "emails[0] bad_unicode"],
    [{ emails: "a@b" }, "emails wrong_type"],
    [{ emails: Array.from({ length: 21 }, () => "a@b") }, "emails too_long"],
    [{ language: "中文" }, "language bad_format"],
    [{ phones: [{}] }, "phones[0].number missing"],
    [{ phones: [{ number: "1", use: "pager" }] }, "phones[0].use not_in_list"],
    [{ phones: [null] }, "phones[0] wrong_type"],
    [{ addresses: [{ lines: [], country: "CN" }] }, "addresses[0].lines too_short"],
    [{ addresses: [{ lines: ["x"], country: "China" }] }, "addresses[0].country bad_format"],
    [
      { addresses: [{ lines: ["x"], country: "CN", regionCode: "Shanghai" }] },
      "addresses[0].regionCode bad_format",
    ],
    [{ addresses: [{ lines: ["x"], country: "CN", zip: "1" }] }, "addresses[0].zip surplus"],
    [{ contacts: [{ name: "x", age: 3 }] }, "contacts[0].age surplus"],
    [{ status: "active" }, "status surplus"],
    [{ orderStatus: "placed" }, "orderStatus surplus"],
    [{ "@id": "x" }, "@id surplus"],
    [{ "@version": 2 }, "@version surplus"],
    [{ "@stream": "x" }, "@stream surplus"],
    [{ constructor: 1 }, "constructor surplus"],
    [{ "王 13800138000": 1 }, "(malformed name) surplus"],
    [{ "": 1 }, "(malformed name) surplus"],
  ])("is refused with %j: %s", (change, problem) => {
    expect(problems(customer(change))).toEqual([problem]);
  });

  it("is refused with far too many members at once, told in twenty problems", () => {
    const many = Object.fromEntries(Array.from({ length: 11_000 }, (_, i) => [`a${i}`, 1]));
    const first = Array.from({ length: 20 }, (_, i) => `a${i} surplus`);
    expect(problems(customer(many))).toEqual(first);
    expect(problems(customer({ phones: [{ number: "1", ...many }] }))).toEqual(
      first.map((problem) => `phones[0].${problem}`),
    );
    const malformed = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`王 ${i}`, 1]));
    expect(new Set(problems(customer(malformed)))).toEqual(new Set(["(malformed name) surplus"]));
  });

  it("is refused with a member that JSON can name and JavaScript hides", () => {
    const input = JSON.parse(
      JSON.stringify(customer()).replace("{", '{"__proto__":{"admin":true},'),
    ) as Record<string, unknown>;
    expect(Object.hasOwn(input, "__proto__")).toBe(true);
    expect(problems(input)).toEqual(["(malformed name) surplus"]);
    const nested = customer({ phones: [JSON.parse('{"number":"1","__proto__":1}')] });
    expect(problems(nested)).toEqual(["phones[0].(malformed name) surplus"]);
  });
});

describe("an order", () => {
  it("may be a return, and its money of either sign", () => {
    const back = { quantity: "-2", unitPrice: money("6.25"), amount: money("-12.50") };
    const change = { lines: [back], orderStatus: "returned", total: money("-12.50") };
    expect(problems(order(change))).toEqual([]);
    expect(problems(order({ lines: [] }))).toEqual([]);
  });

  it.each([
    [{ currency: "RMB" }, "currency bad_currency"],
    [{ currency: "cny" }, "currency bad_currency"],
    [{ currency: 156 }, "currency wrong_type"],
    [{ total: money("12.50", "EUR") }, "total.currency bad_currency"],
    [{ lines: [{ ...LINE, amount: money("1", "EUR") }] }, "lines[0].amount.currency bad_currency"],
    [
      { lines: [LINE, { ...LINE, unitPrice: money("1", "USD") }] },
      "lines[1].unitPrice.currency bad_currency",
    ],
    [{ total: { amount: 12.5, currency: "CNY" } }, "total.amount float_money"],
    [{ total: { amount: 12, currency: "CNY" } }, "total.amount float_money"],
    [{ total: { amount: "12,50", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "1e3", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "+1", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "01", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: ".5", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "1.", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "-0", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "-0.00", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "1.23456", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "1234567890123456", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: " 1", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "1\n", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { amount: "", currency: "CNY" } }, "total.amount bad_money"],
    [{ total: { currency: "CNY" } }, "total.amount missing"],
    [{ total: { ...money("1"), tax: "0" } }, "total.tax surplus"],
    [{ lines: [{ ...LINE, quantity: 2 }] }, "lines[0].quantity wrong_type"],
    [{ lines: [{ ...LINE, quantity: "two" }] }, "lines[0].quantity bad_decimal"],
    [{ lines: [{ ...LINE, discountRate: "-0.0" }] }, "lines[0].discountRate bad_decimal"],
    [{ lines: [{ ...LINE, discountRate: "0.1234567" }] }, "lines[0].discountRate bad_decimal"],
    [{ lines: {} }, "lines wrong_type"],
    [{ lines: Array.from({ length: 501 }, () => LINE) }, "lines too_long"],
    [{ orderStatus: "lost" }, "orderStatus not_in_list"],
    [{ requestedOn: "tomorrow" }, "requestedOn bad_date"],
    [{ shipTo: { address: { lines: ["x"], country: "CN" } } }, "shipTo.name missing"],
    [{ status: "placed" }, "status surplus"],
  ])("is refused with %j: %s", (change, problem) => {
    expect(problems(order(change))).toEqual([problem]);
  });
});

describe("a payment", () => {
  it.each(["payment", "refund", "freight", "fee", "other"])("of type %s is taken", (type) => {
    expect(problems(payment({ type }))).toEqual([]);
  });

  it.each([
    [{ amount: money("-12.50") }, "amount.amount negative_money"],
    [{ amount: { amount: 12.5, currency: "CNY" } }, "amount.amount float_money"],
    [{ amount: { amount: -12.5, currency: "CNY" } }, "amount.amount float_money"],
    [{ amount: 12.5 }, "amount float_money"],
    [{ amount: money("1", "XX") }, "amount.currency bad_currency"],
    [{ direction: "sideways" }, "direction not_in_list"],
    [{ type: "bribe" }, "type not_in_list"],
    [{ method: "barter" }, "method not_in_list"],
    [{ dueOn: "2026-02-29" }, "dueOn bad_date"],
    [{ lines: [] }, "lines surplus"],
  ])("is refused with %j: %s", (change, problem) => {
    expect(problems(payment(change))).toEqual([problem]);
  });
});

describe("the envelope", () => {
  it.each([
    [{ "@occurredAt": undefined }, "@occurredAt missing"],
    [{ "@occurredAt": 7 }, "@occurredAt wrong_type"],
    [{ "@occurredAt": "2026-11-20" }, "@occurredAt bad_time"],
    [{ "@occurredAt": "2026-11-20T08:00:00Z" }, "@occurredAt bad_time"],
    [{ "@occurredAt": "2026-11-20T08:00:00.000+08:00" }, "@occurredAt bad_time"],
    [{ "@occurredAt": "2026-11-31T08:00:00.000Z" }, "@occurredAt bad_time"],
    [{ "@occurredAt": "2026-11-20T24:00:00.000Z" }, "@occurredAt bad_time"],
    [{ "@occurredAt": "2026-11-20T08:00:60.000Z" }, "@occurredAt bad_time"],
    [{ "@occurredAt": "0000-01-01T00:00:00.000Z" }, "@occurredAt bad_time"],
    [{ "@source": "" }, "@source bad_format"],
    [{ "@source": "my shop" }, "@source bad_format"],
    [{ "@source": "x".repeat(65) }, "@source bad_format"],
    [{ "@source": null }, "@source wrong_type"],
    [{ "@subject": "short" }, "@subject bad_format"],
    [{ "@subject": {} }, "@subject wrong_type"],
  ])("is refused with %j: %s", (change, problem) => {
    const input = Object.fromEntries(
      Object.entries(customer(change)).filter(([, value]) => value !== undefined),
    );
    expect(problems(input)).toEqual([problem]);
  });

  it("is told of together with the body, every problem at once", () => {
    const input = { ...payment({ amount: 1, type: "x", extra: 1 }), "@source": " " };
    expect(problems(input).sort()).toEqual([
      "@source bad_format",
      "amount float_money",
      "extra surplus",
      "type not_in_list",
    ]);
  });

  it("of no or an unknown kind is refused, with the kinds there are", () => {
    expect(problems({})).toEqual(["@kind missing"]);
    for (const kind of ["invoice", "", null, 7, {}, "constructor", "Customer", ["order"]]) {
      const run = () => parseDraft({ ...customer(), "@kind": kind }, kindsByName);
      expect(run).toThrow(
        expect.objectContaining({
          code: "unknown_kind",
          details: { known: "customer, order, payment" },
        }),
      );
    }
  });

  it("tells of twenty problems at most", () => {
    const extra = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field${i}`, 1]));
    expect(problems(customer(extra)).length).toBeLessThanOrEqual(24);
  });
});

/** Text of letters that no catalog has: wherever it shows up, it came out of a value. */
const secret = fc.stringMatching(/^[ɐ-ʯ]{6,12}$/);
const poison = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    secret,
    fc.integer({ min: 738_291_000, max: 738_291_999 }),
    fc.constantFrom(null, true),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom("amount", "currency", "name", "lines", "number", "country", "use"),
      tie("value"),
      { maxKeys: 3 },
    ),
  ),
})).value;

describe("a problem", () => {
  it("never holds the value of a field, whatever is sent", () => {
    const fields = ledgerKinds.flatMap(({ names }) => names);
    const arbitrary = fc.tuple(
      fc.constantFrom("customer", "order", "payment"),
      fc.dictionary(fc.constantFrom(...fields), poison, { maxKeys: 8 }),
    );
    fc.assert(
      fc.property(arbitrary, ([kind, input]) => {
        try {
          parseDraft({ ...input, "@kind": kind }, kindsByName);
        } catch (error) {
          if (!isRefusal(error)) throw error;
          const told = ["en", "zh"].map((l) => JSON.stringify(describeRefusal(error, l as "en")));
          expect(`${told.join()}${error.stack}`).not.toMatch(/[ɐ-ʯ]|738291/);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("is one of ours for any JSON at all", () => {
    const arbitrary = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(arbitrary, fc.constantFrom("customer", "order", "payment"), (input, kind) => {
        try {
          parseDraft({ ...input, "@kind": kind }, kindsByName);
        } catch (error) {
          expect(isRefusal(error)).toBe(true);
        }
      }),
    );
  });
});
