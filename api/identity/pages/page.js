/**
 * Counterfoil: the pages for signing in. Apache-2.0.
 * Made by `npm run embed` out of portal/pages: do not change it here.
 */
(() => {
  "use strict";
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

  /** Requests to the ledger that has served this page. */

  /** Never throws. */
  async function call(method, path, body) {
    // By the page's language, which a person may have chosen.
    const headers = {
      accept: "application/json",
      "accept-language": document.documentElement.lang,
    };
    if (body !== undefined) headers["content-type"] = "application/json";
    try {
      const response = await fetch(path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const told = await response.json();
      if (response.ok) return { ok: told };
      return { status: response.status, detail: String(told.detail) };
    } catch {
      return { status: 0, detail: null };
    }
  }

  /** Another page of ours, in the same language. */
  function go(path) {
    const language = new URLSearchParams(location.search).get("lang");
    const to = new URL(path, location.origin);
    // The portal remembers it by itself.
    if (language !== null && /^\/(sign-in|account)$/.test(to.pathname))
      to.searchParams.set("lang", language);
    location.assign(`${to.pathname}${to.search}${to.hash}`);
  }

  /** Where signing in leads to. */

  const HOME = "/app";
  /** One slash, then nothing that a browser could read as another host: it drops line breaks, and takes a backslash for a slash. */
  const OWN_PATH = /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/;
  /** Pages that somebody comes from. Any other path could be one that changes something when it is opened. */
  const PAGE = /^\/(?:app(?:\/[^?#]*)?|verify|account)$/;

  function leadsToPage(next) {
    if (!OWN_PATH.test(next) || next.includes("//")) return false;
    // As a browser goes there: `/app/../auth` is none of the portal's pages.
    return PAGE.test(new URL(next, "file:///").pathname);
  }

  /** A page of the portal, as `?next=` names it; what is none leads to where one's role begins. @param search of the page's address */
  function nextIn(search) {
    const next = new URLSearchParams(search).get("next") ?? HOME;
    return leadsToPage(next) ? next : HOME;
  }

  /** The language of these pages and of the portal is chosen once: by `?lang=`, then as it was chosen on this device, then as the browser likes (by the server). */

  /** Where the portal keeps it as well (portal/src/frame/words.ts). */
  const KEPT = "counterfoil-language";

  function kept() {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      // Storage is forbidden here.
      return null;
    }
  }

  function keep(language) {
    try {
      localStorage.setItem(KEPT, language);
    } catch {
      // It counts for this page alone.
    }
  }

  /** This page in a language, with all that its address says besides. */
  function inLanguage(language) {
    const url = new URL(location.href);
    url.searchParams.set("lang", language);
    return url;
  }

  /** @returns whether this page is in the language it is to be in; if not, it is being loaded anew */
  function settleLanguage() {
    const asked = new URLSearchParams(location.search).get("lang");
    const now = document.documentElement.lang.slice(0, 2);
    const before = kept();
    if (asked === now) keep(now);
    else if ((before === "en" || before === "zh") && before !== now) {
      location.replace(inLanguage(before));
      return false;
    }
    const other = document.querySelector("a.language");
    if (other !== null) {
      const { pathname, search } = inLanguage(other.dataset.to ?? "en");
      other.href = `${pathname}${search}`;
    }
    return true;
  }

  /**
   * The demonstration: signing in as one of its people by one press, here and on the portal's first page. What opens them stands on the page of its mailbox, on this machine
   * alone; it is read from there, and typed by nobody.
   */

  /** The mailbox, the newest mail first. */

  /** What is still to be done by whoever signs in, as `/auth/next-step` tells it. */

  /** Codes of a second factor are taken once; there is another every half minute. */
  const LOOKS = 40;
  const PAUSE_MS = 1_000;
  const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

  const mailbox = () => call("GET", "/dev/mailbox");

  /** @param onWait the code of the second factor is used, and the next one is waited for */
  async function secondCode(email, onWait) {
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
  async function enterAs(email, onWait) {
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
    const step = await call("GET", "/auth/next-step");
    if (!("ok" in step)) return step;
    if (step.ok.next !== "second-factor") return { ok: step.ok.next === "nothing" };
    const code = await secondCode(email, onWait);
    if (!("ok" in code)) return code.status === 404 ? { ok: false } : code;
    const second = await call("POST", "/auth/second-factor/verify", { code: code.ok });
    return "ok" in second ? { ok: true } : second;
  }

  /** Passkeys: between the ledger and the device. The browser's own words for a refusal say little to people, so ours are shown. */

  /** Older browsers have passkeys, but not the readings of their JSON. */
  const hasPasskeys = () =>
    // They belong to a name, and an address has none.
    !/^[\d.]+$|^\[/.test(location.hostname) &&
    typeof PublicKeyCredential === "function" &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

  /** `null`: the device has not done it, or nobody let it. */

  async function ofDevice(ask) {
    try {
      const credential = await ask();
      return credential instanceof PublicKeyCredential ? credential.toJSON() : null;
    } catch {
      return null;
    }
  }

  async function showPasskey() {
    const options = await call("GET", "/auth/passkey/generate-authenticate-options");
    if (!("ok" in options)) return options;
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.ok);
    const response = await ofDevice(() => navigator.credentials.get({ publicKey }));
    return response && call("POST", "/auth/passkey/verify-authentication", { response });
  }

  async function addPasskey(name) {
    const options = await call("GET", "/auth/passkey/generate-register-options");
    if (!("ok" in options)) return options;
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.ok);
    const response = await ofDevice(() => navigator.credentials.create({ publicKey }));
    return response && call("POST", "/auth/passkey/verify-registration", { name, response });
  }

  /** What the pages say of themselves. What the ledger refuses, it says itself. */

  const pageEn = {
    unreachable: "The ledger does not answer. Check your connection, and try again.",
    mailbox: "This is a demonstration: no mail leaves this machine.",
    openMailbox: "Open the mailbox",
    people: "Or try it as one of these people",
    tries: {
      customer: "See what you agreed to, withdraw it, and check the receipt.",
      officer: "Answer who had agreed to what on a day, and export the proof.",
      staff: "Look up a customer and say who may sign in for them.",
      auditor: "Check what was given to you against the chain.",
      administrator: "Run it: people, keys, notices, settings, health.",
      partner: "See your organization and its members.",
    },
    waitForCode: "The code of the second factor is used. The next one comes within half a minute …",
    signIn: "Sign in",
    signInText: "There is no password: we send you a code by e-mail.",
    signInTextPhones: "There is no password: we send you a code.",
    email: "E-mail address",
    emailOrPhone: "E-mail address or telephone number",
    phoneHint: "A number with its country code: +44 …",
    noAddress: "This is neither an e-mail address nor a number with its country code.",
    sendCode: "Send me a code",
    or: "or",
    withPasskey: "Sign in with a passkey",
    withProvider: "Sign in with your work account",
    providerRefused: "Your work account does not open anything here. Ask an administrator.",
    deviceRefused: "No passkey was shown. Try again, or use a code.",
    enterCode: "Enter the code",
    codeSent: (email) =>
      `A code of six digits is on its way to ${email}. It works once, within five minutes.`,
    code: "Code",
    enter: "Sign in",
    sendAnother: "Send another code",
    anotherSent: "Another code is on its way. The one before works no more.",
    otherAddress: "Use another address",
    signedInAs: (email) => `Signed in as ${email}`,
    second: "Second factor",
    secondText: "Open your authenticator app, and enter the six digits that it shows.",
    secondCode: "Code from the app",
    secondHint: "Without your phone: enter one of your recovery codes.",
    next: "Continue",
    setUp: "Set up your second factor",
    setUpText:
      "Whoever works here signs in with a second factor: an authenticator app on a phone, which shows a new code every half minute.",
    scan: "Scan this with the app.",
    qrOf: "QR code with the key below",
    typeKey: "Or type this key into it:",
    appCode: "The six digits that it shows now",
    confirm: "Confirm",
    recovery: "Keep your recovery codes",
    recoveryText:
      "For the day that you lose your phone: each of them opens the door once, in place of a code from the app. They are shown now, and never again.",
    recoveryFile: "Counterfoil recovery codes",
    copy: "Copy",
    copied: "Copied.",
    notCopied: "The browser does not let us copy them. Save them, or write them down.",
    save: "Save as a file",
    kept: "I have kept them: continue",
    signOut: "Sign out",
    account: "Your account",
    back: "Back to Counterfoil",
    who: "Signed in as",
    role: "Role",
    roles: {
      administrator: "Administrator",
      officer: "Compliance officer",
      staff: "Staff",
      auditor: "Auditor",
      partner: "Partner",
      customer: "Customer",
    },
    organization: "Organization",
    subjects: "Whose data you see",
    yourself: "Your own",
    peopleActedFor: (count) =>
      count === 1
        ? "That of one person whom you act for"
        : `That of ${count} people whom you act for`,
    noSubjects:
      "The firm has tied no data to your address. If you are its customer, ask it to do so.",
    given: "You may read",
    nothingGiven: "nothing yet: an administrator gives it",
    period: (from, until) => `what was recorded from ${from} until ${until}`,
    passkeys: "Passkeys",
    passkeysText:
      "With a passkey you sign in by finger, face or PIN of your device. It stands for the code and for the second factor.",
    noPasskeys: "You have none yet.",
    added: (day) => `added on ${day}`,
    passkeyName: "Name of the device",
    addPasskey: "Add a passkey",
    passkeyAdded: "Added.",
    remove: "Remove",
    removeIt: "Yes, remove it",
    keepIt: "Keep it",
    api: "The API page",
    first: "First administrator",
    firstText:
      "Whoever names an e-mail address here administers this ledger. The link that led here works once.",
    become: "Become administrator",
    isFirst: "You are the administrator",
    isFirstText: "Sign in with a code to that address, and set up a second factor.",
  };

  const pageZh = {
    unreachable: "账本没有响应。请检查网络后重试。",
    mailbox: "这是演示：邮件不会离开本机。",
    openMailbox: "打开邮箱",
    people: "或以演示人员的身份体验",
    tries: {
      customer: "查看自己同意了什么，撤回同意，并核验回执。",
      officer: "查询某一天谁同意了什么，并导出证明。",
      staff: "查找客户，管理其登录地址。",
      auditor: "对照区块链，核验授权您查阅的内容。",
      administrator: "管理人员、密钥、告知书与设置，掌握运行状况。",
      partner: "查看您的组织及其成员。",
    },
    waitForCode: "第二验证因素的验证码已用过，半分钟内会出现新的……",
    signIn: "登录",
    signInText: "无需密码：我们会通过电子邮件向您发送验证码。",
    signInTextPhones: "无需密码：我们会向您发送验证码。",
    email: "电子邮件地址",
    emailOrPhone: "电子邮件地址或手机号码",
    phoneHint: "手机号码须含国家代码：+86 …",
    noAddress: "这既不是电子邮件地址，也不是含国家代码的手机号码。",
    sendCode: "发送验证码",
    or: "或",
    withPasskey: "使用通行密钥登录",
    withProvider: "使用工作账户登录",
    providerRefused: "您的工作账户在此处无法使用。请联系管理员。",
    deviceRefused: "没有出示通行密钥。请重试，或使用验证码。",
    enterCode: "输入验证码",
    codeSent: (email) => `六位验证码正在发往 ${email}。五分钟内有效，只能使用一次。`,
    code: "验证码",
    enter: "登录",
    sendAnother: "重新发送验证码",
    anotherSent: "新的验证码正在发送。之前的验证码已失效。",
    otherAddress: "使用其他地址",
    signedInAs: (email) => `已登录：${email}`,
    second: "第二验证因素",
    secondText: "打开您的身份验证器应用，输入其显示的六位数字。",
    secondCode: "应用中的验证码",
    secondHint: "手机不在身边：请输入一个恢复码。",
    next: "继续",
    setUp: "设置第二验证因素",
    setUpText:
      "在此工作的人员登录时需要第二验证因素：手机上的身份验证器应用，每半分钟显示一个新验证码。",
    scan: "用该应用扫描此二维码。",
    qrOf: "包含下方密钥的二维码",
    typeKey: "或在应用中输入此密钥：",
    appCode: "应用当前显示的六位数字",
    confirm: "确认",
    recovery: "保存您的恢复码",
    recoveryText: "以备手机丢失之需：每个恢复码可代替应用中的验证码使用一次。恢复码仅显示这一次。",
    recoveryFile: "Counterfoil 恢复码",
    copy: "复制",
    copied: "已复制。",
    notCopied: "浏览器不允许复制。请保存为文件或抄写下来。",
    save: "保存为文件",
    kept: "我已保存：继续",
    signOut: "退出登录",
    account: "您的账户",
    back: "返回 Counterfoil",
    who: "登录身份",
    role: "角色",
    roles: {
      administrator: "管理员",
      officer: "合规官",
      staff: "员工",
      auditor: "审计员",
      partner: "合作方",
      customer: "客户",
    },
    organization: "组织",
    subjects: "您可以查看谁的数据",
    yourself: "您本人的数据",
    peopleActedFor: (count) => `您所代理的 ${count} 人的数据`,
    noSubjects: "公司尚未将任何数据与您的地址关联。如果您是其客户，请向其提出。",
    given: "您可以查阅",
    nothingGiven: "暂无：由管理员授予",
    period: (from, until) => `自 ${from} 至 ${until} 期间记录的内容`,
    passkeys: "通行密钥",
    passkeysText:
      "使用通行密钥，您可以通过设备的指纹、面容或 PIN 登录。它同时代替验证码和第二验证因素。",
    noPasskeys: "您还没有通行密钥。",
    added: (day) => `添加于 ${day}`,
    passkeyName: "设备名称",
    addPasskey: "添加通行密钥",
    passkeyAdded: "已添加。",
    remove: "移除",
    removeIt: "确认移除",
    keepIt: "保留",
    api: "API 页面",
    first: "首位管理员",
    firstText: "在此填写电子邮件地址的人将管理此账本。通向此页的链接只能使用一次。",
    become: "成为管理员",
    isFirst: "您已成为管理员",
    isFirstText: "请用发往该地址的验证码登录，并设置第二验证因素。",
  };

  /** @param language BCP 47 */
  const pageWordsIn = (language) => (/^zh\b/i.test(language) ? pageZh : pageEn);

  /** What all pages are made of: a heading, paragraphs, a form with one field, and a line that says what went wrong. */

  function viewIn(main, words) {
    return {
      words,
      show(title, ...children) {
        document.title = `${title} · Counterfoil`;
        const heading = el("h1", { tabindex: "-1" }, title);
        main.replaceChildren(heading, ...children.filter((child) => child !== null));
        main.removeAttribute("aria-busy");
        (main.querySelector(":scope > form input") ?? heading).focus();
      },
    };
  }

  /** Where it is said what went wrong, or was done. */

  function telling() {
    const element = el("p", { role: "status", class: "told" });
    const tell = (kind, text) => {
      element.className = `told ${kind}`;
      element.textContent = text;
    };
    return { element, wrong: (text) => tell("wrong", text), done: (text) => tell("done", text) };
  }

  /** What a person reads of an answer that is none. */
  const wrongIn = (answer, words) => answer.detail ?? words.unreachable;

  /** Runs, and until then takes no second press. */
  async function busy(pressed, run) {
    pressed.disabled = true;
    pressed.setAttribute("aria-busy", "true");
    await run();
    pressed.disabled = false;
    pressed.removeAttribute("aria-busy");
  }

  /** A form that is sent by this script alone: the page's policy lets no other sending through. @param send `null`: it went well, else what is wrong */
  function fieldForm({ label, send, attributes, hint }, onSend) {
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
  function besideButton(text, told, run) {
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

  /** The second factor of who works here: set up once, shown at each sign-in. */

  /** Codes are typed from a small screen, with blanks between. */
  const CODE_FIELD = {
    ...{ type: "text", autocomplete: "one-time-code", autocapitalize: "none", spellcheck: "false" },
    ...{ inputmode: "numeric", maxlength: "30", class: "code" },
  };

  /** Who is signed in so far, and the way back. */
  function whose({ words }, email, onEnd) {
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
  function showSecondFactor(view, email, onDone, onEnd, beside) {
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

  async function setUpSecondFactor(view, email, onDone, onEnd) {
    const { words } = view;
    const begun = await call("POST", "/auth/second-factor/begin");
    if (!("ok" in begun)) {
      view.show(
        words.setUp,
        el("p", { role: "alert", class: "told wrong" }, wrongIn(begun, words)),
      );
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
        const answer = await call("POST", "/auth/second-factor/confirm", { code });
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

  function showRecoveryCodes(view, email, codes, onDone) {
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
    const save = el(
      "a",
      { class: "button", href, download: "counterfoil-recovery.txt" },
      words.save,
    );
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

  /** `/sign-in`: an address, a code, and for who works here a second factor; or a passkey. */

  /** What the ledger has for signing in. */

  async function signIn(view, parts) {
    const { words } = view;
    const again = () => void signIn(view, parts);
    const answer = await call("GET", "/auth/next-step");
    if (!("ok" in answer)) {
      view.show(
        words.signIn,
        el("p", { role: "alert", class: "told wrong" }, wrongIn(answer, words)),
      );
      return;
    }
    const { next, email } = answer.ok;
    const done = () => go(nextIn(location.search));
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

  const sendCode = (email) =>
    call("POST", "/auth/email-otp/send-verification-otp", { email, type: "sign-in" });

  function askAddress(view, parts, onDone) {
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
    const others = [];
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
          const answer = await call("POST", "/auth/sign-in/sso", body);
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

  const mailboxLink = ({ words }) =>
    el("a", { href: "/dev/mailbox", target: "_blank" }, words.openMailbox);

  const toMailbox = (view) =>
    el("p", { class: "demonstration" }, `${view.words.mailbox} `, mailboxLink(view));

  /** Whoever tries it out need not type: a press on one of its people signs in. */
  function demonstration(view, parts, onDone) {
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
  function askCode(view, parts, email, onDone, isAnother = false) {
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

  /** `/account`: who somebody is here, and their passkeys. */

  const day = (time) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(
      new Date(time),
    );

  function facts({ words }, me) {
    const list = el("dl");
    const fact = (name, value) => {
      list.append(el("div", {}, el("dt", {}, name), el("dd", {}, value)));
    };
    fact(words.who, me.email ?? me.phone ?? "");
    fact(words.role, words.roles[me.role] ?? me.role);
    if (me.organization !== null) fact(words.organization, me.organization);
    if (me.role === "auditor") {
      const { given } = me;
      fact(
        words.given,
        given === null ? words.nothingGiven : words.period(day(given.from), day(given.until)),
      );
    }
    // Identifiers mean nothing to people, and their pages show the data itself.
    const others = me.actsFor.length;
    const own = me.subjects.length - others;
    if (own > 0) fact(words.subjects, words.yourself);
    if (others > 0) fact(own > 0 ? "" : words.subjects, words.peopleActedFor(others));
    return list;
  }

  /** One passkey: it is removed by the second press only. */
  function passkeyItem(view, { id, name, createdAt }, onGone) {
    const { words } = view;
    const told = telling();
    const item = el("li");
    const since = createdAt === null ? "" : words.added(day(createdAt));
    const row = (hint, ...buttons) => {
      item.replaceChildren(
        el("span", { class: "name" }, el("bdi", {}, name || "–")),
        el("span", { class: "hint" }, hint),
        ...buttons,
        told.element,
      );
      buttons[0]?.focus();
    };
    const label = `${words.remove}: ${name ?? ""}`;
    const ask = () => row("", button(words.keepIt, rest), removal);
    const removal = besideButton(words.removeIt, told, async () => {
      const answer = await call("POST", "/auth/passkey/delete-passkey", { id });
      if (!("ok" in answer)) return wrongIn(answer, words);
      onGone();
      return null;
    });
    function rest() {
      const remove = button(words.remove, ask);
      remove.setAttribute("aria-label", label);
      row(since, remove);
    }
    rest();
    return item;
  }

  async function passkeys(view) {
    const { words } = view;
    const list = el("ul", { class: "passkeys" });
    const told = telling();
    async function load() {
      const answer = await call("GET", "/auth/passkey/list-user-passkeys");
      if (!("ok" in answer)) {
        told.wrong(wrongIn(answer, words));
        return;
      }
      const items = answer.ok.map((one) => passkeyItem(view, one, () => void load()));
      const none = el("li", { class: "hint" }, words.noPasskeys);
      list.replaceChildren(...(items.length === 0 ? [none] : items));
    }
    await load();
    const adding = hasPasskeys()
      ? fieldForm(
          {
            label: words.passkeyName,
            send: words.addPasskey,
            attributes: { type: "text", maxlength: "60", autocomplete: "off" },
          },
          async (name) => {
            const answer = await addPasskey(name);
            if (answer === null) return words.deviceRefused;
            if (!("ok" in answer)) return wrongIn(answer, words);
            await load();
            told.done(words.passkeyAdded);
            return null;
          },
        )
      : null;
    const section = el("section", { "aria-labelledby": "passkeys" });
    section.append(
      el("h2", { id: "passkeys" }, words.passkeys),
      el("p", {}, words.passkeysText),
      list,
      ...(adding === null ? [] : [adding]),
      told.element,
    );
    return section;
  }

  async function account(view) {
    const { words } = view;
    const answer = await call("GET", "/v1/me");
    if (!("ok" in answer)) {
      if (answer.status === 401) go("/sign-in?next=/account");
      else
        view.show(
          words.account,
          el("p", { role: "alert", class: "told wrong" }, wrongIn(answer, words)),
        );
      return;
    }
    const me = answer.ok;
    const told = telling();
    const out = button(
      words.signOut,
      () =>
        void busy(out, async () => {
          const ended = await call("POST", "/auth/sign-out");
          if ("ok" in ended) go("/sign-in");
          else told.wrong(wrongIn(ended, words));
        }),
    );
    const isStranger = me.role === "customer" && me.subjects.length === 0;
    view.show(
      words.account,
      el("p", { class: "back" }, el("a", { href: "/app" }, words.back)),
      facts(view, me),
      isStranger ? el("p", { class: "hint" }, words.noSubjects) : null,
      await passkeys(view),
      el("div", { class: "end" }, out, el("a", { href: "/docs" }, words.api)),
      told.element,
    );
  }

  /** `/auth/first-administrator`: the page of the link that a start prints. */

  function first(view) {
    const { words } = view;
    const token = location.hash.slice(1);
    // Nobody who looks at the screen, or at what was visited, shall read it there.
    history.replaceState(null, "", `${location.pathname}${location.search}`);
    const other = document.querySelector("a.language");
    other?.addEventListener("click", (event) => {
      event.preventDefault();
      location.assign(`${other.href}#${token}`);
    });
    const form = fieldForm(
      {
        label: words.email,
        send: words.become,
        attributes: { type: "email", autocomplete: "email", maxlength: "254" },
      },
      async (email) => {
        const answer = await call("POST", "/auth/first-administrator", { token, email });
        if (!("ok" in answer)) return wrongIn(answer, words);
        view.show(
          words.isFirst,
          el("p", {}, words.isFirstText),
          el("a", { class: "button main", href: "/sign-in" }, words.signIn),
        );
        return null;
      },
    );
    view.show(words.first, el("p", {}, words.firstText), form);
  }

  /** The pages for people who sign in. Which one it is, and what the ledger has, stands in the page. */

  const place = document.querySelector("main");
  if (place !== null && settleLanguage()) {
    const view = viewIn(place, pageWordsIn(document.documentElement.lang));
    const { page, provider, mailbox, phones, people = "" } = place.dataset;
    if (page === "account") void account(view);
    else if (page === "first") first(view);
    else
      void signIn(view, {
        ...{ provider: provider === "yes", mailbox: mailbox === "yes", phones: phones === "yes" },
        people: people
          .split(" ")
          .filter((one) => one !== "")
          .map((one) => {
            const [role = "", email = ""] = one.split(":");
            return { role, email };
          }),
      });
  }
})();
