/** What is written about requests. Officers are reminded in both languages: an account has none. Nothing of anybody stands in it. */
import { formatTime } from "../../core/clock.ts";
import { fill, type Language } from "../../core/language.ts";
import type { Mail } from "../../identity/mailer.ts";
import type { ReminderKind } from "../../store/case-store.ts";

interface Told {
  readonly counts: Readonly<Record<ReminderKind, number>>;
  /** The nearest deadline, or the one that passed first; milliseconds. */
  readonly first: number;
  readonly publicUrl: string | null;
}

const LINES: Readonly<Record<ReminderKind, readonly [en: string, zh: string]>> = {
  overdue: ["Overdue: {count}", "已逾期：{count} 项"],
  tomorrow: ["Due by tomorrow: {count}", "明天之内到期：{count} 项"],
  soon: ["Due within a week: {count}", "一周之内到期：{count} 项"],
};

const SUBJECT = "Requests of people that are due / 个人权利请求到期提醒";
const HEAD = `Requests of people wait for an answer. Of these you were not reminded yet:
以下个人权利请求尚待答复（此前未提醒过）：
`;
const FIRST = "The first deadline / 最早的期限: {time}";
const LINK = "They are listed here / 列表: {link}";

export function reminderMail(to: string, { counts, first, publicUrl }: Told): Mail {
  const kinds = ["overdue", "tomorrow", "soon"] as const;
  const lines = kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => {
      const [en, zh] = LINES[kind];
      return `    ${fill(en, { count: counts[kind] })} / ${fill(zh, { count: counts[kind] })}`;
    });
  const link = publicUrl === null ? [] : ["", fill(LINK, { link: `${publicUrl}/app/requests` })];
  const time = fill(FIRST, { time: formatTime(first) });
  return { to, subject: SUBJECT, text: [HEAD, ...lines, "", time, ...link, ""].join("\n") };
}

interface News {
  /** `null`: nobody has said which. */
  readonly language: Language | null;
  readonly publicUrl: string | null;
}

const NEWS: Readonly<Record<Language, Omit<Mail, "to">>> = {
  en: {
    subject: "News about a request of yours",
    text: `There is news about something that you have asked us for. To protect your data we do not write here what it is.
Sign in to read it: {link}

If you can no longer sign in because your data was erased, the code of your certificate tells you how far that is.
`,
  },
  zh: {
    subject: "您的请求有新进展",
    text: `您向我们提出的请求有了新进展。为保护您的个人信息，本邮件不写明具体内容。
请登录查看：{link}

如果您的数据已被删除、无法再登录，可凭删除证明的代码查询办理情况。
`,
  },
};
const HERE: Readonly<Record<Language, string>> = {
  en: "where you always do",
  zh: "您平时使用的登录页面",
};

/** That there is news, and where it is read: nothing of what it is, nor of what was asked for. */
export function newsMail(to: string, { language, publicUrl }: News): Mail {
  const languages: readonly Language[] = language === null ? ["en", "zh"] : [language];
  const linkIn = (one: Language) => (publicUrl === null ? HERE[one] : `${publicUrl}/app/rights`);
  return {
    to,
    subject: languages.map((one) => NEWS[one].subject).join(" / "),
    text: languages.map((one) => fill(NEWS[one].text, { link: linkIn(one) })).join("\n"),
  };
}
