import type { Catalogue } from "./catalogue.ts";
import { reasons } from "./reasons.zh.ts";

export const zh: Catalogue = {
  words: {
    INVALID: "此文件不能证明任何事情：它已被改动、格式有误，或不属于您所信任的账本。",
    DIVERGED: "账本自己的密钥签署了此内容，而链上记录与之不符：请同时保存两者，这是违规的证据。",
    UNPINNED: "文件本身前后一致，但没有指明应信任哪个账本：请提供信任策略后再验证。",
    CANNOT_TELL: "无法查询链，或所查询的是另一条链：无法判断锚定情况。",
    NOT_ANCHORED: "检查点已签名，但链上（尚）无记录。",
    NOT_FINAL: "检查点已上链，但所在区块尚未最终确定。",
    NOT_REPLAYED: "此内容已由链固定，但没有您信任的人重放过账本的条目：其中可能有所遗漏或被替换。",
    STALE: "文件有效，但已超出策略允许的时限：请索取更新的证据。",
  },
  verified: {
    record: "该记录确实在账本中，内容与所示完全一致，并已由链固定。",
    current: "该记录确实在账本中，内容与所示完全一致，且在当时是其流中最新的一条，并已由链固定。",
    history: "这就是该流直至其最新事件的全部内容，与所示完全一致，没有遗漏，并已由链固定。",
    absent: "账本在当时没有此标识符的这个流，并已由链固定。",
  },
  special: {
    not_shown: "此文件不能证明任何事情：其内容并不能说明它所声明的事项。",
    replay_differs:
      "账本自己的密钥签署了此内容，而您自行重放其条目的结果与之不符：请同时保存两者，这是违规的证据。",
    history_of_later_versions:
      "这就是该记录直至其最新版本的全部后续版本（第 1 版在流 {kind} 中），与所示完全一致，没有遗漏，并已由链固定。",
    absent_later_versions:
      "账本在当时没有此标识符的该记录的后续版本（是否有第 1 版，要看流 {kind}），并已由链固定。",
    bound_not_final: "检查点在链上已最终确定，但所问时间前后的一次锚定尚未最终确定。",
  },
  layers: {
    content: "内容",
    binding: "归属",
    inclusion: "收录",
    completeness: "完整性",
    checkpoint: "检查点签名",
    anchor: "锚定",
    finality: "最终性",
    time: "时间",
    replay: "重放",
    age: "时效",
  },
  states: { pass: "成立", fail: "不成立", unknown: "未知" },
  reasons,
  caveats: {
    truth_not_proven: "未证明：所记录的内容属实。",
    others_may_exist: "未证明：账本中没有关于此人的其他记录。",
    newer_may_exist: "未证明：该记录没有比这更新的版本。",
    other_identifiers: "未证明：此人只有这一个标识符；同一人可能有多个标识符。",
    other_streams: "未涉及：以其他名称归档的内容。这类流的名称由账本自定，而此文件只涉及其中之一。",
    entries_between:
      "未涉及：此检查点下从条目 {entry} 起的 {gap} 个条目（条目从 0 起算），它们是在计算映射期间写入的。",
    later_entries: "未涉及：账本此后记录的内容，即从条目 {entry} 起（条目从 0 起算）。",
    earlier_not_shown:
      "未展示：第 {seq} 号及其之前的事件，该号条目的叶哈希为 {leafHash}：请将两者与您所知的核对。",
    reads_behind:
      "未证明：此外再无人读过此人的数据。所记录的是本人以外的人经由账本的读取；持有账本根密钥和文件的人可以绕过账本读取，而不留任何记录。",
    development_chain: "这是开发链：其运行者可以改写它，因此结论仅在您信任该运行者的范围内成立。",
  },
  asOf: {
    state_made:
      "按这段历史今天所载，{time} 时有效的是第 {seq} 号事件（它当时已经发生；何时记录是另一回事）。",
    state_expired:
      "按这段历史今天所载，{time} 之前最后发生的是第 {seq} 号事件，其自身的有效期当时已过（何时记录是另一回事）。",
    state_none: "按这段历史今天所载，到 {time} 为止什么都没有发生（何时记录是另一回事）。",
    state_unknown: "无法判断 {time} 时的状态：未披露的内容过多。",
    state_of_first_version: "无法由此文件判断 {time} 时的状态：第 1 版在另一个流中。",
    ended_by_event: "该状态持续到 {end}，由第 {seq} 号事件结束。",
    ends_by_itself: "该状态持续到 {end}，届时其自身的有效期结束。",
    no_end: "这段历史中没有事件结束该状态。",
    between_anchors:
      "该时间位于大小为 {beforeSize} 的锚定（区块 {beforeBlock}，{beforeTime}）与其后大小为 {afterSize} 的锚定（区块 {afterBlock}，{afterTime}）之间。",
    before_anchor: "该时间位于首次锚定（大小 {afterSize}，区块 {afterBlock}，{afterTime}）之前。",
    in_log: "第 {seq} 号事件当时已在日志中：链可以证明。",
    not_anchored: "第 {seq} 号事件当时尚未锚定，其后的首次锚定也不包含它。",
    by_clock: "第 {seq} 号事件当时是否已经记录，只有账本自己的时钟可以说明，而此处没有示出。",
    by_clock_before: "第 {seq} 号事件当时已经记录，但只有账本自己的时钟这样说。",
    by_clock_after: "按账本自己的时钟，第 {seq} 号事件在该时间之后才记录。",
    recorded_after_anchored: "第 {seq} 号事件在其自称的记录时间之前就已在日志中。",
    recorded_but_not_anchored:
      "第 {seq} 号事件自称当时已经记录，但该时间之后的首次锚定并不包含它。",
    recorded_withheld:
      "第 {seq} 号事件无法与链核对：它没有示出何时记录（未披露，或其内容已不存在）。",
  },
  where: "位置：{where}。",
  position: "第 {position} 项。",
  ignoredSignature: "已忽略一行非受信密钥的签名：{name}（{keyId}）。",
};
