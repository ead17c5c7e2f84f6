/** The page of the mailbox: mail that nobody sends, and codes that no app shows. For demonstration alone. */
import { escapeHtml } from "../../core/escape-html.ts";
import type { Language } from "../../core/language.ts";
import type { ShownCode } from "../demonstration.ts";
import type { Mail } from "../mailer.ts";
import { type Assets, frameHtml } from "./html.ts";

const WORDS = {
  en: {
    title: "Mailbox",
    text: "For demonstration only: no mail leaves this machine. This page looks for new mail by itself.",
    none: "There is no mail yet.",
    codes: "Second factors",
    codesText: "What the authenticator apps of the demonstration’s people would show now.",
    soon: "used; another in half a minute",
  },
  zh: {
    title: "邮箱",
    text: "仅供演示：邮件不会离开本机。此页面会自动查看新邮件。",
    none: "还没有邮件。",
    codes: "第二验证因素",
    codesText: "演示人员的身份验证器应用现在会显示的内容。",
    soon: "已使用；半分钟后有新的",
  },
} as const;

/** Seconds between two looks. */
const REFRESH = 10;

const item = ({ to, subject, text }: Mail): string =>
  `<article><h2>${escapeHtml(subject)}</h2><p class="hint">${escapeHtml(to)}</p><pre>${escapeHtml(text)}</pre></article>`;

export function mailboxHtml(
  language: Language,
  assets: Assets,
  mails: readonly Mail[],
  codes: readonly ShownCode[],
): string {
  const words = WORDS[language];
  const row = ({ email, code }: ShownCode): string =>
    `<div><dt>${escapeHtml(email)}</dt><dd>${code === null ? words.soon : `<span class="key">${code}</span>`}</dd></div>`;
  const factors =
    codes.length === 0
      ? ""
      : `<section aria-labelledby="codes"><h2 id="codes">${words.codes}</h2><p>${words.codesText}</p><dl>${codes.map(row).join("")}</dl></section>`;
  const all = mails.length === 0 ? `<p>${words.none}</p>` : mails.map(item).join("\n");
  return frameHtml(language, assets, {
    title: words.title,
    main: `<main class="mailbox"><h1>${words.title}</h1><p>${words.text}</p>\n${factors}\n${all}</main>`,
    head: `<meta http-equiv="refresh" content="${REFRESH}">\n`,
  });
}
