/** `/sign-in`, `/account`, and the page of the first administrator's link: what people see of signing in. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import { type Language, negotiateLanguage } from "../core/language.ts";
import type { DemoPerson } from "./demonstration.ts";
import { FIRST_PATH } from "./first-administrator.ts";
import { isForwarded } from "./forwarded.ts";
import type { Mailbox } from "./mailbox.ts";
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

export function pageRoutes(
  app: OpenAPIHono,
  {
    provider,
    phones,
    mailbox,
    demonstration,
    isOurs,
    settle,
  }: Pick<Identity, "provider" | "phones" | "mailbox" | "demonstration" | "isOurs" | "settle">,
): void {
  /** The mailbox, for whoever sits at this machine; `null`: there is none, or they do not. */
  const shownTo = (c: Context): Mailbox | null =>
    isOurs(c.req.url) && !isForwarded(c.req.raw) ? mailbox : null;
  const peopleFor = (c: Context): readonly DemoPerson[] =>
    shownTo(c) === null ? [] : (demonstration?.people() ?? []);
  const parts = (c: Context): PageParts => ({
    ...{ provider, phones },
    mailbox: shownTo(c) !== null,
    people: peopleFor(c),
  });
  const assets = loadAssets();
  for (const [path, name] of Object.entries(PAGES))
    app.get(path, (c) => {
      const headers = { "cache-control": "no-store", vary: "Accept-Language" };
      return c.html(pageHtml(name, languageOf(c), parts(c), assets), 200, headers);
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
  app.get("/dev/mailbox", async (c) => {
    const shown = shownTo(c);
    if (shown === null) throw new Refusal("not_found", { what: "route" });
    const headers = { "cache-control": "no-store", vary: "Accept, Accept-Language" };
    if (c.req.header("accept")?.startsWith("application/json")) {
      // Whoever has asked for a code reads it at the first look.
      await settle();
      const told = { mails: shown.mails(), codes: demonstration?.codes() ?? [] };
      return c.json(told, 200, headers);
    }
    const codes = demonstration?.codes() ?? [];
    return c.html(mailboxHtml(languageOf(c), assets, shown.mails(), codes), 200, headers);
  });
  // Nowhere else than in the demonstration there are any.
  app.get("/dev/people", (c) =>
    c.json({ people: peopleFor(c) }, 200, { "cache-control": "no-store" }),
  );
}
