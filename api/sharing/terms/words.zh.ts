import type { TermsWords } from "./words-shape.ts";

export const termsZh: TermsWords = {
  title: "数据共享条款，第 {version} 版",
  labels: {
    agreement: "协议",
    chain: "链",
    contract: "合约",
    nonce: "随机数",
    name: "名称",
    account: "账户",
    ledger: "账本",
    contact: "联系方式",
    from: "起",
    until: "止（不含）",
  },
  sections: {
    controller: "提供方",
    recipient: "接收方",
    purposes: "用途",
    records: "提供的内容",
    validity: "条款有效期",
    retention: "保存期限",
    onward: "转交",
    duties: "接收方的义务",
    notes: "备注",
  },
  purposesSay:
    "在条款有效期内，接收方只可将数据用于下列目的，不得用于其他目的。每次使用对应一个目的。",
  consentsSay: "仅限在提供数据之时，对下列每一项的同意均有效的人",
  recordsSay:
    "下列种类的记录，且仅限所列字段；随附证明其来源的内容（标识、种类、所属的人、时间、来源）。",
  retentionSays: "自每条记录提供之时起算，期满即删除：",
  onwardProhibited: "接收方不得将数据转交任何人，不得让他人使用，也不得将其所有权转让给任何人。",
  onwardTo:
    "在条款有效期内，接收方可以将数据转交下列各方并让其使用，不得转交其他任何人或让其使用；不得将数据的所有权转让给任何人：",
  dutiesSay:
    "接收方获知某项同意已撤回或已终止、某条记录已更正（由另一条取代）或已删除之时，以及条款终止且无后续条款取代之时：",
  deleteWithin: "在 {time} 内删除相关数据",
  acknowledgeWithin: "在 {time} 内向提供方确认处理结果",
  notesIn: { en: "英文", zh: "中文" },
  kinds: { customer: "客户资料", order: "订单", payment: "付款" },
  hours: ["{count} 小时", "{count} 小时"],
  colon: "：",
};
