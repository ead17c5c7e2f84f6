/** What an alarm means to whoever answers for the ledger, and what to do. */
import type { Language } from "../../core/language.ts";
import type { OverviewAlarm } from "../alarms.ts";

export interface AlarmWords {
  readonly title: string;
  readonly toDo: string;
}

const en: Readonly<Record<OverviewAlarm, AlarmWords>> = {
  promises_at_risk: {
    title: "A receipt's deadline is near, and its entries are not anchored yet",
    toDo: "See whether the chain is reachable and the anchoring account has funds. Nothing is lost as long as an anchor comes before the deadline.",
  },
  promises_broken: {
    title: "Entries were not anchored by the deadline that their receipts promise",
    toDo: "Find out what kept anchoring from working. Records are safe, but whoever holds such a receipt can show that it was late: tell them why.",
  },
  auditor_refuses: {
    title: "An auditor no longer cosigns this ledger",
    toDo: "Ask the auditor what they found, and run an audit of your own.",
  },
  auditor_diverged: {
    title: "An auditor holds a signed history that differs from this one",
    toDo: "Keep everything as it is. What proves it lies in the data directory under misbehaviour; find out who else had the log key.",
  },
  terms_unknown: {
    title: "Terms with a partner were agreed that this ledger does not have",
    toDo: "Nothing is given under that agreement any more. See which one among the agreements, ask who signed for the firm, and end it or agree on a next version that is drafted here.",
  },
  partner_overdue: {
    title: "A partner has not confirmed in time what the terms ask for",
    toDo: "Look which messages are overdue under Agreements, see whether they reach the partner, and ask the partner.",
  },
};

const zh: Readonly<Record<OverviewAlarm, AlarmWords>> = {
  promises_at_risk: {
    title: "回执承诺的期限将至，相关条目尚未上链",
    toDo: "请检查链是否可以访问、锚定账户余额是否充足。只要在期限前完成锚定，就没有任何损失。",
  },
  promises_broken: {
    title: "部分条目未在回执承诺的期限内上链",
    toDo: "请查明锚定未能进行的原因。记录本身安全无损，但持有回执的人可以证明锚定延迟，请向其说明原因。",
  },
  auditor_refuses: {
    title: "有审计方不再为本账本联署",
    toDo: "请向该审计方了解其发现，并自行运行一次审计。",
  },
  auditor_diverged: {
    title: "有审计方持有一份已签名、但与本账本不同的历史",
    toDo: "请保持现状，不要改动任何内容。相关证明保存在数据目录的 misbehaviour 文件夹中；请查明还有谁掌握日志密钥。",
  },
  terms_unknown: {
    title: "与合作方约定了本账本没有的条款",
    toDo: "该协议下已停止提供任何数据。请在协议列表中查看是哪一份，向代表公司签署的人核实，然后终止该协议，或约定在此起草的下一版。",
  },
  partner_overdue: {
    title: "有合作方未按条款期限确认",
    toDo: "请在“协议”中查看哪些消息已逾期，确认消息是否送达，并联系合作方。",
  },
};

export const alarmWords: Readonly<Record<Language, Readonly<Record<OverviewAlarm, AlarmWords>>>> = {
  en,
  zh,
};
