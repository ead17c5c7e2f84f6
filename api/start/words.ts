/** What `npm start` says, in both languages. */
import type { AnchorFailureCode } from "../anchor/failures.ts";
import type { Language } from "../core/language.ts";

export interface Words {
  readonly starting: string;
  readonly chain: string;
  readonly rebuilding: string;
  /** Both ends included. */
  readonly voided: string;
  readonly loading: string;
  readonly loadingConsents: string;
  readonly anchoring: string;
  readonly auditing: string;
  readonly ready: string;
  readonly address: string;
  readonly apiPage: string;
  readonly signIn: string;
  readonly noSignIn: string;
  /** Of the demonstration. */
  readonly people: string;
  readonly mailbox: string;
  /** Of the demonstration, and what to do without one. */
  readonly key: string;
  readonly makeKey: string;
  readonly policy: string;
  readonly chainAddress: string;
  /** Of the demonstration. */
  readonly auditor: string;
  readonly evidence: string;
  /** What to expect of the claims about streams: with an auditor's cosignature, and without. */
  readonly cosigned: string;
  readonly notReplayed: string;
  readonly tryIt: string;
  /** Of the first administrator. */
  readonly invitation: string;
  readonly trust: string;
  readonly stopHint: string;
  readonly stopping: string;
  readonly stopped: string;
  readonly stoppedBadly: string;
  readonly chainEnded: string;
  readonly refused: string;
  /** Why the chain, though it answers, does not take this ledger. */
  readonly chainRefuses: Readonly<Record<AnchorFailureCode, string>>;
  readonly bug: string;
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    starting: "Counterfoil is starting.",
    chain: "Chain: {rpc} (chain id {chainId}), contract {contract}",
    rebuilding: "Making the map of the log anew: {done} of {of} entries",
    voided:
      "Indexes {from} to {to} may have been promised before a crash or a restore, and no file holds them: void entries take their place. A receipt for one of them is broken.",
    loading: "Loading the demonstration (Northwind): {done} records",
    loadingConsents: "Loading the demonstration (consents, made up): {done} events",
    anchoring: "Anchoring it on the chain, and waiting until that is final",
    auditing: "Waiting for the auditor, which replays it",
    ready: "Counterfoil is ready.",
    address: "Address",
    apiPage: "API page",
    signIn: "Sign in",
    noSignIn:
      "Nobody can yet: name a mail server (COUNTERFOIL_SMTP_URL) or an OpenID provider (COUNTERFOIL_OIDC_ISSUER).",
    people: "as {emails}",
    mailbox: "Their codes",
    key: "Key (file)",
    makeKey: "Keys for programs are made with: npm run -s counterfoil -- key create --help",
    policy: "Policy (what a verifier pins)",
    chainAddress: "Chain",
    auditor: "Auditor (for demonstration only: run by the same operator)",
    evidence: "Evidence files to try",
    cosigned:
      "The last six, claims about streams, rest on an auditor that the policy above names. The demonstration's proves nothing against its operator: pin one of your own choice.",
    notReplayed:
      "The last six, claims about streams, end with NOT_REPLAYED: no auditor that the policy names has cosigned them.",
    tryIt: "Check one, without trusting this server (in another terminal):",
    invitation:
      "There is no administrator yet. Whoever opens this link becomes one; it works once, for a day:",
    trust:
      "This chain is an embedded development chain: whoever runs it can rewrite it. For real use name a public chain: COUNTERFOIL_RPC_URL.",
    stopHint: "Ctrl-C stops it.",
    stopping: "Stopping: finishing requests, sealing, saving the chain.",
    stopped: "Stopped.",
    stoppedBadly:
      "Stopped, but not everything could be finished; the log line above says what. Everything acknowledged is safe.",
    chainEnded: "The embedded chain has ended by itself. Start again; everything recorded is safe.",
    refused: "Counterfoil does not start: {detail}",
    chainRefuses: {
      chain_behind: "The chain's node is behind: it does not know yet what it knew before. Wait.",
      ledger_gone: "The contract does not know this ledger any more.",
      no_funds:
        "The account of COUNTERFOIL_ANCHORER_KEY_FILE cannot pay for a transaction: send it some of the chain's coin.",
      not_anchorer: "The contract does not take anchors from COUNTERFOIL_ANCHORER_KEY_FILE.",
      ledger_closed: "This ledger is closed on the chain; another one has succeeded it.",
      refused_by_contract: "The contract refuses the transaction. Is COUNTERFOIL_CONTRACT right?",
    },
    bug: "Counterfoil has failed unexpectedly; the log line above says where.",
  },
  zh: {
    starting: "Counterfoil 正在启动。",
    chain: "链：{rpc}（链 ID {chainId}），合约 {contract}",
    rebuilding: "正在重建日志的映射：{of} 个条目中的 {done} 个",
    voided:
      "索引 {from} 至 {to} 可能在崩溃或恢复之前已被承诺，且没有任何文件保存它们：由空条目占据其位置。针对这些索引的回执无效。",
    loading: "正在载入演示数据（Northwind）：{done} 条记录",
    loadingConsents: "正在载入演示数据（虚构的同意记录）：{done} 个事件",
    anchoring: "正在将其锚定到链上，并等待最终确认",
    auditing: "正在等待审计方重放",
    ready: "Counterfoil 已就绪。",
    address: "地址",
    apiPage: "API 页面",
    signIn: "登录",
    noSignIn:
      "目前无人可登录：请指定邮件服务器（COUNTERFOIL_SMTP_URL）或 OpenID 提供方（COUNTERFOIL_OIDC_ISSUER）。",
    people: "可用身份：{emails}",
    mailbox: "其验证码",
    key: "密钥（文件）",
    makeKey: "为程序创建密钥：npm run -s counterfoil -- key create --help",
    policy: "验证策略（验证者据此固定信任）",
    chainAddress: "链",
    auditor: "审计方（仅供演示：由同一运营者运行）",
    evidence: "可供试用的证据文件",
    cosigned:
      "后六个是关于流的声明，所依据的是上述策略中列出的审计方。演示审计方对其自身的运营者不构成任何证明：请固定您自己选择的审计方。",
    notReplayed: "后六个是关于流的声明，其结论为 NOT_REPLAYED：策略中列出的审计方尚未联署。",
    tryIt: "无需信任本服务器即可验证（在另一个终端中）：",
    invitation: "还没有管理员。打开此链接的人将成为管理员；链接只能使用一次，一天内有效：",
    trust: "这是内嵌的开发链：运行它的人可以改写它。正式使用请指定公共链：COUNTERFOIL_RPC_URL。",
    stopHint: "按 Ctrl-C 停止。",
    stopping: "正在停止：完成请求、封存批次、保存链状态。",
    stopped: "已停止。",
    stoppedBadly: "已停止，但有些工作未能完成；上面的日志行说明了原因。已确认的内容都是安全的。",
    chainEnded: "内嵌链自行结束。请重新启动；已记录的内容都是安全的。",
    refused: "Counterfoil 未能启动：{detail}",
    chainRefuses: {
      chain_behind: "链节点落后：它还不知道先前已知的内容。请等待。",
      ledger_gone: "合约不再认识此账本。",
      no_funds: "COUNTERFOIL_ANCHORER_KEY_FILE 的账户无力支付交易费用：请向其转入该链的币。",
      not_anchorer: "合约不接受来自 COUNTERFOIL_ANCHORER_KEY_FILE 的锚定。",
      ledger_closed: "此账本已在链上关闭，并由另一个账本接替。",
      refused_by_contract: "合约拒绝了该交易。COUNTERFOIL_CONTRACT 是否正确？",
    },
    bug: "Counterfoil 意外失败；上面的日志行说明了位置。",
  },
};
