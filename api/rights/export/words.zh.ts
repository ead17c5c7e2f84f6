import { fieldsZh } from "./fields.zh.ts";
import type { ExportWords } from "./words-shape.ts";

export const exportZh: ExportWords = {
  titles: { access: "您的个人信息", portability: "可转移的个人信息" },
  states: { good: "全部内容均在此处，没有遗漏", open: "部分内容无法展示或证明" },
  contents: "以下是截至 {time} 账本中关于您的全部内容，共 {events} 个条目。",
  forms: {
    access:
      "内容完整：每条记录的每个版本、谁查阅过、用于什么目的（《个人信息保护法》第四十五条，GDPR 第 15 条）。",
    portability:
      "内容为您提供的信息及您的行为所产生的信息，采用其他系统可读取的格式（《个人信息保护法》第四十五条，GDPR 第 20 条）。企业自行形成的记录见“access”形式的导出。",
  },
  others:
    "企业还将另外 {count} 个标识与您的标识关联。关联可能有误，因此其名下的内容不在此处：请向企业索取，由企业核实后提供。",
  gone: "有 {count} 个条目的记录已不在：已删除、丢失或损坏。其位置已列出。",
  damaged: "有 {count} 条记录已无法读取，可能属于未列出的流。",
  unproven: "有 {count} 个流没有证明：已被删除，或有内容损坏。",
  later: "有 {count} 个流在该时间之后新增了内容，将包含在下一次导出中。",
  labels: {
    identifiers: "您（标识）",
    sealed: "截至",
    size: "账本条目数",
    ledger: "账本",
    chain: "链",
    contract: "合约",
    ledgerId: "账本标识",
    sources: "来源",
    data: "data.json 的 SHA-256",
  },
  sections: {
    purposes: "处理目的",
    contents: "内容概览与保存期限",
    recipients: "接收或查阅者",
    problems: "未能展示的内容",
    check: "如何不依赖我们自行核验",
  },
  columns: {
    kind: "种类",
    events: "条目数",
    retention: "保存期限",
    who: "何人",
    organization: "组织",
    agreement: "协议",
    count: "次数",
    last: "最近一次",
    when: "时间",
    record: "记录内容",
    stream: "流",
    problem: "情况",
  },
  noRecipients: "没有任何人查阅或接收的记录。",
  more: "共 {count} 项，此处列出最新的 {shown} 项；全部见 {file}。",
  keptYears: "自记录当年结束起满 {years} 年",
  keptOpen: "直至删除",
  problems: {
    unproven: "已损坏，无法证明",
    erased: "已删除，无法再说明其中是否曾有内容",
    damaged: "记录无法读取",
    later: "有 {count} 个更新的条目",
    gone: "有 {count} 个条目的记录已不在",
  },
  check: [
    "安装 counterfoil 程序（或请您信任的人安装），然后运行：counterfoil export verify 文件.zip --policy 您的策略.json --rpc 节点地址",
    "程序会将每个文件与 manifest.json 比对，对照链核验 evidence 中的每个证明，由证明重新生成 data.json 与表格，并检查是否缺少任何流。",
    "evidence 文件夹中的每个文件也可单独核验：counterfoil verify 文件，或使用账本提供的 verifier.html 页面，或您信任的副本。",
    "“您的策略.json”说明您信任哪个账本。请从别处取得：您先前保存的，或由审计方、其他客户提供的。此处的 policy.json 不能证明任何事情：能够伪造导出的人，同样能够伪造与之放在一起的策略；只用它核验，只能得知导出本身前后一致。",
  ],
  proves: {
    heading: "核验能够证明的内容",
    points: [
      "截至上述时间，账本在您的标识下于这些流中的每个条目均在此处，未经改动，没有遗漏。",
      "对每个种类以及企业公布的每个处理目的，要么有完整历史，要么有不存在的证明。",
    ],
  },
  notProven: {
    heading: "不能证明的内容",
    points: [
      "录入的内容属实，或企业所知的一切均已录入账本。",
      "您没有其他标识：哪些标识属于您，由企业指明。",
      "不存在名称未告知任何人的处理目的、请求或信号。知道名称的人可以要求提供证明。",
      "本页以及 data.json 中“about”部分关于目的、接收方名称、保存期限和权利的说明：这些是企业的陈述。",
      "index.html 与 export.pdf 仅供阅读。以 data.json 为准，核验时会由证明重新生成它。",
    ],
  },
  kinds: {
    access: "对您信息的查阅",
    acknowledgement: "合作方的确认",
    consent: "同意",
    customer: "客户资料",
    hold: "法律保全",
    merge: "标识合并",
    order: "订单",
    payment: "付款",
    request: "权利请求",
    restriction: "限制与反对",
    signal: "您的软件发出的信号",
  },
  roles: {
    administrator: "管理员",
    auditor: "审计方",
    customer: "客户",
    officer: "合规专员",
    partner: "合作方",
    staff: "员工",
    system: "系统",
  },
  fields: fieldsZh,
  colon: "：",
  separator: "；",
  readme: `您的个人信息，来自账本 {origin}
截至 {time}

index.html     在浏览器中阅读；export.pdf 内容相同，供打印
data.json      全部记录的全部版本，以及企业对其用途的说明
csv/           同样的记录，每个种类一张表；可能被表格软件当作公式的文字前加有单引号
evidence/      每个流一个证明，或其不存在的证明
policy.json    本账本自述的链、合约、账本与密钥：供比对，不足为凭
manifest.json  每个文件的 SHA-256，以及哪个证明对应哪个流

如何不依赖我们自行核验
{check}

核验能够证明的内容
{proves}

不能证明的内容
{notProven}
`,
};
