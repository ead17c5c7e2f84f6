import type { AuditTexts } from "./texts.ts";

export const auditZh: AuditTexts = {
  summary: "重新读取整个账本，指明一切与应有不符的内容",
  offline: "不询问链",
  rpc: "您所信任的链节点（或 COUNTERFOIL_RPC_URL；内嵌链）",
  policy: "您所固定的策略；没有则以账本自己所说的为准",
  json: "将报告以 JSON 写入此文件，- 表示标准输出",
  html: "将报告写成一个 HTML 文件",
  work: "存放内存容不下的内容的目录；中断的审计下次由此继续；结束时清空",
  noRecord: "不让账本记录本次审计",
  more: [
    "按服务器的设置读取账本的文件，服务器可同时运行。不更改其中任何内容，但会在旁边记下本次审计及其结果，由服务器记录（使用 --no-record 或 --remote 时除外）。",
    "中断的审计（包括被强行终止的）若两次都指定相同的 --work，一天之内可继续：各行仍未变的记录不再打开。",
    "退出码：0 无损，30 有损坏，20 没有损坏但链没有应答；2 用法错误，1 故障。",
  ].join("\n"),
  progress: (percent, step, left) => `${percent} % | ${step}${left}`,
  left: (time) => ` | 约剩 ${time}`,
  time: {
    seconds: (count) => `${count} 秒`,
    minutes: (count) => `${count} 分钟`,
    hours: (count) => `${count} 小时`,
  },
  interrupted:
    "已中断。没有更改任何内容；可随时再次运行。（使用 --work 目录，完整审计可由中断处继续。）",
  interruptedKept: (directory) =>
    `已中断。没有更改账本中的任何内容。一天之内以 --work ${directory} 再次运行，即由已读取的记录继续。`,
  notPrivate: (directory) =>
    `${directory} 不是仅属于您的目录（它是链接，或属于他人，或对他人开放：其权限须为 0700）。他人可借此左右审计所写入和读取的内容。请查看其中的内容并将其删除，或以 --work 另指定目录`,
  unused: {
    damaged: "中断的审计在工作目录中留下的内容已损坏，或属于另一个账本：审计已重新开始。",
    other:
      "中断的审计在工作目录中留下的内容属于其他文件、密钥或选项，或属于另一版本：审计已重新开始。",
    old: "中断的审计在工作目录中留下的内容已超过一天：审计已重新开始。",
  },
  notNoted: "账本不会记录本次审计：数据目录中的 accounts.db 无法写入。",
  written: (file) => `报告已写入 ${file}`,
  sameFile: "--json 和 --html 必须指定两个不同的文件",
  insideLedger: (file) => `${file} 位于账本自己的文件之中：请为报告指定账本目录以外的位置`,
  noReport: (file) => `${file} 已存在，且不是这种审计报告：请另指定文件，以免丢失内容`,
  unopened: (code) => `数据库或密钥库完全无法打开（${code}）：见 docs/OPERATING.md 的“Damaged”一节`,
  quick: {
    quick: "只检查两次抽样：每次这么多个条目（未指明则为 4,603 个），各连同其所属的一切",
    more: [
      "使用 --quick 时，一次抽样由最新锚定所在区块 + 32（内嵌链上即该区块）或其后第一个最终区块的哈希抽取：运行审计的人无法挑选，但此后人人都知道；",
      "另一次抽样还依据本机的随机字节：此前更改行的人无从知道。报告会说明，若每千个条目有一个损坏，每次抽样遗漏的概率是多少。20：尚无法抽取。只需数秒。",
    ].join("\n"),
    notACount: (text, most) => `--quick ${text}：请给出 1 到 ${most} 的整数`,
    notTogether: (option) =>
      `--quick 与 ${option} 互相排斥：抽样由链上的区块决定，并在账本的文件中查看`,
    noSample: {
      left_out: "没有链就无法抽样。请去掉 --offline，或不带 --quick 审计全部内容。",
      unreachable:
        "链没有应答，没有链就无法抽样。若由服务器运行内嵌链，请启动它；或指定一个节点（--rpc）；或不带 --quick 审计全部内容。",
      not_listed:
        "该节点不列出所锚定的内容，因此无法抽样。请指定另一个节点（--rpc），或不带 --quick 审计全部内容。",
      no_anchor: "链上没有此处内容的最终锚定，因此无法抽样。请等待，或不带 --quick 审计全部内容。",
    },
    notFinal: (awaited, final) =>
      `抽样由区块 ${awaited} 的哈希决定，该区块尚未最终确定（已最终确定：${final}）。请等待，或不带 --quick 审计全部内容。`,
  },
  remote: {
    remote: "从外部审计此地址的账本：只凭瓦片、条目和链；须同时给出 --policy 和 --token-file",
    tokenFile: "含审计方密钥的文件，由账本的运营者提供（--remote）",
    directory: "将所取得的内容保存在此，下次由此继续；发现的内容保存在其下的 refusals/（--remote）",
    more: [
      "使用 --remote 时不读取本机账本的任何内容：重放所提供的全部条目，将每个哈希瓦片与由条目得出的相比对，",
      "将每个锚定过的大小与链（--rpc）以及日志自己的检查点相比对。20：无法判断，因为日志或链没有应答。",
    ].join("\n"),
    needsPolicy:
      "--remote 需要 --policy：账本对自己的说法不能作为审计它的依据。请固定其策略，且须由其地址以外的途径取得",
    needsToken: "--remote 需要 --token-file：条目仅供审计方读取",
    onlyRemote: (option) => `${option} 只有与 --remote 一起使用才有意义`,
    interrupted:
      "已中断。可随时再次运行。（使用 --directory 目录，所取得的内容会保留，下次由此继续。）",
    interruptedKept: (directory) =>
      `已中断。以 --directory ${directory} 再次运行，即由已取得的内容继续。`,
    untold: (why) => `无法判断：${why}。这并不说明账本本身如何。`,
    log: {
      unreachable: (path) => `日志没有应答（${path}）`,
      timeout: (path) => `日志没有及时应答（${path}）`,
      redirected: (path) => `日志为 ${path} 给出了另一个地址，不予跟随`,
      unauthorized: (path) => `日志不接受此令牌（${path}）`,
      missing: (path) => `日志没有提供 ${path}，而其已签署的检查点包含它`,
      too_large: (path) => `日志作为 ${path} 提供的内容过大，不可能是它`,
      bad_answer: (path) => `日志作为 ${path} 提供的内容不是此物，或不是由策略中的密钥签署的`,
    },
    kept: (file) => `能证明这一点的全部内容保存在 ${file}`,
  },
};
