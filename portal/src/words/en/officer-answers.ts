/** What officers read of how somebody stands to a purpose, at a day and now. */
export const officerAnswers = {
  said_given: "Yes. {{person}} had consented to “{{purpose}}” {{when}}.",
  said_not_covered:
    "No. {{person}} had consented to “{{purpose}}”, but what it is about changed since, and {{when}} the consent no longer covered it.",
  said_withdrawn: "No. {{person}} had withdrawn consent to “{{purpose}}” {{when}}.",
  said_refused: "No. {{person}} had refused consent to “{{purpose}}” {{when}}.",
  said_expired: "No. The consent of {{person}} to “{{purpose}}” had expired {{when}}.",
  said_invalidated:
    "No. The consent of {{person}} to “{{purpose}}” had been declared invalid {{when}}.",
  said_requested:
    "No. {{person}} had been asked about “{{purpose}}” {{when}}, and had not answered.",
  said_never_asked: "No. {{person}} had never been asked about “{{purpose}}” {{when}}.",
  said_restricted:
    "No. Processing of the data of {{person}} was restricted {{when}}, and “{{purpose}}” with it.",
  said_objected: "No. {{person}} had objected to “{{purpose}}” {{when}}.",
  said_erased: "No. {{person}} had been erased {{when}}; nothing is done with what is kept.",
  said_unknown:
    "This cannot be said for certain: a record that could decide it is gone. So there is no consent of {{person}} to “{{purpose}}” {{when}} to rest on.",
  said_damaged:
    "This cannot be said: what is stored of {{person}} about “{{purpose}}” is not what was recorded {{when}}.",
  said_purpose_not_in_force:
    "No. “{{purpose}}” was not in force {{when}}, so nobody could consent to it.",
  said_purpose_retired:
    "No. “{{purpose}}” was retired {{when}}: nothing rested on consent to it any more.",
  said_purpose_not_by_consent:
    "“{{purpose}}” did not rest on consent {{when}}, so none of {{person}} was needed or counted.",
  now_given: "Yes. {{person}} has consented to “{{purpose}}”.",
  now_not_covered:
    "No. {{person}} had consented to “{{purpose}}”, but what it is about has changed since, and the consent no longer covers it.",
  now_withdrawn: "No. {{person}} has withdrawn consent to “{{purpose}}”.",
  now_refused: "No. {{person}} has refused consent to “{{purpose}}”.",
  now_expired: "No. The consent of {{person}} to “{{purpose}}” has expired.",
  now_invalidated: "No. The consent of {{person}} to “{{purpose}}” has been declared invalid.",
  now_requested: "No. {{person}} has been asked about “{{purpose}}”, and has not answered.",
  now_never_asked: "No. {{person}} has never been asked about “{{purpose}}”.",
  now_restricted:
    "No. Processing of the data of {{person}} is restricted, and “{{purpose}}” with it.",
  now_objected: "No. {{person}} has objected to “{{purpose}}”.",
  now_erased:
    "No. {{person}} has been erased; what is kept of them is used for nothing but what it is kept for.",
  now_unknown:
    "This cannot be said for certain: a record that could decide it is gone. So there is no consent of {{person}} to “{{purpose}}” to rest on.",
  now_damaged:
    "This cannot be said: what is stored of {{person}} about “{{purpose}}” is not what was recorded.",
  now_purpose_not_in_force: "No. “{{purpose}}” is not in force yet, so nobody can consent to it.",
  now_purpose_retired: "No. “{{purpose}}” is retired: nothing rests on consent to it any more.",
  now_purpose_not_by_consent:
    "“{{purpose}}” does not rest on consent, so none of {{person}} is needed or counts.",
} as const;
