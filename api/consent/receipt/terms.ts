/**
 * Terms of the vocabularies (W3C DPV 2.3 and its extensions pd, eu-gdpr) in words, English and Chinese. Those that a firm that serves customers uses are here; of any
 * other the name is taken apart, and stands beside the term itself.
 */
import type { Language } from "../../core/language.ts";

type Names = Readonly<Record<string, readonly [en: string, zh: string]>>;

const PURPOSES: Names = {
  AcademicResearch: ["Academic research", "学术研究"],
  AccountManagement: ["Account management", "账户管理"],
  Advertising: ["Advertising", "广告"],
  AgeVerification: ["Age verification", "年龄核验"],
  CommercialPurpose: ["Commercial purposes", "商业目的"],
  CommercialResearch: ["Commercial research", "商业研究"],
  CommunicationForCustomerCare: ["Communication for customer care", "客户服务沟通"],
  CommunicationManagement: ["Communication management", "通信管理"],
  CounterMoneyLaundering: ["Prevention of money laundering", "反洗钱"],
  CustomerCare: ["Customer care", "客户服务"],
  CustomerClaimsManagement: ["Handling of customers’ claims", "客户索赔处理"],
  CustomerManagement: ["Customer management", "客户管理"],
  CustomerOrderManagement: ["Order management", "订单管理"],
  CustomerRelationshipManagement: ["Customer relationship management", "客户关系管理"],
  CustomerSolvencyMonitoring: ["Monitoring of solvency", "偿付能力监测"],
  DeliveryOfGoods: ["Delivery of goods", "货物配送"],
  DirectMarketing: ["Direct marketing", "直接营销"],
  DisputeManagement: ["Handling of disputes", "争议处理"],
  FraudPreventionAndDetection: ["Prevention and detection of fraud", "欺诈防范与侦测"],
  FulfilmentOfContractualObligation: ["Fulfilment of a contract", "履行合同义务"],
  IdentityAuthentication: ["Authentication", "身份认证"],
  IdentityVerification: ["Verification of identity", "身份核验"],
  ImproveExistingProductsAndServices: ["Improving products and services", "改进产品与服务"],
  LegalCompliance: ["Compliance with law", "遵守法律"],
  Marketing: ["Marketing", "营销"],
  OptimiseUserInterface: ["Improving the user interface", "优化用户界面"],
  PaymentManagement: ["Payment management", "支付管理"],
  Personalisation: ["Personalisation", "个性化"],
  PersonalisedAdvertising: ["Personalised advertising", "个性化广告"],
  PersonalisedBenefits: ["Personalised benefits", "个性化优惠"],
  ProvideEventRecommendations: ["Recommending events", "活动推荐"],
  ProvidePersonalisedRecommendations: ["Personal recommendations", "个性化推荐"],
  ProvideProductRecommendations: ["Recommending products", "产品推荐"],
  PublicRelations: ["Public relations", "公共关系"],
  RecordManagement: ["Record management", "档案管理"],
  RequestedServiceProvision: ["Providing a service that was asked for", "提供所请求的服务"],
  ResearchAndDevelopment: ["Research and development", "研究与开发"],
  RightsFulfilment: ["Fulfilment of rights", "落实个人权利"],
  ScientificResearch: ["Scientific research", "科学研究"],
  SellDataToThirdParties: ["Selling data to others", "向第三方出售数据"],
  SellInsightsFromData: ["Selling insights from data", "出售数据分析结果"],
  SellProducts: ["Selling products", "销售产品"],
  SellProductsToDataSubject: ["Selling products to the person", "向本人销售产品"],
  ServiceOptimisation: ["Improving a service", "优化服务"],
  ServicePersonalisation: ["Personalising a service", "服务个性化"],
  ServiceProvision: ["Providing a service", "提供服务"],
  ServiceRegistration: ["Registration for a service", "服务注册"],
  ServiceUsageAnalytics: ["Analysis of use", "使用情况分析"],
  SocialMediaMarketing: ["Marketing in social media", "社交媒体营销"],
  TargetedAdvertising: ["Targeted advertising", "定向广告"],
};

const BASES: Names = {
  Consent: ["Consent", "同意"],
  InformedConsent: ["Informed consent", "知情同意"],
  UninformedConsent: ["Uninformed consent", "非知情同意"],
  ImpliedConsent: ["Implied consent", "默示同意"],
  ExpressedConsent: ["Expressed consent", "明示同意"],
  ExplicitlyExpressedConsent: ["Explicitly expressed consent", "明确明示的同意"],
  Contract: ["Contract", "合同"],
  LegalObligation: ["Legal obligation", "法定义务"],
  LegitimateInterest: ["Legitimate interest", "正当利益"],
  PublicInterest: ["Public interest", "公共利益"],
  VitalInterest: ["Vital interest", "重大切身利益"],
};

const HANDLING: Names = {
  Adapt: ["adapting", "改编"],
  Align: ["aligning", "比对"],
  Alter: ["altering", "修改"],
  Analyse: ["analysing", "分析"],
  Anonymise: ["anonymising", "匿名化"],
  Assess: ["assessing", "评估"],
  Collect: ["collecting", "收集"],
  Combine: ["combining", "合并"],
  Consult: ["consulting", "查阅"],
  Copy: ["copying", "复制"],
  Delete: ["deleting", "删除"],
  Derive: ["deriving", "推导"],
  Destruct: ["destroying", "销毁"],
  Disclose: ["disclosing", "披露"],
  DiscloseByTransmission: ["transmitting", "传送披露"],
  Disseminate: ["disseminating", "散布"],
  Encrypt: ["encrypting", "加密"],
  Erase: ["erasing", "擦除"],
  Filter: ["filtering", "筛选"],
  Generate: ["generating", "生成"],
  Infer: ["inferring", "推断"],
  MakeAvailable: ["making available", "提供"],
  Match: ["matching", "匹配"],
  Modify: ["modifying", "变更"],
  Monitor: ["monitoring", "监测"],
  Obtain: ["obtaining", "获取"],
  Observe: ["observing", "观察"],
  Organise: ["organising", "整理"],
  Profiling: ["profiling", "用户画像"],
  Pseudonymise: ["pseudonymising", "假名化"],
  Record: ["recording", "记录"],
  Remove: ["removing", "移除"],
  Restrict: ["restricting", "限制处理"],
  Retrieve: ["retrieving", "检索"],
  Share: ["sharing", "共享"],
  Store: ["storing", "存储"],
  Structure: ["structuring", "结构化"],
  Transfer: ["transferring", "转移"],
  Transmit: ["transmitting", "传输"],
  Use: ["using", "使用"],
};

const DATA: Names = {
  Accent: ["Accent", "口音"],
  Age: ["Age", "年龄"],
  BankAccount: ["Bank account", "银行账户"],
  Biometric: ["Biometric data", "生物识别信息"],
  BirthDate: ["Date of birth", "出生日期"],
  BrowserFingerprint: ["Browser fingerprint", "浏览器指纹"],
  BrowsingBehavior: ["Browsing behaviour", "浏览行为"],
  Communication: ["Communication", "通信内容"],
  Contact: ["Contact data", "联系方式"],
  Country: ["Country", "国家或地区"],
  CreditCardNumber: ["Credit card number", "信用卡号"],
  CreditScore: ["Credit score", "信用评分"],
  Demographic: ["Demographic data", "人口统计信息"],
  DeviceBased: ["Device data", "设备信息"],
  DeviceIdentifier: ["Device identifier", "设备标识符"],
  EmailAddress: ["Email address", "电子邮件地址"],
  Financial: ["Financial data", "财务信息"],
  FinancialAccount: ["Financial account", "金融账户"],
  Gender: ["Gender", "性别"],
  Genetic: ["Genetic data", "基因信息"],
  GPSCoordinate: ["GPS position", "GPS 位置"],
  Health: ["Health data", "健康信息"],
  HealthRecord: ["Health record", "健康档案"],
  Identifying: ["Identifying data", "身份识别信息"],
  Income: ["Income", "收入"],
  Interest: ["Interests", "兴趣"],
  InternetBehavior: ["Behaviour on the internet", "上网行为"],
  IPAddress: ["IP address", "IP 地址"],
  Language: ["Language", "语言"],
  Location: ["Location", "位置"],
  Name: ["Name", "姓名"],
  Nationality: ["Nationality", "国籍"],
  OfficialID: ["Official identity number", "官方证件号码"],
  Opinion: ["Opinion", "意见"],
  PaymentCard: ["Payment card", "支付卡"],
  PhysicalAddress: ["Postal address", "地址"],
  Preference: ["Preferences", "偏好"],
  Profile: ["Profile", "个人档案"],
  PurchasesAndSpendingHabit: ["Purchases and spending habits", "购买与消费习惯"],
  Religion: ["Religion", "宗教信仰"],
  ServiceConsumptionBehavior: ["Use of services", "服务使用行为"],
  TelephoneNumber: ["Telephone number", "电话号码"],
  Transaction: ["Transactions", "交易"],
  TransactionalInformation: ["Transactions", "交易信息"],
  Username: ["User name", "用户名"],
};

const GDPR: Names = {
  "A6-1-a": ["Consent (GDPR 6(1)(a))", "同意（GDPR 第6条第1款a项）"],
  "A6-1-a-explicit-consent": ["Explicit consent (GDPR 6(1)(a))", "明确同意（GDPR 第6条第1款a项）"],
  "A6-1-a-non-explicit-consent": ["Consent (GDPR 6(1)(a))", "同意（GDPR 第6条第1款a项）"],
  "A6-1-b": ["Contract (GDPR 6(1)(b))", "合同（GDPR 第6条第1款b项）"],
  "A6-1-c": ["Legal obligation (GDPR 6(1)(c))", "法定义务（GDPR 第6条第1款c项）"],
  "A6-1-f": ["Legitimate interest (GDPR 6(1)(f))", "正当利益（GDPR 第6条第1款f项）"],
  "A7-3": ["Withdrawal of consent (GDPR 7(3))", "撤回同意（GDPR 第7条第3款）"],
  "A9-2-a": ["Explicit consent (GDPR 9(2)(a))", "明确同意（GDPR 第9条第2款a项）"],
  A13: ["Information (GDPR 13)", "知情（GDPR 第13条）"],
  A14: ["Information (GDPR 14)", "知情（GDPR 第14条）"],
  A15: ["Access to the data (GDPR 15)", "查阅数据（GDPR 第15条）"],
  A16: ["Correction (GDPR 16)", "更正（GDPR 第16条）"],
  A17: ["Erasure (GDPR 17)", "删除（GDPR 第17条）"],
  A18: ["Restriction of processing (GDPR 18)", "限制处理（GDPR 第18条）"],
  A19: ["Notice of correction or erasure (GDPR 19)", "更正或删除的通知（GDPR 第19条）"],
  A20: ["A copy to take elsewhere (GDPR 20)", "数据可携（GDPR 第20条）"],
  A21: ["Objection (GDPR 21)", "反对处理（GDPR 第21条）"],
  A22: ["No decision by machines alone (GDPR 22)", "不受纯自动化决策约束（GDPR 第22条）"],
  A77: ["Complaint to the authority (GDPR 77)", "向监管机构投诉（GDPR 第77条）"],
};

const VOCABULARIES: Readonly<Record<string, readonly Names[]>> = {
  dpv: [PURPOSES, BASES, HANDLING],
  pd: [DATA],
  "eu-gdpr": [GDPR],
};

/** `EmailAddress` → `Email address`. */
const takenApart = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/ ([A-Z])(?=[a-z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`);

/** A term in words. What is no term at all is left as it is: rights may be told in words of one's own. */
export function termWords(term: string, language: Language): string {
  const [prefix = "", name, more] = term.split(":");
  if (name === undefined || more !== undefined || !/^[A-Za-z0-9_-]+$/.test(name)) return term;
  for (const names of VOCABULARIES[prefix] ?? []) {
    const known = Object.hasOwn(names, name) ? names[name] : undefined;
    if (known !== undefined) return known[language === "en" ? 0 : 1];
  }
  const aside = language === "en" ? ` (${term})` : `（${term}）`;
  return `${takenApart(name)}${aside}`;
}
