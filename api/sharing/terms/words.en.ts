import type { TermsWords } from "./words-shape.ts";

export const termsEn: TermsWords = {
  title: "Terms of sharing, version {version}",
  labels: {
    agreement: "Agreement",
    chain: "Chain",
    contract: "Contract",
    nonce: "Random number",
    name: "Name",
    account: "Account",
    ledger: "Ledger",
    contact: "Contact",
    from: "From",
    until: "Until, exclusive",
  },
  sections: {
    controller: "Who gives the data",
    recipient: "Who gets the data",
    purposes: "What for",
    records: "What is given",
    validity: "When the terms hold",
    retention: "How long it may be kept",
    onward: "Handing on",
    duties: "What the recipient must do",
    notes: "Notes",
  },
  purposesSay:
    "The recipient may use the data for these purposes and no others, while the terms hold. Each use is for one purpose.",
  consentsSay:
    "only of people whose consent to each of these is in force at the moment when the data is given",
  recordsSay:
    "Records of these kinds, and of these only the named fields; with them goes what proves where they come from (identifier, kind, person, times, source).",
  retentionSays: "Counted from when a record was given; then it is deleted:",
  onwardProhibited:
    "The recipient may hand the data on to nobody, let nobody else use it, and give nobody the ownership of it.",
  onwardTo:
    "While the terms hold, the recipient may hand the data on to these, and let them use it, and nobody else. Nobody gets the ownership of it:",
  dutiesSay:
    "When the recipient is told that a consent was withdrawn or is over, that a record was corrected (another one takes its place) or that it was erased, and when the terms end without others in their place:",
  deleteWithin: "delete the data concerned within {time}",
  acknowledgeWithin: "acknowledge to the giver what was done within {time}",
  notesIn: { en: "In English", zh: "In Chinese" },
  kinds: { customer: "Customer profiles", order: "Orders", payment: "Payments" },
  hours: ["{count} hour", "{count} hours"],
  colon: ": ",
};
