/** What the dialog shows: a header, what scrolls, and what can be pressed. */
import type { Offer, Recorded, Trouble } from "./answers.ts";
import { button, el, webLink } from "./elements.ts";
import type { Words } from "./words.ts";

export interface View {
  readonly language: string;
  readonly title: string;
  readonly who: string | null;
  readonly main: readonly (Node | string | null)[];
  readonly footer: readonly Node[];
}

export interface Doing {
  choose(choice: string): void;
  again(): void;
  reload(): void;
  close(): void;
  /** Where the page has the receipt that people read, by the record's id; `null`: nowhere. */
  readonly fullReceipt: ((id: string) => string) | null;
}

export function loadingView(words: Words, doing: Doing): View {
  const footer = [button(words.close, doing.close, "later")];
  return { language: words.lang, title: words.loading, who: null, main: [], footer };
}

export function troubleView(words: Words, trouble: Trouble, doing: Doing): View {
  const helps = trouble === "over" || trouble === "changed";
  const way = helps ? button(words.reload, doing.reload) : button(words.retry, doing.again);
  return {
    ...{ language: words.lang, title: words.troubleTitle, who: null },
    main: [el("p", { role: "alert" }, words.troubles[trouble])],
    footer: [el("div", { class: "pair" }, way, button(words.close, doing.close))],
  };
}

export function questionView(words: Words, offer: Offer, doing: Doing): View {
  const { controller, purpose, notice, language } = offer;
  const state = words.states[offer.state];
  const text = el("div", { class: "notice", lang: language }, el("h3", {}, notice.title));
  text.append(el("p", { class: "text" }, notice.text));
  const policy = webLink(words.policy, controller.policyUrl);
  const buttons = offer.choices.map(({ choice, wording }) =>
    button(wording, () => doing.choose(choice)),
  );
  const asks = offer.choices.some(({ choice }) => choice === "given");
  const isOpen = buttons.length > 1;
  if (!isOpen) buttons.push(button(words.leave, doing.close));
  return {
    ...{ language: words.lang, title: purpose.title },
    who: offer.state === "given" ? controller.name : words.asks(controller.name),
    main: [
      state === undefined ? null : el("p", { class: "state" }, state),
      purpose.description === "" ? null : el("p", { lang: language }, purpose.description),
      offer.globalPrivacyControl && asks ? el("p", { class: "state" }, words.signal) : null,
      text,
      withdrawal(words, offer),
      policy === null ? null : el("p", { class: "small" }, policy),
    ],
    footer: [
      el("div", { class: "pair" }, ...buttons),
      ...(isOpen ? [button(words.later, doing.close, "later")] : []),
      el("p", { role: "status" }),
    ],
  };
}

function withdrawal(words: Words, { controller, language }: Offer): HTMLElement | null {
  if (controller.withdrawalMethod === null) return null;
  const how = el("span", { lang: language }, controller.withdrawalMethod);
  return el("p", { class: "small" }, `${words.withdrawal}: `, how);
}

const TIME = { dateStyle: "long", timeStyle: "short" } as const;

export function recordedView(
  words: Words,
  offer: Offer,
  recorded: Recorded,
  doing: Doing & { readonly repeated: boolean },
): View {
  const facts: readonly [string, string | Node][] = [
    [words.purpose, offer.purpose.title],
    [words.choice, recorded.wording],
    [words.time, new Date(recorded.recordedAt).toLocaleString(words.lang, TIME)],
    [words.number, el("span", { class: "number" }, recorded.id)],
  ];
  const list = el("dl", {});
  for (const [label, value] of facts) list.append(el("dt", {}, label), el("dd", {}, value));
  const file = new Blob([recorded.receipt], { type: "text/plain" });
  const save = el("a", {
    class: "button",
    href: URL.createObjectURL(file),
    download: `receipt-${recorded.id}.txt`,
  });
  save.append(words.save);
  const { fullReceipt } = doing;
  const full = fullReceipt === null ? null : webLink(words.full, fullReceipt(recorded.id));
  const gives = recorded.event === "given" || recorded.event === "renewed";
  return {
    language: words.lang,
    title: doing.repeated ? words.recordedBefore : words.recorded,
    who: offer.controller.name,
    main: [
      list,
      el("p", {}, words.keep),
      full === null ? null : el("p", {}, full),
      gives ? withdrawal(words, offer) : null,
    ],
    footer: [el("div", { class: "pair" }, save, button(words.close, doing.close))],
  };
}
