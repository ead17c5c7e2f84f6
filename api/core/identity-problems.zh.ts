import type { AccountProblem, ForbiddenProblem, SignInProblem } from "./errors.ts";

/** Why somebody who is known may not. */
export const forbiddenProblems: Readonly<Record<ForbiddenProblem, string>> = {
  role: "您的角色不允许此操作。",
  scope: "您的密钥缺少权限范围 {scope}。管理员可以创建具有该范围的密钥。",
  person: "此操作须由已登录的人员进行：密钥不能。",
  machine: "此操作须使用机器的密钥。",
  target: "您可以进行此操作，但不能针对您所指的对象。",
};

/** Why whoever wants to sign in, or has, does not get further. */
export const signInProblems: Readonly<Record<SignInProblem, string>> = {
  code: "此验证码无效：有误、已使用或已过期。每个验证码可尝试三次，之后请重新获取。",
  second_code: "此验证码不符。请输入应用当前显示的验证码：每个只能使用一次。",
  link: "此链接无效：已使用或已过期。只要还没有管理员，服务器每次启动都会打印一个新链接。",
  no_mail: "此账本不发送邮件：运营者没有指定邮件服务器（COUNTERFOIL_SMTP_URL）。",
  no_sms: "此账本不发送短信：请使用电子邮件地址。（运营者没有指定网关，COUNTERFOIL_SMS_URL。）",
  origin: "请求来自其他地址的页面。请在本账本自己的页面上登录。",
  refused: "无法这样操作。请重新开始登录。",
};

/** Why what an administrator wants of an account cannot be. */
export const accountProblems: Readonly<Record<AccountProblem, string>> = {
  exists: "已有账户使用此电子邮件地址。",
  name_taken: "已有组织使用此名称。",
  no_auditor: "只有审计方才会被授予查阅内容。",
  telephone: "以电话号码登录的只能是客户。请用电子邮件地址为其创建账户。",
  too_many_subjects: "此地址已对应过多的数据主体。",
  not_tied: "此地址不对应该数据主体。",
  last_administrator: "这是最后一位管理员：请先设立另一位。",
};
