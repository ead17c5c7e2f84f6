import type { RecoverTexts } from "./texts.ts";

export const recoverZh: RecoverTexts = {
  summary: "用第二副本补齐恢复的数据库；服务器须已停止",
  dryRun: "检查一切，不作改动，只说明将会做什么",
  more: [
    "设置与服务器相同：COUNTERFOIL_DATA、COUNTERFOIL_KEYS、COUNTERFOIL_COPY、COUNTERFOIL_ORIGIN。",
    "退出码：0 没有缺失，3 仍缺少已签署的条目，2 用法错误，1 被拒绝。",
  ].join("\n"),
  progress: (done, of) => `${of} 个条目中的 ${done} 个`,
  names: {
    before: "数据库条目数（之前）",
    after: "数据库条目数（之后）",
    copied: "第二副本条目数",
    checkpoints: "放回的检查点",
    signedBefore: "签名者原先所知的已签署条目",
    signedAfter: "签名者现在所知的已签署条目",
  },
  records: (count) =>
    `放回的条目中有 ${count} 个是记录。第二副本不含内容：其回执仍然有效，但除非来源重新发送，内容已丢失。`,
  unsigned: (count) =>
    `第二副本中有 ${count} 个条目从未签署，因此没有任何东西能证明它们。它们不会被放回，下次启动时将从副本中移除。`,
  signerMoved: "签名者状态比已签署的内容旧，现已推进。",
  mayBecomeVoid: (count, last) =>
    `较旧的签名者状态没有说明承诺到了哪里。因此下次启动时，最多 ${count} 个索引（直到 ${last}）可能成为空条目：即已知内容之后的两倍 COUNTERFOIL_BATCH_ENTRIES 加 65,536 个。`,
  missing: (count) =>
    `有 ${count} 个已签署的条目既不在数据库中，也不在第二副本中。请放回较新的数据库备份；若没有，本账本无法继续：请用“npm run -s counterfoil -- succeed”开设其后继账本。`,
  startRefuses: "数据库与第二副本不一致。启动会被拒绝：",
  nothing: "没有缺失任何内容。",
  done: "现在可以启动服务器。超出这些条目的已承诺索引将成为空条目。",
  dry: "这是试运行：没有作任何改动。",
};
