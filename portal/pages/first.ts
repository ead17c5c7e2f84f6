/** `/auth/first-administrator`: the page of the link that a start prints. */
import { el } from "../embed/elements.ts";
import { call } from "./call.ts";
import { fieldForm, type View, wrongIn } from "./view.ts";

export function first(view: View): void {
  const { words } = view;
  const token = location.hash.slice(1);
  // Nobody who looks at the screen, or at what was visited, shall read it there.
  history.replaceState(null, "", `${location.pathname}${location.search}`);
  const other = document.querySelector<HTMLAnchorElement>("a.language");
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
