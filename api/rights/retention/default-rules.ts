import type { Rules, Texts } from "./model.ts";

const both = (en: string, zh: string): Texts => [
  { language: "en", text: en },
  { language: "zh-CN", text: zh },
];

/** As long as the firm has stated nothing else. What it states in its place is for its counsel to say. */
export const DEFAULT_RULES: Rules = {
  inForceFrom: null,
  entry: null,
  automatic: false,
  classes: {
    personal: { action: "go" },
    consent: {
      action: "keep",
      years: 3,
      ground: "GDPR 17(3)(e); PIPL 47",
      texts: both(
        "What you agreed to and took back is kept for three whole calendar years, so that it can be shown if a claim is made: that you were asked, and what you answered. It is used for nothing else.",
        "您给予和撤回同意的记录将保存三个完整的日历年，以便在发生争议时证明我们曾征求您的同意以及您的答复。除此之外不作任何使用。",
      ),
    },
    statutory: {
      action: "keep",
      years: 10,
      ground: "GDPR 17(3)(b); PIPL 47",
      texts: both(
        "Commercial and tax law has us keep records of orders and payments for a number of years. Each year's records go when its time is over.",
        "商业和税务法律要求我们将订单和付款记录保存若干年。每一年度的记录在期限届满后即予删除。",
      ),
    },
  },
};

/** Why records of readings stay: no rule of the firm's. */
export const ACCESS_GROUND = {
  code: "GDPR 5(2); PIPL 54",
  texts: both(
    "As long as anything about you is kept, it stays on record who reads it. This goes with the last of the rest.",
    "只要仍保存有关您的任何信息，查阅记录就会一并保留，并随最后一部分信息一同删除。",
  ),
} as const;

/** Why what is held stays. */
export const HOLD_GROUND = {
  code: "hold",
  texts: both(
    "It is needed for a claim, a proceeding or an authority, and must not be erased until that is over.",
    "该信息是法律主张、诉讼程序或主管机关调查所必需的，在此之前不得删除。",
  ),
} as const;
