/** What breaches and assessments are made of, as the ledger names it. */
export const NATURES = ["confidentiality", "integrity", "availability"] as const;
export const RISKS = ["unlikely", "risk", "high"] as const;
export const LEVELS = ["low", "medium", "high"] as const;
export const CONCLUSIONS = ["acceptable", "with-measures", "not-acceptable", "consult"] as const;
export const TRIGGERS = [
  "sensitive",
  "automated-decision",
  "entrusted",
  "provided",
  "published",
  "abroad",
  "large-scale",
  "monitoring",
  "major-effect",
] as const;
