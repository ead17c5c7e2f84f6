import type { ReceiptTexts } from "./texts.ts";

export const receiptZh: ReceiptTexts = {
  summary: "说明回执中的承诺是否兑现，并生成证据",
  file: "回执、写入的 JSON 应答或其 NDJSON 中的一行；- 表示标准输入",
  log: "从何处读取哈希瓦片和检查点：账本、其日志的任何镜像或目录（COUNTERFOIL_URL 的账本）",
  out: "把证据写入此文件；若文件中没有条目和披露，则写入 .tlog-proof",
  json: "以 JSON 输出判断",
  more: [
    "提供瓦片者所说的一概不予采信：瓦片都与链上的根核对。",
    "退出码：0 已兑现，11 未到期，30 已违约，20 无法判断，21 没有策略，40 不是此账本的回执；",
    "3 已兑现但无法为 --out 生成文件，此时若日志的检查点与链矛盾则亦为 30；2 用法错误或文件不可读，1 程序故障。",
  ].join("\n"),
  title: "回执",
  anchorTitle: "链上",
  names: {
    ledger: "账本",
    index: "条目",
    leafHash: "叶哈希",
    taken: "接收于",
    deadline: "期限",
    size: "覆盖它的锚定大小",
    block: "区块",
    final: "最新的最终区块",
    there: "其位置上",
  },
  words: {
    kept: "已兑现",
    not_yet_due: "未到期",
    broken: "已违约",
    cannot_tell: "无法判断",
    unpinned: "未指定信任",
    invalid: "无效",
  },
  block: (number, time) => `区块 ${number}（${time}）`,
  someBlock: (time) => `不晚于 ${time} 的某个区块`,
  notAfter: (time) => `不晚于 ${time}；节点没有说明是哪一个`,
  places: {
    promised: "所承诺的条目",
    void: "空条目：所承诺的内容已丢失",
    other: "另一个条目",
    unknown: "无法查看",
  },
  sentences: {
    kept: ({ by, size, index }) =>
      `承诺已兑现：期限之前，${by}已锚定前 ${size} 个条目，其中第 ${index} 号条目就是所承诺的。`,
    running: ({ deadline, index }) =>
      `承诺的期限为 ${deadline}。目前还没有最终区块锚定第 ${index} 号条目。`,
    awaiting_final_block: ({ final }) =>
      `期限已过，但最新的最终区块并不晚于期限：${final}。待有更晚的最终区块后再查。`,
    no_final_block: () => "链没有给出最终区块，因此还没有任何定论。",
    other_entry_already: ({ by, index, deadline }) =>
      `承诺的期限为 ${deadline}，但${by}已把另一个条目锚定为第 ${index} 号。链不接受不延续既有内容的根：此承诺已不可能兑现。`,
    void_already: ({ by, index, deadline }) =>
      `承诺的期限为 ${deadline}，但${by}已把空条目锚定为第 ${index} 号：所承诺的内容已丢失，此承诺已不可能兑现。`,
    never_anchored: ({ index, final }) =>
      `承诺已被违背：没有最终区块锚定第 ${index} 号条目，而最新的最终区块晚于期限：${final}。`,
    anchored_late: ({ index, by }) =>
      `承诺已被违背：期限之前没有区块锚定第 ${index} 号条目。锚定得太晚：${by}。`,
    other_entry: ({ index, by }) =>
      `承诺已被违背：${by}把另一个条目锚定为第 ${index} 号。请保留此回执：它证明账本承诺的是一回事，做的是另一回事。`,
    void_entry: ({ index, by }) =>
      `承诺已被违背：${by}把空条目锚定为第 ${index} 号。账本丢失了它所承诺的内容。`,
    chain_unreachable: () => "无法询问链。",
    chain_other: () => "该节点所属的链不是策略所指定的链。",
    ledger_not_there: () => "链上没有策略所指定的账本。",
    chain_forgets: () =>
      "该节点既不能从日志、也不能从旧状态说明条目何时被锚定。请用 --rpc 指定另一个节点。",
    tiles_missing: ({ by, log }) =>
      `覆盖该条目的大小已按时锚定：${by}。但 ${log} 没有所需的哈希瓦片，无法查看其位置上是什么。请用 --log 指定另一处。`,
    tiles_wrong: ({ by, log }) =>
      `覆盖该条目的大小已按时锚定：${by}。但 ${log} 的哈希瓦片得不出链上的根，因此什么也证明不了。请用 --log 指定另一处。`,
  },
  lateThere: "它现在已如所承诺的那样在那里。",
  lateUnseen: "没有哈希瓦片，无法查看其位置上是什么。",
  development: "这是一条开发链：运行它的人可以改写它。",
  unpinned: (file) =>
    `未作任何核对：${file} 不存在，也没有用 --policy 给出策略，因此无人说明这是谁的承诺。`,
  invalid: (why) => `这不是您所信任的账本的回执。${why}`,
  faults: {
    no_receipt: "该文件既不是回执，也不是含有回执的一次写入的应答。",
    answer_differs: "应答中回执之外的内容属于另一个条目。",
    entry_differs: "文件中的条目不是回执所承诺的条目。",
    disclosures_differ: "文件中的披露不构成该条目的记录。",
  },
  written: {
    record: (file, size) => `证据已写入 ${file}：该记录，位于含 ${size} 个条目的检查点之下。`,
    "tlog-proof": (file, size) =>
      `.tlog-proof 已写入 ${file}：该条目，位于含 ${size} 个条目的检查点之下。（记录的证据需要带 ?disclosures=true 的写入应答。）`,
  },
  notWritten: "没有写入文件：还没有最终区块显示该条目在其位置上。",
  failures: {
    no_checkpoint: (log) => `没有写入文件：${log} 没有已最终锚定大小的已签名检查点。`,
    tiles: (log) => `没有写入文件：${log} 的哈希瓦片不能在现有的任何检查点之下证明该条目。`,
    diverges: (log) =>
      `没有写入文件：${log} 的一个检查点由账本的密钥签名，而链上该大小的根与之不同。请保留它：它证明有违规。`,
    not_verified: (_, word) => `没有写入文件：其结论将是 ${word}。`,
  },
};
