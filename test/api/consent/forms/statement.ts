/** A statement about one consent, as the ledger tells it, for the writers of foreign forms. */
import type { ConsentRecord, ConsentStatement } from "../../../../api/consent/model.ts";

const RECORDED = {
  id: "01936d5e-0000-7000-8000-000000000001",
  occurredAt: "2026-01-01T00:00:00.000Z",
  recordedAt: "2026-01-01T00:00:00.000Z",
} as const;

const HASH = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
export const SUBJECT = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";

export function event(over: Partial<ConsentRecord> = {}): ConsentRecord {
  return {
    ...RECORDED,
    id: "01936d5e-7c00-7000-8000-00000000000a",
    occurredAt: "2026-03-01T09:30:15.750Z",
    recordedAt: "2026-03-01T09:30:16.000Z",
    subject: SUBJECT,
    seq: 1,
    index: 7,
    source: "shop",
    event: "given",
    purposeId: "newsletter",
    purposeVersion: 2,
    noticeId: "privacy",
    noticeVersion: 1,
    noticeHash: HASH,
    language: "zh-CN",
    choice: "我同意接收新闻邮件",
    consentType: "dpv:ExplicitlyExpressedConsent",
    actor: { role: "subject" },
    channel: "web",
    evidence: [],
    validUntil: "2028-03-01T09:30:15.750Z",
    regarding: null,
    signal: null,
    jurisdiction: null,
    externalNumber: null,
    note: null,
    imported: null,
    ...over,
  };
}

export function statement(over: Partial<ConsentStatement> = {}): ConsentStatement {
  return {
    subject: SUBJECT,
    controller: {
      ...RECORDED,
      partyId: "Northwind Traders",
      name: "Northwind Traders",
      partyType: "controller",
      role: null,
      address: { lines: ["1 Main Street"], city: "Dublin", postalCode: "D02", country: "IE" },
      contact: "Data protection officer",
      email: "dpo@northwind.example",
      phone: "+353 1 555 0100",
      url: "https://northwind.example",
      policyUrl: "https://northwind.example/privacy",
      jurisdiction: "IE",
      storageLocations: ["IE", "DE"],
      processingLocations: ["IE"],
      privacyRights: ["eu-gdpr:A7-3", "eu-gdpr:A15", "Right to complain"],
      withdrawalMethod: [
        { language: "en", text: "Under “My choices”, at any time" },
        { language: "zh", text: "随时在“我的选择”中撤回" },
      ],
      authority: { name: "Data Protection Commission", url: "https://www.dataprotection.ie" },
    },
    purpose: {
      ...RECORDED,
      purposeId: "newsletter",
      purposeVersion: 2,
      inForceFrom: "2026-01-01T00:00:00.000Z",
      material: true,
      titles: [
        { language: "en", text: "Newsletter" },
        { language: "zh", text: "新闻邮件" },
      ],
      descriptions: [{ language: "en", text: "News of the range, once a month" }],
      purposeType: "dpv:DirectMarketing",
      lawfulBasis: "eu-gdpr:A6-1-a",
      dataCategories: [
        { term: "pd:EmailAddress", sensitive: false, optional: false },
        { term: "pd:Health", sensitive: true, optional: true },
      ],
      personalDataHandling: ["dpv:Collect", "dpv:Store", "dpv:Use"],
      recipients: [
        { name: "Mailer Ltd", role: "processor", country: "FR", contact: "privacy@mailer.example" },
        { name: "Acme", role: "controller" },
      ],
      retention: "P1Y",
      defaultValidity: "P2Y",
      separateConsent: [],
      service: "Online shop",
      signals: ["gpc"],
      noticeId: "privacy",
    },
    notice: {
      ...RECORDED,
      noticeId: "privacy",
      noticeVersion: 1,
      inForceFrom: "2026-01-01T00:00:00.000Z",
      texts: [{ hash: HASH, language: "zh-CN", title: "隐私告知" }],
    },
    text: {
      hash: HASH,
      noticeId: "privacy",
      language: "zh-CN",
      title: "隐私告知",
      mediaType: "text/plain",
      text: "",
    },
    statedAfter: false,
    signals: new Map(),
    events: [event()],
    ...over,
  };
}
