import type { Messages } from "./message-catalog.ts";

/** 与日志所承诺的内容不再一致的已存储内容的名称。 */
export const damagedThings: Messages["things"] = {
  record: "记录",
  entry: "日志条目",
  tile: "哈希瓦片",
  checkpoint: "检查点",
  key: "密钥",
  stream: "流头",
  map: "映射",
  meta: "账本自身的备注",
  subject: "数据主体",
  idempotency: "幂等键标记",
  anchor: "锚定",
  cosignature: "联署签名",
  counter: "行计数器",
  erased: "删除清单",
};
