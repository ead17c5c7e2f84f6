/** The dialog, in a shadow tree: the page's style sheets do not reach in, and ours do not reach out. */
import { el } from "./elements.ts";
import { STYLE } from "./style.ts";
import type { View } from "./views.ts";

export interface Dialog {
  /** Opens it, or shows something else in it. */
  show(view: View): void;
  /** What is pressed meanwhile does nothing; `message` is read out. */
  wait(message: string): void;
  close(): void;
}

/** @param onClosed the person has closed it, by key or button */
export function createDialog(onClosed: () => void): Dialog {
  const host = el("counterfoil-consent" as "div", {});
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet needs no permission in the page's Content-Security-Policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  // A modal <dialog> holds the focus, makes the page behind it inert, and gives the focus back.
  const dialog = el("dialog", { "aria-labelledby": "who title", "aria-modal": "true" });
  root.append(dialog);
  let isWaiting = false;
  dialog.addEventListener("cancel", (event) => {
    if (isWaiting) event.preventDefault();
  });
  dialog.addEventListener("close", () => {
    host.remove();
    onClosed();
  });
  return {
    show(view) {
      isWaiting = false;
      // The heading, not a button: so it is read out first, and no choice lies under the thumb.
      const title = el("h2", { id: "title", tabindex: "-1" }, view.title);
      const who = view.who === null ? null : el("p", { id: "who", class: "who" }, view.who);
      const scrolls = { tabindex: "0", role: "region", "aria-labelledby": "title" };
      dialog.replaceChildren(
        el(
          "div",
          { class: "sheet", lang: view.language },
          el("header", {}, who, title),
          view.main.length === 0 ? null : el("main", scrolls, ...view.main),
          el("footer", {}, ...view.footer),
        ),
      );
      if (!host.isConnected) document.body.append(host);
      if (!dialog.open) dialog.showModal();
      title.focus();
    },
    wait(message) {
      isWaiting = true;
      for (const one of dialog.querySelectorAll("button")) one.disabled = true;
      const status = dialog.querySelector('footer [role="status"]');
      if (status !== null) status.textContent = message;
    },
    close: () => dialog.close(),
  };
}
