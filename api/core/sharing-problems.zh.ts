import type { AcknowledgementProblem } from "./acknowledgement-problems.ts";
import type { OutsideTerm, SharingProblem, TermsProblem } from "./sharing-refusals.ts";
import type { AddressRange, WebhookProblem } from "./webhook-problems.ts";

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

/** 为何某地址不能作为 webhook，或为何不发送。 */
export const webhookProblems: Readonly<Record<WebhookProblem, string>> = {
  not_a_url: "这不是网址，或过长：请给出形如 https://partner.example/counterfoil 的地址",
  not_https:
    "消息只通过 https 发送：请给出形如 https://partner.example/counterfoil 的地址。（只有对本账本运营者指明的主机才可明文发送。）",
  credentials: "地址中不得包含用户名或密码。每条消息都有签名，请改为核对签名",
  fragment: "“#”之后的内容从不发送：请去掉",
  not_public:
    "此地址不是公网地址（{range}）。请给出互联网可达的地址。（本账本的运营者可以允许其自有网络的地址：COUNTERFOIL_WEBHOOK_PRIVATE。）",
  nowhere: "此地址中的名称没有指向公网地址。请检查其拼写，以及域名服务器对它的解析",
  paused: "没有发送：接收方已回答其不复存在（410）。请先重新登记 webhook",
};

/** 非公网地址的用途。 */
export const addressRanges: Readonly<Record<AddressRange, string>> = {
  unspecified: "未指定，即本机",
  loopback: "本机自身",
  private: "专用网络",
  shared: "运营商与其客户共用",
  link_local: "仅限本地网络",
  multicast: "组播",
  documentation: "文档示例",
  reserved: "保留",
};

/** 确认为何不被接受。 */
export const acknowledgementProblems: Readonly<Record<AcknowledgementProblem, string>> = {
  no_key: "该组织尚未登记用于签署确认的密钥，请随 webhook 一并登记",
  not_a_note: "这不是第 1 版的确认，见 docs/FORMAT.md §19",
  other_key: "签名所用的密钥不是该组织随 webhook 登记的密钥",
  other_agreement: "其所涉协议与地址中的协议不同",
  unknown_message: "没有依据此协议向该组织发送过这条消息",
  other_body: "其哈希与消息正文不符，请使用收到时的原始字节",
  too_early: "其所述时间早于消息的产生时间",
  in_the_future: "其所述时间尚未到来，请校准签署机器的时钟",
};
