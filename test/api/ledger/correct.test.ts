/** A record is corrected in a version of its own, and nobody's change is lost by it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { customerOf, newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "../http/fixtures.ts";

let app: TestApp;
let subject: string;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  subject = await newSubject(app);
});

const correct = (id: string, body: object, headers = {}) =>
  app.post(`/v1/records/${id}/corrections`, body, headers);
const fieldsOf = async (id: string, version: number | null = null) =>
  (await app.ledger.record(id, version)).record;

describe("a correction", () => {
  it("is a version with these fields, and the one before stays", async () => {
    const { id } = await stored(app, customerOf(subject, { name: "Li Wie", note: "kept" }));
    const response = await correct(id, { version: 1, fields: { name: "Li Wei", phones: null } });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ outcome: "stored", id, version: 2 });
    expect(await fieldsOf(id)).toMatchObject({ name: "Li Wei", note: "kept", phones: null });
    expect(await fieldsOf(id, 1)).toMatchObject({ name: "Li Wie" });
    const page = await app.send(`/v1/subjects/${subject}/timeline`);
    expect(await page.json()).toMatchObject({ newest: { [id]: 2 } });
  });

  it("reaches records that nothing outside names, and keeps the number of those that have one", async () => {
    for (const externalNumber of [null, `O-${subject.slice(0, 6)}`]) {
      const { id } = await stored(app, orderOf(subject, { externalNumber, note: "wrong" }));
      for (const version of [1, 2])
        expect((await correct(id, { version, fields: { note: `right ${version}` } })).status).toBe(
          201,
        );
      expect(await fieldsOf(id)).toMatchObject({ externalNumber, note: "right 2", "@version": 3 });
      const renumbered = correct(id, { version: 3, fields: { externalNumber: "O-other" } });
      expect(await refusal(renumbered)).toBe("422 invalid_record");
    }
  });

  it("is of the version that was looked at, and of no other", async () => {
    const { id } = await stored(app, customerOf(subject, { name: "A" }));
    await correct(id, { version: 1, fields: { name: "B" } });
    expect(await refusal(correct(id, { version: 1, fields: { name: "C" } }))).toBe(
      "409 not_newest",
    );
    expect(await fieldsOf(id)).toMatchObject({ name: "B" });
  });

  it("of many at once loses none", async () => {
    const { id } = await stored(app, customerOf(subject, { name: "A", note: null }));
    const fields = [{ name: "B" }, { note: "n" }, { language: "zh-CN" }, { taxNumber: "T" }];
    await Promise.all(
      fields.map((one) =>
        app.ledger.correct({
          ...{ id, version: null, fields: one, occurredAt: null, idempotency: null },
        }),
      ),
    );
    expect(await fieldsOf(id)).toMatchObject({ ...Object.assign({}, ...fields), "@version": 5 });
  });

  it("changes nothing where it says what is so, or what no such record has", async () => {
    const { id } = await stored(app, customerOf(subject, { name: "A" }));
    const same = await correct(id, { version: 1, fields: { name: "A" } });
    expect([same.status, await same.json()]).toMatchObject([200, { outcome: "unchanged" }]);
    for (const fields of [{ name: null }, { shoeSize: 43 }, { "@subject": "x" }, {}, { name: 7 }])
      expect(await refusal(correct(id, { version: 1, fields }))).toBe("422 invalid_record");
    const nobody = "019ab1c2-0000-7000-8000-000000000000";
    expect(await refusal(correct(nobody, { version: 1, fields: { name: "A" } }))).toBe(
      "404 not_found",
    );
  });

  it("is made once, however often it is asked for", async () => {
    const { id } = await stored(app, customerOf(subject, { name: "A" }));
    const again = () =>
      app.ledger.correct({
        ...{ id, version: null, fields: { name: "B" }, occurredAt: "2026-11-01T00:00:00.000Z" },
        idempotency: `once-${subject}`,
      });
    const [first, second] = [await again(), await again()];
    expect([first.version, second.version]).toEqual([2, 2]);
  });
});
