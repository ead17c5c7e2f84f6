import { en } from "../../portal/verify/messages.en.ts";
import type { SharedTexts } from "./catalogue.ts";

export const sharedEn: SharedTexts = {
  words: {
    ...en.words,
    VERIFIED:
      "This record is in the ledger as shown, it was given under these terms, and the consents that they ask for were in force when it was; the chain has fixed it.",
  },
  given: "Given",
  kind: "Kind",
  subject: "Identifier",
  agreement: "Agreement",
  purpose: "Purpose",
  consents: "Consents",
  consent: (since, until) =>
    until === null ? `in force since ${since}` : `in force from ${since} to ${until}`,
  caveats: [
    "Not proven: that what was recorded is true.",
    "Not proven: that there is no newer version of this record.",
    "The issuer's word: what was recorded of a consent between the checkpoint of its evidence and the issuing, and that the consent covers the purpose as it reads today.",
    "Not proven: that the person has not taken a consent back under another identifier.",
  ],
  needs:
    "A record that was shared is judged under a policy and the terms that you signed: --policy FILE --terms FILE.",
};
