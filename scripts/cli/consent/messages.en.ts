import type { ConsentTexts } from "./texts.ts";
import { sharedWords } from "./words.ts";

const shared = sharedWords("en");

export const consentEn: ConsentTexts = {
  summary: "tell whether there was consent at a time, as the ledger has it",
  who: "the data subject (@subject); left out with --source and --number. Then the purpose, or none for all",
  purpose: "of which purpose (all if left out)",
  source: "the system that knows the person by a number, such as shop",
  number: "that number",
  at: "the time, such as 2026-01-31T09:30:00.000Z (now if left out); a day alone is its end in UTC",
  json: "print the answer as JSON",
  more: [
    "It is the ledger's answer. Of one purpose it ends with the commands that get what proves it.",
    "Exit codes: 0 answered, be it yes or no; 2 wrong use, or a question that the ledger refuses; 1 a fault, or no ledger is there.",
  ].join("\n"),
  nobody: "Name the person: their @subject, or --source and --number.",
  twice: "Name the person once: by their @subject, or by --source and --number.",
  half: "--source and --number go together.",
  badTime: (time) =>
    `“${time}” is no time. Write it like 2026-01-31T09:30:00.000Z, or a day like 2026-01-31.`,
  badPurpose: (purpose) => `“${purpose}” cannot be the name of a purpose.`,
  title: (subject, time) => `Consent of ${subject} at ${time}`,
  noPurposes: "There are no purposes yet.",
  allowed: "yes",
  notAllowed: "no",
  reasons: {
    given: "given, and covers the purpose as it was then",
    purpose_not_in_force: "the purpose was not in force",
    purpose_retired: "the purpose was retired",
    purpose_not_by_consent: "the purpose does not rest on consent",
    unknown: "cannot be told: a record that it rests on is gone",
    refused: "refused",
    withdrawn: "withdrawn",
    invalidated: "invalidated",
    not_covered: "the purpose has changed since it was given: consent must be renewed",
    never_asked: "never asked",
    requested: "asked, and not answered",
    expired: "expired: it had been given for a time",
    restricted: "processing of this person's data was restricted",
    objected: "the person had objected to this purpose",
    erased: "the person has been erased",
  },
  rests: "What it rests on",
  names: {
    subject: "Identifier",
    state: "State",
    act: "Event",
    recorded: "Recorded",
    shown: "Under",
    given: "How",
    note: "Note",
    ended: "What it ended",
    until: "Ends or ended",
    evidence: "Evidence",
  },
  ...shared,
  states: {
    ...shared.events,
    none: "nothing recorded of that time",
    unknown: "unknown: a record is gone",
  },
  signal: (which) => (which === null ? "by a signal" : `by a signal (${which})`),
  separator: ", ",
  act: (event, time, record) => `${event}, ${time}, record ${record}`,
  notice: (id, version, language, purposeVersion) =>
    `notice ${id}, version ${version} (${language}); version ${purposeVersion} of the purpose`,
  noNotice: (purposeVersion) => `version ${purposeVersion} of the purpose`,
  evidence: "Where the evidence is",
  statedAfter:
    "Of the purpose, the notice and the controller at least one was put into the ledger only after this event happened: that it was so by then is the firm's word, which the ledger has from when it was recorded.",
  wordOfOne:
    "All this is the ledger's word. Files that prove it, of each identifier its consents and with whom it was joined (check each with counterfoil verify FILE):",
  wordOfAll:
    "All this is the ledger's word. How to get what proves it, the answer about one purpose says:",
};
