/**
 * `<script src="https://ledger…/embed/consent.js" data-token="…">`: asks the person that the token is for, and fires `counterfoil:choice` at the page when the choice is recorded.
 * `data-open` names an element (by its id) that opens the dialog; without it, it opens by itself. `data-receipt` is the address at which the page's own server shows the person the
 * receipt in full, with `{id}` in it.
 */
import type { Chosen, Offer } from "./answers.ts";
import { ledgerAt } from "./ask.ts";
import { createDialog } from "./dialog.ts";
import { type Doing, loadingView, questionView, recordedView, troubleView } from "./views.ts";
import { wordsIn } from "./words.ts";

export function start(script: HTMLScriptElement): void {
  const { token, open, receipt: full } = script.dataset;
  if (token === undefined || token === "")
    throw new Error("counterfoil: the script tag needs data-token");
  const ledger = ledgerAt(new URL("./", script.src).href, token);
  const tell = (name: string, detail: object): void => {
    script.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  };
  let isOpen = false;
  const dialog = createDialog(() => {
    isOpen = false;
    tell("counterfoil:close", {});
  });
  let words = wordsIn(document.documentElement.lang || navigator.language);
  let offer: Offer | null = null;
  /** What is to be tried again. */
  let last: () => void = load;
  const doing: Doing = {
    choose: (choice) => void choose(choice),
    again: () => last(),
    reload: () => location.reload(),
    close: () => dialog.close(),
    fullReceipt:
      full === undefined ? null : (id) => new URL(full.replaceAll("{id}", id), location.href).href,
  };

  function load(): void {
    last = load;
    dialog.show(loadingView(words, doing));
    void ledger.offer().then((answer) => {
      if (!isOpen) return;
      if ("trouble" in answer) {
        dialog.show(troubleView(words, answer.trouble, doing));
        return;
      }
      offer = answer.ok;
      words = wordsIn(offer.language);
      const { recorded } = offer;
      if (recorded === null) dialog.show(questionView(words, offer, doing));
      else dialog.show(recordedView(words, offer, recorded, { ...doing, repeated: true }));
    });
  }

  async function choose(choice: string): Promise<void> {
    last = () => void choose(choice);
    dialog.wait(words.sending);
    const answer = await ledger.choose(choice);
    if ("trouble" in answer) dialog.show(troubleView(words, answer.trouble, doing));
    else recorded(answer.ok);
  }

  function recorded(chosen: Chosen): void {
    if (offer === null) return;
    const { id, event, recordedAt, receipt, repeated } = chosen;
    dialog.show(recordedView(words, offer, chosen, { ...doing, repeated }));
    tell("counterfoil:choice", { id, event, recordedAt, receipt, repeated });
  }

  function begin(): void {
    if (isOpen) return;
    isOpen = true;
    load();
  }

  function ready(): void {
    if (open === undefined) begin();
    else document.getElementById(open)?.addEventListener("click", begin);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
}

if (document.currentScript instanceof HTMLScriptElement) start(document.currentScript);
