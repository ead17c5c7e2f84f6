import type { ConsentProblem } from "./errors.ts";
import type { ConsentSentences } from "./message-catalog.ts";

/** Why an event of a consent is not taken, and what to do. No full stop: more may follow. */
export const consentProblems: Readonly<Record<ConsentProblem, string>> = {
  unknown_purpose: "没有这个名称的目的。GET /v1/purposes 列出现有的目的",
  purpose_retired: "该目的已停用：只接受撤回，不接受其他事件。请改用有效的目的",
  purpose_not_by_consent: "该目的不以同意为依据，因此无需同意。其合法性基础见 GET /v1/purposes",
  purpose_not_in_force: "该目的在那个时间没有版本，或没有这个版本。请写明当时有效的版本",
  no_controller: "账本尚不知道由谁决定数据的处理。请先登记控制者：POST /v1/controller",
  unknown_notice: "没有这个名称的告知，或没有这个版本。GET /v1/notices 列出现有的告知",
  notice_not_in_force: "该版本的告知在那个时间无效。请写明实际展示的版本及展示时间",
  language_without_text: "该告知没有这种语言的文本。请写明实际展示文本的语言，或先登记该文本",
  other_text:
    "该哈希不是此告知在这种语言下的文本的哈希。请省略哈希，或把实际展示的文本登记为新版本",
  other_notice:
    "所同意的告知不是该目的所指的告知。请展示该目的自己的告知，或登记一个指向此告知的目的版本",
  in_the_future: "事件的时间在未来。请检查来源的时钟；允许一分钟以内的误差",
  valid_until_past: "同意在开始之前就已到期。请省略“validUntil”，或写明更晚的时间",
  never_given: "那个时间没有可以撤回的同意。若要使可能迟登记的同意不生效，请改为登记“refused”",
  not_in_force: "那个时间没有有效的同意",
  already_given: "那个时间同意已经有效。如要延长或改按新版本，请登记“renewed”",
  already_requested: "那个时间已经以同样的内容征询过，本人尚未答复。已有的征询仍然有效",
  withdraw_instead: "同意正在有效：不再愿意的人应撤回。请登记“withdrawn”",
  nothing_to_renew: "那个时间没有可以续期的同意。请登记“given”",
  system_only: "同意到期由账本自己登记，他人不得登记",
  guardian_without_reference: "监护人必须写明其依据。请把文件或卷宗编号填入“actor.reference”",
  agent_without_reference: "代理人必须写明其依据。请把授权书或卷宗编号填入“actor.reference”",
  missing_choice: "缺少选择的措辞。请把本人勾选、按下或说出的内容填入“choice”",
  not_explicit:
    "按其合法性基础或作为单独同意，该目的只接受明示同意。如本人以言词或专门的行为表示同意，请登记“consentType”：“dpv:ExplicitlyExpressedConsent”",
  recipient_not_told:
    "单独同意针对数据的接收方。请写明接收方及其“contact”（个人信息保护法第二十三条）和“country”（第三十九条）",
  missing_notice: "缺少所展示的告知。请填写“noticeId”“noticeVersion”和“language”",
  same_subject: "两个标识符相同",
  already_joined: "这两个标识符已经合并",
  not_joined: "这两个标识符没有合并",
  too_many_joined: "这样将有超过 50 个标识符属于同一个人。请核对哪些确实属于此人，并分开其余的",
  already_restricted: "此人的个人信息已被限制处理",
  not_restricted: "此人的个人信息没有被限制处理",
  already_objected: "此人已反对此目的，且反对仍然有效",
  not_objected: "没有可以终止的对此目的的反对",
  objection_not_open: "此目的以合同或法律规定为依据。能否反对须在权利请求中决定",
  objection_stands:
    "对直接营销的反对，以及对以同意为依据的处理的反对，无论有何理由均有效。只有本人可以撤回：“ground”: “withdrawn”",
  unattributed_signal:
    "该信号没有指明任何人，系统不会猜测它属于谁。请在确认身份后连同数据主体的标识符一起提交",
  signal_not_set: "该请求头没有表示任何意思：只有“Sec-GPC: 1”才是信号",
  no_purpose_for_signal: "没有有效的目的遵循该信号。请在应由它撤回的目的中写明“signals”",
  other_subject: "该事件属于另一个人，或属于另一个目的",
  not_for_another: "控制者不能替本人同意。请写明由谁同意：本人、监护人或代理人",
  not_after_previous: "新版本必须在前一版本之后生效。请写明更晚的“inForceFrom”",
};

/** 同上，用于所知更多之时。 */
export const consentSentences: ConsentSentences = {
  knownPurposes: "没有这个名称的目的。现有：{known}。GET /v1/purposes 说明每一个目的",
  noPurposes: "没有这个名称的目的，也尚无任何其他目的。请先定义：POST /v1/purposes",
  inForceFrom:
    "该目的自 {inForceFrom} 起才有效，而所述事件发生在此之前。请核对“@occurredAt”：尚不存在的目的无从同意",
  inForceVersion:
    "那个时间有效的是该目的的第 {version} 版，而不是所写明的版本。请写明当时所同意的版本及其时间",
};
