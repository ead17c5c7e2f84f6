/** What a receipt says, in one language. The type makes the catalogues (words.en.ts, words.zh.ts) complete. */
import type { ConsentEvent } from "../kinds/consent.ts";

/** `title`: of the document; `state`: what is so now; `sentence`: `{purpose}` and `{time}` are filled in. */
export interface EventWords {
  readonly title: string;
  readonly state: string;
  readonly sentence: string;
}

export interface ReceiptWords {
  readonly events: Readonly<Record<ConsentEvent, EventWords>>;
  readonly sections: Readonly<
    Record<
      | "controller"
      | "purpose"
      | "choice"
      | "events"
      | "withdrawal"
      | "rights"
      | "notice"
      | "proof"
      | "files",
      string
    >
  >;
  readonly labels: Readonly<
    Record<
      | "receiptNumber"
      | "issued"
      | "subject"
      | "validUntil"
      | "ended"
      | "name"
      | "role"
      | "partyId"
      | "partyType"
      | "address"
      | "contact"
      | "email"
      | "phone"
      | "website"
      | "policy"
      | "jurisdiction"
      | "stored"
      | "processed"
      | "purpose"
      | "description"
      | "kindOfUse"
      | "service"
      | "basis"
      | "separateConsent"
      | "data"
      | "handling"
      | "recipients"
      | "retention"
      | "validity"
      | "version"
      | "act"
      | "occurred"
      | "recorded"
      | "whatEnded"
      | "choice"
      | "actor"
      | "channel"
      | "consentType"
      | "shownIn"
      | "evidenceOfAct"
      | "note"
      | "howTo"
      | "rights"
      | "authority"
      | "noticeTitle"
      | "inForceFrom"
      | "fingerprint"
      | "entry"
      | "when"
      | "what"
      | "through"
      | "evidenceAddress",
      string
    >
  >;
  readonly actors: Readonly<
    Record<"subject" | "guardian" | "agent" | "controller" | "system", string>
  >;
  /** Who acted, where the person's software did by itself, and which signals there are. */
  readonly signal: string;
  readonly signals: Readonly<Record<"gpc", string>>;
  readonly channels: Readonly<
    Record<
      | "store"
      | "web"
      | "app"
      | "phone"
      | "email"
      | "chat"
      | "field"
      | "marketplace"
      | "partner"
      | "post"
      | "other",
      string
    >
  >;
  readonly acts: Readonly<
    Record<
      "signature" | "recording" | "form" | "screenshot" | "token" | "document" | "other",
      string
    >
  >;
  readonly parties: Readonly<
    Record<"controller" | "joint-controller" | "processor" | "representative", string>
  >;
  readonly recipientRoles: Readonly<
    Record<"processor" | "controller" | "authority" | "other", string>
  >;
  /** What each article of PIPL asks separate consent for. */
  readonly separate: Readonly<Record<"23" | "25" | "26" | "29" | "39", string>>;
  readonly sensitive: string;
  readonly optional: string;
  readonly noRecipients: string;
  /** `{duration}` */
  readonly retention: string;
  /** `{version}`, `{time}` */
  readonly versionSince: string;
  /** `{reference}` */
  readonly reference: string;
  /** Between the parts of a list, and around what is said beside a word: `{text}`. */
  readonly listSeparator: string;
  readonly aside: string;
  /** Before a value, on one line with its label. */
  readonly colon: string;
  readonly withdrawing: string;
  /** `{count}`: records of events that are not there any more. */
  readonly gone: string;
  /** `{hash}`, `{file}` */
  readonly noticeExact: string;
  readonly noNotice: string;
  readonly noText: string;
  /** Characters that the font of the PDF lacks are shown as □. */
  readonly lacksCharacters: string;
  /** `{file}` */
  readonly proven: string;
  /** `{time}`, `{file}` */
  readonly promised: string;
  /** `{file}` */
  readonly howToCheck: string;
  /** The same of what is attached as long as there is no evidence. `{file}` */
  readonly howToCheckPromise: string;
  readonly provesHeading: string;
  readonly proves: readonly string[];
  /** One more, where a notice was shown. */
  readonly provesNotice: string;
  readonly provesNotHeading: string;
  readonly provesNot: readonly string[];
  /** Where what the event rests on was recorded behind it. */
  readonly statedAfter: string;
  readonly scan: string;
  /** `{path}` */
  readonly noAddress: string;
  /** What comes with the evidence file besides. */
  readonly caution: string;
  readonly fileKinds: Readonly<
    Record<"evidence" | "promise" | "notice" | "dpv" | "kantara", string>
  >;
  /** `{page}`, `{pages}` */
  readonly page: string;
  readonly later: string;
  /** `{count}` */
  readonly bytes: string;
}
