/** 关于不存在或已删除的数据主体，以及关于所保存的删除记录的语句。 */
export const erasedRefusals = {
  unknown_subject: {
    title: "未知的数据主体",
    detail: "“@subject”不是本账本的数据主体。请先创建：POST /v1/subjects。",
  },
  subject_erased: {
    title: "已删除",
    detail:
      "“@subject”所指的人已被删除，或正在删除。不再记录任何关于此人的内容；再次到来的人是新的数据主体：POST /v1/subjects。",
  },
  erasures_missing: {
    title: "缺少删除记录",
    detail:
      "日志中有 {declared} 次删除，删除清单只知道其中 {listed} 次：keys.db 及其旁边的文件“erased”比日志旧。若就此启动，已删除的人可能会重新出现。请将文件“erased”的最新副本放入 COUNTERFOIL_KEYS 的目录，然后再次启动。",
  },
} as const;
