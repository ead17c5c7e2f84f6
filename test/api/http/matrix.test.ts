/** Made from the access matrix: every line of it, asked by everybody, about what is theirs, what is another's, what lies outside of their time, and what there is not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Principal, ROLES, SCOPES } from "../../../api/core/principal.ts";
import { MATRIX } from "../../../api/http/matrix.ts";
import { type GuardedLine, lineName } from "../../../api/http/matrix-line.ts";
import type { Identity } from "../../../api/identity/service.ts";
import type { Webhooks } from "../../../api/sharing/push/send/webhooks.ts";
import { foundFirm, givenOf, idOf, recordOne } from "../../helpers/consents.ts";
import { newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { type TestApp, testApp } from "./fixtures.ts";
import { acquaintances, allBut, everybody, keyOf, person } from "./principals.ts";

/** Something that can be asked for: a subject, and what there is about it. */
interface Target {
  readonly subject: string;
  readonly record: string;
  readonly consent: string;
  readonly request: string;
  readonly organization: string;
}

const known = acquaintances();
const NOBODY: Target = {
  subject: "N".repeat(43),
  record: "019ab1c2-0000-7000-8000-000000000000",
  consent: "019ab1c2-0000-7000-8000-000000000000",
  request: "019ab1c2-0000-7000-8000-000000000000",
  organization: "none",
};
const PERIOD_MS = 3_600_000;
const ENDS = "2100-01-01T00:00:00.000Z";

let app: TestApp;
let own: Target;
let others: Target;
/** Of the same subject as {@link own}, recorded after the auditor's time. */
let late: Target;
let roles: readonly Principal[];
/** What the auditor was given. */
let period: { readonly from: string; readonly until: string };

async function targetOf(subject: string, organization: string): Promise<Target> {
  const { id } = await stored(app, orderOf(subject));
  const consent = idOf(await recordOne(app, givenOf(subject)));
  const by = { id: "person/x", role: "staff" } as const;
  const asked = { requestType: "access" };
  const { requestId: request } = await app.rights.requests.receive(subject, asked, by, null);
  return { subject, record: id, consent, organization, request };
}

beforeAll(async () => {
  // Its routes are there, and nobody calls them here: test/api/identity does.
  const me = { id: "person/x", email: "x@example.com", role: "customer", subjects: [] };
  const identity = {
    ...{
      mailbox: null,
      demonstration: null,
      provider: false,
      phones: false,
      keys: { list: () => [] },
    },
    accounts: { list: () => [], get: () => ({}), members: () => [] },
    organizations: { list: () => [], get: (id: string) => ({ id }) },
    contacts: { of: () => [] },
    drain: async () => {},
    me: async () => ({ ...me, organization: null, given: null }),
  } as unknown as Identity;
  // Likewise: test/api/sharing/push/send.
  const webhook = async () => ({});
  const webhooks = {
    ...{ read: () => null, register: webhook, rotate: webhook, remove: () => {} },
    ...{ test: async () => "msg_0", drain: async () => {} },
  } as unknown as Webhooks;
  app = await testApp({ app: { authenticate: known.authenticate, identity, webhooks } });
  await foundFirm(app);
  const from = new Date(app.clock.now()).toISOString();
  const until = new Date(app.clock.now() + PERIOD_MS).toISOString();
  own = await targetOf(app.subject, "one");
  others = await targetOf(await newSubject(app, "K-2"), "another");
  app.clock.advance(PERIOD_MS);
  const { id } = await stored(app, orderOf(app.subject));
  late = { ...own, record: id };
  await app.anchor();
  period = { from, until };
  const given = { from, until, subjects: new Set([app.subject]), ends: ENDS };
  roles = everybody(app.subject, given);
});
afterAll(() => app.close());

const PARAMETERS: Readonly<Record<string, string>> = {
  index: "1",
  purpose: "newsletter",
  form: "dpv",
  hash: "A".repeat(43),
  hold: "018f3a5e-7b1c-7d2e-8f90-1a2b3c4d5e6f",
};

function addressOf({ path, names }: GuardedLine, target: Target): string {
  if (path.startsWith("/tile/")) return "/tile/entries/000.p/3";
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    if (name === "subject" || name === "organization") return target[name];
    if (name === "requestId") return target.request;
    if (name !== "id") return PARAMETERS[name]!;
    if (path.startsWith("/v1/records")) return target.record;
    return path.startsWith("/v1/consents") ? target.consent : "newsletter";
  });
  const stream = path.endsWith(":subject/evidence") ? "claim=history&stream=order" : "stream=order";
  const query = names === "query" ? `subject=${target.subject}` : names === "path" ? stream : "";
  const takesStream = /\/(evidence|state|streams\/entries)$/.test(path) || names !== "path";
  return query === "" || !takesStream ? filled : `${filled}?${query}`;
}

interface Told {
  readonly status: number;
  readonly text: string;
}

async function ask(line: GuardedLine, target: Target, by: Principal | null): Promise<Told> {
  const decides = line.path === "/v1/consent-decisions";
  const inBody = { ...period, subjects: [target.subject] };
  const body = decides
    ? { subject: target.subject, purpose: "newsletter" }
    : line.path.endsWith("/choices")
      ? { purposeId: "newsletter", choice: "refused", language: "en" }
      : line.path.endsWith("/restriction")
        ? { event: "objected", purposeId: "newsletter" }
        : line.names === "body"
          ? inBody
          : line.path.endsWith("/requests")
            ? { requestType: "access" }
            : line.path.endsWith("/events")
              ? { event: "noted", note: "x" }
              : line.path.endsWith("/webhook")
                ? { url: "https://partner.example/" }
                : {};
  const response = await app.app.request(addressOf(line, target), {
    method: line.method,
    headers: {
      ...(by === null ? {} : known.headers(by)),
      "content-type": decides ? "application/x-ndjson" : "application/json",
    },
    ...(line.method === "POST" ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, text: await response.text() };
}

const codeOf = ({ status, text }: Told): string => `${status} ${JSON.parse(text).code}`;
const REFUSED = [401, 403];

const GUARDED = MATRIX.flatMap((line): [string, GuardedLine][] =>
  "open" in line ? [] : [[lineName(line.method, line.path), line]],
);

describe("the access matrix", () => {
  it("has a line for every route of the app, and no line without one", () => {
    const routes = app.app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => lineName(method, path));
    const lines = MATRIX.map(({ method, path }) => lineName(method, path));
    expect([...new Set(routes)].sort()).toEqual([...lines].sort());
  });

  it("says of every role what it may, and gives nothing about customers to who has no business with them", () => {
    for (const role of ROLES) {
      const lines = GUARDED.filter(([, line]) => role in line.roles);
      expect(lines.length, role).toBeGreaterThan(0);
    }
    for (const [name, { roles: granted, reads, path }] of GUARDED) {
      if (reads === undefined && !/:id\/(receipt|tlog-proof)$/.test(path)) continue;
      // Partners get what they have agreements about, and which these are is no matter of the matrix.
      const isShared = path === "/v1/agreements/:id/records";
      expect(granted, name).toEqual(isShared ? { partner: "any" } : granted);
      // Whom a message is about the partner alone is told (push/routes.test.ts).
      if (path === "/v1/agreements/:id/messages") continue;
      expect(granted.administrator ?? (isShared ? null : granted.partner) ?? undefined, name).toBe(
        undefined,
      );
      if (granted.customer !== undefined) expect(granted.customer, name).toBe("own");
      if (granted.auditor !== undefined) expect(granted.auditor, name).toBe("given");
    }
  });
});

describe.each(GUARDED)("%s", (_, line) => {
  const mayAtAll = ({ role, scopes }: Principal): boolean =>
    role in line.roles && (scopes === null ? line.keysOnly !== true : line.scope !== null);
  const limited = (condition: string): Principal[] =>
    roles.filter((one) => mayAtAll(one) && line.roles[one.role] === condition);

  it("is closed to who is not known", async () => {
    for (const target of [own, others, NOBODY])
      expect(codeOf(await ask(line, target, null))).toBe("401 unauthorized");
  });

  it("is closed to every role that it does not name, whatever they ask for", async () => {
    const strangers = roles.filter((one) => !mayAtAll(one));
    for (const stranger of strangers) {
      const told = await Promise.all(
        [own, others, late, NOBODY].map((t) => ask(line, t, stranger)),
      );
      expect(codeOf(told[0]!), stranger.id).toBe("403 forbidden");
      for (const { text } of told) expect(text).toBe(told[0]!.text);
    }
  });

  it("is closed to every key without its scope, and open to one that has no other", async () => {
    const { scope } = line;
    for (const one of everybody(own.subject, roles[3]!.given!)) {
      if (!(one.role in line.roles)) continue;
      const told = await ask(line, own, keyOf(one, scope === null ? SCOPES : allBut(scope)));
      expect(codeOf(told), one.role).toBe("403 forbidden");
      expect((await ask(line, own, keyOf(one, []))).status).toBe(403);
      if (scope === null) continue;
      expect(REFUSED).not.toContain((await ask(line, own, keyOf(one, [scope]))).status);
    }
  });

  it("shows everything to who may have any", async () => {
    for (const one of limited("any")) {
      // One behind the other: who has not fetched what they asked for gets no third.
      const told: number[] = [];
      for (const target of [own, others, late]) told.push((await ask(line, target, one)).status);
      for (const status of told) expect(REFUSED, one.role).not.toContain(status);
      if (line.names === undefined || line.method === "POST") continue;
      expect(told).toEqual([200, 200, 200]);
    }
  });

  it("shows their own, and nothing else, to who is limited to it", async () => {
    const members = limited("ownOrganization").filter(
      ({ organization }) => organization === own.organization,
    );
    for (const one of [...limited("own"), ...limited("given"), ...members]) {
      const records = /\/(choices|requests|events)$/.test(line.path) && line.method === "POST";
      const created = records ? 201 : line.names === "body" ? 202 : 200;
      // Somebody else has objected before: who is let in is told so.
      const isWritten = line.method === "POST" && line.path.endsWith("/restriction");
      const { status } = await ask(line, own, one);
      expect(isWritten ? [201, 422] : [created], one.role).toContain(status);
      const [other, nobody] = [await ask(line, others, one), await ask(line, NOBODY, one)];
      expect(other).toEqual(nobody);
      if (line.names === "record") expect(codeOf(other)).toBe("404 not_found");
      else if (line.names === "lines") expect(other.text).toContain('"code":"forbidden"');
      else expect(codeOf(other)).toBe("403 forbidden");
    }
  });

  it("shows nothing of another, in whatever place they are named beside", async () => {
    const path = addressOf(line, own);
    const { subject, record, consent } = others;
    const names = ["subject", "@subject", "id", "other", "record", "cursor", "stream", "version"];
    for (const one of [...limited("own"), ...limited("given")]) {
      for (const value of [subject, record, consent]) {
        const query = names.map(
          (name) => `${path}${path.includes("?") ? "&" : "?"}${name}=${value}`,
        );
        for (const address of [path, ...query]) {
          const response = await app.app.request(address, {
            method: line.method,
            headers: {
              ...known.headers(one),
              ...{ "content-type": "application/x-ndjson", "x-subject": value, cookie: value },
              "x-original-url": address.replace(own.subject, subject),
            },
            ...(line.method === "POST"
              ? {
                  body: JSON.stringify({ subject, "@subject": own.subject, purpose: "newsletter" }),
                }
              : {}),
          });
          const text = await response.text();
          for (const other of [record, consent]) expect(text, address).not.toContain(other);
        }
      }
    }
  });

  it("shows nothing at all to a customer of nobody, a member of nothing, or an auditor who was given nothing, or whose access is over", async () => {
    const none = { from: "", until: "", subjects: null, ends: ENDS };
    const over = { ...roles[3]!.given!, ends: new Date(app.clock.now()).toISOString() };
    for (const one of [
      ...[person("customer"), person("partner"), person("auditor")],
      ...[none, over].map((given) => person("auditor", { given })),
    ]) {
      if (!mayAtAll(one) || line.roles[one.role] === "any") continue;
      const told = await Promise.all([own, others, late, NOBODY].map((t) => ask(line, t, one)));
      for (const each of told) expect(each).toEqual(told[0]);
      expect(told[0]!.text).not.toContain(own.record);
    }
  });

  it("shows nothing from outside of an auditor's time", async () => {
    for (const one of limited("given")) {
      if (line.names === "body") {
        const before = { from: new Date(0).toISOString(), until: period.until };
        const after = { from: period.from, until: ENDS };
        for (const outside of [before, after]) {
          const { headers } = { headers: known.headers(one) };
          const asked = {
            method: "POST",
            headers: { ...headers, "content-type": "application/json" },
          };
          const told = await app.app.request(line.path, {
            ...asked,
            body: JSON.stringify(outside),
          });
          expect(told.status).toBe(403);
        }
        continue;
      }
      const told = await ask(line, late, one);
      if (line.names === "record") {
        expect(told).toEqual(await ask(line, NOBODY, one));
        continue;
      }
      expect(told.text).toContain(own.record);
      expect(told.text).not.toContain(late.record);
    }
  });
});
