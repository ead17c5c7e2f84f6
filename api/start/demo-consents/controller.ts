/** Who asks in the demonstration, and the notice that is shown: invented like Northwind itself, and labelled so. */

/** As `Consents.recordController` takes it. */
export const CONTROLLER = {
  "@occurredAt": "2024-01-01T00:00:00.000Z",
  "@source": "demonstration",
  address: {
    lines: ["Rua do Mercado 12"],
    city: "Lisboa",
    postalCode: "1100-401",
    country: "PT",
  },
  authority: {
    name: "Comissão Nacional de Proteção de Dados",
    url: "https://www.cnpd.pt",
  },
  contact: "Data protection officer (demonstration)",
  email: "privacy@northwind.example",
  jurisdiction: "EU",
  name: "Northwind Traders (demonstration)",
  partyId: "did:web:northwind.example",
  partyType: "controller",
  policyUrl: "https://northwind.example/privacy",
  privacyRights: [
    "eu-gdpr:A7-3",
    "eu-gdpr:A15",
    "eu-gdpr:A16",
    "eu-gdpr:A17",
    "eu-gdpr:A20",
    "eu-gdpr:A77",
  ],
  processingLocations: ["PT", "HK"],
  storageLocations: ["PT"],
  url: "https://northwind.example",
  withdrawalMethod: [
    {
      language: "en",
      text: "In your account, by a word to privacy@northwind.example, or in any branch.",
    },
    { language: "zh-CN", text: "在您的账户中、写信至 privacy@northwind.example，或在任一门店。" },
  ],
} as const;

export const NOTICE_ID = "northwind-privacy";

/** The versions of the notice; the text of each lies in demo/consent, `privacy-<number>.<language>.md`. */
export const NOTICES = [
  {
    inForceFrom: "2024-01-01T00:00:00.000Z",
    titles: {
      en: "What Northwind does with your data (demonstration)",
      "zh-CN": "Northwind 如何使用您的数据（演示）",
    },
  },
  {
    inForceFrom: "2024-09-01T00:00:00.000Z",
    titles: {
      en: "What Northwind does with your data (demonstration)",
      "zh-CN": "Northwind 如何使用您的数据（演示）",
    },
  },
] as const;

export const LANGUAGES = ["en", "zh-CN"] as const;
export type NoticeLanguage = (typeof LANGUAGES)[number];
