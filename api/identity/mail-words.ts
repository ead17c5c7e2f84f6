/** What is written to people, in their language. */
import { fill, type Language } from "../core/language.ts";
import type { Mail } from "./mailer.ts";

const CODE: Readonly<Record<Language, Omit<Mail, "to">>> = {
  en: {
    subject: "Your code: {code}",
    text: `Your code for signing in at {place}:

    {code}

It opens the door once, within {minutes} minutes. Nobody of us will ask you for it.
If you did not ask for a code, you need not do anything: without it nobody gets in.
`,
  },
  zh: {
    subject: "您的验证码：{code}",
    text: `您在 {place} 登录的验证码：

    {code}

验证码在 {minutes} 分钟内有效，且只能使用一次。我们不会向您索要它。
如果您没有请求验证码，则无需任何操作：没有它，任何人都无法登录。
`,
  },
};

/** Short: longer ones are sent as several. */
const SMS: Readonly<Record<Language, string>> = {
  en: "{code} is your code for {place}. It works once, within {minutes} minutes. Nobody of us will ask you for it.",
  zh: "{code} 是您登录 {place} 的验证码，{minutes} 分钟内有效，只能使用一次。我们不会向您索要它。",
};

interface Words {
  readonly place: string;
  readonly minutes: number;
  readonly language: Language;
}

export function codeMail(to: string, code: string, { place, minutes, language }: Words): Mail {
  const { subject, text } = CODE[language];
  return { to, subject: fill(subject, { code }), text: fill(text, { code, place, minutes }) };
}

/** @param to as E.164 has it */
export function codeSms(to: string, code: string, { place, minutes, language }: Words): Mail {
  const subject = fill(CODE[language].subject, { code });
  return { to, subject, text: fill(SMS[language], { code, place, minutes }) };
}
