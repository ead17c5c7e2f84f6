/** A firm that asks for consent: its controller, a notice in two versions, and purposes; and inputs as a client sends them. */
import type { EventOutcome } from "../../api/consent/context.ts";
import type { Consents } from "../../api/consent/service.ts";
import { Refusal } from "../../api/core/errors.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Days of 2026, before the clock of a test begins (repeatable.ts). */
export const day = (month: number, date: number, hour = 0): string =>
  new Date(Date.UTC(2026, month - 1, date, hour)).toISOString();

export const controllerOf = (change: Fields = {}): Record<string, unknown> => ({
  "@occurredAt": day(1, 1),
  address: { lines: ["Rua do Mercado 12"], city: "Lisboa", country: "PT" },
  authority: { name: "Comissão Nacional de Proteção de Dados" },
  contact: "Data protection officer",
  email: "privacy@northwind.example",
  jurisdiction: "EU",
  name: "Northwind Traders",
  partyId: "did:web:northwind.example",
  partyType: "controller",
  policyUrl: "https://northwind.example/privacy",
  privacyRights: ["eu-gdpr:A15", "eu-gdpr:A7-3"],
  processingLocations: ["PT"],
  storageLocations: ["PT"],
  withdrawalMethod: [
    { language: "en", text: "In your account, or by a word to us." },
    { language: "zh-CN", text: "在您的账户中撤回，或告知我们。" },
  ],
  ...change,
});

export const noticeTexts = (version: number) => [
  {
    language: "en",
    title: "What we do with your data",
    text: `We write to you about our offers. (${version})`,
    mediaType: "text/plain",
  },
  {
    language: "zh-CN",
    title: "我们如何使用您的数据",
    text: `我们会向您发送优惠信息。（${version}）`,
    mediaType: "text/plain",
  },
];

export const noticeOf = (version: number, change: Fields = {}): Record<string, unknown> => ({
  noticeId: "privacy",
  inForceFrom: version === 1 ? day(1, 1) : day(6, 1),
  texts: noticeTexts(version),
  ...change,
});

export const purposeOf = (purposeId: string, change: Fields = {}): Record<string, unknown> => ({
  purposeId,
  inForceFrom: day(1, 1),
  dataCategories: [{ term: "pd:EmailAddress", sensitive: false, optional: false }],
  descriptions: [{ language: "en", text: "Offers by e-mail, once a month at most." }],
  lawfulBasis: "eu-gdpr:A6-1-a",
  noticeId: "privacy",
  personalDataHandling: ["dpv:Collect", "dpv:Store"],
  purposeType: "dpv:DirectMarketing",
  recipients: [],
  retention: "P3Y",
  separateConsent: [],
  service: "Shop",
  signals: [],
  titles: [
    { language: "en", text: "Newsletter" },
    { language: "zh-CN", text: "电子报" },
  ],
  ...change,
});

/** A consent as a shop's page would send it. */
export const givenOf = (subject: string, change: Fields = {}): Record<string, unknown> => ({
  "@subject": subject,
  "@occurredAt": day(3, 1),
  "@source": "shop",
  actor: { role: "subject" },
  channel: "web",
  choice: "Yes, write to me",
  consentType: "dpv:ExplicitlyExpressedConsent",
  event: "given",
  language: "en",
  noticeId: "privacy",
  noticeVersion: 1,
  purposeId: "newsletter",
  ...change,
});

/** Its controller, the notice `privacy` of 1 January and 1 June, and the purpose `newsletter` of 1 January. */
export async function foundFirm({ consents }: { readonly consents: Consents }): Promise<void> {
  await consents.recordController(controllerOf());
  await consents.publishNotice(noticeOf(1));
  await consents.publishNotice(noticeOf(2));
  await consents.definePurpose(purposeOf("newsletter"));
}

/** Records one event; a refusal is thrown. */
export async function recordOne(
  { consents }: { readonly consents: Consents },
  input: Fields,
  key: string | null = null,
): Promise<EventOutcome> {
  const [outcome] = await consents.record([{ request: consents.parse(input), key }]);
  if (outcome === undefined || outcome instanceof Refusal) throw outcome ?? new Error("no outcome");
  return outcome;
}

/** `@id` of what was recorded, or had been. */
export const idOf = (outcome: EventOutcome): string =>
  outcome.outcome === "stored" ? outcome.events[0]!.id : outcome.id;
