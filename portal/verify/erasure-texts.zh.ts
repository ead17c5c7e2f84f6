import type { ErasureTexts } from "./erasure-texts.ts";
import { zh } from "./messages.zh.ts";

export const erasureZh: ErasureTexts = {
  words: {
    ...zh.words,
    VERIFIED: "企业已在其账本中声明：所删除和保留的正是所列的这些条目；该声明已由链固定。",
    UNPINNED: "删除证明本身前后一致，但没有指明应信任哪个账本：请提供信任策略后再验证。",
    STALE: "删除证明有效，但已超出策略允许的时限：请索取更新的证明。",
    NOT_REPLAYED:
      "删除声明已由链固定，但没有您信任的人重放过账本的条目：后续记录或某个流的条目可能有所遗漏。",
  },
  declared:
    "删除声明是日志的条目 {index}，按账本自己的时钟记录于 {recordedAt}：在前 {treeSize} 个条目中，此人的条目有 {count} 个被删除，{kept} 个被保留。",
  reason: "所述原因：{cause}。",
  causes: {
    request: "本人提出请求",
    retention: "保留期限已届满",
    order: "主管机关或法院的命令",
    "own-decision": "企业自行决定",
    other: "“{cause}”",
  },
  since: "链最迟自 {time} 起就已记载该声明（区块 {block}）。",
  sinceUnknown: "未示出链自何时起记载该声明。",
  streams: {
    all: "{name}：删除 {erased} 个，保留 {kept} 个。编制清单时该流的全部条目都在其中。",
    to_here:
      "{name}：删除 {erased} 个，保留 {kept} 个。从第一个条目起没有缺漏，但未证明所列的最后一个就是当时的最后一个。",
    some: "{name}：删除 {erased} 个，保留 {kept} 个。这不是该流的全部条目：其间或之前有未列出的条目，例如此前已被删除的。",
    none: "{name}：该标识符没有这个流。",
  },
  goesOn: "此后该流又有新的条目。",
  keptUntil: "保留至 {year} 年年底：{count} 个条目（{kinds}）。依据：{ground}。{text}",
  keptOpen: "在依据存续期间保留：{count} 个条目（{kinds}）。依据：{ground}。{text}",
  nothingKept: "企业声明：清单所列的内容一概不予保留。",
  completed: "按账本自己的时钟，删除于 {time} 完成：记录显示，曾用于包裹已销毁密钥的密钥也已销毁。",
  notCompleted:
    "尚无完成的记录：在曾用于包裹已销毁密钥的密钥销毁之前，若同时留有两者的旧备份，仍可能恢复这些密钥。",
  acknowledged: {
    received:
      "{keyName}（{organization}）已签名确认收到删除通知，其自述签署时间为 {statedAt}（消息 {message}）。",
    done: "{keyName}（{organization}）已签名确认完成删除，其自述签署时间为 {statedAt}（消息 {message}）。",
  },
  nobodyAcknowledged: "没有合作方确认的记录。",
  caveats: {
    declared_not_done:
      "未证明：所声明的删除确已执行。任何文件都无法证明密钥和记录已不存在；此文件证明的是企业作过怎样的声明，且企业今后无法否认。",
    copies_may_exist:
      "未证明：任何地方都不再有副本，例如备份、打印件、其他系统，或读过这些内容的人手中。",
    never_recorded: "未涉及：企业持有、但从未录入本账本的有关此人的内容。",
    other_identifiers: "未证明：此人除清单所列之外没有其他标识符。",
    one_person: "未证明：这些标识符同属一人。这只是企业的说法。",
    identifiers_without_entries:
      "其中有的标识符在清单中没有任何条目：所声明的内容并不涉及这些标识符。",
    other_streams: "未证明：在清单未列出的流名称之下没有归档任何内容。这类流的名称由账本自定。",
    streams_in_part: "并非每个流的全部条目都已列出：请看各个流的说明。",
    partner_keys: "未证明：签名所用的密钥确属各合作方。这只是企业的说法：请向合作方核实。",
    partner_word: "未证明：声称已删除的合作方确实已经删除。",
    message_not_shown:
      "未示出：每一份确认都涉及此人。有的消息不在文件里，或其所涉的标识符在清单中没有条目。",
    entries_between:
      "未涉及：此检查点下从条目 {entry} 起的 {gap} 个条目（条目从 0 起算），它们是在计算映射期间写入的。",
    later_entries: "未涉及：账本此后记录的内容，即从条目 {entry} 起（条目从 0 起算）。",
    holds_secrets: "请自行妥善保管：持有此文件的人可以分辨日志中哪些条目与您有关。",
    development_chain: zh.caveats.development_chain,
  },
};
