import type { FindingKey, Place } from "../finding.ts";
import type { Names } from "./texts.ts";

const ONE: Readonly<Record<Place, string>> = {
  schema: "对象",
  migrations: "迁移步骤",
  meta: "设置",
  counters: "计数器",
  entries: "条目",
  tiles: "哈希瓦片",
  checkpoints: "检查点",
  cosignatures: "联署",
  anchors: "锚定",
  streams: "流头",
  records: "记录",
  subjects: "数据主体",
  identities: "来源编号",
  idempotency: "已记住的请求",
  standings: "同意现状",
  erased: "删除标记",
  closed: "已关闭的个人类别",
  vacated: "已删除行的编号",
  "map.pages": "映射页",
  "map.versions": "映射版本",
  "map.garbage": "被替换映射页的列表",
  "keys.stream_secrets": "流密钥组",
  "keys.sealing_keys": "密封密钥",
  "keys.named_secrets": "具名密钥",
  "keys.certificates": "删除证明",
  "keys.erasures": "删除日志项",
  "keys.erased_keys": "已销毁的密钥",
  "keys.kept_keys": "保留的密钥",
  "keys.root_keys": "根密钥",
  signer: "签署状态",
  policy: "策略文件",
  "copy.entries": "副本条目",
  "copy.times": "副本条目的时间",
  "copy.checkpoints": "副本检查点",
  chain: "链",
};

function row(place: Place, key: FindingKey): string {
  const { index, size, level, n, number, name, object, file, prefix, from, to } = key;
  const one = ONE[place];
  if (place === "chain" || place === "signer" || place === "policy") return one;
  if (object !== undefined) return `${file}.db 的${one}“${object}”`;
  if (level !== undefined && n !== undefined) return `第 ${level} 层的第 ${n} 号${one}`;
  if (size !== undefined) return `大小为 ${size} 的${one}`;
  if (file !== undefined && place.startsWith("copy.")) return `第二副本的“${file}”`;
  if (index !== undefined)
    return place === "records" || place === "erased"
      ? `序号 ${index} 处的${one}`
      : `${one} ${index} `;
  if (from !== undefined && to !== undefined) return `${place} 中序号 ${from} 至 ${to} 的部分`;
  if (number !== undefined)
    return `${file === undefined ? "" : `${file}.db 的`}第 ${number} 号${one}`;
  if (name !== undefined) return `${one}“${name}”`;
  if (prefix !== undefined) {
    const more = [key.class, key.expiry].filter((part) => part !== undefined);
    return `以 ${prefix} 开头的${one}${more.length === 0 ? "" : `（${more.join("、")}）`}`;
  }
  const [first] = Object.entries(key).filter(([, value]) => value !== "unknown" && value !== "all");
  return first === undefined ? `表 ${place} ` : `${place} 的${one}（${first[0]} ${first[1]}）`;
}

export const namesZh: Names = {
  places: {
    schema: "表、索引和触发器",
    migrations: "建表步骤",
    meta: "账本的设置",
    counters: "曾写入的行数",
    entries: "日志条目",
    tiles: "日志的哈希瓦片",
    checkpoints: "已签署的检查点",
    cosignatures: "审计方和见证方的联署",
    anchors: "链上的锚定",
    streams: "每个流的最新条目",
    records: "密封的记录",
    subjects: "数据主体",
    identities: "来源编号",
    idempotency: "已记住的请求",
    standings: "同意现状",
    erased: "记录已删除的条目",
    closed: "因删除而关闭的类别",
    vacated: "已删除行的编号",
    "map.pages": "映射的页",
    "map.versions": "映射的版本",
    "map.garbage": "映射中被替换的页",
    "keys.stream_secrets": "流密钥",
    "keys.sealing_keys": "密封密钥",
    "keys.named_secrets": "具名密钥",
    "keys.certificates": "删除证明",
    "keys.erasures": "删除日志",
    "keys.erased_keys": "因删除而销毁的密钥",
    "keys.kept_keys": "已删除之人仍保留的密钥",
    "keys.root_keys": "历任根密钥",
    signer: "签署者所记住的",
    policy: "对外提供的策略",
    "copy.entries": "第二副本：条目",
    "copy.times": "第二副本：时间",
    "copy.checkpoints": "第二副本：检查点",
    chain: "链",
  },
  counted: {
    record_entries: "其中：记录条目",
    state_entries: "其中：状态条目",
    void_entries: "其中：作废条目",
    streams_replayed: "从头到尾跟随的流",
    maps_replayed: "重新计算的已签署映射",
    promises_kept: "已兑现的回执承诺",
    promises_open: "未到期的回执承诺",
    chain_anchors: "链所列出的锚定",
    chain_blocks: "已比对的锚定区块",
  },
  kinds: {
    changed: "被更改",
    missing: "缺失",
    inserted: "被插入",
    swapped: "错位",
    unreadable: "无法读取",
    contradicts: "矛盾",
  },
  steps: {
    integrity: "文件",
    tables: "表",
    entries: "条目",
    copy: "第二副本",
    streams: "流",
    map: "映射",
    pages: "映射的页",
    records: "记录",
    subjects: "数据主体",
    idempotency: "请求",
    keys: "密钥",
    chain: "链",
  },
  row,
  comma: "、",
  begin: (sentence) => sentence,
  keys: {
    index: "序号",
    size: "大小",
    level: "层",
    n: "瓦片",
    number: "编号",
    name: "名称",
    object: "对象",
    file: "文件",
    prefix: "开头为",
    class: "类别",
    expiry: "期限",
    from: "从",
    to: "至",
    part: "部分",
    rows: "行",
    vkey: "密钥",
    ledgerId: "账本",
    page: "页",
    id: "标识",
  },
};
