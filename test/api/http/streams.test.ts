/** Claims about streams and states at a time, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { base64UrlEncode } from "../../../portal/verify/bytes.ts";
import { firmSubject } from "../../../portal/verify/subject.ts";
import { customerOf, newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { bearer, problemOf, refusal, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await testApp();
  for (const name of ["one", "two"]) {
    ({ id } = await stored(app, customerOf(app.subject, { name, note: "secret-note" })));
  }
  await app.anchor();
  await app.cosign();
});
afterAll(() => app.close());

const word = async (response: Response): Promise<string> => {
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  return (await app.verify(new Uint8Array(await response.arrayBuffer()))).word;
};
const stream = (query: string, subject = app.subject): Promise<Response> =>
  app.send(`/v1/subjects/${subject}/evidence?${query}`);
const state = (query: string, subject = app.subject): Promise<Response> =>
  app.send(`/v1/subjects/${subject}/state?${query}`);

describe("evidence over HTTP", () => {
  it("of a record says that it is the newest, where that is asked", async () => {
    expect(await word(await app.send(`/v1/records/${id}/evidence?claim=current`))).toBe("VERIFIED");
    expect(await word(await app.send(`/v1/records/${id}/evidence?claim=record`))).toBe("VERIFIED");
    const old = await app.send(`/v1/records/${id}/evidence?claim=current&version=1`);
    expect(old.status).toBe(409);
    const problem = await problemOf(old);
    expect(problem.code).toBe("not_newest");
    expect(problem.detail).toContain(`version 2 of record ${id}`);
    const zh = { headers: { "accept-language": "zh" } };
    const chinese = await problemOf(
      await app.send(`/v1/records/${id}/evidence?claim=current&version=1`, zh),
    );
    expect(chinese.detail).toContain("第 2 版");
    const bad = app.send(`/v1/records/${id}/evidence?claim=history`);
    expect(await refusal(bad)).toBe("400 invalid_parameter");
  });

  it("of a stream is its history, with what is to be shown of it", async () => {
    const whole = await stream("claim=history&stream=customer");
    expect(whole.headers.get("content-disposition")).toContain("history.evidence.json");
    expect(await word(whole)).toBe("VERIFIED");
    const parts = await stream("claim=history&stream=customer&fields=name&withhold=1");
    const file = new Uint8Array(await parts.arrayBuffer());
    const { events } = await app.verify(file);
    expect(events?.map(({ disclosed }) => disclosed.length)).toEqual([0, 5]);
    const hidden = Buffer.from("secret-note").toString("base64url").slice(0, 12);
    expect(Buffer.from(file).toString()).not.toContain(hidden);
    expect(await word(await stream("claim=history&stream=customer&withhold=all"))).toBe("VERIFIED");
  });

  it("goes on from what is known, and is about a time", async () => {
    const { leafHash } = (await app.store.entry(1))!;
    const from = `1:${base64UrlEncode(leafHash)}`;
    expect(await word(await stream(`claim=history&stream=customer&from=${from}`))).toBe("VERIFIED");
    const at = "2026-11-22T09:29:59.000Z";
    expect(await word(await stream(`claim=history&stream=customer&at=${at}`))).toBe("VERIFIED");
    const both = stream(`claim=history&stream=customer&at=${at}&from=${from}`);
    expect(await refusal(both)).toBe("400 invalid_parameter");
  });

  it("about a time that no anchor lies behind yet is asked for again later", async () => {
    const query = "claim=history&stream=customer&at=2026-11-22T09:30:00.000Z";
    const early = await stream(query);
    expect(early.status).toBe(409);
    const problem = await problemOf(early);
    expect(problem.code).toBe("not_anchored_yet");
    expect(problem.detail).toContain("Ask again after the next anchor");
    const zh = await app.send(`/v1/subjects/${app.subject}/evidence?${query}`, {
      headers: { "accept-language": "zh" },
    });
    expect((await problemOf(zh)).detail).toContain("下一次锚定之后");
    const told = await state("stream=customer&at=2026-11-22T09:30:00.000Z");
    expect(await told.json()).toMatchObject({ provenBy: { anchored: false } });
  });

  it("shows that there is no such stream", async () => {
    expect(await word(await stream("claim=absent&stream=consent/newsletter"))).toBe("VERIFIED");
    expect(await refusal(stream("claim=absent&stream=customer"))).toBe("409 stream_exists");
    const at = stream("claim=absent&stream=payment&at=2026-11-22T09:30:00.000Z");
    expect(await refusal(at)).toBe("400 invalid_parameter");
  });

  it.each([
    ["no stream", "claim=history"],
    ["no claim", "stream=customer"],
    ["another claim", "claim=record&stream=customer"],
    ["a stream that no kind has", "claim=history&stream=customer/x"],
    ["no purpose of a consent", "claim=absent&stream=consent"],
    ["no notice", "claim=history&stream=notice"],
    ["more than a merge has", "claim=absent&stream=merge/newsletter"],
    ["a kind that there is not", "claim=absent&stream=invoice"],
    ["a very long name", `claim=absent&stream=consent/${"x".repeat(5_000)}`],
    ["half an entry to go on from", "claim=history&stream=customer&from=1"],
    ["a number 0 to go on from", `claim=history&stream=customer&from=0:${"A".repeat(43)}`],
    ["a leaf hash of another spelling", `claim=history&stream=customer&from=1:${"B".repeat(43)}`],
    ["something else withheld", "claim=history&stream=customer&withhold=1,,2"],
    ["a day for a time", "claim=history&stream=customer&at=2026-11-22"],
    ["another checkpoint", "claim=history&stream=customer&checkpoint=best"],
  ])("is refused with %s", async (_, query) => {
    expect(await refusal(stream(query))).toBe("400 invalid_parameter");
  });

  it("is of subjects that are there", async () => {
    const nobody = "x".repeat(43);
    expect(await refusal(stream("claim=history&stream=customer", nobody))).toBe("404 not_found");
    expect(await refusal(stream("claim=history&stream=payment"))).toBe("404 not_found");
    expect(await refusal(stream("claim=history&stream=customer", "short"))).toBe(
      "400 invalid_parameter",
    );
  });

  it("that no file could hold is refused, with what can be done", {
    timeout: 180_000,
  }, async () => {
    const other = await newSubject(app, "K-2");
    const draft = app.ledger.parse(orderOf(other));
    await app.ledger.write(
      Array.from({ length: 700 }, () => ({ draft, insist: false, idempotency: null })),
    );
    await app.anchor();
    const response = await stream("claim=history&stream=order", other);
    expect(response.status).toBe(413);
    const { code, detail } = await problemOf(response);
    expect(code).toBe("stream_too_long");
    expect(detail).toContain("from=");
  });
});

describe("a state over HTTP", () => {
  it("tells what was so, and who proves it", async () => {
    const response = await state("stream=customer");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      ...{ subject: app.subject, stream: "customer", state: "made" },
      ...{ madeBy: { seq: 2, id, version: 2 }, endedBy: null },
      inForce: { id, version: 2, record: { name: "two" } },
      provenBy: { chain: [1, 2], clock: [] },
    });
    const early = await state("stream=customer&at=2020-01-01T00:00:00.000Z");
    expect(await early.json()).toMatchObject({ state: "none", bounds: { before: null } });
  });

  it.each(["stream=invoice", "stream=", "at=2026-11-22T09:30:00.000Z", "stream=customer&at=now"])(
    "is refused with %s",
    async (query) => {
      expect(await refusal(state(query))).toBe("400 invalid_parameter");
    },
  );

  it("of a stranger is not told", async () => {
    expect(await refusal(state("stream=customer", "x".repeat(43)))).toBe("404 not_found");
    const stranger = await app.app.request(`/v1/subjects/${app.subject}/state?stream=customer`);
    expect(await refusal(stranger)).toBe("401 unauthorized");
  });
});

describe("a client that has left", () => {
  it("is not answered: nothing is made for nobody", async () => {
    const left = new AbortController();
    left.abort();
    const bugs = app.bugs.length;
    for (const path of ["evidence?claim=history&stream=customer", "state?stream=customer"]) {
      const response = app.app.request(
        new Request(`http://localhost/v1/subjects/${app.subject}/${path}`, {
          headers: bearer(),
          signal: left.signal,
        }),
      );
      expect(await refusal(response)).toBe("499 client_left");
    }
    expect(app.bugs).toHaveLength(bugs);
  });
});

describe("a client that writes about the ledger itself", () => {
  const own = () => firmSubject(app.policy.ledgerId);

  it("is refused, alone and among others", async () => {
    const size: number = await app.store.size();
    expect(await refusal(app.post("/v1/records", customerOf(own())))).toBe("422 reserved_subject");
    const { lines } = await app.lines("/v1/records", [
      orderOf(own()),
      orderOf(app.subject),
      customerOf(own()),
    ]);
    expect(lines.map(({ outcome, problem }) => outcome ?? problem?.code)).toEqual([
      "reserved_subject",
      "stored",
      "reserved_subject",
    ]);
    expect(await app.store.size()).toBe(size + 1);
  });

  it("gets the ledger's subject under no number of its own", async () => {
    const named = app.post("/v1/subjects", { subject: own() });
    expect(await refusal(named)).toBe("422 invalid_record");
    const made = await app.post("/v1/subjects", { source: "counterfoil", externalNumber: own() });
    expect(((await made.json()) as { subject: string }).subject).not.toBe(own());
  });

  it("may read it", async () => {
    const listed = await app.send(`/v1/records?subject=${own()}`);
    expect(await listed.json()).toMatchObject({ records: [{ index: 0 }] });
    await app.cosign();
    expect(await word(await stream("claim=history&stream=ledger", own()))).toBe("VERIFIED");
  });
});

describe("a client that writes the ledger's own kind", () => {
  it("is refused: there is no such kind for it", async () => {
    const response = await app.post("/v1/records", {
      ...{ "@kind": "ledger", "@subject": app.subject, "@source": "shop" },
      "@occurredAt": "2026-11-20T08:00:00.000Z",
      ...{ chainId: 1, origin: "ledger.example/other" },
    });
    expect(await refusal(response)).toBe("422 unknown_kind");
  });
});

describe("a tlog-proof over HTTP", () => {
  it("is a text file", async () => {
    const response = await app.send(`/v1/records/${id}/tlog-proof`);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain(`${id}.tlog-proof`);
    expect(await response.text()).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra /);
  });
});
