/** A page that asks one person: requests as its script, and its own server, send them. */
import type { Chosen } from "../../api/consent/embed/choose.ts";
import type { Issued } from "../../api/consent/embed/issue.ts";
import type { Offer } from "../../api/consent/embed/offer.ts";
import { type TestLedger, TOKEN } from "./ledger.ts";

export const SHOP = "https://shop.example";

type App = Pick<TestLedger, "app">;
type Fields = Readonly<Record<string, unknown>>;

/** What the shop's server sends. */
export const askToken = async (app: App, fields: Fields): Promise<Response> =>
  app.app.request("/v1/embed-tokens", {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ purposeId: "newsletter", origin: SHOP, ...fields }),
  });

export async function tokenFor(app: App, subject: string, fields: Fields = {}): Promise<string> {
  const response = await askToken(app, { subject, ...fields });
  if (response.status !== 201) throw new Error(await response.text());
  return ((await response.json()) as Issued).token;
}

type Headers = Readonly<Record<string, string>>;

/** What the script on the page sends. */
export const askOffer = async (app: App, token: string, headers: Headers = {}) =>
  app.app.request("/embed/offer", {
    headers: { authorization: `Bearer ${token}`, origin: SHOP, ...headers },
  });

export const sendChoice = async (app: App, token: string, body: unknown, headers: Headers = {}) =>
  app.app.request("/embed/choice", {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      origin: SHOP,
      "content-type": "application/json",
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

export const offered = async (app: App, token: string): Promise<Offer> =>
  (await (await askOffer(app, token)).json()) as Offer;

export async function chosen(app: App, token: string, choice: string): Promise<Chosen> {
  const response = await sendChoice(app, token, { choice });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Chosen;
}
