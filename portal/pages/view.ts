/** What all pages are made of: a heading, paragraphs, a form with one field, and a line that says what went wrong. */
import { button, el } from "../embed/elements.ts";
import type { Answer } from "./call.ts";
import type { PageWords } from "./words.ts";

export interface View {
  readonly words: PageWords;
  /** Puts these in place of what stood there, and leads keyboard and screen reader to the field of the form, if there is one at the top, else to the heading. */
  show(title: string, ...children: readonly (Node | null)[]): void;
}

export function viewIn(main: HTMLElement, words: PageWords): View {
  return {
    words,
    show(title, ...children) {
      document.title = `${title} · Counterfoil`;
      const heading = el("h1", { tabindex: "-1" }, title);
      main.replaceChildren(heading, ...children.filter((child) => child !== null));
      main.removeAttribute("aria-busy");
      (main.querySelector<HTMLElement>(":scope > form input") ?? heading).focus();
    },
  };
}

/** Where it is said what went wrong, or was done. */
export interface Telling {
  readonly element: HTMLElement;
  wrong(text: string): void;
  done(text: string): void;
}

export function telling(): Telling {
  const element = el("p", { role: "status", class: "told" });
  const tell = (kind: string, text: string): void => {
    element.className = `told ${kind}`;
    element.textContent = text;
  };
  return { element, wrong: (text) => tell("wrong", text), done: (text) => tell("done", text) };
}

/** What a person reads of an answer that is none. */
export const wrongIn = (
  answer: Exclude<Answer<unknown>, { ok: unknown }>,
  words: PageWords,
): string => answer.detail ?? words.unreachable;

export interface Field {
  readonly label: string;
  readonly send: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly hint?: string;
}

/** Runs, and until then takes no second press. */
export async function busy(pressed: HTMLButtonElement, run: () => Promise<void>): Promise<void> {
  pressed.disabled = true;
  pressed.setAttribute("aria-busy", "true");
  await run();
  pressed.disabled = false;
  pressed.removeAttribute("aria-busy");
}

/** A form that is sent by this script alone: the page's policy lets no other sending through. @param send `null`: it went well, else what is wrong */
export function fieldForm(
  { label, send, attributes, hint }: Field,
  onSend: (text: string) => Promise<string | null>,
): HTMLFormElement {
  const told = telling();
  told.element.id = "told";
  const input = el("input", { id: "field", required: "", ...attributes });
  const described = [...(hint === undefined ? [] : ["hint"]), "told"].join(" ");
  input.setAttribute("aria-describedby", described);
  const pressed = el("button", { type: "submit", class: "main" }, send);
  const form = el(
    "form",
    {},
    el("label", { for: "field" }, label),
    hint === undefined ? null : el("p", { id: "hint", class: "hint" }, hint),
    input,
    told.element,
    pressed,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(pressed, async () => {
      const wrong = await onSend(input.value.trim());
      if (wrong === null) {
        form.reset();
        told.done("");
        input.removeAttribute("aria-invalid");
        return;
      }
      told.wrong(wrong);
      input.setAttribute("aria-invalid", "true");
      input.select();
      input.focus();
    });
  });
  return form;
}

/** A button beside the main one: what it does may fail, and says so behind it. */
export function besideButton(text: string, told: Telling, run: () => Promise<string | null>) {
  const made = button(
    text,
    () =>
      void busy(made, async () => {
        const wrong = await run();
        if (wrong !== null) told.wrong(wrong);
      }),
  );
  return made;
}
