import type { AgreementProblem, AgreementUnknown } from "./agreement-problems.ts";

/** 协议的某一步为何被拒绝。 */
export const agreementProblems: Readonly<Record<AgreementProblem, string>> = {
  bad_member: "“{field}”缺失，或格式不对",
  unknown_member: "“{field}”中有不属于该处的成员",
  other_domain: "这不是供 SharingTerms 签署的内容：签名域的“{field}”不同。请勿签署",
  other_types: "类型与 SharingTerms 的不同：钱包签署的内容会与其显示的不一致",
  other_digest: "文件所写的哈希不是所签内容的哈希：文件被改动过",
  other_key: "此密钥属于 {account}，而签署者应为 {expected}",
  other_chain: "签名是为链 {signed} 作出的，而这里是链 {chain}",
  other_contract: "签名是为合约 {signed} 作出的，而不是为 {contract}",
  no_contract:
    "截至区块 {block}，{contract} 处没有合约。如果合约刚刚部署，请等其区块成为最终区块，或改为查询最新区块",
  not_sharing_terms: "{contract} 处的不是 SharingTerms：其签名域或代码不同。请勿为其签署",
  events_not_listed: "该节点不列出合约的事件：请换一个节点",
  no_funds: "将签名送上链的账户 {account} 无力支付费用：请向它转入一些该链的币",
  too_many: "节点称有 {count} 项，而最多查询 {most} 项：该节点不可信，或不能这样读取",
  gas_too_much:
    "最多会用 {gas} gas，而只允许 {most}：作为当事方的合约可以任意耗用。如确有此意，请放宽限额",
  fee_too_high: "可能花费 {cost} 个该链的币，而只允许 {most}。如价格无误，请放宽限额",
  not_together: "这些签名不属于同一件事：请提交双方对同一条款的签名，或只提交一个签名",
  same_signer: "两个签名都属于 {party}：缺少另一方的签名",
  other_salt: "由这些当事方和此 salt 得不出协议 {agreement}：请指明订立时所用的 salt",
  other_terms: "所签内容中“{field}”为 {signed}，而此编号下的提议中为 {proposed}",
  other_draft:
    "所签署内容中的“{field}”为 {signed}，而此处的草稿为 {drafted}：请重新获取待签署的内容",
  zero_party: "零地址不属于任何人，不能作为当事方",
  same_party: "提供方与接收方相同（{party}）：不能与自己订立协议",
  zero_ledger: "“ledgerId”为零，不对应任何账本",
  zero_terms_hash: "“termsHash”为零，不是任何文本的哈希",
  empty_period: "条款于 {validUntil} 结束，不晚于其开始时间 {validFrom}",
  period_too_long: "条款期限超过 3,660 天：从 {validFrom} 到 {validUntil}",
  deadline_after_end: "在 {deadline} 仍可接受条款，而条款已于 {validUntil} 结束",
  deadline_passed: "“deadline”已过：须在 {deadline} 之前提交，而现在是 {time}。必须重新签署",
  unknown_agreement: "从未有人以协议 {agreement} 提出过提议",
  terminated: "该协议已于 {terminatedAt} 永久终止",
  wrong_version: "“version”为 {version}，而合约要求 {expected}：已议定了另一版本，或此版本尚未议定",
  wrong_proposal:
    "“proposal”为 {proposal}，而合约要求 {expected}：所签的提议其间已被替换、撤回或议定，或不是下一个提议",
  nothing_proposed: "没有可供接受或撤回的提议",
  not_party: "{party} 既不是此协议的提供方，也不是接收方",
  wrong_signer: "签名属于 {actual}，而应由 {expected} 签署",
  invalid_signature:
    "签名不是 {signer} 对此内容（哈希 {digest}）的签名：它是为其他条款、其他链或合约作出的，或作为当事方的合约不予承认",
  unknown_version: "该协议没有版本 {version}",
  time_not_reached: "尚不能就 {time} 作出判断：区块的时间是 {blockTime}，将来的事仍可改变",
  refused_by_contract: "合约拒绝了它，但没有说明原因",
};

/** 为何暂不依某份协议提供数据，以及如何处理。 */
export const unknownNow: Readonly<Record<AgreementUnknown, string>> = {
  not_answered:
    "区块链没有告知该协议目前的状态，在此之前不提供任何数据。请一分钟后重试；如仍如此，须由公司检查其节点",
  no_chain:
    "本账本没有连接任何协议合约，无从得知该协议目前的状态，因此不提供任何数据。须由公司重新连接到当初签署所用的合约",
  other_contract:
    "本账本连接的合约不是签署该协议所用的合约，无从得知其目前的状态，因此不提供任何数据。须由公司重新连接到条款所写明的合约",
  other_state:
    "区块链所知的该协议内容少于此前已最终确定的内容，其回答不可依赖，因此不提供任何数据。须由公司检查其节点是否落后，或是否连接到了另一条链",
};
