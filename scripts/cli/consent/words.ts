/** Words of events, of who acted and through what: those of the receipts that people get. */
import type { ConsentEvent } from "../../../api/consent/kinds/consent.ts";
import { receiptWords } from "../../../api/consent/receipt/catalogue.ts";
import type { Language } from "../../../api/core/language.ts";
import type { ConsentTexts } from "./texts.ts";

type Shared = Pick<ConsentTexts, "events" | "roles" | "channels">;

export function sharedWords(language: Language): Shared {
  const { events, actors, channels } = receiptWords[language];
  const states = Object.entries(events).map(([event, { state }]) => [event, state]);
  return {
    events: Object.fromEntries(states) as Record<ConsentEvent, string>,
    ...{ roles: actors, channels },
  };
}
