import type { ReportTexts, Words } from "./texts.ts";

export const reportZh: ReportTexts = {
  title: "账本审计",
  modes: {
    full: "完整：读取了所存储的一切",
    quick: "快速：两次抽取部分条目，各连同其所属的一切",
    remote: "从外部：瓦片、条目和链",
  },
  words: { clean: "无损", damaged: "已损坏", unasked: "链没有应答" },
  clean: (rows, withChain) =>
    withChain
      ? `所检查的 ${rows} 行均无问题。`
      : `所检查的 ${rows} 行均无问题。是否与所锚定的一致尚不可知：没有询问链。`,
  cleanSample: (records) => `所抽取的 ${records} 个条目及其所属内容均无问题。`,
  cleanRemote: (withChain) =>
    withChain
      ? "账本所提供的内容符合规则，且与链上所存一致。"
      : "账本所提供的内容符合规则。是否与所锚定的一致尚不可知：没有询问链。",
  damaged: (things, first, more) =>
    more ? `${things} 项发现；第一项：${first}` : `一项发现：${first}`,
  unasked: "所检查的内容均无问题，但链没有应答：不知这是否就是所锚定的内容。",
  headings: {
    ledger: "审计的对象",
    findings: "问题所在",
    advice: "如何处理",
    map: "日志一览",
    checked: "检查了什么",
    notes: "值得知道，但不是损坏",
    notProven: "本审计不能证明的",
    resumed: "在不同时间读取",
  },
  columns: {
    number: "#",
    place: "表",
    key: "行",
    kind: "状况",
    wrong: "问题",
    what: "内容",
    checked: "已检查",
    of: "共",
    damaged: "发现",
    part: "部分",
    readAt: "读取时间",
    size: "当时的条目数",
    taken: "沿用的条目数",
  },
  facts: {
    ledger: "账本",
    mode: "审计",
    chainId: "链",
    contract: "合约",
    ledgerId: "账本标识",
    chain: "是否询问了链",
    snapshot: "截至",
    checkpoint: "最新的检查点",
    anchor: "最新的最终锚定",
    time: "时间",
    sample: "抽样",
    together: "共查看",
    drawn: "第一次抽样",
    drawnAgain: "第二次抽样",
    missed: "遗漏概率",
    url: "地址",
  },
  chain: { asked: "是", left_out: "否，按要求略过", unreachable: "否，链没有应答" },
  entries: (count) => `${count} 个条目`,
  snapshot: (size, takenAt) => `${takenAt}，${size} 个条目`,
  checkpoint: (size, root) => `${size} 个条目，根 ${root}`,
  anchor: (size, block) => `${size} 个条目，区块 ${block}`,
  none: "无",
  took: (from, to, seconds) => `${from} 至 ${to}（${seconds} 秒）`,
  sample: (count, size, block) =>
    `区块 ${block} 中的锚定所含 ${size} 个条目，两次各抽取 ${count} 个`,
  together: (checked) => `合计 ${checked} 个条目，各连同其记录`,
  drawnFromBlock: (block, hash) => `区块 ${block} 的哈希 ${hash}`,
  choosable: (drawn) =>
    `由${drawn} 抽取。此链由账本的运营者运行，其本可自行选定此抽样；区块产生之后，人人都知道它。`,
  byBlock: (drawn) =>
    `由${drawn} 抽取。运行审计的人无法选定它。区块产生之后，人人都知道它，损坏行时可以避开；运营者可以反复锚定直到合意，而每次锚定都留在链上。`,
  byNonce: (nonce) =>
    `由上述内容和 ${nonce}（运行审计的机器的随机字节）抽取。审计开始之前更改行的人无法知道它。运行审计的人则可以反复尝试直到合意。`,
  missed: (percent) =>
    `若每千个条目有一个（至少一个）损坏，且损坏者既不知道也未选定该次抽样，则每次抽样各自遗漏的概率为 ${percent} %`,
  resumed:
    "审计曾中断，后继续进行。以下部分先前已读取且未见问题。其所依据的每一行与当时逐字节相同；没有再次打开。",
  more: (count) => `另有 ${count} 项`,
  about: (numbers) => `（发现 ${numbers}）`,
  strip: {
    label: (size, damaged) => `从第一个条目到条目 ${size} 的日志；其中有位置的发现：${damaged}`,
    span: (from, to) => (from === to ? `条目 ${from}` : `条目 ${from} 至 ${to}`),
    whole: "没有发现",
    marks: (count) => `在日志中有位置的发现：${count}`,
    sealed: (size) => `已签署至 ${size} 个条目`,
    anchored: (size) => `已最终锚定至 ${size} 个条目`,
    legend: { anchored: "已最终锚定", sealed: "已签署", open: "尚未签署", damaged: "发现" },
  },
};

export const adviceZh: Words["advice"] = {
  restore:
    "停止服务器，一切保持原样：这是唯一的证据。检查磁盘，与最近的备份比较哪一方不同，并放回不早于最后一次签署的备份。由日志得出的内容会随之恢复正确。",
  contents:
    "停止服务器，一切保持原样，并放回不早于最后一次签署的备份。备份中也没有的内容即已丢失：请由来源重新发送，它会成为新记录或下一版本。其条目仍可证明。",
  intruder:
    "有服务器以外的人写入了数据库。停止服务器，保留两个目录，先查明谁能写入，再放回任何内容。此后所记录的内容均不可信。",
  derived:
    "映射由日志得出。若没有其他问题，请停止服务器，将 map.db 移走（保留），再启动：它会重新建立。",
  copy: "若数据库自身的条目不在发现之列，请停止服务器，将第二副本的目录移走（保留），再启动：会写出新的副本。否则不要动它：它可能存有正确的条目。",
  keys: "停止服务器，从最新的备份放回 keys.db，切勿放回较旧的 signer-state.json。备份中也没有的密钥即已丢失，用它密封的一切也随之丢失。",
  behind:
    "数据库或签署状态比所签署的旧。查明放回了什么，然后：更新的备份、counterfoil recover，否则开设继任账本。切勿放回较旧的 signer-state.json。",
  misbehaviour:
    "两项已签署或已锚定的内容不可能同时为真。停止服务器，不作任何更改，保留两个目录和 data/misbehaviour。查明是否放回过目录、是否有第二台服务器在运行、谁曾持有密钥。",
  policy:
    "不要对外提供此文件。服务器每次启动都会重写它；请查明是谁更改的，并告知可能已固定它的各方。",
  anchors:
    "以链为准。请向您信任的节点询问是否同样；若同样，请放回备份。已给出的证据由链核对，不受影响。",
  outsider:
    "保留该日志已签署的检查点和本报告。在其运营者作出解释之前不要依赖该账本；告知其他跟随者，并比较各自所见（counterfoil compare）。",
};

export const notesZh: Words["notes"] = {
  void_entries: "{count} 个序号已作废：曾被承诺，在恢复或崩溃中丢失。这是公开的，不影响其他内容。",
  recovered: "{count} 个条目由第二副本恢复，但没有其记录，恢复时已有记载。",
  erased:
    "有 {count} 个条目的记录已永久删除，账本已在日志中声明：对这些条目，审计只表明条目本身存在。",
  copy_absent: "没有条目的第二副本。",
  copy_not_found: "COUNTERFOIL_COPY 所指（或默认）的目录中没有第二副本：若曾有过，则已丢失。",
  chain_left_out: "按要求没有询问链（--offline，或 --remote 而没有 --rpc）。",
  chain_unreachable: "链没有应答。",
  chain_partial: "该节点没有列出全部锚定：只比对了最新的锚定。",
  blocks_untold: "有 {count} 个锚定，节点没有告知其区块。",
  server_running: "有服务器正在使用此账本；审计开始之后所写的内容不在其中。",
  map_absent: "没有 map.db；下次启动会重新建立。",
  unsealed: "{count} 个条目尚未签署；仅由行的认证码及其链接关系保护。",
  unanchored: "{count} 个条目尚无最终锚定。",
  promises_broken:
    "回执的承诺未兑现：{count} 个条目，从 {from} 至 {to}。持有此类回执的人可以出示。",
  map_unknown:
    "从条目 {index} 起，无人能说出映射应是什么：有一个条目丢失，它所推进的流也随之不明。",
  undecided: "{count} 条记录属于已丢失的条目：是否相符无人能说。",
  unopened: "{count} 条记录无法打开，因为其密钥缺失或损坏。",
  unused_secrets: "有 {count} 个账本所不知的主体的密钥：其创建曾被中断，或其行已列在发现之中。",
  row_key_lost: "行认证码的密钥缺失或损坏：没有其他保护的行若被更改，未能察觉。",
  mac_keys_lost: "用于识别来源编号和已记住请求的密钥缺失或损坏：这些内容未检查。",
  predecessor: "条目 {size} 之前的内容由本账本所继任的账本接收。",
  sample_older:
    "最新的最终锚定含 {size} 个条目，但其抽样所依据的区块 {block} 尚未最终确定，因此改用已有这种区块的最新锚定，含 {drawn} 个条目。",
  sample_beyond: "有 {count} 个条目在所抽样的锚定之后，无法抽取。",
  marks_unsought:
    "有 {count} 个所抽取条目的已记住请求未去查找：其余已损坏、缺失或属于同一时刻的过多。全面审计会查看全部。",
  links_unsought:
    "有 {count} 个所抽取条目在其流中的前一条目未去查找：其余已损坏或缺失的过多。全面审计会查看全部。",
};

export const notProvenZh: Words["notProven"] = {
  truth: "所录入的内容属实。",
  completeness: "所发生的一切都已录入。",
  identifiers: "一个人只有一个标识符。",
  use: "任何人在读取数据之后对其做了什么。",
  times: "确切的记录时间：两次锚定之间只有账本自己的时钟。",
  holder_of_everything:
    "同时持有数据、密钥和第二副本的人没有在锚定之前另写一份历史。在最新的最终锚定之后，此人仍可这样做。",
  tail: "最新锚定之后的条目：除彼此一致、且与同一台机器上的密钥相符之外的任何事。",
  own_machine:
    "对他人而言的任何事：审计在账本所在之处、由其运营者的程序运行。外人应从外部审计，或固定一个审计方。",
  files_beside: "关于令牌、备份、已给出的文件或程序本身的任何事：没有查看它们。",
  later: "关于所述时刻之后发生之事的任何内容。",
  not_drawn:
    "关于未抽取的条目和记录，以及不属于所抽取条目的行的任何事：映射、联署、同意现状、其他检查点和锚定、别处插入或删除的行、未产生新记录的请求、文件本身。全面审计会读取这一切。",
  contents: "关于记录内容或账本所存其他内容的任何事：外人只能看到条目和哈希。",
  chain: "这就是所锚定的历史：没有询问链。",
  embedded_chain: "针对运行此链之人的任何事：这是内嵌链，他们可以改写它。",
};
