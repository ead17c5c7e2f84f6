/** An app that records who reads what, with somebody to read about, and whoever asks. */
import type { JsonValue } from "../../../api/core/kind.ts";
import { type Principal, ROLES } from "../../../api/core/principal.ts";
import { MATRIX } from "../../../api/http/matrix.ts";
import type { Line } from "../../../api/http/matrix-line.ts";
import { day, foundFirm, givenOf, idOf, recordOne } from "../../helpers/consents.ts";
import { customerOf, newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { type Faults, faultyStore, type StoreWrite } from "../../helpers/store/faulty-store.ts";
import { testTokens } from "../../helpers/test-tokens.ts";
import { type TestApp, testApp } from "./fixtures.ts";

type Seen = Readonly<Record<string, JsonValue>>;

export interface ReadApp {
  readonly app: TestApp;
  readonly faults: Faults<StoreWrite>;
  /** One person under two identifiers, and another. */
  readonly subject: string;
  readonly joined: string;
  readonly other: string;
  /** Records of the first: an order, a customer in two versions, a consent; and a consent under the second identifier. */
  readonly order: string;
  readonly profile: string;
  readonly consent: string;
  readonly second: string;
  /** Something that the first asks for, and the record of that. */
  readonly request: { readonly id: string; readonly record: string };
  /** What was recorded about somebody since the last look. */
  fresh(about?: string): Promise<readonly Seen[]>;
  /** The next commit waits for it; resolves once it does. */
  hold(until: Promise<void>): Promise<void>;
  /** The same app, asked by somebody; with a body, it is sent. */
  as(
    who: Principal,
    path: string,
    headers?: Record<string, string>,
    body?: object,
  ): Promise<Response>;
}

export const principal = (change: Partial<Principal> = {}): Principal => ({
  ...{ id: "person/9", role: "staff", scopes: null, subjects: new Set(), actsFor: new Set() },
  ...{ organization: null, given: null },
  ...change,
});

const ANYBODY = Object.fromEntries(ROLES.map((role) => [role, "any"] as const));
const EVERYTHING: readonly Line[] = MATRIX.map((line) =>
  "open" in line ? line : { ...line, scope: line.scope ?? "consents:read", roles: ANYBODY },
);
const tokenIn = ({ headers }: Request): string => headers.get("authorization")?.slice(7) ?? "";

export async function readApp(): Promise<ReadApp> {
  let faults: Faults<StoreWrite> | null = null;
  const known = new Map<string, Principal>();
  let held: { readonly until: Promise<void>; readonly begun: () => void } | null = null;
  const app = await testApp({
    recordReads: true,
    // Who may is another matter (matrix.test.ts): here everybody may everything.
    app: {
      authenticate: async (request) => known.get(tokenIn(request)) ?? testTokens(request),
      matrix: EVERYTHING,
    },
    wrapStore(store) {
      const faulty = faultyStore(store);
      faults = faulty.faults;
      return {
        ...faulty.store,
        async commit(units) {
          const own = held;
          held = null;
          own?.begun();
          await own?.until;
          return faulty.store.commit(units);
        },
      };
    },
  });
  const { subject } = app;
  const joined = await newSubject(app, "K-2");
  const other = await newSubject(app, "K-3");
  const { id: profile } = await stored(app, customerOf(subject));
  await stored(app, customerOf(subject, { name: "王小明" }));
  const { id: order } = await stored(app, orderOf(subject));
  await foundFirm(app);
  const consent = idOf(await recordOne(app, givenOf(subject)));
  const second = idOf(await recordOne(app, givenOf(joined, { "@occurredAt": day(4, 1) })));
  await app.consents.merge({ "@subject": subject, other: joined, event: "joined", reference: "x" });
  const by = { id: "person/9", role: "staff" } as const;
  const received = await app.rights.requests.receive(subject, { requestType: "access" }, by, null);
  const [asked] = (await app.ledger.events(subject, `request/${received.requestId}`)).events;
  const request = { id: received.requestId, record: String(asked!.record!["@id"]) };
  await app.anchor();
  await app.cosign();

  const seen = new Map<string, number>();
  return {
    ...{ app, subject, joined, other, order, profile, consent, second, request },
    faults: faults!,
    async fresh(about = subject) {
      const { events } = await app.ledger.events(about, "access");
      const from = seen.get(about) ?? 0;
      seen.set(about, events.length);
      return events.slice(from).map(({ record }) => record!);
    },
    hold: (until) =>
      new Promise((begun) => {
        held = { until, begun };
      }),
    async as(who, path, headers = {}, body) {
      const token = `of-${known.size}`;
      known.set(token, who);
      return app.app.request(path, {
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
        headers: {
          ...{ authorization: `Bearer ${token}`, ...headers },
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
      });
    },
  };
}
