/** The second factor of who works here: set up once, shown at each sign-in. */
import { el } from "../embed/elements.ts";
import { call } from "./call.ts";
import { besideButton, fieldForm, telling, type View, wrongIn } from "./view.ts";

/** Codes are typed from a small screen, with blanks between. */
const CODE_FIELD = {
  ...{ type: "text", autocomplete: "one-time-code", autocapitalize: "none", spellcheck: "false" },
  ...{ inputmode: "numeric", maxlength: "30", class: "code" },
} as const;

/** Who is signed in so far, and the way back. */
function whose({ words }: View, email: string, onEnd: () => void): HTMLElement {
  const told = telling();
  const out = besideButton(words.signOut, told, async () => {
    const answer = await call("POST", "/auth/sign-out");
    if (!("ok" in answer)) return wrongIn(answer, words);
    onEnd();
    return null;
  });
  out.className = "link";
  return el("p", { class: "whose" }, `${words.signedInAs(email)} `, out, told.element);
}

/** @param beside what helps whoever tries it out */
export function showSecondFactor(
  view: View,
  email: string,
  onDone: () => void,
  onEnd: () => void,
  beside: HTMLElement | null,
): void {
  const { words } = view;
  const form = fieldForm(
    {
      label: words.secondCode,
      send: words.next,
      hint: words.secondHint,
      // A recovery code has letters.
      attributes: { ...CODE_FIELD, inputmode: "text" },
    },
    async (code) => {
      const answer = await call("POST", "/auth/second-factor/verify", { code });
      if (!("ok" in answer)) return wrongIn(answer, words);
      onDone();
      return null;
    },
  );
  view.show(words.second, el("p", {}, words.secondText), beside, form, whose(view, email, onEnd));
}

interface Begun {
  readonly secret: string;
  readonly qr: string;
}

export async function setUpSecondFactor(
  view: View,
  email: string,
  onDone: () => void,
  onEnd: () => void,
): Promise<void> {
  const { words } = view;
  const begun = await call<Begun>("POST", "/auth/second-factor/begin");
  if (!("ok" in begun)) {
    view.show(words.setUp, el("p", { role: "alert", class: "told wrong" }, wrongIn(begun, words)));
    return;
  }
  const { secret, qr } = begun.ok;
  const key = secret.match(/.{1,4}/g)?.join(" ") ?? secret;
  const form = fieldForm(
    {
      label: words.appCode,
      send: words.confirm,
      attributes: { ...CODE_FIELD, pattern: "[0-9 ]{6,7}" },
    },
    async (text) => {
      const code = text.replaceAll(" ", "");
      const answer = await call<{ recoveryCodes: string[] }>(
        "POST",
        "/auth/second-factor/confirm",
        { code },
      );
      if (!("ok" in answer)) return wrongIn(answer, words);
      showRecoveryCodes(view, email, answer.ok.recoveryCodes, onDone);
      return null;
    },
  );
  view.show(
    words.setUp,
    el("p", {}, words.setUpText),
    el(
      "div",
      { class: "scan" },
      el("img", { src: qr, alt: words.qrOf, width: "190", height: "190" }),
      el(
        "div",
        {},
        el("p", {}, words.scan),
        el("p", { class: "hint" }, words.typeKey),
        el("p", { class: "key" }, key),
      ),
    ),
    form,
    whose(view, email, onEnd),
  );
}

function showRecoveryCodes(
  view: View,
  email: string,
  codes: readonly string[],
  onDone: () => void,
): void {
  const { words } = view;
  const shown = codes.map((code) => code.match(/.{1,4}/g)?.join("-") ?? code);
  const text = `${words.recoveryFile}\n${location.host}, ${email}\n\n${shown.join("\n")}\n`;
  const told = telling();
  const copy = besideButton(words.copy, told, async () => {
    try {
      await navigator.clipboard.writeText(text);
      told.done(words.copied);
      return null;
    } catch {
      return words.notCopied;
    }
  });
  const href = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  const save = el("a", { class: "button", href, download: "counterfoil-recovery.txt" }, words.save);
  const go = el("button", { type: "button", class: "main" }, words.kept);
  go.addEventListener("click", onDone);
  view.show(
    words.recovery,
    el("p", {}, words.recoveryText),
    el("ol", { class: "codes" }, ...shown.map((code) => el("li", {}, code))),
    el("div", { class: "pair" }, copy, save),
    told.element,
    go,
  );
}
