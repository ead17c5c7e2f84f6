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
    title:
      "Terms with a partner were agreed that this ledger does not have, or not as they were drafted",
    toDo: "Nothing is given under that agreement any more. See which one among the agreements, ask who signed for the firm, and and end it; then draft another one.",
  },
  agreements_unfollowed: {
    title: "Nobody knows how an agreement with a partner stands on the chain",
    toDo: "Nothing is given under it until that is known again. See whether the chain is reachable and its newest block is a new one, and whether the settings name the contract that the agreement was signed on.",
  },
  erasure_unfinished: {
    title: "An erasure has begun, and does not get on",
    toDo: "It is tried again every minute. See the server’s log for what stands against it: a disk that is full, a file that somebody else reads, what cannot be told to partners.",
  },
  root_key_overdue: {
    title: "The root key under which something was destroyed should be gone by now",
    toDo: "Roll it: counterfoil keys roll. See the server’s log for why it was not rolled by itself, and destroy copies of the old one.",
  },
  root_key_failing: {
    title: "The root key could not be rolled, and is tried again and again",
    toDo: "Until it is rolled an older backup of the keys still opens what was erased. See the server’s log for why: the disk of the keys directory is full, or root.key cannot be written.",
  },
  partner_overdue: {
    title: "A partner has not confirmed in time what the terms ask for",
    toDo: "Look which messages are overdue under Agreements, see whether they reach the partner, and ask the partner.",
  },
  breach_due: {
    title: "The authority is to be told of a breach within a day, or was to be",
    toDo: "See the register of breaches: GET /v1/breaches. Tell the authority within 72 hours of becoming aware (GDPR 33), what is not known yet later; or assess the risk as unlikely, with the reason.",
  },
  requests_overdue: {
    title: "The time for an answer to somebody’s request is over",
    toDo: "See under Requests which ones are overdue. Answer them now, with the reason why it took so long; whoever asked may go to the authority.",
  },
  requests_stuck: {
    title: "What was granted to somebody an hour ago or more is not carried out",
    toDo: "See under Requests which ones wait to be carried out. They are tried again at least once an hour. The server’s log says what stands against it: a disk that is full, a record that is damaged, an erasure that does not get on.",
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
    title: "与合作方约定了本账本没有的条款，或内容与起草的不同",
    toDo: "该协议下已停止提供任何数据。请在协议列表中查看是哪一份，向代表公司签署的人核实，然后终止该协议，并另行起草。",
  },
  agreements_unfollowed: {
    title: "无从得知与合作方的某份协议在链上的状态",
    toDo: "在重新得知之前，该协议下不提供任何数据。请检查链是否可以访问、其最新区块是否为近期生成，以及设置中的合约是否为签署该协议所用的合约。",
  },
  erasure_unfinished: {
    title: "有一次删除已经开始，但未能继续",
    toDo: "系统每分钟重试一次。请在服务器日志中查看受阻原因：磁盘已满、文件被他人读取，或无法通知合作方。",
  },
  root_key_overdue: {
    title: "曾保护已销毁密钥的根密钥早该更换",
    toDo: "请更换根密钥：counterfoil keys roll。请在服务器日志中查看未自动更换的原因，并销毁旧根密钥的所有副本。",
  },
  root_key_failing: {
    title: "根密钥未能轮换，系统正反复重试",
    toDo: "轮换之前，旧的密钥备份仍能打开已删除的内容。请在服务器日志中查看原因：密钥目录所在磁盘已满，或 root.key 无法写入。",
  },
  partner_overdue: {
    title: "有合作方未按条款期限确认",
    toDo: "请在“协议”中查看哪些消息已逾期，确认消息是否送达，并联系合作方。",
  },
  breach_due: {
    title: "有个人信息安全事件须在一天之内通知监管机构，或已经逾期",
    toDo: "请查看事件登记簿：GET /v1/breaches。自知悉之时起 72 小时内通知监管机构（GDPR 第 33 条），尚不清楚的内容可以后补；或评估为不大可能产生风险，并说明理由。",
  },
  requests_overdue: {
    title: "有个人权利请求已超过答复期限",
    toDo: "请在“请求”中查看哪些已逾期，立即答复并说明逾期原因；请求人有权向监管机构投诉。",
  },
  requests_stuck: {
    title: "有个人权利请求获准已超过一小时，仍未执行",
    toDo: "请在“请求”中查看哪些等待执行。系统至少每小时重试一次。请在服务器日志中查看受阻原因：磁盘已满、记录损坏，或删除未能继续。",
  },
};

export const alarmWords: Readonly<Record<Language, Readonly<Record<OverviewAlarm, AlarmWords>>>> = {
  en,
  zh,
};
