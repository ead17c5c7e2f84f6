/** `/account`: who somebody is here, and their passkeys. */
import { button, el } from "../embed/elements.ts";
import { call, go } from "./call.ts";
import { addPasskey, hasPasskeys } from "./passkey.ts";
import { besideButton, busy, fieldForm, telling, type View, wrongIn } from "./view.ts";

interface Me {
  readonly email: string | null;
  readonly phone: string | null;
  readonly role: string;
  readonly subjects: readonly string[];
  readonly actsFor: readonly string[];
  readonly organization: string | null;
  readonly given: { readonly from: string; readonly until: string; readonly ends: string } | null;
}

interface Passkey {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: string | null;
}

const day = (time: string): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(
    new Date(time),
  );

function facts({ words }: View, me: Me): HTMLElement {
  const list = el("dl");
  const fact = (name: string, value: string): void => {
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
function passkeyItem(view: View, { id, name, createdAt }: Passkey, onGone: () => void) {
  const { words } = view;
  const told = telling();
  const item = el("li");
  const since = createdAt === null ? "" : words.added(day(createdAt));
  const row = (hint: string, ...buttons: readonly HTMLElement[]): void => {
    item.replaceChildren(
      el("span", { class: "name" }, el("bdi", {}, name || "–")),
      el("span", { class: "hint" }, hint),
      ...buttons,
      told.element,
    );
    buttons[0]?.focus();
  };
  const label = `${words.remove}: ${name ?? ""}`;
  const ask = (): void => row("", button(words.keepIt, rest), removal);
  const removal = besideButton(words.removeIt, told, async () => {
    const answer = await call("POST", "/auth/passkey/delete-passkey", { id });
    if (!("ok" in answer)) return wrongIn(answer, words);
    onGone();
    return null;
  });
  function rest(): void {
    const remove = button(words.remove, ask);
    remove.setAttribute("aria-label", label);
    row(since, remove);
  }
  rest();
  return item;
}

async function passkeys(view: View): Promise<HTMLElement> {
  const { words } = view;
  const list = el("ul", { class: "passkeys" });
  const told = telling();
  async function load(): Promise<void> {
    const answer = await call<readonly Passkey[]>("GET", "/auth/passkey/list-user-passkeys");
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

export async function account(view: View): Promise<void> {
  const { words } = view;
  const answer = await call<Me>("GET", "/v1/me");
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
