/** What the dialog says of itself. What is agreed to, and the wording of the choices, are the ledger's. */
import type { Trouble } from "./answers.ts";

export interface Words {
  readonly lang: string;
  readonly loading: string;
  readonly sending: string;
  readonly close: string;
  readonly later: string;
  readonly leave: string;
  readonly asks: (name: string) => string;
  readonly policy: string;
  readonly signal: string;
  readonly states: Readonly<Record<string, string>>;
  readonly troubleTitle: string;
  readonly troubles: Readonly<Record<Trouble, string>>;
  readonly retry: string;
  readonly reload: string;
  readonly recorded: string;
  readonly recordedBefore: string;
  readonly choice: string;
  readonly purpose: string;
  readonly time: string;
  readonly number: string;
  readonly withdrawal: string;
  readonly keep: string;
  readonly save: string;
  readonly full: string;
}

const en: Words = {
  lang: "en",
  loading: "One moment …",
  sending: "Your choice is being recorded …",
  close: "Close",
  later: "Decide later",
  leave: "Leave it as it is",
  asks: (name) => `${name} asks for your consent`,
  policy: "Privacy policy",
  signal:
    "Your browser sends Global Privacy Control: it says that your data are not to be sold or shared. Nothing is agreed to unless you agree to it here.",
  states: {
    given: "You have agreed to this. You can withdraw your consent here.",
    refused: "You said no to this before, and it stays so unless you agree.",
    withdrawn: "You withdrew your consent before.",
    expired: "The time for which you had agreed is over.",
    invalidated: "An earlier consent was found not to be valid.",
    not_covered: "What this is about has changed since you agreed.",
    restricted:
      "Processing of your data is restricted. If you agree to this now, it is done all the same.",
    objected: "You have objected to this, and it stays so unless you agree.",
    erased: "Your data has been erased, and nothing is done with it any more.",
    unknown: "It is not known any more what you chose before.",
  },
  troubleTitle: "That did not work",
  troubles: {
    unreachable:
      "The consent service could not be reached. Check your connection and try again. A choice is recorded once, however often you try.",
    over: "The time for this question is over, or the question has changed. Reload the page to be asked again.",
    changed: "How this stands has changed in the meantime. Reload the page to see it.",
    busy: "The consent service is busy. Nothing was recorded. Try again in a moment.",
    failed: "Something went wrong at the consent service. Try again later.",
  },
  retry: "Try again",
  reload: "Reload the page",
  recorded: "Your choice is recorded",
  recordedBefore: "You have chosen already",
  choice: "Your choice",
  purpose: "For",
  time: "Recorded",
  number: "Record number",
  withdrawal: "To change your mind later",
  keep: "The receipt is the ledger’s signed promise to publish this record’s fingerprint. Keep it: with it anybody can check that the record was neither dropped nor exchanged.",
  save: "Save the receipt",
  full: "The receipt in full",
};

const zh: Words = {
  lang: "zh-CN",
  loading: "请稍候……",
  sending: "正在记录您的选择……",
  close: "关闭",
  later: "以后再决定",
  leave: "保持不变",
  asks: (name) => `${name} 征求您的同意`,
  policy: "隐私政策",
  signal:
    "您的浏览器发送了全球隐私控制（GPC）信号：表示不得出售或共享您的数据。除非您在此同意，否则不视为同意。",
  states: {
    given: "您已同意此事项。您可以在此撤回同意。",
    refused: "您此前已拒绝；除非您同意，否则保持不变。",
    withdrawn: "您此前已撤回同意。",
    expired: "您此前同意的期限已过。",
    invalidated: "此前的一项同意被认定无效。",
    not_covered: "自您同意以来，此事项已发生变化。",
    restricted: "您的信息已被限制处理。如您现在同意，则仍会为此目的处理。",
    objected: "您此前已反对此事项；除非您同意，否则保持不变。",
    erased: "您的信息已被删除，不再作任何使用。",
    unknown: "您此前的选择已无从得知。",
  },
  troubleTitle: "未能完成",
  troubles: {
    unreachable: "无法连接同意服务。请检查网络后重试。无论重试多少次，一个选择只会记录一次。",
    over: "此次询问已过期，或内容已变更。请重新加载页面。",
    changed: "情况在此期间已发生变化。请重新加载页面查看。",
    busy: "同意服务繁忙，没有记录任何内容。请稍后重试。",
    failed: "同意服务出现问题。请稍后重试。",
  },
  retry: "重试",
  reload: "重新加载页面",
  recorded: "您的选择已记录",
  recordedBefore: "您已作出选择",
  choice: "您的选择",
  purpose: "事项",
  time: "记录时间",
  number: "记录编号",
  withdrawal: "日后改变主意",
  keep: "回执是账本签名的承诺：公布此记录的指纹。请妥善保存：凭它任何人都能核实该记录没有被删除或替换。",
  save: "保存回执",
  full: "完整回执",
};

/** @param language BCP 47 */
export const wordsIn = (language: string): Words => (/^zh\b/i.test(language) ? zh : en);
