import type { MisbehaviourTexts } from "./misbehaviour-texts.ts";

const RULE = "{origin} 违反了日志的规则：";

export const misbehaviourZh: MisbehaviourTexts = {
  words: {
    INVALID: "此文件不能证明任何违规。",
    UNPINNED: "这些陈述互相矛盾，但没有指明它们由谁的密钥签署：请提供信任策略后再验证。",
    CANNOT_TELL:
      "此文件能否证明违规要由链来回答，而链无法查询、是另一条链，或（尚）不知道这次锚定。",
    DIVERGED:
      "已证明：账本自己的密钥签署了不可能同时属于一个诚实账本的内容。请保存此文件，任何持有该账本信任策略的人都可以核验。",
  },
  findings: {
    two_roots:
      "{origin} 为 {sizeA} 个条目签署了两棵不同的树：它向不同的人出示不同的日志，或改写了日志。",
    empty_root: "{origin} 签署了一棵没有条目的树，而其根不是空树的根。",
    prefix:
      "{origin} 签署了一棵 {sizeA} 个条目的树，又签署了一棵不以其为开头的 {sizeB} 个条目的树：它向不同的人出示不同的日志，或改写了日志。",
    two_nodes:
      "{origin} 签署了两棵树（{sizeA} 个和 {sizeB} 个条目），它们在共有的条目 {first} 至 {last} 之间不一致：它向不同的人出示不同的日志，或改写了日志。",
    two_leaves:
      "{origin} 签署了两棵树（{sizeA} 个和 {sizeB} 个条目），它们在条目 {first} 上不一致：它向不同的人出示不同的日志，或改写了日志。",
    two_receipts: "{origin} 把条目 {indexA} 承诺给了两条不同的记录。",
    receipt_leaf:
      "{origin} 把条目 {indexA} 承诺给了一条记录，而在其 {sizeB} 个条目的树中，该处是另一个条目。",
    receipt_void:
      "{origin} 承诺一条记录将是条目 {indexA}，却没有履行：在其 {sizeB} 个条目的树中，该处是空条目。即它公开承认丢失了该记录。",
    entry_form: `${RULE}根据{a}，条目 {indexA} 不具有条目应有的任何一种形式。`,
    seq_beyond: `${RULE}根据{a}，条目 {indexA} 是其流的第 {seqA} 号，而它前面容不下这么多条目。`,
    no_state_end: `${RULE}其大小为 {sizeA} 的检查点的最后一个条目必须是状态条目，而根据{b}，条目 {indexB} 不是。`,
    two_seq: `${RULE}根据{a}，条目 {indexA} 是某个流的第 {seqA} 号；根据{b}，条目 {indexB} 也是该流的第 {seqB} 号。`,
    wrong_prev: `${RULE}根据{b}，条目 {indexB} 是某个流的第 {seqB} 号，却不接在第 {seqA} 号之后；根据{a}，第 {seqA} 号是条目 {indexA}：这段历史被分叉或改动过。`,
    foreign_prev: `${RULE}根据{a}，条目 {indexA} 是某个流的第 {seqA} 号，而它所接的并不是该流的第 {before} 号。`,
    order: `${RULE}根据{a}，某个流的第 {seqA} 号是条目 {indexA}；根据{b}，第 {seqB} 号是条目 {indexB}：它们的位置与编号不符。`,
    map_beyond: `${RULE}根据{a}，状态条目 {indexA} 涉及 {mapSizeA} 个条目，多于它前面的条目。`,
    two_maps: `${RULE}根据{a}和{b}，状态条目 {indexA} 与 {indexB} 为同样的 {mapSizeA} 个条目指明了不同的映射。`,
    map_behind: `${RULE}根据{b}，状态条目 {indexB} 只涉及前 {mapSizeB} 个条目，而根据{a}，在 {earlier} 处已有状态条目：它遗漏了必须涉及的内容。`,
    map_absent: `{origin} 隐瞒了一个流：根据{a}，其对前 {mapSizeA} 个条目的映射中没有该流；而根据{b}，条目 {indexB} 是该流的第 {seqB} 号。`,
    map_stale: `{origin} 隐瞒了一个流的最新条目：根据{a}，其对前 {mapSizeA} 个条目的映射指明的是一个第 {named} 号；而根据{b}，条目 {indexB} 是第 {seqB} 号。`,
    map_ahead: `${RULE}根据{a}，其对前 {mapSizeA} 个条目的映射指明了某个流的第 {named} 号；而根据{b}，第 {seqB} 号在这些条目之后才出现，即条目 {indexB}。`,
    map_ahead_of_all: `${RULE}根据{a}，其对前 {mapSizeA} 个条目的映射中有一个流；而根据{b}，该流在这些条目之后才以条目 {indexB} 开始。`,
    map_foreign: `${RULE}根据{a}，其对前 {mapSizeA} 个条目的映射所指明的某个流的最新条目，并不是该流的条目。`,
    map_lost: `${RULE}根据{a}，其对前 {mapSizeA} 个条目的映射中有一个流；而根据{b}，其对前 {mapSizeB} 个条目的映射中没有；但日志中的内容从不消失。`,
    map_wrong: `${RULE}根据{a}，其对前 {mapSizeA} 个条目的映射没有把某个流的第 {seqB} 号指明为最新；而根据{b}，它是条目 {indexB}，根据{c}，它当时就是最新的。`,
    record_layout: `${RULE}根据{a}，条目 {indexA} 中的记录处在其类型和版本的记录不可能处在的位置。`,
    wrong_stream: `{origin} 把一条记录归档到其主体看不到的地方：根据{a}，条目 {indexA} 中的记录自称属于该主体的流 {name}，却不在该流的键之下。`,
    off_chain:
      "{origin} 签署了一棵 {sizeA} 个条目的树，而链上对该大小有另一个根，只有账本的锚定者才能放上去。",
    off_chain_other:
      "{origin} 签署了一棵 {sizeA} 个条目的树，它与链上 {sizeB} 个条目的树不相符，而后者只有账本的锚定者才能放上去。",
  },
  by: {
    log: "其大小为 {size} 的检查点",
    receipt: "其为条目 {index} 出具的回执",
  },
  sides: {
    log: "检查点：大小 {size}，根 {root}。",
    receipt: "回执：条目 {index}，叶哈希 {leafHash}，出具于 {time}，期限 {deadline}。",
    anchor: "链上大小 {size} 的根。",
    stream: "主体标识符所承诺的秘密。",
  },
  cosigned: "由 {names} 联署。",
  caveats: {
    key_holder: "它说明签署了什么，而不说明由谁签署：持有账本密钥的人都可以，其他人都不行。",
    broken_promise:
      "回执是一种承诺，而这里的承诺已无法履行；账本是说了谎、丢失了记录，还是被恢复到了较早的状态，此文件并不说明。",
    auditor_on_both: "联署了全部内容（本不应如此）的审计方：{names}。",
    auditor_vouched: "联署了重放即可发现此问题的检查点（本不应如此）的审计方：{names}。",
    anchorer: "它说明日志密钥与锚定者互相矛盾。如果两者之一被盗，也可能是窃贼所为。",
    chain_may_move: "该根已在链上，但尚未进入最终确定的区块：请稍后再问。",
    development_chain: "这是开发链：其运行者可以改写它，因此结论仅在您信任该运行者的范围内成立。",
    holds_secret: "此文件含有数据主体的一个秘密：持有者能认出该主体在该类别下的各个流。",
  },
};
