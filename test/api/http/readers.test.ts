/** What whoever reads states of it, and what the person is shown of who has read. */
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { problemOf, refusal, type TestApp } from "./fixtures.ts";
import { principal, type ReadApp, readApp } from "./reading-app.ts";

let parts: ReadApp;
let app: TestApp;
let order: string;
beforeAll(async () => {
  parts = await readApp();
  ({ app, order } = parts);
});
afterAll(() => app.close());
afterEach(() => fresh());

const fresh: ReadApp["fresh"] = (about) => parts.fresh(about);
const as: ReadApp["as"] = (...asked) => parts.as(...asked);

describe("a reason", () => {
  const read = (headers: Record<string, string>) =>
    as(principal({ role: "officer" }), `/v1/records/${order}`, headers);

  it("is kept as it was stated, also by whoever need not, and so is a purpose", async () => {
    const headers = {
      "counterfoil-reason": "  50%25 of case 4  ",
      "counterfoil-purpose": "newsletter",
    };
    expect((await as(principal(), `/v1/records/${order}`, headers)).status).toBe(200);
    expect(await fresh()).toMatchObject([
      { reason: "50% of case 4", purposeId: "newsletter", reader: { role: "staff" } },
    ]);
  });

  it.each([
    ["too long", "x".repeat(501)],
    ["not of UTF-8", "%ff"],
    ["half a pair", "%ED%A0%80"],
    ["cut off", "50%"],
    ["of two lines", "one%0Atwo"],
    ["of more than ASCII", "f\u00fcr"],
    ["of two lines, of Unicode's", "one%E2%80%A8two"],
    ["ended by one", "one%E2%80%A9"],
    ["turned around", encodeURIComponent("case \u202e4711")],
    ["more than is seen", encodeURIComponent("com\u200bplaint")],
    ["nothing that is seen", encodeURIComponent("\u200b")],
    ["an empty cell", encodeURIComponent("\u2800")],
    ["a filler", encodeURIComponent("\u3164")],
    ["a mark on nothing", encodeURIComponent("\u0301")],
    ["a byte order mark", encodeURIComponent("\ufeff")],
  ])("is refused where it is %s, and nothing is shown", async (_, reason) => {
    const response = await read({ "counterfoil-reason": reason });
    const problem = await problemOf(response);
    expect(problem.code).toBe("invalid_parameter");
    expect(problem.detail).toContain("Counterfoil-Reason");
    expect(await fresh()).toEqual([]);
  });

  it.each(["", "   ", "%20", "%E3%80%80"])("is none where it is blank (%j)", async (reason) => {
    expect(await refusal(read({ "counterfoil-reason": reason }))).toBe("400 reason_missing");
  });

  it("is asked for in both languages", async () => {
    const details = await Promise.all(
      ["en", "zh"].map(async (language) => {
        const { detail } = await problemOf(await read({ "accept-language": language }));
        return detail;
      }),
    );
    expect(details[0]).toContain("compliance officer");
    expect(details[1]).toContain("合规官");
  });

  it("comes with a purpose that there can be, or is refused", async () => {
    const headers = { "counterfoil-reason": "x", "counterfoil-purpose": "Not a purpose" };
    expect(await refusal(read(headers))).toBe("400 invalid_parameter");
  });
});

describe("a customer who is joined with another identifier", () => {
  it("is shown its events, as SECURITY.md says, and that is on record there", async () => {
    const { subject, joined, second } = parts;
    await parts.fresh();
    await parts.fresh(joined);
    const own = principal({ role: "customer", subjects: new Set([subject]) });
    const answer = await (await as(own, `/v1/subjects/${subject}/consents/newsletter`)).text();
    expect(answer).toContain(joined);
    expect(answer).toContain(second);
    expect(await parts.fresh()).toEqual([]);
    expect(await parts.fresh(joined)).toMatchObject([
      { reader: { role: "customer" }, records: [{ id: second }] },
    ]);
    const text = readFileSync(new URL("../../../docs/SECURITY.md", import.meta.url), "utf8");
    expect(text).toMatch(/\*\*Who is joined is one person\.\*\*.*shows these of each to the other/);
  });
});

describe("the list of who has read", () => {
  it("is proven complete and unaltered by the history of the stream", async () => {
    const about = await newSubject(app, "K-listed");
    const { id } = await stored(app, orderOf(about));
    for (const role of ["staff", "partner", "auditor"] as const)
      await as(principal({ role, id: `person/${role}` }), `/v1/records/${id}`);
    await app.anchor();
    await app.cosign();
    const own = principal({ role: "customer", subjects: new Set([about]) });
    const path = `/v1/subjects/${about}/evidence?claim=history&stream=access`;
    const file = Buffer.from(await (await as(own, path)).arrayBuffer());
    const verdict = await app.verify(file);
    expect(verdict.word).toBe("VERIFIED");
    const readers = verdict.events?.map(
      ({ disclosed }) => disclosed.find(({ name }) => name === "reader")?.value,
    );
    expect(readers).toEqual(
      ["staff", "partner", "auditor"].map((role) => ({ id: `person/${role}`, role })),
    );

    const json = JSON.parse(file.toString()) as { events: { record: { fields: object[] } }[] };
    const words = async (change: (copy: typeof json) => void) => {
      const copy = structuredClone(json);
      change(copy);
      return (await app.verify(Buffer.from(JSON.stringify(copy)))).word;
    };
    expect(await words(() => {})).toBe("VERIFIED");
    for (const left of [0, 1, 2])
      expect(await words(({ events }) => events.splice(left, 1))).toBe("INVALID");
    expect(await words(({ events }) => events.reverse())).toBe("INVALID");
    const exchanged = await words(({ events: [first, second] }) => {
      first!.record.fields = second!.record.fields;
    });
    expect(exchanged).toBe("INVALID");
  });

  it("is proven empty where nobody has", async () => {
    const about = await newSubject(app, "K-unread");
    await app.anchor();
    await app.cosign();
    const own = principal({ role: "customer", subjects: new Set([about]) });
    const path = `/v1/subjects/${about}/evidence?claim=absent&stream=access`;
    const file = new Uint8Array(await (await as(own, path)).arrayBuffer());
    expect((await app.verify(file)).word).toBe("VERIFIED");
  });
});
