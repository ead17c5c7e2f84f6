/** `/sign-in`, `/account`, and the page of the first administrator's link: what people see of signing in. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import { type Language, negotiateLanguage } from "../core/language.ts";
import { FIRST_PATH } from "./first-administrator.ts";
import {
  type AssetName,
  loadAssets,
  type PageName,
  type PageParts,
  pageHtml,
} from "./pages/html.ts";

import { mailboxHtml } from "./pages/mailbox-html.ts";
import type { Identity } from "./service.ts";

const PAGES: Readonly<Record<string, PageName>> = {
  "/sign-in": "sign-in",
  "/account": "account",
  [FIRST_PATH]: "first",
};

/** `?lang=` decides, then what the browser likes. */
function languageOf(c: Context): Language {
  const asked = c.req.query("lang");
  return asked === "zh" || asked === "en"
    ? asked
    : negotiateLanguage(c.req.header("accept-language"));
}

/** It came by way of a proxy, from wherever: also where the proxy names this machine as the host. */
const isForwarded = ({ req }: Context): boolean =>
  ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"].some(
    (name) => req.header(name) !== undefined,
  );

export function pageRoutes(
  app: OpenAPIHono,
  {
    provider,
    phones,
    mailbox,
    demonstration,
    isOurs,
  }: Pick<Identity, "provider" | "phones" | "mailbox" | "demonstration" | "isOurs">,
): void {
  const parts = (): PageParts => ({
    ...{ provider, phones },
    mailbox: mailbox !== null,
    people: demonstration?.emails() ?? [],
  });
  const assets = loadAssets();
  for (const [path, name] of Object.entries(PAGES))
    app.get(path, (c) => {
      const headers = { "cache-control": "no-store", vary: "Accept-Language" };
      return c.html(pageHtml(name, languageOf(c), parts(), assets), 200, headers);
    });
  for (const name of ["page.js", "page.css"] satisfies AssetName[]) {
    const { bytes, type } = assets[name];
    app.get(`/account/${name}`, (c) =>
      c.body(bytes, 200, {
        "content-type": type,
        // Pages name it by its hash.
        "cache-control": "public, max-age=31536000, immutable",
      }),
    );
  }
  app.get("/dev/mailbox", (c) => {
    if (mailbox === null || !isOurs(c.req.url) || isForwarded(c))
      throw new Refusal("not_found", { what: "route" });
    const codes = demonstration?.codes() ?? [];
    const html = mailboxHtml(languageOf(c), assets, mailbox.mails(), codes);
    return c.html(html, 200, { "cache-control": "no-store", vary: "Accept-Language" });
  });
}
