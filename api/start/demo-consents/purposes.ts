/** For what the demonstration's firm asks, version by version, and the wording of the choice. */
import { NOTICE_ID, NOTICES } from "./controller.ts";

const [first, second] = NOTICES;

const said = (en: string, zh: string) => [
  { language: "en", text: en },
  { language: "zh-CN", text: zh },
];

const data = (...terms: readonly string[]) =>
  terms.map((term) => ({ term, sensitive: false, optional: false }));

const common = {
  "@source": "demonstration",
  noticeId: NOTICE_ID,
  service: "Northwind shop (demonstration)",
  lawfulBasis: "eu-gdpr:A6-1-a",
  personalDataHandling: ["dpv:Collect", "dpv:Store", "dpv:Use"],
  recipients: [],
  separateConsent: [],
  signals: [],
  retention: "P3Y",
};

/** From the first notice on, unless it says something else. */
const version = (purposeId: string, fields: Readonly<Record<string, unknown>>) => ({
  ...{ ...common, purposeId, material: true, inForceFrom: first.inForceFrom },
  "@occurredAt": fields.inForceFrom ?? first.inForceFrom,
  ...fields,
});

const offers = {
  purposeType: "dpv:PersonalisedAdvertising",
  titles: said("Offers made for you", "为您定制的优惠"),
  personalDataHandling: ["dpv:Collect", "dpv:Store", "dpv:Analyse", "dpv:Profiling"],
  defaultValidity: "P5Y",
};

/** As `Consents.definePurpose` takes them, in order. */
export const PURPOSES: readonly Readonly<Record<string, unknown>>[] = [
  version("northwind-newsletter", {
    purposeType: "dpv:DirectMarketing",
    titles: said("Newsletter", "电子报"),
    descriptions: said(
      "News about our goods by e-mail, once a month at most.",
      "通过电子邮件介绍商品，每月至多一次。",
    ),
    dataCategories: data("pd:Name", "pd:EmailAddress"),
  }),
  version("northwind-offers", {
    ...offers,
    descriptions: said(
      "Offers that go with what you have ordered from us.",
      "与您在本公司的订单相配的优惠。",
    ),
    dataCategories: data("pd:EmailAddress", "pd:PurchasesAndSpendingHabit"),
  }),
  version("northwind-offers", {
    ...{ ...offers, inForceFrom: second.inForceFrom },
    descriptions: said(
      "Offers after a profile of your interests, made of your orders and of what other shops tell us of yours.",
      "依据您的兴趣画像提供的优惠；画像来自您的订单以及其他商店告知我们的您的购买情况。",
    ),
    dataCategories: data("pd:EmailAddress", "pd:PurchasesAndSpendingHabit", "pd:Interest"),
  }),
  version("northwind-partner-abroad", {
    purposeType: "dpv:Marketing",
    lawfulBasis: "dpv:ExplicitlyExpressedConsent",
    titles: said("Partner abroad", "境外合作方"),
    descriptions: said(
      "Fourth Coffee in Hong Kong gets name and e-mail address, for offers of its own.",
      "香港的 Fourth Coffee 获得姓名和电子邮件地址，用于其自己的优惠。",
    ),
    dataCategories: data("pd:Name", "pd:EmailAddress"),
    personalDataHandling: ["dpv:Disclose", "dpv:Transfer"],
    recipients: [
      {
        name: "Fourth Coffee Ltd. (demonstration)",
        contact: "privacy@fourthcoffee.example",
        country: "HK",
        role: "controller",
      },
    ],
    separateConsent: ["23", "39"],
  }),
  version("northwind-ads", {
    purposeType: "dpv:TargetedAdvertising",
    titles: said("Advertising elsewhere", "在别处的广告"),
    descriptions: said(
      "Advertisers learn which of our pages you have looked at, and pay us for it.",
      "广告商获知您浏览过我们的哪些页面，并为此向我们付费。",
    ),
    dataCategories: data("pd:BrowsingBehavior"),
    personalDataHandling: ["dpv:Collect", "dpv:Disclose"],
    recipients: [{ name: "Advertisers of Northwind (demonstration)", role: "controller" }],
    signals: ["gpc"],
  }),
  version("northwind-surveys", {
    purposeType: "dpv:CommercialResearch",
    titles: said("Surveys", "问卷调查"),
    descriptions: said("Questions on what you think of us.", "询问您对我们的看法。"),
    dataCategories: data("pd:EmailAddress", "pd:Opinion"),
  }),
  version("northwind-orders", {
    purposeType: "dpv:CustomerOrderManagement",
    lawfulBasis: "eu-gdpr:A6-1-b",
    titles: said("Your orders", "您的订单"),
    descriptions: said(
      "What the contract needs: nobody is asked for consent.",
      "履行合同所必需：无需征求同意。",
    ),
    dataCategories: data("pd:Name", "pd:PhysicalAddress", "pd:TelephoneNumber"),
  }),
];

/** Nobody is asked for surveys any more from then on. */
export const RETIRED = {
  purposeId: "northwind-surveys",
  input: {
    "@occurredAt": "2025-02-01T00:00:00.000Z",
    "@source": "demonstration",
    inForceFrom: "2025-02-01T00:00:00.000Z",
  },
} as const;

/** What a person ticked, pressed or said. */
export const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  given: { en: "Yes, I agree", "zh-CN": "是，我同意" },
  renewed: { en: "Yes, I still agree", "zh-CN": "是，我继续同意" },
  refused: { en: "No, thank you", "zh-CN": "不，谢谢" },
};
