/** Documents of other systems over HTTP: in, out again as they came, and what is refused on the way. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTcf } from "../../../../api/consent/forms/tcf-write.ts";
import { day, foundFirm, givenOf, idOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "../../http/fixtures.ts";
import { published } from "./published.ts";
import { event, statement } from "./statement.ts";

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await foundFirm(app);
  const since = "2015-01-01T00:00:00.000Z";
  for (const id of ["contract", "personal", "offers", "payments", "identity"])
    await app.consents.definePurpose(
      purposeOf(id, { inForceFrom: since, "@occurredAt": since, lawfulBasis: "dpv:Consent" }),
    );
  const explicit = { lawfulBasis: "eu-gdpr:A9-2-a" };
  const recipients = [{ name: "Other Ltd", country: "SG", role: "controller" }];
  const separate = { lawfulBasis: "pipl:A13-1", separateConsent: ["39"], recipients };
  for (const [id, change] of [
    ["health", explicit],
    ["abroad", separate],
  ] as const)
    await app.consents.definePurpose(
      purposeOf(id, { inForceFrom: since, "@occurredAt": since, ...change }),
    );
  await app.consents.definePurpose(purposeOf("ads", { defaultValidity: "P1Y" }));
});
afterAll(() => app.close());

interface Told {
  readonly from: string;
  readonly event: string;
  readonly outcome: string;
  readonly id?: string;
  readonly problem?: { readonly problem?: string };
}
interface Answer {
  readonly status: number;
  readonly events: readonly Told[];
  readonly left: readonly string[];
}

const KANTARA = published("kantara-consent-receipt-v1_1-example.json");
const DPV = published("consent_record_withdrawn.repaired.json");

async function take(form: string, body: object): Promise<Answer> {
  const response = await app.post(`/v1/consents/imports?form=${form}`, body);
  const answer = (await response.json()) as Answer;
  return { ...answer, status: response.status };
}
const refused = async (form: string, body: object) => {
  const response = await app.post(`/v1/consents/imports?form=${form}`, body);
  const { status, code, problem, field } = (await response.json()) as Record<string, string>;
  return [status, code, problem, field].filter((part) => part !== undefined).join(" ");
};
const told = ({ events }: Answer) => events.map((each) => `${each.event} ${each.outcome}`);

const kantara = (subject: string, change: object = {}) => ({
  "@subject": subject,
  "@source": "old-shop",
  document: KANTARA,
  principal: "Bowden Jeffries",
  controller: "Ankh-Morpork Times",
  takenOver: true,
  purposes: [
    { from: "To market services", purposeId: "offers" },
    { from: "To personalize service experience", purposeId: "personal" },
  ],
  ...change,
});

async function state(subject: string, purposeId: string): Promise<string> {
  const { allowed, reason } = await app.consents.stateOf({ subject, purposeId, at: null });
  return `${allowed} ${reason}`;
}

const importedBy = async (subject: string) =>
  (await app.consents.history(subject, "offers")).events[0]?.imported;

describe("a Kantara receipt", () => {
  it("comes in once, and goes out to the letter", async () => {
    const subject = await newSubject(app);
    const first = await take("kantara", kantara(subject));
    expect(first).toMatchObject({
      status: 201,
      left: ["To provide contracted services", "Complying with legal obligations"],
    });
    expect(told(first)).toEqual(["given stored", "given stored"]);
    expect(await state(subject, "offers")).toMatch(/^true/);
    expect(await importedBy(subject)).toEqual({
      ...{ format: "kantara-1.1", document: KANTARA },
      takenOverFrom: "Ankh-Morpork Times",
    });

    const again = await take("kantara", kantara(subject));
    expect(told(again)).toEqual(["given known", "given known"]);
    expect(again).toMatchObject({ status: 200, events: [{ id: first.events[0]?.id }, {}] });

    const out = await app.send(`/v1/consents/${first.events[0]?.id}/forms/kantara`);
    expect(out.headers.get("content-type")).toBe("application/json");
    expect(await out.text()).toBe(KANTARA);
    // In another form it is told from what was recorded.
    const dpv = await app.send(`/v1/consents/${first.events[0]?.id}/forms/dpv?as=receipt`);
    expect(dpv.headers.get("content-type")).toBe("application/ld+json");
    expect(await dpv.json()).toMatchObject({ "@type": ["dpv:ConsentReceipt"] });
  });

  it("that was parsed comes out with the same value", async () => {
    const subject = await newSubject(app);
    const document = { ...(JSON.parse(KANTARA) as object), consentReceiptID: "another" };
    const { events } = await take("kantara", kantara(subject, { document }));
    const out = await app.send(`/v1/consents/${events[0]?.id}/forms/kantara`);
    expect(await out.json()).toEqual(document);
  });

  it("is of whom it names, given to whom it names, and taken for nobody else", async () => {
    const other = await newSubject(app);
    const cases: readonly (readonly [object, string])[] = [
      [{ principal: "Samuel Vimes" }, "422 foreign_form other_principal principal"],
      [{ controller: "Northwind Traders" }, "422 foreign_form other_controller controller"],
      [{ takenOver: undefined }, "422 foreign_form not_our_controller controller"],
      [{ principal: undefined }, "422 invalid_record"],
      [{ controller: undefined }, "422 invalid_record"],
      // A receipt that was taken for one subject is not taken for another besides.
      [{}, "409 event_conflict"],
    ];
    for (const [change, expected] of cases) {
      expect(await refused("kantara", kantara(other, change))).toBe(expected);
    }
    expect((await app.consents.history(other, "offers")).events).toEqual([]);
    const document = KANTARA.replace("c1befd3e", "33333333").replace(
      "Ankh-Morpork Times",
      "Northwind Traders",
    );
    const ours = { document, controller: "Northwind Traders", takenOver: undefined };
    expect(told(await take("kantara", kantara(other, ours)))[0]).toBe("given stored");
    expect(await importedBy(other)).toEqual({ format: "kantara-1.1", document });
  });

  it("tells of consent that was not explicit, where that is enough", async () => {
    const subject = await newSubject(app);
    const implied = KANTARA.replace("c1befd3e", "44444444").replaceAll("EXPLICIT", "IMPLICIT");
    const purposes = [
      { from: "To market services", purposeId: "health" },
      { from: "To personalize service experience", purposeId: "abroad" },
      { from: "To provide contracted services", purposeId: "offers" },
    ];
    const answer = await take("kantara", kantara(subject, { document: implied, purposes }));
    expect(told(answer)).toEqual(["given refused", "given refused", "given stored"]);
    expect(answer.events[0]?.problem).toMatchObject({ problem: "not_explicit" });
    const document = KANTARA.replace("c1befd3e", "55555555");
    const explicit = kantara(subject, { document, purposes: purposes.slice(0, 2) });
    expect(told(await take("kantara", explicit))).toEqual(["given stored", "given stored"]);
  });

  it("renews what is in force already", async () => {
    const subject = await newSubject(app);
    await take("kantara", kantara(subject, { document: KANTARA.replace("c1befd3e", "11111111") }));
    const later = KANTARA.replace("c1befd3e", "22222222").replace("1510592400", "1510592401");
    expect(told(await take("kantara", kantara(subject, { document: later })))).toEqual([
      "renewed stored",
      "renewed stored",
    ]);
  });

  it("is refused with its reason, and nothing of it is stored", async () => {
    const subject = await newSubject(app);
    const ms = KANTARA.replace("1510592400", "1510592400000");
    expect(await refused("kantara", kantara(subject, { document: ms }))).toBe(
      "422 foreign_form milliseconds consentTimestamp",
    );
    const purposes = [{ from: "To sell services", purposeId: "offers" }];
    expect(await refused("kantara", kantara(subject, { purposes }))).toBe(
      "422 foreign_form purpose_not_in_document purposes[0].from",
    );
    const legal = [{ from: "Complying with legal obligations", purposeId: "offers" }];
    expect(await refused("kantara", kantara(subject, { purposes: legal }))).toBe(
      "422 foreign_form not_by_consent purposes[0].from",
    );
    const twice = [
      ...kantara(subject).purposes,
      { from: "To market services", purposeId: "offers" },
    ];
    expect(await refused("kantara", kantara(subject, { purposes: twice }))).toBe(
      "422 invalid_record",
    );
    expect(await refused("kantara", kantara("A".repeat(43)))).toBe("422 unknown_subject");
    expect(await refused("pdf", kantara(subject))).toBe("400 invalid_parameter");
    const unknown = [{ from: "To market services", purposeId: "nothing" }];
    expect(await refused("kantara", kantara(subject, { purposes: unknown }))).toBe(
      "422 consent_refused unknown_purpose",
    );
    expect((await app.consents.history(subject, "offers")).events).toEqual([]);
  });

  it("says in Chinese what is wrong", async () => {
    const body = kantara(await newSubject(app), { document: "{" });
    const headers = { "accept-language": "zh-CN" };
    const response = await app.post("/v1/consents/imports?form=kantara", body, headers);
    expect(await response.json()).toMatchObject({
      format: "kantara-1.1",
      detail: expect.stringMatching(/^Kantara 同意收据 1.1：这不是 JSON/) as string,
    });
  });
});

describe("a record in DPV", () => {
  const body = (subject: string, document: string | object) => ({
    "@subject": subject,
    "@source": "partner",
    document,
    principal: "0760c9ba",
    controller: "ex:Acme",
    takenOver: true,
    purposes: [
      { from: "dpv:PaymentManagement", purposeId: "payments" },
      { from: "dpv:IdentityVerification", purposeId: "identity" },
    ],
  });

  it("comes in with its withdrawal, and goes out as it came", async () => {
    const subject = await newSubject(app);
    const answer = await take("dpv", body(subject, DPV));
    expect(told(answer)).toEqual(Array(2).fill(["given stored", "withdrawn stored"]).flat());
    expect(await state(subject, "payments")).toBe("false withdrawn");
    for (const { id } of answer.events) {
      expect(await (await app.send(`/v1/consents/${id}/forms/dpv`)).text()).toBe(DPV);
    }
    expect(told(await take("dpv", body(subject, DPV)))).toEqual([
      ...["given known", "withdrawn known", "given known", "withdrawn known"],
    ]);
  });

  it("that has grown brings only what is new", async () => {
    const subject = await newSubject(app);
    const grown = JSON.parse(DPV.replaceAll("a6f58318", "b6f58318")) as Record<string, object[]>;
    const { "dpv:hasConsentStatus": statuses = [] } = grown;
    const before = { ...grown, "dpv:hasConsentStatus": statuses.slice(0, 1) };
    expect(told(await take("dpv", body(subject, before)))).toEqual([
      "given stored",
      "given stored",
    ]);
    expect(told(await take("dpv", body(subject, grown)))).toEqual([
      ...["given known", "withdrawn stored", "given known", "withdrawn stored"],
    ]);
    // A consent that was put right brings another time; the same with another end is a conflict.
    const other = { ...statuses[0], "dpv:isIndicatedAtTime": "2024-01-02" };
    const changed = { ...grown, "dpv:hasConsentStatus": [other, statuses[1]] };
    expect(told(await take("dpv", body(subject, changed)))).toEqual(
      Array(2).fill(["renewed stored", "withdrawn known"]).flat(),
    );
    const ending = { ...statuses[0], "dpv:hasDuration": "P1M" };
    const longer = { ...grown, "dpv:hasConsentStatus": [ending] };
    expect(await refused("dpv", body(subject, longer))).toBe("409 event_conflict");
  });

  it("that was updated in place withdraws, wherever the statuses stand", async () => {
    const subject = await newSubject(app);
    const document = JSON.parse(DPV.replaceAll("a6f58318", "c6f58318")) as Record<string, object[]>;
    const { "dpv:hasConsentStatus": statuses = [] } = document;
    const with_ = (status: object) =>
      take("dpv", body(subject, { ...document, "dpv:hasConsentStatus": [status] }));
    await with_(statuses[0]!);
    expect(await state(subject, "payments")).toMatch(/^true/);
    // The one status of the record is another now, of the same day even.
    const sameDay = { ...statuses[1], "dpv:isIndicatedAtTime": "2024-01-01" };
    expect(told(await with_(sameDay))).toEqual(["withdrawn stored", "withdrawn stored"]);
    expect(await state(subject, "payments")).toBe("false withdrawn");
  });

  it("of this ledger's own making is understood by another identifier's stream", async () => {
    const [from, to] = [await newSubject(app), await newSubject(app)];
    const id = idOf(await recordOne(app, givenOf(from, { evidence: [] })));
    const written = await (await app.send(`/v1/consents/${id}/forms/dpv`)).json();
    const answer = await take("dpv", {
      "@subject": to,
      "@source": "partner",
      document: written as object,
      principal: from,
      controller: "did:web:northwind.example",
      purposes: [{ from: "newsletter", purposeId: "newsletter" }],
    });
    expect(told(answer)).toEqual(["given stored"]);
    const [taken] = (await app.consents.history(to, "newsletter")).events;
    expect(taken).toMatchObject({
      occurredAt: day(3, 1),
      choice: "Yes, write to me",
      language: "en",
    });
  });
});

describe("a TC string", () => {
  const TERMS = {
    cmpId: 31,
    cmpVersion: 4,
    vendorListVersion: 112,
    purposes: [3, 4],
    vendors: [7],
  };
  const string = (kind: "given" | "withdrawn", occurredAt: string) =>
    writeTcf(statement({ events: [event({ event: kind, occurredAt })] }), TERMS);
  const body = (subject: string, document: string, change: object = {}) => ({
    "@subject": subject,
    "@source": "cmp",
    document,
    purposes: [{ from: "3", purposeId: "ads" }],
    vendor: 7,
    choice: "Accept all",
    notice: { noticeId: "privacy", noticeVersion: 1, language: "zh-CN" },
    ...change,
  });

  it("gives, renews and ends, by what is so here", async () => {
    const subject = await newSubject(app);
    const steps: string[] = [];
    for (const [kind, occurredAt] of [
      ["given", day(2, 1)],
      ["given", day(2, 1)],
      ["given", day(2, 2)],
      ["withdrawn", day(2, 3)],
      ["withdrawn", day(2, 4)],
    ] as const) {
      steps.push(...told(await take("tcf", body(subject, string(kind, occurredAt)))));
    }
    expect(steps).toEqual([
      "given stored",
      "given known",
      "renewed stored",
      "withdrawn stored",
      "refused stored",
    ]);
    const { events } = await app.consents.history(subject, "ads");
    expect(events[0]).toMatchObject({ noticeVersion: 1, choice: "Accept all", language: "zh-CN" });
    const out = await app.send(`/v1/consents/${events[0]?.id}/forms/tcf`);
    expect(out.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await out.text()).toBe(string("given", day(2, 1)));
  });

  it("that refuses what was never given keeps a later find from counting", async () => {
    const subject = await newSubject(app);
    expect(told(await take("tcf", body(subject, string("withdrawn", day(2, 3)))))).toEqual([
      "refused stored",
    ]);
  });

  it("is written of a consent of our own, with the numbers that the platform has", async () => {
    const subject = await newSubject(app);
    const id = idOf(await recordOne(app, givenOf(subject)));
    const path = `/v1/consents/${id}/forms/tcf`;
    const query = "cmpId=31&cmpVersion=4&vendorListVersion=112&purposes=3,4&vendors=7,755";
    const written = await (await app.send(`${path}?${query}`)).text();
    const other = await newSubject(app);
    expect(told(await take("tcf", body(other, written, { vendor: 755 })))).toEqual([
      "given stored",
    ]);
    for (const bad of ["", query.replace("cmpId=31", "cmpId=1"), query.replace("3,4", "12")]) {
      expect(await refusal(await app.send(`${path}?${bad}`))).toBe("400 invalid_parameter");
    }
  });

  it("is refused with its reason", async () => {
    const subject = await newSubject(app);
    const sound = string("given", day(2, 1));
    const cases: readonly (readonly [string, object, string])[] = [
      [`B${sound.slice(1)}`, {}, "422 foreign_form wrong_version"],
      [`${sound}AAAB`, {}, "422 foreign_form trailing_garbage"],
      [sound.split(".")[0] ?? "", {}, "422 foreign_form no_disclosed_vendors"],
      [sound, { vendor: 8 }, "422 foreign_form vendor_not_disclosed"],
      [sound, { vendor: undefined }, "422 invalid_record"],
      [sound, { principal: "Bowden Jeffries" }, "422 invalid_record"],
      [sound, { publisher: true }, "422 invalid_record"],
      [sound, { vendor: undefined, publisher: true }, "422 foreign_form no_publisher_segment"],
      [
        sound,
        { notice: { noticeId: "privacy", noticeVersion: 2 } },
        "422 consent_refused notice_not_in_force",
      ],
      [string("given", "2031-01-01T00:00:00.000Z"), {}, "422 consent_refused in_the_future"],
    ];
    for (const [document, change, expected] of cases) {
      expect(await refused("tcf", body(subject, document, change))).toBe(expected);
    }
  });
});
