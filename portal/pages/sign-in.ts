/** `/sign-in`: an address, a code, and for who works here a second factor; or a passkey. */
import { button, el } from "../embed/elements.ts";
import { call, go } from "./call.ts";
import { type DemoPerson, enterAs } from "./demonstration.ts";
import { nextIn } from "./next.ts";
import { hasPasskeys, showPasskey } from "./passkey.ts";
import { setUpSecondFactor, showSecondFactor } from "./second-factor.ts";
import { besideButton, busy, fieldForm, telling, type View, wrongIn } from "./view.ts";

/** What the ledger has for signing in. */
export interface SignInParts {
  readonly provider: boolean;
  readonly mailbox: boolean;
  /** Codes are sent to telephones too. */
  readonly phones: boolean;
  /** The demonstration's accounts. */
  readonly people: readonly DemoPerson[];
}

interface NextStep {
  readonly next: "first-factor" | "set-up" | "second-factor" | "nothing";
  readonly email: string | null;
}

export async function signIn(view: View, parts: SignInParts): Promise<void> {
  const { words } = view;
  const again = (): void => void signIn(view, parts);
  const answer = await call<NextStep>("GET", "/auth/next-step");
  if (!("ok" in answer)) {
    view.show(
      words.signIn,
      el("p", { role: "alert", class: "told wrong" }, wrongIn(answer, words)),
    );
    return;
  }
  const { next, email } = answer.ok;
  const done = (): void => go(nextIn(location.search));
  if (next === "nothing") done();
  else if (next === "first-factor" || email === null) askAddress(view, parts, again);
  else if (next === "second-factor")
    showSecondFactor(
      view,
      email,
      done,
      again,
      parts.people.some((one) => one.email === email) ? toMailbox(view) : null,
    );
  else await setUpSecondFactor(view, email, done, again);
}

const sendCode = (email: string) =>
  call("POST", "/auth/email-otp/send-verification-otp", { email, type: "sign-in" });

function askAddress(view: View, parts: SignInParts, onDone: () => void): void {
  const { words } = view;
  const form = fieldForm(
    {
      ...(parts.phones
        ? { label: words.emailOrPhone, hint: words.phoneHint }
        : { label: words.email }),
      send: words.sendCode,
      attributes: parts.phones
        ? { type: "text", autocomplete: "username", maxlength: "254", autocapitalize: "none" }
        : { type: "email", autocomplete: "email", maxlength: "254" },
    },
    async (email) => {
      const answer = await sendCode(email);
      if (!("ok" in answer))
        return answer.status === 400 ? words.noAddress : wrongIn(answer, words);
      askCode(view, parts, email, onDone);
      return null;
    },
  );
  const told = telling();
  const others: HTMLElement[] = [];
  if (hasPasskeys())
    others.push(
      besideButton(words.withPasskey, told, async () => {
        const shown = await showPasskey();
        if (shown === null) return words.deviceRefused;
        if (!("ok" in shown))
          return shown.status === 401 ? words.deviceRefused : wrongIn(shown, words);
        onDone();
        return null;
      }),
    );
  if (parts.provider)
    others.push(
      besideButton(words.withProvider, told, async () => {
        const callbackURL = `/sign-in?next=${encodeURIComponent(nextIn(location.search))}`;
        const body = { providerId: "firm", callbackURL };
        const answer = await call<{ url: string }>("POST", "/auth/sign-in/sso", body);
        if (!("ok" in answer)) return wrongIn(answer, words);
        location.assign(answer.ok.url);
        return null;
      }),
    );
  // The way back from a provider whose word opens nothing.
  if (new URLSearchParams(location.search).has("refused")) told.wrong(words.providerRefused);
  view.show(
    words.signIn,
    el("p", {}, parts.phones ? words.signInTextPhones : words.signInText),
    form,
    others.length > 0 ? el("p", { class: "or" }, words.or) : null,
    el("div", { class: "others" }, ...others),
    told.element,
    parts.mailbox ? demonstration(view, parts, onDone) : null,
  );
}

const mailboxLink = ({ words }: View): HTMLElement =>
  el("a", { href: "/dev/mailbox", target: "_blank" }, words.openMailbox);

const toMailbox = (view: View): HTMLElement =>
  el("p", { class: "demonstration" }, `${view.words.mailbox} `, mailboxLink(view));

/** Whoever tries it out need not type: a press on one of its people signs in. */
function demonstration(view: View, parts: SignInParts, onDone: () => void): HTMLElement {
  const { words } = view;
  const told = telling();
  const people = parts.people.map(({ role, email }) => {
    const made = besideButton("", told, async () => {
      const answer = await enterAs(email, () => told.done(words.waitForCode));
      if (!("ok" in answer)) return wrongIn(answer, words);
      onDone();
      return null;
    });
    made.className = "card";
    made.replaceChildren(
      el("strong", {}, words.roles[role] ?? role),
      el("span", {}, words.tries[role] ?? email),
    );
    return el("li", {}, made);
  });
  return el(
    "section",
    { class: "try", "aria-labelledby": "try" },
    people.length === 0 ? null : el("h2", { id: "try" }, words.people),
    people.length === 0 ? null : el("ul", { class: "cards" }, ...people),
    told.element,
    el("p", { class: "hint" }, `${words.mailbox} `, mailboxLink(view)),
  );
}

/** @param isAnother the one before is void, and so is what was told of it */
function askCode(
  view: View,
  parts: SignInParts,
  email: string,
  onDone: () => void,
  isAnother = false,
): void {
  const { words } = view;
  const form = fieldForm(
    {
      label: words.code,
      send: words.enter,
      attributes: {
        ...{ type: "text", inputmode: "numeric", autocomplete: "one-time-code", class: "code" },
        ...{ pattern: "[0-9 ]{6,7}", maxlength: "7" },
      },
    },
    async (text) => {
      const otp = text.replaceAll(" ", "");
      const answer = await call("POST", "/auth/sign-in/email-otp", { email, otp });
      if (!("ok" in answer)) return wrongIn(answer, words);
      onDone();
      return null;
    },
  );
  const told = telling();
  const another = button(
    words.sendAnother,
    () =>
      void busy(another, async () => {
        const answer = await sendCode(email);
        if ("ok" in answer) askCode(view, parts, email, onDone, true);
        else told.wrong(wrongIn(answer, words));
      }),
    "link",
  );
  const back = button(words.otherAddress, () => askAddress(view, parts, onDone), "link");
  view.show(
    words.enterCode,
    el("p", {}, words.codeSent(email)),
    parts.mailbox ? toMailbox(view) : null,
    form,
    el("p", { class: "links" }, another, back),
    told.element,
  );
  if (isAnother) told.done(words.anotherSent);
}
