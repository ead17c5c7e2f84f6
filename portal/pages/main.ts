/** The pages for people who sign in. Which one it is, and what the ledger has, stands in the page. */
import { account } from "./account.ts";
import { first } from "./first.ts";
import { settleLanguage } from "./language.ts";
import { signIn } from "./sign-in.ts";
import { viewIn } from "./view.ts";
import { pageWordsIn } from "./words.ts";

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
