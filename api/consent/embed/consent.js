/**
 * Counterfoil: asks for consent on a page of another origin (docs/OPERATING.md, "Embedding"). Apache-2.0.
 * Made by `npm run embed` out of portal/embed: do not change it here.
 */
(() => {
  "use strict";
  /** Calls of the ledger: without cookies, with nothing in the address. */

  const PATIENCE_MS = 20_000;

  /** @param base address of the ledger's `/embed/` */
  function ledgerAt(base, token) {
    async function call(path, body) {
      const headers = { authorization: `Bearer ${token}` };
      if (body !== null) headers["content-type"] = "application/json";
      try {
        const response = await fetch(new URL(path, base), {
          method: body === null ? "GET" : "POST",
          headers,
          body: body === null ? null : JSON.stringify(body),
          credentials: "omit",
          cache: "no-store",
          redirect: "error",
          referrerPolicy: "no-referrer",
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const answer = await response.json();
        return response.ok ? { ok: answer } : { trouble: troubleOf(response.status, answer.code) };
      } catch {
        // No connection, no answer in time, or one that this page must not read.
        return { trouble: "unreachable" };
      }
    }
    return {
      offer: () => call("offer", null),
      choose: (choice) => call("choice", { choice }),
    };
  }

  function troubleOf(status, code) {
    if (code === "embed_refused") return "over";
    if (code === "consent_refused") return "changed";
    return status === 503 ? "busy" : "failed";
  }

  /** What the dialog says of itself. What is agreed to, and the wording of the choices, are the ledger's. */

  const en = {
    lang: "en",
    loading: "One moment …",
    sending: "Your choice is being recorded …",
    close: "Close",
    later: "Decide later",
    leave: "Leave it as it is",
    asks: (name) => `${name} asks for your consent`,
    policy: "Privacy policy",
    signal:
      "Your browser sends Global Privacy Control: it says that your data are not to be sold or shared. Nothing is agreed to unless you agree to it here.",
    states: {
      given: "You have agreed to this. You can withdraw your consent here.",
      refused: "You said no to this before, and it stays so unless you agree.",
      withdrawn: "You withdrew your consent before.",
      expired: "The time for which you had agreed is over.",
      invalidated: "An earlier consent was found not to be valid.",
      not_covered: "What this is about has changed since you agreed.",
      restricted:
        "Processing of your data is restricted. If you agree to this now, it is done all the same.",
      objected: "You have objected to this, and it stays so unless you agree.",
      erased: "Your data has been erased, and nothing is done with it any more.",
      unknown: "It is not known any more what you chose before.",
    },
    troubleTitle: "That did not work",
    troubles: {
      unreachable:
        "The consent service could not be reached. Check your connection and try again. A choice is recorded once, however often you try.",
      over: "The time for this question is over, or the question has changed. Reload the page to be asked again.",
      changed: "How this stands has changed in the meantime. Reload the page to see it.",
      busy: "The consent service is busy. Nothing was recorded. Try again in a moment.",
      failed: "Something went wrong at the consent service. Try again later.",
    },
    retry: "Try again",
    reload: "Reload the page",
    recorded: "Your choice is recorded",
    recordedBefore: "You have chosen already",
    choice: "Your choice",
    purpose: "For",
    time: "Recorded",
    number: "Record number",
    withdrawal: "To change your mind later",
    keep: "The receipt is the ledger’s signed promise to publish this record’s fingerprint. Keep it: with it anybody can check that the record was neither dropped nor exchanged.",
    save: "Save the receipt",
    full: "The receipt in full",
  };

  const zh = {
    lang: "zh-CN",
    loading: "请稍候……",
    sending: "正在记录您的选择……",
    close: "关闭",
    later: "以后再决定",
    leave: "保持不变",
    asks: (name) => `${name} 征求您的同意`,
    policy: "隐私政策",
    signal:
      "您的浏览器发送了全球隐私控制（GPC）信号：表示不得出售或共享您的数据。除非您在此同意，否则不视为同意。",
    states: {
      given: "您已同意此事项。您可以在此撤回同意。",
      refused: "您此前已拒绝；除非您同意，否则保持不变。",
      withdrawn: "您此前已撤回同意。",
      expired: "您此前同意的期限已过。",
      invalidated: "此前的一项同意被认定无效。",
      not_covered: "自您同意以来，此事项已发生变化。",
      restricted: "您的信息已被限制处理。如您现在同意，则仍会为此目的处理。",
      objected: "您此前已反对此事项；除非您同意，否则保持不变。",
      erased: "您的信息已被删除，不再作任何使用。",
      unknown: "您此前的选择已无从得知。",
    },
    troubleTitle: "未能完成",
    troubles: {
      unreachable: "无法连接同意服务。请检查网络后重试。无论重试多少次，一个选择只会记录一次。",
      over: "此次询问已过期，或内容已变更。请重新加载页面。",
      changed: "情况在此期间已发生变化。请重新加载页面查看。",
      busy: "同意服务繁忙，没有记录任何内容。请稍后重试。",
      failed: "同意服务出现问题。请稍后重试。",
    },
    retry: "重试",
    reload: "重新加载页面",
    recorded: "您的选择已记录",
    recordedBefore: "您已作出选择",
    choice: "您的选择",
    purpose: "事项",
    time: "记录时间",
    number: "记录编号",
    withdrawal: "日后改变主意",
    keep: "回执是账本签名的承诺：公布此记录的指纹。请妥善保存：凭它任何人都能核实该记录没有被删除或替换。",
    save: "保存回执",
    full: "完整回执",
  };

  /** @param language BCP 47 */
  const wordsIn = (language) => (/^zh\b/i.test(language) ? zh : en);

  /** Lengths follow the reader's own letter size. Both choices look the same: none is recommended. */
  const STYLE = `
dialog {
  border: 0; padding: 0; margin: auto; background: none; color: inherit; overflow: visible;
  width: min(36em, calc(100vw - 2em)); max-width: none; max-height: none; font-size: medium;
}
dialog::backdrop { background: rgb(15 23 42 / 0.55); }
.sheet {
  all: initial; box-sizing: border-box; display: flex; flex-direction: column; max-height: min(46em, calc(100dvh - 2em));
  font: medium/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Noto Sans SC", "Microsoft YaHei", sans-serif;
  color: #0f172a; background: #fff; border-radius: 0.75em; overflow: hidden; overflow-wrap: anywhere;
  box-shadow: 0 1em 3em rgb(15 23 42 / 0.3);
}
.sheet *, .sheet *::before { box-sizing: border-box; }
header { padding: 1.4em 1.5em 0; }
header + footer { border-top: 0; }
h2 { font-size: 1.3em; line-height: 1.3; font-weight: 650; margin: 0; }
h2:focus { outline: none; }
h3 { font-size: 1em; font-weight: 650; margin: 0 0 0.4em; }
p { margin: 0 0 0.8em; }
.who { color: #475569; font-size: 0.875em; margin: 0 0 0.3em; }
main { padding: 0.9em 1.5em; overflow-y: auto; overscroll-behavior: contain; flex: 1 1 auto; min-height: 4em; }
.state { border-left: 0.25em solid #475569; padding: 0.1em 0 0.1em 0.8em; }
.notice { border: 1px solid #cbd5e1; border-radius: 0.5em; padding: 0.9em 1em; background: #f8fafc; }
.text { white-space: pre-wrap; margin: 0; }
.small { color: #475569; font-size: 0.875em; margin: 0.9em 0 0; }
a { color: #1d4ed8; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35em 1em; margin: 0 0 1em; }
dt { color: #475569; } dd { margin: 0; }
.number { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 0.875em; }
footer { padding: 0.9em 1.5em 1.3em; border-top: 1px solid #e2e8f0; }
.pair { display: flex; gap: 0.75em; }
button, .button {
  font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; flex: 1 1 0; min-height: 3em; padding: 0.5em 0.9em;
  color: #0f172a; background: #fff; border: 2px solid #0f172a; border-radius: 0.5em;
  display: inline-flex; align-items: center; justify-content: center;
}
button:hover, .button:hover { background: #f1f5f9; }
button:disabled { color: #64748b; border-color: #94a3b8; background: #f8fafc; cursor: default; }
.later { display: block; margin: 0.7em auto 0; min-height: 2.2em; border: 0; font-weight: 400; text-decoration: underline; color: #334155; }
:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
[role="status"] { min-height: 1.5em; margin: 0.6em 0 0; color: #334155; text-align: center; }
[role="status"]:empty { display: none; }
@media (max-width: 30em) {
  dialog { width: 100vw; margin: auto 0 0; }
  .sheet { border-radius: 0.75em 0.75em 0 0; max-height: calc(100dvh - 1em); }
  header, main, footer { padding-left: 1.1em; padding-right: 1.1em; }
  .pair { flex-direction: column; } button, .button { flex: none; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 0.5em; }
}
@media (forced-colors: active) { .sheet { border: 1px solid; } }
`;

  /** Elements out of texts. Nothing here reads HTML: what the ledger sends is shown letter for letter. */

  function el(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    for (const child of children) if (child !== null) element.append(child);
    return element;
  }

  function button(text, onClick, kind = "") {
    const made = el("button", { type: "button", ...(kind === "" ? {} : { class: kind }) }, text);
    made.addEventListener("click", onClick);
    return made;
  }

  /** A link that leads out of the page; only to the web, whatever the address says. */
  function webLink(text, address) {
    return isWeb(address)
      ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text)
      : null;
  }

  function isWeb(address) {
    try {
      return /^https?:$/.test(new URL(address).protocol);
    } catch {
      return false;
    }
  }

  /** What the dialog shows: a header, what scrolls, and what can be pressed. */

  function loadingView(words, doing) {
    const footer = [button(words.close, doing.close, "later")];
    return { language: words.lang, title: words.loading, who: null, main: [], footer };
  }

  function troubleView(words, trouble, doing) {
    const helps = trouble === "over" || trouble === "changed";
    const way = helps ? button(words.reload, doing.reload) : button(words.retry, doing.again);
    return {
      ...{ language: words.lang, title: words.troubleTitle, who: null },
      main: [el("p", { role: "alert" }, words.troubles[trouble])],
      footer: [el("div", { class: "pair" }, way, button(words.close, doing.close))],
    };
  }

  function questionView(words, offer, doing) {
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

  function withdrawal(words, { controller, language }) {
    if (controller.withdrawalMethod === null) return null;
    const how = el("span", { lang: language }, controller.withdrawalMethod);
    return el("p", { class: "small" }, `${words.withdrawal}: `, how);
  }

  const TIME = { dateStyle: "long", timeStyle: "short" };

  function recordedView(words, offer, recorded, doing) {
    const facts = [
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

  /** The dialog, in a shadow tree: the page's style sheets do not reach in, and ours do not reach out. */

  /** @param onClosed the person has closed it, by key or button */
  function createDialog(onClosed) {
    const host = el("counterfoil-consent", {});
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

  /**
   * `<script src="https://ledger…/embed/consent.js" data-token="…">`: asks the person that the token is for, and fires `counterfoil:choice` at the page when the choice is recorded.
   * `data-open` names an element (by its id) that opens the dialog; without it, it opens by itself. `data-receipt` is the address at which the page's own server shows the person the
   * receipt in full, with `{id}` in it.
   */

  function start(script) {
    const { token, open, receipt: full } = script.dataset;
    if (token === undefined || token === "")
      throw new Error("counterfoil: the script tag needs data-token");
    const ledger = ledgerAt(new URL("./", script.src).href, token);
    const tell = (name, detail) => {
      script.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    };
    let isOpen = false;
    const dialog = createDialog(() => {
      isOpen = false;
      tell("counterfoil:close", {});
    });
    let words = wordsIn(document.documentElement.lang || navigator.language);
    let offer = null;
    /** What is to be tried again. */
    let last = load;
    const doing = {
      choose: (choice) => void choose(choice),
      again: () => last(),
      reload: () => location.reload(),
      close: () => dialog.close(),
      fullReceipt:
        full === undefined
          ? null
          : (id) => new URL(full.replaceAll("{id}", id), location.href).href,
    };

    function load() {
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

    async function choose(choice) {
      last = () => void choose(choice);
      dialog.wait(words.sending);
      const answer = await ledger.choose(choice);
      if ("trouble" in answer) dialog.show(troubleView(words, answer.trouble, doing));
      else recorded(answer.ok);
    }

    function recorded(chosen) {
      if (offer === null) return;
      const { id, event, recordedAt, receipt, repeated } = chosen;
      dialog.show(recordedView(words, offer, chosen, { ...doing, repeated }));
      tell("counterfoil:choice", { id, event, recordedAt, receipt, repeated });
    }

    function begin() {
      if (isOpen) return;
      isOpen = true;
      load();
    }

    function ready() {
      if (open === undefined) begin();
      else document.getElementById(open)?.addEventListener("click", begin);
    }

    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
    else ready();
  }

  if (document.currentScript instanceof HTMLScriptElement) start(document.currentScript);
})();
