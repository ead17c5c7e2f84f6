import type { ConsentTexts } from "./texts.ts";
import { sharedWords } from "./words.ts";

const shared = sharedWords("zh");

export const consentZh: ConsentTexts = {
  summary: "按账本所载，说明在某一时间是否有同意",
  who: "数据主体（@subject）；使用 --source 和 --number 时省略。其后为目的，省略则为全部",
  purpose: "哪一个目的（省略时为全部）",
  source: "以编号认识此人的系统，例如 shop",
  number: "该编号",
  at: "时间，例如 2026-01-31T09:30:00.000Z（省略时为现在）；只写日期则指该日结束时（UTC）",
  json: "以 JSON 输出应答",
  more: [
    "这是账本的应答。只问一个目的时，末尾列出取得其证明的命令。",
    "退出码：0 已答复，无论是或否；2 用法错误，或账本拒绝该问题；1 程序故障，或没有账本在运行。",
  ].join("\n"),
  nobody: "请指明此人：其 @subject，或 --source 和 --number。",
  twice: "请只用一种方式指明此人：其 @subject，或 --source 和 --number。",
  half: "--source 和 --number 须一起使用。",
  badTime: (time) => `“${time}”不是时间。请写成 2026-01-31T09:30:00.000Z，或日期 2026-01-31。`,
  badPurpose: (purpose) => `“${purpose}”不能作为目的的名称。`,
  title: (subject, time) => `${subject} 在 ${time} 的同意`,
  noPurposes: "尚无任何目的。",
  allowed: "是",
  notAllowed: "否",
  reasons: {
    given: "已同意，且涵盖当时的目的",
    purpose_not_in_force: "该目的当时未生效",
    purpose_retired: "该目的当时已停用",
    purpose_not_by_consent: "该目的不以同意为依据",
    unknown: "无法判断：所依据的记录已不存在",
    refused: "已拒绝",
    withdrawn: "已撤回同意",
    invalidated: "同意无效",
    not_covered: "同意之后目的已变更：须重新取得同意",
    never_asked: "从未征询同意",
    requested: "已征询同意，未答复",
    expired: "同意已到期：当初只同意了一段时间",
  },
  rests: "所依据的内容",
  names: {
    subject: "标识符",
    state: "状态",
    act: "事件",
    recorded: "登记时间",
    shown: "依据",
    given: "方式",
    note: "备注",
    ended: "由此终止",
    until: "结束于",
    evidence: "证据",
  },
  ...shared,
  states: { ...shared.events, none: "当时没有任何记录", unknown: "未知：有记录已不存在" },
  signal: (which) => (which === null ? "由信号作出" : `由信号作出（${which}）`),
  separator: "，",
  act: (event, time, record) => `${event}，${time}，记录 ${record}`,
  notice: (id, version, language, purposeVersion) =>
    `告知 ${id} 第 ${version} 版（${language}）；目的第 ${purposeVersion} 版`,
  noNotice: (purposeVersion) => `目的第 ${purposeVersion} 版`,
  evidence: "证据所在",
  statedAfter:
    "目的、告知与控制者之中，至少有一项是在此事件发生之后才记入账本的：当时已然如此，是控制者自己的说法，账本自其登记之时起才有记载。",
  wordOfOne:
    "以上都是账本自己的说法。以下命令获取可证明它的文件，即每个标识符的同意及其合并情况（用 counterfoil verify FILE 逐一核验）：",
  wordOfAll: "以上都是账本自己的说法。如何取得其证明，见对单个目的的答复：",
};
