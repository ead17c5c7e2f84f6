import type { EmbedProblem } from "./errors.ts";

/** Why what a page sends to ask a person does not open this door, or no longer. */
export const embedProblems: Readonly<Record<EmbedProblem, string>> = {
  not_ours:
    "此调用需要请求头“Authorization: Bearer <令牌>”，令牌由本账本的 POST /v1/embed-tokens 签发。",
  other_origin: "此令牌是为其他来源（origin）的页面签发的。",
  expired: "令牌已过期。请获取新的令牌：POST /v1/embed-tokens。",
  outdated: "目的或其告知在令牌签发后已有新版本。请获取新的令牌：POST /v1/embed-tokens。",
};
