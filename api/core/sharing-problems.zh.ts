import type { OutsideTerm, SharingProblem, TermsProblem } from "./errors.ts";

/** 与合作方约定的条款有何问题，以及如何处理。句末不加句号：后面可能还有内容。 */
export const termsProblems: Readonly<Record<TermsProblem, string>> = {
  kind_not_shared: "这种记录不提供给合作方。可以提供的有：{known}",
  field_not_in_kind: "这种记录没有此字段。其字段有：{known}",
  field_not_covered:
    "目的“{purpose}”所要求的同意均不涵盖此字段或其中的全部内容：其目的都没有列出 {terms} 中的任何一项。请去掉此字段，或要求一项其目的列有该类别的同意",
  own_consent_missing: "目的“{purpose}”本身须征得同意，因此它必须列在此项用途的同意之中。请补上",
  end_before_begin: "条款在开始之前就已结束。请写明更晚的“validUntil”",
  already_over: "条款届时已经结束。请写明更晚的“validUntil”",
  period_too_long: "条款有效期最长 {days} 天。请写明更早的“validUntil”；之后可以另订下一版",
  retention_too_long: "合作方保存所获数据的时间最长 {years} 年",
  duty_too_long: "撤回之后的处理最迟须在 {days} 天内完成",
  same_account: "双方使用了同一个账户。任何人都不能与自己约定：双方须各有自己的账户",
  other_account: "协议只存在于已签署它的账户之间。如要与其他账户约定，请另行起草协议",
};

/** 为何不能这样与合作方约定。 */
export const sharingProblems: Readonly<Record<SharingProblem, string>> = {
  terms: "这些条款不能照此约定。各成员旁写明了问题所在",
  not_draft: "这些条款已过起草阶段。已提议或已签署的内容不再更改：请撤回，或起草下一版",
  not_open: "这些条款现在不能签署：它们已生效、已到期或已撤回。请重新起草，或起草下一版",
  ended: "协议已永久终止。请另行起草协议",
  too_many_drafts: "这一版的草稿次数过多，已难以区分。请另行起草协议",
  no_chain: "尚不知道条款将在哪个合约上签署，而条款必须写明该合约。请在账本连接到链之后重试",
  other_contract: "前一版本是在另一个合约上签署的，现在使用的合约不认识它。请另行起草协议",
};

/** 合作方为何得不到数据：条款中的哪一项如此规定。 */
export const outsideTerms: Readonly<Record<OutsideTerm, string>> = {
  signatures: "双方（尚）未在链上签署这些条款。签署之前不提供任何数据",
  validFrom: "条款尚未开始：见其“validFrom”",
  validUntil: "条款已经结束：见其“validUntil”。请约定下一版",
  termination: "协议已被终止，不再依据它提供任何数据",
  version:
    "第 {version} 版已在链上约定，但本账本没有其条款，更早的版本也不再适用。须由企业方查明情况",
  purposes: "条款不允许用于此目的：见其“purposes”",
};
