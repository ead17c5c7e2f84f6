/** Somebody who is signed in, and what their page asks and sends. */
import type { OwnChosen } from "../../../../api/consent/own/choose.ts";
import type { OwnOffer } from "../../../../api/consent/own/offer.ts";
import type { Principal } from "../../../../api/core/principal.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { type TestApp, testApp } from "../../http/fixtures.ts";
import { acquaintances, person } from "../../http/principals.ts";

export interface Deciding {
  readonly app: TestApp;
  /** A new person, with an account. */
  newcomer(): Promise<Person>;
  /** What this account asks. */
  as(who: Principal, path: string, init?: RequestInit): Promise<Response>;
}

export interface Person {
  readonly subject: string;
  readonly account: Principal;
  offer(query?: string, headers?: Readonly<Record<string, string>>): Promise<OwnOffer>;
  /** Sends a choice with what the offer told, or with something else. */
  choose(
    choice: string,
    change?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  chosen(choice: string, change?: object): Promise<OwnChosen>;
}

export async function deciding(): Promise<Deciding> {
  const known = acquaintances();
  const app = await testApp({ recordReads: true, app: { authenticate: known.authenticate } });
  const as: Deciding["as"] = async (who, path, init = {}) =>
    app.app.request(path, {
      ...init,
      headers: { ...known.headers(who), ...(init.headers as Record<string, string>) },
    });
  return {
    app,
    as,
    async newcomer() {
      const subject = await newSubject(app);
      const account = person("customer", { subjects: new Set([subject]) });
      return personOf(app, as, { subject, account });
    },
  };
}

/** This account, about this person. */
export function personOf(
  app: TestApp,
  as: Deciding["as"],
  { subject, account }: Pick<Person, "subject" | "account">,
): Person {
  const offer: Person["offer"] = async (query = "", headers = {}) => {
    const path = `/v1/subjects/${subject}/purposes/newsletter/offer${query}`;
    return (await (await as(account, path, { headers })).json()) as OwnOffer;
  };
  const choose: Person["choose"] = async (choice, change = {}, headers = {}) => {
    const { notice, purpose, language } = await offer();
    // What is chosen a second later is a second later.
    app.clock.advance(1_000);
    const { noticeId = null, noticeVersion = null } = notice ?? {};
    const shown = { noticeId, noticeVersion, purposeVersion: purpose.version, language };
    const body = { purposeId: "newsletter", choice, ...shown, ...change };
    return as(account, `/v1/subjects/${subject}/choices`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  };
  return {
    ...{ subject, account, offer, choose },
    async chosen(choice, change) {
      const response = await choose(choice, change);
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as OwnChosen;
    },
  };
}
