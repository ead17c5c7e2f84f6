import type { RefusalText } from "./message-catalog.ts";
import type {
  BreachProblem,
  CaseProblem,
  ErasureProblem,
  RightsRefusals,
} from "./rights-problems.ts";

export const rightsRefusals: Readonly<Record<keyof RightsRefusals, RefusalText>> = {
  request_refused: { title: "此请求不能这样处理", detail: "{problem}。" },
  plan_moved: {
    title: "与所查看的方案不一致",
    detail: "自方案生成以来，此人的信息有新的记录、合并或保全。请重新查看方案，然后执行新的方案。",
  },
  erasure_running: {
    title: "正在执行",
    detail: "删除正在执行，完成后即可取得证明。请稍候一分钟再试。",
  },
  erasure_refused: { title: "未删除", detail: "{problem}。" },
  breach_refused: { title: "不能对此事件执行这一步", detail: "{problem}。" },
};

/** What does not exist. */
export const missingRight = {
  request: "此请求",
  hold: "该编号的有效法律保全",
  breach: "该事件",
  erasure: "此次删除",
  certificate: "此代码对应的证明",
} as const;

export const caseProblems: Readonly<Record<CaseProblem, string>> = {
  closed: "此请求已办结；如有其他要求，请另行提出",
  paused: "此请求的期限已暂停计算，请先恢复计算",
  not_paused: "此请求的期限并未暂停",
  already_identified: "请求人的身份已经核实",
  not_identified: "在确认请求人确为本人之前，不作决定，也不提供任何资料。请先记录身份核实方式",
  already_extended: "期限已延长过一次，法律不允许再次延长",
  not_extendable: "此请求适用的期限规则不允许延长",
  extension_late: "原期限已于 {due} 届满；延长须在原期限内告知本人",
  pause_late: "答复期限已于 {due} 届满，暂停计算不能改变这一点",
  already_decided: "此请求已作出决定",
  not_decided: "尚未作出决定，因此没有可记录的答复",
  not_carried_out: "已同意的事项尚未执行完毕。服务器会自行继续执行，请在完成后重试",
  already_carried_out: "已同意的事项已经执行完毕",
  nothing_to_take_back: "只有已同意而尚未执行的决定才能撤回；该请求已被拒绝，或已执行完毕",
  begun_already: "已同意的事项正在执行，或已部分执行，不能撤回",
  not_after_previous: "其日期早于上一步骤（{previous}）",
  handler: "此服务器无法执行拟同意的事项，因此不能在此同意",
  nothing_asked: "该请求没有以字段说明要做什么，因此无法同意",
  asked_moved:
    "所要求的内容与决定所指的不一致：其后有过更正，或该请求的某条记录已不存在。请重新查看该请求",
  too_many_open: "此人已有 {most} 项未办结的请求；须先处理这些请求，才能通过门户再提出",
};

export const erasureProblems: Readonly<Record<ErasureProblem, string>> = {
  held: "要删除的信息正处于法律保全之下。请先解除保全，或保留该类信息",
  not_free: "法律要求保存该类信息；期限届满后会自动删除",
  nothing: "没有可以删除的信息：已全部删除，或依法必须保留",
  too_many: "此人的条目超过三万条，一次删除无法全部声明；删除尚未开始。请联系本软件的维护者",
  certificate: "为证明提供的公钥无效，无法用它加密。请本人重新生成代码",
  joined: "作出决定之后，此人的标识有合并或拆分。请重新查看删除方案，再作决定",
  other_person: "该编号的删除属于另一个人",
  not_a_person: "这是账本自身，不是任何人的信息",
};

export const breachProblems: Readonly<Record<BreachProblem, string>> = {
  closed: "该事件已结案；之后的发现请另行登记",
  late: "通知监管机构已超过 GDPR 第 33(1) 条规定的 72 小时，请在“reason”中说明原因",
  not_assessed: "尚未评估该事件对个人的影响",
  not_notified: "尚未通知监管机构。请先通知；或评估为不大可能产生风险，并说明理由",
  people_not_told:
    "对个人的风险较高而尚未告知本人。请先告知；或在“reason”中说明适用的例外（GDPR 第 34(3) 条、《个人信息保护法》第五十七条）",
};
