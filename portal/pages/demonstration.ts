/**
 * The demonstration: signing in as one of its people by one press, here and on the portal's first page. What opens them stands on the page of its mailbox, on this machine
 * alone; it is read from there, and typed by nobody.
 */
import { type Answer, call } from "./call.ts";

export interface DemoPerson {
  readonly role: string;
  readonly email: string;
}

/** The mailbox, the newest mail first. */
interface Mailbox {
  readonly mails: readonly { readonly to: string; readonly text: string }[];
  readonly codes: readonly { readonly email: string; readonly code: string | null }[];
}

/** What is still to be done by whoever signs in, as `/auth/next-step` tells it. */
interface NextStep {
  readonly next: "first-factor" | "set-up" | "second-factor" | "nothing";
}

/** Codes of a second factor are taken once; there is another every half minute. */
const LOOKS = 40;
const PAUSE_MS = 1_000;
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

const mailbox = (): Promise<Answer<Mailbox>> => call<Mailbox>("GET", "/dev/mailbox");

/** @param onWait the code of the second factor is used, and the next one is waited for */
async function secondCode(email: string, onWait: () => void): Promise<Answer<string>> {
  for (let look = 0; look < LOOKS; look++) {
    const shown = await mailbox();
    if (!("ok" in shown)) return shown;
    const found = shown.ok.codes.find((one) => one.email === email);
    if (found === undefined) break;
    if (found.code !== null) return { ok: found.code };
    onWait();
    await pause();
  }
  return { status: 404, detail: null };
}

/** @returns `ok`: signed in, or (`false`) as far as it goes without a person */
export async function enterAs(email: string, onWait: () => void): Promise<Answer<boolean>> {
  const asked = await call("POST", "/auth/email-otp/send-verification-otp", {
    ...{ email, type: "sign-in" },
  });
  if (!("ok" in asked)) return asked;
  // It answers when all mail is there.
  const shown = await mailbox();
  if (!("ok" in shown)) return shown;
  const mail = shown.ok.mails.find(({ to }) => to === email);
  const otp = /\b\d{6}\b/.exec(mail?.text ?? "")?.[0] ?? "";
  const first = await call("POST", "/auth/sign-in/email-otp", { email, otp });
  if (!("ok" in first)) return first;
  const step = await call<NextStep>("GET", "/auth/next-step");
  if (!("ok" in step)) return step;
  if (step.ok.next !== "second-factor") return { ok: step.ok.next === "nothing" };
  const code = await secondCode(email, onWait);
  if (!("ok" in code)) return code.status === 404 ? { ok: false } : code;
  const second = await call("POST", "/auth/second-factor/verify", { code: code.ok });
  return "ok" in second ? { ok: true } : second;
}
