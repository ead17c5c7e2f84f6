import type { StateTexts } from "./texts.ts";

export const stateZh: StateTexts = {
  summary: "按账本所载，说明某个流在某一时间的状态",
  subject: "数据主体（@subject）",
  stream: "流的名称，例如 customer、order 或 order/ID",
  at: "时间，例如 2026-01-31T09:30:00.000Z（省略时为现在）",
  json: "以 JSON 输出应答",
  more: "这是账本的应答。其证明：counterfoil evidence --claim history --at TIME。",
  title: (stream, time) => `${stream} 在 ${time}`,
  names: {
    subject: "主体",
    state: "状态",
    madeBy: "形成者",
    endedBy: "结束者",
    before: "之前的锚定",
    after: "之后的锚定",
    id: "标识",
    version: "版本",
    occurred: "发生于",
    recorded: "记录于",
  },
  states: {
    made: "已形成，当时尚未结束",
    expired: "当时已经结束：其自身的有效期已过",
    none: "尚无：该流中当时什么都没有发生",
    unknown: "无法判断：所依据的记录已不存在",
  },
  event: (seq, index, record) => `第 ${seq} 号（条目 ${index}），${record}`,
  version: (id, version) => `记录 ${id} 的第 ${version} 版`,
  gone: "其记录已不存在",
  ended: (event, time) => `${event}，于 ${time}`,
  endsItself: (time) => `其自身的有效期，于 ${time}`,
  notEnded: "至今没有",
  anchor: (block, time, size) => `区块 ${block}（${time}），含前 ${size} 个条目`,
  noAnchor: { before: "无：当时链上还没有任何内容", after: "尚无" },
  made: "形成该状态的记录",
  firstVersion: (stream) => `当时有效的：第一版，位于流 ${stream}`,
  proof: "它们何时进入日志，由谁说明",
  numbers: (ranges) => `第 ${ranges} 号`,
  standings: {
    in_log: "链：当时已在日志中",
    not_anchored: "链：当时以及其后的首次锚定时都不在其中",
    by_clock: "只有账本自己的时钟",
  },
  contradictions: "与链相矛盾之处",
  discrepancies: {
    recorded_after_anchored: (seq) => `第 ${seq} 号在其自称的记录时间之前就已在日志中。`,
    recorded_but_not_anchored: (seq) =>
      `第 ${seq} 号自称当时已经记录，但该时间之后的首次锚定并不包含它。`,
  },
  word: (time) =>
    `以上都是账本自己的说法。获取可证明它的文件：counterfoil evidence --claim history --at ${time}，并使用相同的 --subject 和 --stream。`,
  nothing:
    "这是账本自己的说法：该流中没有任何记录。获取可证明它的文件：counterfoil evidence --claim absent，并使用相同的 --subject 和 --stream。",
};
