/** What an erasure leaves, and for how long: the firm's rules. */
export const retention = {
  title: "Retention",
  lead: "What an erasure leaves, for how long, and on which ground. People read it before they ask.",
  now: "In force",
  ofProduct:
    "You have stated none: these are those of the product. Have your counsel look at them.",
  since: "Since {{day}}",
  other: "In force from {{day}}",
  class_personal: "Profile and identity",
  class_consent: "Consents and requests",
  class_statutory: "Orders and payments",
  class_access: "Who has read",
  go: "Goes at once",
  keep: "Is kept",
  keepYears_one: "Kept for one whole calendar year",
  keepYears_other: "Kept for {{n}} whole calendar years",
  ground: "Legal ground: {{code}}",
  automaticOn:
    "Orders and payments of customers who are not erased go by themselves, too, when their year is over.",
  automaticOff:
    "Orders and payments of customers who are not erased stay after their year is over.",
  state: "State other rules",
  stateTitle: "State rules of retention",
  stateText:
    "They are recorded, and count for erasures from now on. What was promised to somebody who is erased already stays as it was.",
  action: "At an erasure it",
  actionHint: "What is kept needs a ground in law.",
  years: "Years",
  yearsHint: "Whole calendar years after the year of the erasure.",
  yearsStatutory:
    "For what has no year of its own; of orders and payments the year is recorded with each.",
  groundLabel: "Legal ground",
  groundHint: "As GDPR 17(3)(e); PIPL 47.",
  text_en: "What people read, in English",
  text_zh: "What people read, in Chinese",
  textHint: "Why it stays, in a sentence or two: people read it before they ask.",
  automatic: "Let orders and payments of everybody go when their year is over",
  automaticHint:
    "Begins a day after you state it, at the earliest. Left out: only those of people who were erased.",
} as const;
