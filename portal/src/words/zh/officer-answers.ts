import type { officerAnswers as en } from "../en/officer-answers.ts";
import type { Words } from "../words.ts";

/** 合规官看到的结论：某人对某一目的在某日及现在的情形。 */
export const officerAnswers = {
  said_given: "是。{{when}}，{{person}}已同意“{{purpose}}”。",
  said_not_covered:
    "否。{{person}}曾同意“{{purpose}}”，但其内容此后有变；{{when}}，原同意已不再涵盖。",
  said_withdrawn: "否。{{when}}，{{person}}已撤回对“{{purpose}}”的同意。",
  said_refused: "否。{{when}}，{{person}}已拒绝同意“{{purpose}}”。",
  said_expired: "否。{{when}}，{{person}}对“{{purpose}}”的同意已到期。",
  said_invalidated: "否。{{when}}，{{person}}对“{{purpose}}”的同意已被宣告无效。",
  said_requested: "否。{{when}}，已就“{{purpose}}”询问{{person}}，但尚未得到答复。",
  said_never_asked: "否。{{when}}，从未就“{{purpose}}”询问过{{person}}。",
  said_restricted: "否。{{when}}，{{person}}的个人信息被限制处理，“{{purpose}}”亦在其列。",
  said_objected: "否。{{when}}，{{person}}已反对“{{purpose}}”。",
  said_erased: "否。{{when}}，{{person}}的信息已被删除，所保留的部分不作任何使用。",
  said_unknown:
    "无法确定：可能影响结论的记录已不存在。{{when}}，不能以{{person}}对“{{purpose}}”的同意为依据。",
  said_damaged: "无法判断：所存的{{person}}关于“{{purpose}}”的内容与记录时不符（{{when}}）。",
  said_purpose_not_in_force: "否。{{when}}，“{{purpose}}”尚未生效，任何人都无从同意。",
  said_purpose_retired: "否。{{when}}，“{{purpose}}”已停用，不再以同意为依据。",
  said_purpose_not_by_consent: "{{when}}，“{{purpose}}”不以同意为依据，无需{{person}}的同意。",
  now_given: "是。{{person}}已同意“{{purpose}}”。",
  now_not_covered: "否。{{person}}曾同意“{{purpose}}”，但其内容此后有变，原同意已不再涵盖。",
  now_withdrawn: "否。{{person}}已撤回对“{{purpose}}”的同意。",
  now_refused: "否。{{person}}已拒绝同意“{{purpose}}”。",
  now_expired: "否。{{person}}对“{{purpose}}”的同意已到期。",
  now_invalidated: "否。{{person}}对“{{purpose}}”的同意已被宣告无效。",
  now_requested: "否。已就“{{purpose}}”询问{{person}}，但尚未得到答复。",
  now_never_asked: "否。从未就“{{purpose}}”询问过{{person}}。",
  now_restricted: "否。{{person}}的个人信息现被限制处理，“{{purpose}}”亦在其列。",
  now_objected: "否。{{person}}已反对“{{purpose}}”。",
  now_erased: "否。{{person}}的信息已被删除；所保留的部分仅用于其法定保存目的。",
  now_unknown:
    "无法确定：可能影响结论的记录已不存在，不能以{{person}}对“{{purpose}}”的同意为依据。",
  now_damaged: "无法判断：所存的{{person}}关于“{{purpose}}”的内容与记录时不符。",
  now_purpose_not_in_force: "否。“{{purpose}}”尚未生效，任何人都无从同意。",
  now_purpose_retired: "否。“{{purpose}}”已停用，不再以同意为依据。",
  now_purpose_not_by_consent: "“{{purpose}}”不以同意为依据，无需{{person}}的同意。",
} satisfies Words<typeof en>;
