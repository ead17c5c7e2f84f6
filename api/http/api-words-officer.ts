/** The API page's texts about the ledger as a whole, its entries and who stands how to a purpose, in Chinese, by their English. */
export const officerInChinese: Readonly<Record<string, string>> = {
  "How the ledger stands: size, what waits, newest anchor, cosignatures, cost, alarms":
    "账本概况：规模、等待中的条目、最新锚定、联署、成本与警报",
  "Figures of now; nothing of what is recorded": "当前数据；不含任何所记录的内容",
  "Entries, batches, anchors and gas over time": "条目、批次、锚定与燃料费用随时间的变化",
  "By day of UTC; by hour in a ledger's first two days":
    "按 UTC 日期统计；账本建立的头两天按小时统计",
  "Anchors, the newest first": "锚定列表，最新的在前",
  "Sealed batches with their checkpoints, the newest first": "已封存的批次及其检查点，最新的在前",
  "A parameter is not valid": "参数无效",
  "One entry of the log: its form, its stream, the checkpoint and anchor that cover it":
    "日志中的一个条目：其形式、所属的流，以及覆盖它的检查点和锚定",
  "The entry, and which record is behind it": "该条目，以及其背后的记录",
  "The log has no such entry": "日志中没有此条目",
  "Leaf index, from 0": "叶序号，从 0 开始",
  "32 bytes, base64": "32 字节，base64",
  "In wei": "以 wei 计",
  "At the block explorer of the settings": "设置中所指定的区块浏览器上的地址",
  "The first that covers it": "最先覆盖它的一个",
  "Anchors whose gas or price is not known: in neither sum":
    "燃料用量或价格未知的锚定：不计入任何合计",
  "Entries that no checkpoint covers yet": "尚未被检查点覆盖的条目",
  "Entries that no final anchor covers yet": "尚未被最终锚定覆盖的条目",
  "The newest, as far as it has come": "最新的一个，以及其进展",
  "The newest that is final": "最新的最终锚定",
  "Entries of the ledger": "账本的条目数",
  "fits: the later of the two names the hash of the earlier":
    "fits：两者中较后的条目引用了较前条目的哈希",
  "null: it is gone": "null：记录已不存在",
  "The record was erased for good, as the ledger has declared in its log":
    "该记录已永久删除，账本已在日志中声明",
  "The streams of a data subject, with the number of their entries":
    "数据主体的各个流，以及各自的条目数",
  "Those with entries, by name": "含有条目的流，按名称排列",
  "The chain of a stream, its newest entry first": "一个流的链，最新条目在前",
  "Whether the entry before is the one that prev names; null: none":
    "前一条目是否就是 prev 所引用的条目；null 表示没有前一条目",
  "How everybody stands to a purpose at a time, who was ever asked or chose":
    "某一时间所有曾被询问或作出选择的人对某一目的的状态",
  "A page, in the order in which they came": "一页，按出现的先后排列",
  "Where the next page begins; a page may be short, or empty, and not be the last":
    "下一页的起点；一页可能不满或为空，但并非最后一页",
  "false: something could not be read, so there may be people who are not told of":
    "false：有内容无法读取，因此可能有人未被列出",
  "How many stand how to a purpose at a time": "某一时间对某一目的处于各状态的人数",
  "Records that would name a stream and cannot be read: each may hide one":
    "本可表明所属记录流、但无法读取的记录：每一条都可能使某个记录流未被列出",
  "By state; who was never asked is not counted": "按状态统计；从未被询问的人不计入",
};
