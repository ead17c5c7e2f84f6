import type { SucceedTexts } from "./texts.ts";

export const succeedZh: SucceedTexts = {
  summary: "在链上关闭此账本并开设其后继账本；服务器须已停止",
  origin: "后继账本的来源名称（origin），该所有者未曾使用过",
  size: "从此已锚定的大小继续（默认：链与数据库一致的最大值）；0：重新开始",
  ownerKeyFile: "账本所有者的密钥（默认：锚定者的密钥）",
  anchorerKeyFile: "后继账本改用的锚定者密钥（默认：与之前相同）",
  newAnchorer: "为后继账本生成新的锚定者密钥（内嵌链）",
  dryRun: "查明并说明将会做什么，不作任何改动",
  yes: "不询问",
  more: [
    "用于锚定者密钥被盗，或条目永久丢失的情况：参见 docs/OPERATING.md。",
    "设置与服务器相同。若中断，再次运行即从中断处继续。",
    "退出码：0 完成，2 用法错误，1 被拒绝或未确认。",
  ].join("\n"),
  needsOrigin: "请指定后继账本的来源名称：--origin ledger.example.com/main-2",
  names: {
    from: "要关闭的账本",
    fromId: "其标识",
    to: "后继账本",
    toId: "其标识",
    entries: "数据库中的条目",
    sealed: "……其最新检查点所覆盖的",
    signed: "已签署的条目",
    chain: "链上已锚定的条目",
    size: "由此继续",
    owner: "所有者",
    anchorer: "后继账本的锚定者",
  },
  unknown: "已无法得知",
  madeAnew: "将生成密钥",
  goesOn: (size) => `链与数据库在前 ${size} 个条目上一致：后继账本由此继续。`,
  beginsAnew:
    "后继账本在链上不承接任何内容。数据库中的内容在其中继续，但将从第一个条目起重新锚定。",
  nothingBeyond: "此后没有锚定过任何内容。",
  abandoned: (sizes, greatest) =>
    `此后链上还有 ${sizes} 个锚定，直至 ${greatest} 个条目。此数据库无法确认它们：它们是垃圾数据，或是数据库已丢失的条目。它们在已关闭的账本中仍可读取，但后继账本不再延续它们。`,
  abandonedUnlisted: (greatest) =>
    `此后链上还有锚定，直至 ${greatest} 个条目（节点未列出它们）。此数据库无法确认它们：它们是垃圾数据，或是数据库已丢失的条目。后继账本不再延续它们。`,
  lostEntries: (first, last) =>
    `如果它们是真实的，则条目 ${first} 至 ${last} 及其记录已丢失。在后继账本中，它们的索引会分配给其他条目。`,
  signedLost: (count) => `日志密钥已签署的 ${count} 个条目不在数据库中。`,
  kept: (count) => `数据库中的 ${count} 个条目在后继账本中继续。`,
  forEver: "这将永久关闭该账本，人人可见。已交出的证据依然成立：它们按旧策略验证。",
  dry: "这是试运行：没有作任何改动。",
  ask: "输入“yes”以关闭账本：",
  notDone: "没有作任何改动。",
  noFunds: "所有者的账户无力支付交易费用：请向其转入该链的币。",
  working: "正在链上关闭账本，并开设其后继账本……",
  resuming: "先前的运行中断了；正从中断处继续……",
  ended: "先前的运行已全部完成；以下是其结果。",
  done: (origin) => `账本以 ${origin} 继续。`,
  todo: "现在您必须：",
  setOrigin: (origin) => `为服务器设置 COUNTERFOIL_ORIGIN=${origin} 并启动`,
  setAnchorer: (address) =>
    `将 COUNTERFOIL_ANCHORER_KEY_FILE 设为 ${address} 的密钥文件，并向该账户转入一些该链的币`,
  publish: (file) => `在旧策略之外公布新策略：${file}`,
  tell: "告知旧账本回执的持有者：回执按旧账本判定，而它已关闭。其条目已丢失或尚未锚定的，回执即为未兑现",
  keepKeys: (directory) => `备份密钥；旧密钥和旧策略在 ${directory}`,
  again: (origin) =>
    `尚未完成。请再次运行，它会从中断处继续：counterfoil succeed --origin ${origin}`,
};
