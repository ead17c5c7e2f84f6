/** Draws a component once, as it stands before anything is pressed: its text is what people read, and it is HTML of a browser's first view. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { createInstance } from "i18next";
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider, initReactI18next } from "react-i18next";
import type { Me, Role } from "../../../portal/src/frame/session.ts";
import { theme } from "../../../portal/src/frame/theme.ts";
import { en } from "../../../portal/src/words/en/index.ts";
import { zh } from "../../../portal/src/words/zh/index.ts";

export interface Circumstances {
  readonly language?: "en" | "zh";
  /** Who is signed in. */
  readonly role?: Role;
  /** What has been answered already, by its key. */
  readonly answers?: readonly (readonly [readonly unknown[], unknown])[];
}

export interface Drawn {
  readonly html: string;
  /** Without its elements. */
  readonly text: string;
}

const spoken = (language: "en" | "zh") => {
  const words = createInstance().use(initReactI18next);
  const resources = { en, zh };
  void words.init({
    ...{ lng: language, fallbackLng: false, resources, defaultNS: "frame", returnNull: false },
    ...{ initAsync: false, interpolation: { escapeValue: false } },
  });
  return words;
};

const meOf = (role: Role): Partial<Me> => ({
  id: `person/${role}`,
  role,
  subjects: [],
  actsFor: [],
});

export function draw(
  what: ReactNode,
  { language = "en", role = "officer", answers = [] }: Circumstances = {},
): Drawn {
  const client = new QueryClient();
  client.setQueryData(["me"], meOf(role));
  for (const [key, answer] of answers) client.setQueryData(key, answer);
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });
  const routed = createElement(RouterContextProvider, { router } as never, what);
  const asked = createElement(QueryClientProvider, { client }, routed);
  const styled = createElement(MantineProvider, { theme }, asked);
  const html = renderToStaticMarkup(
    createElement(I18nextProvider, { i18n: spoken(language) }, styled),
  );
  return { html, text: textOf(html) };
}

const textOf = (html: string): string =>
  html
    .replaceAll(/<(style|svg)\b.*?<\/\1>/gs, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll(/\s+/g, " ")
    .trim();
