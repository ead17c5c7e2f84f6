/** What officers are reminded of, in both languages: an account has none. Nothing of anybody stands in it. */
import { formatTime } from "../../core/clock.ts";
import { fill } from "../../core/language.ts";
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
