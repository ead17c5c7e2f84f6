/** What the consent domain speaks of, as it is read out of the ledger. Times are RFC 3339 (FORMAT §1). */
import type { JsonValue } from "../core/kind.ts";
import type { StreamHead } from "../store/store.ts";
import type { ConsentEvent } from "./kinds/consent.ts";

export interface Translation {
  /** BCP 47. */
  readonly language: string;
  readonly text: string;
}

/** Where a statement stands in the ledger. */
export interface Recorded {
  /** `@id` of its record. */
  readonly id: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

/** Who decides about the data, as stated at `occurredAt` (kinds/controller.ts). */
export interface Controller extends Recorded {
  readonly partyId: string;
  readonly name: string;
  readonly partyType: string;
  readonly role: string | null;
  readonly address: {
    readonly lines: readonly string[];
    readonly district?: string;
    readonly city?: string;
    readonly region?: string;
    readonly postalCode?: string;
    readonly country: string;
  };
  readonly contact: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly url: string | null;
  readonly policyUrl: string;
  readonly jurisdiction: string;
  readonly storageLocations: readonly string[];
  readonly processingLocations: readonly string[];
  readonly privacyRights: readonly string[];
  readonly withdrawalMethod: readonly Translation[];
  readonly authority: { readonly name: string; readonly url?: string | null } | null;
}

/** One version of a notice: the texts that are in force together from `inForceFrom` until the next version's. */
export interface NoticeVersion extends Recorded {
  readonly noticeId: string;
  readonly noticeVersion: number;
  readonly inForceFrom: string;
  /** `hash`: base64url(SHA-256) of the exact text; see `Registry.text`. */
  readonly texts: readonly {
    readonly hash: string;
    readonly language: string;
    readonly title: string;
  }[];
}

/** The exact text that was shown. */
export interface NoticeText {
  readonly hash: string;
  readonly noticeId: string;
  readonly language: string;
  readonly title: string;
  readonly mediaType: "text/plain" | "text/markdown";
  readonly text: string;
}

/** One version of a purpose (kinds/purpose.ts). */
export interface PurposeVersion extends Recorded {
  readonly purposeId: string;
  readonly purposeVersion: number;
  readonly inForceFrom: string;
  /** What was agreed to before no longer covers it. */
  readonly material: boolean;
  readonly titles: readonly Translation[];
  readonly descriptions: readonly Translation[];
  /** DPV term: `dpv:Marketing`. */
  readonly purposeType: string;
  readonly lawfulBasis: string;
  readonly dataCategories: readonly {
    readonly term: string;
    readonly sensitive: boolean;
    readonly optional: boolean;
  }[];
  readonly personalDataHandling: readonly string[];
  readonly recipients: readonly {
    readonly name: string;
    readonly contact?: string;
    readonly country?: string;
    readonly role: string;
  }[];
  /** ISO 8601 duration. */
  readonly retention: string;
  readonly defaultValidity: string | null;
  /** Articles of PIPL that ask for separate consent. */
  readonly separateConsent: readonly string[];
  readonly service: string;
  readonly signals: readonly string[];
  readonly noticeId: string;
}

export interface Purpose {
  readonly purposeId: string;
  /** Ascending by version, and by `inForceFrom`. */
  readonly versions: readonly PurposeVersion[];
  /** From when on it takes withdrawals only; `null`: it is not retired. */
  readonly retiredFrom: string | null;
  /** Behind the version with this number an event of the purpose is gone: whether it covers what was agreed to before is not known any more. 0: none is. */
  readonly lostUpTo: number;
}

export interface Notice {
  readonly noticeId: string;
  /** Ascending by version, and by `inForceFrom`. */
  readonly versions: readonly NoticeVersion[];
}

/** One event of a consent, as it was recorded (kinds/consent.ts). */
export interface ConsentRecord extends Recorded {
  readonly subject: string;
  /** Of its entry in the stream, and in the log. */
  readonly seq: number;
  readonly index: number;
  readonly source: string;
  readonly event: ConsentEvent;
  readonly purposeId: string;
  readonly purposeVersion: number;
  readonly noticeId: string | null;
  readonly noticeVersion: number | null;
  readonly noticeHash: string | null;
  readonly language: string | null;
  readonly choice: string | null;
  readonly consentType: string | null;
  readonly actor: { readonly role: string; readonly reference?: string };
  readonly channel: string | null;
  readonly evidence: readonly {
    readonly type: string;
    readonly reference?: string;
    readonly hash?: string;
  }[];
  readonly validUntil: string | null;
  readonly regarding: string | null;
  readonly signal: string | null;
  readonly jurisdiction: string | null;
  readonly externalNumber: string | null;
  readonly note: string | null;
  readonly imported: {
    readonly format: string;
    readonly document: JsonValue;
    readonly takenOverFrom?: string;
  } | null;
}

/** The stream `consent/<purposeId>` of one identifier. */
export interface ConsentHistory {
  readonly subject: string;
  readonly purposeId: string;
  /** What the next event follows; `null`: nothing was ever recorded. */
  readonly head: StreamHead | null;
  /** Oldest first; `null` where the record is gone. */
  readonly events: readonly (ConsentRecord | null)[];
}

/** The firm's own statements, held in memory and read again when their streams have moved. */
export interface Registry {
  /** The controller as stated at a time, or `null`. */
  controllerAt(time: string): Promise<Controller | null>;
  purposes(): Promise<readonly Purpose[]>;
  purpose(purposeId: string): Promise<Purpose | null>;
  notices(): Promise<readonly Notice[]>;
  notice(noticeId: string): Promise<Notice | null>;
  /** The exact text with this hash, checked against it, or `null`. @throws Refusal `damaged` */
  text(hash: string): Promise<NoticeText | null>;
}

/** All that a receipt, an export or a person needs of one consent: its events, and what they were given under. */
export interface ConsentStatement {
  readonly subject: string;
  readonly controller: Controller;
  /** The version that the event which made the state names. */
  readonly purpose: PurposeVersion;
  readonly notice: NoticeVersion | null;
  readonly text: NoticeText | null;
  /** Of purpose, notice and controller one was stated in this ledger only after the event that is told of happened (stated.ts). */
  readonly statedAfter: boolean;
  /** Of those events that followed from a signal which one (`gpc`), by their `id`. */
  readonly signals: ReadonlyMap<string, string>;
  /** Oldest first, all of the purpose up to the one that is told of, that one last. */
  readonly events: readonly ConsentRecord[];
}
