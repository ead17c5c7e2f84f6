/** Sentences about subjects that are not there or no longer, and about what is kept of erasures. */
export const erasedRefusals = {
  unknown_subject: {
    title: "Unknown subject",
    detail: "“@subject” names no data subject of this ledger. Create it first: POST /v1/subjects.",
  },
  subject_erased: {
    title: "Erased",
    detail:
      "Whoever “@subject” was has been erased, or is being erased. Nothing is recorded about them any more; who comes back is a new subject: POST /v1/subjects.",
  },
  erasures_missing: {
    title: "Erasures are missing",
    detail:
      "The log tells of {declared} erasures, of which the list of the erased knows {listed}: keys.db and the file “erased” beside it are older than the log. Started like this, people who were erased might come back. Put the newest copy of the file “erased” into the directory of COUNTERFOIL_KEYS and start again.",
  },
} as const;
