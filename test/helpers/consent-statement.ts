/** Statements as the ledger would tell them: of a bank in Shanghai, with everything that a record can name. */
import { createHash } from "node:crypto";
import type {
  ConsentRecord,
  ConsentStatement,
  Controller,
  NoticeText,
  NoticeVersion,
  PurposeVersion,
} from "../../api/consent/model.ts";

const recorded = (id: number, day: string) => ({
  id: `01936d2e-7c40-7a5b-9f3e-${String(id).padStart(12, "0")}`,
  occurredAt: `${day}T09:30:00.000Z`,
  recordedAt: `${day}T09:30:02.250Z`,
});

export const controllerStatement: Controller = {
  ...recorded(1, "2026-01-05"),
  partyId: "91310000MA1FL00000",
  name: "Huangpu River Bank Co., Ltd. 浦江银行股份有限公司",
  partyType: "controller",
  role: "Bank",
  address: {
    lines: ["88 Zhongshan East 1st Road"],
    district: "Huangpu",
    city: "Shanghai",
    postalCode: "200002",
    country: "CN",
  },
  contact: "Data protection officer, Wang Fang",
  email: "privacy@bank.example",
  phone: "+86 21 5555 0100",
  url: "https://bank.example",
  policyUrl: "https://bank.example/privacy",
  jurisdiction: "CN",
  storageLocations: ["CN"],
  processingLocations: ["CN", "DE"],
  privacyRights: ["eu-gdpr:A15", "eu-gdpr:A17", "eu-gdpr:A7-3", "A deletion of the account"],
  withdrawalMethod: [
    {
      language: "en",
      text: "In the app under “Me – Privacy”, at any branch, or by telephone: one press, one signature, or one word is enough.",
    },
    {
      language: "zh-CN",
      text: "在应用的“我的—隐私”中、在任一网点或通过电话：一次点击、一个签名或一句话即可。",
    },
  ],
  authority: { name: "Cyberspace Administration of China", url: "https://www.cac.gov.cn" },
};

export const purposeStatement: PurposeVersion = {
  ...recorded(2, "2026-01-05"),
  purposeId: "newsletter",
  purposeVersion: 2,
  inForceFrom: "2026-02-01T00:00:00.000Z",
  material: true,
  titles: [
    { language: "en", text: "News and offers by email" },
    { language: "zh-CN", text: "通过电子邮件发送资讯与优惠" },
  ],
  descriptions: [
    {
      language: "en",
      text: "Once a month we send news about accounts, cards and savings, chosen by what you use.",
    },
    { language: "zh-CN", text: "我们每月一次根据您使用的产品，发送有关账户、银行卡和储蓄的资讯。" },
  ],
  purposeType: "dpv:DirectMarketing",
  lawfulBasis: "eu-gdpr:A6-1-a",
  dataCategories: [
    { term: "pd:EmailAddress", sensitive: false, optional: false },
    { term: "pd:Name", sensitive: false, optional: false },
    { term: "pd:Income", sensitive: true, optional: true },
    { term: "pd:FavouriteColour", sensitive: false, optional: true },
  ],
  personalDataHandling: ["dpv:Collect", "dpv:Store", "dpv:Use", "dpv:Share"],
  recipients: [
    { name: "Postwagen GmbH", role: "processor", country: "DE", contact: "dpo@postwagen.example" },
  ],
  retention: "P30D",
  defaultValidity: "P2Y",
  separateConsent: ["23", "39"],
  service: "Personal banking",
  signals: ["gpc"],
  noticeId: "privacy",
};

export const textOf = (text: string, told: Partial<NoticeText> = {}): NoticeText => ({
  hash: createHash("sha256").update(text).digest("base64url"),
  noticeId: "privacy",
  language: "en",
  title: "How we use your data",
  mediaType: "text/markdown",
  text,
  ...told,
});

export const englishText = textOf(`# How we use your data

**Huangpu River Bank** sends you news and offers if you agree to it. You need not: everything else works without.

## What we use

- your email address and your name
- what you use: accounts, cards, savings
- your income, if you have told us (you may leave it out)

## Who receives it

Postwagen GmbH in Germany sends the letters for us. It may do nothing else with the addresses, and it deletes them after each dispatch.

## How to stop

1. In the app, under *Me – Privacy*.
2. At any branch, or by telephone.

It takes effect at once.
`);

export const chineseText = textOf(
  `# 我们如何使用您的个人信息

**浦江银行**在您同意的情况下，向您发送资讯与优惠。您可以不同意：其他一切服务不受影响。

## 我们使用哪些信息

- 您的电子邮件地址和姓名
- 您使用的产品：账户、银行卡、储蓄
- 您的收入（如果您已告诉我们，可以不提供）

## 谁会收到

德国的 Postwagen GmbH 受我们委托发送邮件，不得将地址用于其他目的，每次发送后即予删除。

## 如何停止

1. 在应用的“我的—隐私”中。
2. 在任一网点，或通过电话。

立即生效。
`,
  { language: "zh-CN", title: "我们如何使用您的个人信息" },
);

export const noticeStatement: NoticeVersion = {
  ...recorded(3, "2026-01-31"),
  noticeId: "privacy",
  noticeVersion: 2,
  inForceFrom: "2026-02-01T00:00:00.000Z",
  texts: [englishText, chineseText].map(({ hash, language, title }) => ({ hash, language, title })),
};

/** One event of the fixture's person, given in a branch unless told otherwise. */
export const eventOf = (seq: number, day: string, told: Partial<ConsentRecord> = {}) => {
  const event: ConsentRecord = {
    ...recorded(100 + seq, day),
    subject: "q2T8bYk1mX0dVt4s9ZcLwR7uJfHnPgE5aKiOo3M6yBw",
    seq,
    index: 2040 + 7 * seq,
    source: "bank",
    event: "given",
    purposeId: "newsletter",
    purposeVersion: 2,
    noticeId: "privacy",
    noticeVersion: 2,
    noticeHash: englishText.hash,
    language: "en",
    choice: "Yes, send me news and offers by email",
    consentType: "dpv:ExplicitlyExpressedConsent",
    actor: { role: "subject" },
    channel: "store",
    evidence: [
      { type: "signature", reference: "Archive 2026/03/0815" },
      { type: "form", hash: createHash("sha256").update("form").digest("base64url") },
    ],
    validUntil: "2028-03-02T09:30:00.000Z",
    regarding: null,
    signal: null,
    jurisdiction: "CN",
    externalNumber: "F-0815",
    note: null,
    imported: null,
    ...told,
  };
  return event;
};

export const givenStatement: ConsentStatement = {
  subject: eventOf(1, "2026-03-02").subject,
  controller: controllerStatement,
  purpose: purposeStatement,
  notice: noticeStatement,
  text: englishText,
  statedAfter: false,
  signals: new Map(),
  events: [
    eventOf(1, "2026-03-01", { event: "requested", channel: "email", validUntil: null }),
    eventOf(2, "2026-03-02"),
  ],
};

/** The same person, in Chinese, who has withdrawn through a guardian. */
export const withdrawnStatement: ConsentStatement = {
  ...givenStatement,
  text: chineseText,
  events: [
    eventOf(1, "2026-03-02", { language: "zh-CN", noticeHash: chineseText.hash }),
    eventOf(2, "2026-04-10", {
      event: "withdrawn",
      actor: { role: "guardian", reference: "监护证明 2026-44" },
      channel: "phone",
      language: "zh-CN",
      noticeHash: chineseText.hash,
      choice: "不再需要",
      consentType: null,
      evidence: [{ type: "recording", reference: "REC-20260410-093000" }],
      validUntil: null,
      note: "演示数据",
    }),
  ],
};
