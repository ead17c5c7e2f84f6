/** What is said of an audit that has no report, and what to do then. */
import type { Language } from "../../core/language.ts";
import type { RunFailure } from "./run.ts";

const WORDS: Readonly<Record<Language, Readonly<Record<RunFailure, string>>>> = {
  en: {
    interrupted:
      "The server was stopped while this audit ran. Nothing was changed; run it again at any time.",
    unopened:
      "Database or keys cannot be opened at all, which is damage: see “Damaged” in the operating manual, and audit on the command line.",
    fault:
      "The audit itself failed, so nothing is said of the ledger. The server's log says why; run it again, or on the command line.",
    unreachable:
      "The chain did not answer, and without it no sample can be drawn. Try again when it does, or run a full audit.",
    not_listed:
      "The node does not list what was anchored, so no sample can be drawn. Run a full audit, or ask another node on the command line.",
    no_anchor:
      "The chain has no final anchor of anything here yet, so no sample can be drawn. Wait for one, or run a full audit.",
    not_final:
      "The block that the sample would be drawn from is not final yet. Wait for it, or run a full audit.",
  },
  zh: {
    interrupted: "审计进行期间服务器停止了。未做任何更改，可随时重新运行。",
    unopened:
      "数据库或密钥根本无法打开，这本身即为损坏：请参阅运维手册中的“损坏”一节，并在命令行中审计。",
    fault:
      "审计程序本身出错，因此对账本未作任何结论。原因见服务器日志；请重新运行，或在命令行中运行。",
    unreachable: "链没有应答，无法抽取样本。请待链恢复应答后重试，或运行全面审计。",
    not_listed: "节点未列出已锚定的内容，无法抽取样本。请运行全面审计，或在命令行中改用其他节点。",
    no_anchor: "链上还没有本账本的最终锚定，无法抽取样本。请等待锚定完成，或运行全面审计。",
    not_final: "用于抽取样本的区块尚未最终确定。请稍候，或运行全面审计。",
  },
};

export const failureText = (failure: RunFailure, language: Language): string =>
  WORDS[language][failure];
