import type { AccountTexts } from "./texts.ts";

export const accountZh: AccountTexts = {
  summary: "在账本所在的机器上帮助无法登录的人",
  what: "list（列出）、reset-second-factor（重置第二重验证）或 invite（邀请）",
  who: "要移除其第二重验证的账户：电子邮箱或编号",
  json: "以 JSON 输出",
  more: [
    "直接操作账本的文件（COUNTERFOIL_DATA），无论服务器是否在运行。",
    "  counterfoil account list：列出除客户外所有人的账户",
    "  counterfoil account reset-second-factor ana@example.com：移除第二重验证和通行密钥；下次登录时重新设置",
    "  counterfoil account invite：给出一个使人成为管理员的链接，已有管理员时也可以",
    "退出码：0 完成；2 用法错误；1 被拒绝。",
  ].join("\n"),
  unknown: (what) => `没有“account ${what}”：只有 list、reset-second-factor 或 invite。`,
  whose: "请指明是谁的第二重验证：“account list”会列出账户。",
  noAccount: "只有“account reset-second-factor”需要账户。",
  noLedger: (directory) => `${directory} 中没有账户文件。COUNTERFOIL_DATA 是否正确？`,
  reset: (id) => `账户 ${id} 的第二重验证和通行密钥已移除，会话已结束。下次登录时重新设置。`,
  recorded: "服务器将在数秒之内或下次启动时记录此操作。",
  invited:
    "打开此链接的人将成为管理员。链接只能使用一次，一天内有效；之前的链接作废。使用链接会被记录：",
  none: "除客户外没有账户。",
  head: { id: "编号", role: "角色", email: "电子邮箱", secondFactor: "第二重验证" },
  yes: "有",
  no: "无",
};
