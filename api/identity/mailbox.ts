/** Where mail goes that nobody sends: a page of the demonstration, on a machine that only its owner reaches. */
import { escapeHtml } from "../core/escape-html.ts";
import type { Mail, Mailer } from "./mailer.ts";

export interface Mailbox extends Mailer {
  /** The newest first. */
  mails(): readonly Mail[];
  page(): string;
}

const MOST = 50;

export function createMailbox(): Mailbox {
  const kept: Mail[] = [];
  const item = ({ to, subject, text }: Mail): string =>
    `<article><h2>${escapeHtml(subject)}</h2><p>${escapeHtml(to)}</p><pre>${escapeHtml(text)}</pre></article>`;
  return {
    async send(mail) {
      kept.unshift(mail);
      if (kept.length > MOST) kept.length = MOST;
    },
    mails: () => [...kept],
    page: () => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox · 邮箱</title>
<h1>Mailbox · 邮箱</h1>
<p>For demonstration only: no mail leaves this machine. · 仅供演示：邮件不会离开本机。</p>
${kept.map(item).join("\n")}
</html>
`,
    close: () => {},
  };
}
