import type { AuditTexts } from "./texts.ts";

export const auditZh: AuditTexts = {
  summary: "重新读取整个账本，指明一切与应有不符的内容",
  offline: "不询问链",
  rpc: "您所信任的链节点（或 COUNTERFOIL_RPC_URL；内嵌链）",
  policy: "您所固定的策略；没有则以账本自己所说的为准",
  json: "将报告以 JSON 写入此文件，- 表示标准输出",
  html: "将报告写成一个 HTML 文件",
  work: "存放内存容不下的内容的目录（系统的临时目录），结束时清空",
  more: [
    "按服务器的设置读取账本的文件，服务器可同时运行。不更改其中任何内容。",
    "退出码：0 无损，30 有损坏，20 没有损坏但链没有应答；2 用法错误，1 故障。",
  ].join("\n"),
  progress: (percent, step, left) => `${percent} % | ${step}${left}`,
  left: (time) => ` | 约剩 ${time}`,
  time: {
    seconds: (count) => `${count} 秒`,
    minutes: (count) => `${count} 分钟`,
    hours: (count) => `${count} 小时`,
  },
  interrupted: "已中断。没有更改任何内容；可随时再次运行。",
  written: (file) => `报告已写入 ${file}`,
  sameFile: "--json 和 --html 必须指定两个不同的文件",
  insideLedger: (file) => `${file} 位于账本自己的文件之中：请为报告指定账本目录以外的位置`,
  noReport: (file) => `${file} 已存在，且不是这种审计报告：请另指定文件，以免丢失内容`,
  unopened: (code) => `数据库或密钥库完全无法打开（${code}）：见 docs/OPERATING.md 的“Damaged”一节`,
};
