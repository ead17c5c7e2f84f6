/** What the pages say of themselves. What the ledger refuses, it says itself. */

export interface PageWords {
  readonly unreachable: string;
  readonly mailbox: string;
  readonly openMailbox: string;
  readonly people: string;
  /** What the demonstration's people can try, by their roles. */
  readonly tries: Readonly<Record<string, string>>;
  readonly waitForCode: string;
  readonly signIn: string;
  readonly signInText: string;
  readonly signInTextPhones: string;
  readonly email: string;
  readonly emailOrPhone: string;
  readonly phoneHint: string;
  readonly noAddress: string;
  readonly sendCode: string;
  readonly or: string;
  readonly withPasskey: string;
  readonly withProvider: string;
  readonly providerRefused: string;
  readonly deviceRefused: string;
  readonly enterCode: string;
  readonly codeSent: (email: string) => string;
  readonly code: string;
  readonly enter: string;
  readonly sendAnother: string;
  readonly anotherSent: string;
  readonly otherAddress: string;
  readonly signedInAs: (email: string) => string;
  readonly second: string;
  readonly secondText: string;
  readonly secondCode: string;
  readonly secondHint: string;
  readonly next: string;
  readonly setUp: string;
  readonly setUpText: string;
  readonly scan: string;
  readonly qrOf: string;
  readonly typeKey: string;
  readonly appCode: string;
  readonly confirm: string;
  readonly recovery: string;
  readonly recoveryText: string;
  readonly recoveryFile: string;
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly save: string;
  readonly kept: string;
  readonly signOut: string;
  readonly account: string;
  readonly back: string;
  readonly who: string;
  readonly role: string;
  readonly roles: Readonly<Record<string, string>>;
  readonly organization: string;
  readonly subjects: string;
  readonly yourself: string;
  readonly peopleActedFor: (count: number) => string;
  readonly noSubjects: string;
  readonly given: string;
  readonly nothingGiven: string;
  readonly period: (from: string, until: string) => string;
  readonly passkeys: string;
  readonly passkeysText: string;
  readonly noPasskeys: string;
  readonly added: (day: string) => string;
  readonly passkeyName: string;
  readonly addPasskey: string;
  readonly passkeyAdded: string;
  readonly remove: string;
  readonly removeIt: string;
  readonly keepIt: string;
  readonly api: string;
  readonly first: string;
  readonly firstText: string;
  readonly become: string;
  readonly isFirst: string;
  readonly isFirstText: string;
}

const pageEn: PageWords = {
  unreachable: "The ledger does not answer. Check your connection, and try again.",
  mailbox: "This is a demonstration: no mail leaves this machine.",
  openMailbox: "Open the mailbox",
  people: "Or try it as one of these people",
  tries: {
    customer: "See what you agreed to, withdraw it, and check the receipt.",
    officer: "Answer who had agreed to what on a day, and export the proof.",
    staff: "Look up a customer and say who may sign in for them.",
    auditor: "Check what was given to you against the chain.",
    administrator: "Run it: people, keys, notices, settings, health.",
    partner: "See your organization and its members.",
  },
  waitForCode: "The code of the second factor is used. The next one comes within half a minute …",
  signIn: "Sign in",
  signInText: "There is no password: we send you a code by e-mail.",
  signInTextPhones: "There is no password: we send you a code.",
  email: "E-mail address",
  emailOrPhone: "E-mail address or telephone number",
  phoneHint: "A number with its country code: +44 …",
  noAddress: "This is neither an e-mail address nor a number with its country code.",
  sendCode: "Send me a code",
  or: "or",
  withPasskey: "Sign in with a passkey",
  withProvider: "Sign in with your work account",
  providerRefused: "Your work account does not open anything here. Ask an administrator.",
  deviceRefused: "No passkey was shown. Try again, or use a code.",
  enterCode: "Enter the code",
  codeSent: (email) =>
    `A code of six digits is on its way to ${email}. It works once, within five minutes.`,
  code: "Code",
  enter: "Sign in",
  sendAnother: "Send another code",
  anotherSent: "Another code is on its way. The one before works no more.",
  otherAddress: "Use another address",
  signedInAs: (email) => `Signed in as ${email}`,
  second: "Second factor",
  secondText: "Open your authenticator app, and enter the six digits that it shows.",
  secondCode: "Code from the app",
  secondHint: "Without your phone: enter one of your recovery codes.",
  next: "Continue",
  setUp: "Set up your second factor",
  setUpText:
    "Whoever works here signs in with a second factor: an authenticator app on a phone, which shows a new code every half minute.",
  scan: "Scan this with the app.",
  qrOf: "QR code with the key below",
  typeKey: "Or type this key into it:",
  appCode: "The six digits that it shows now",
  confirm: "Confirm",
  recovery: "Keep your recovery codes",
  recoveryText:
    "For the day that you lose your phone: each of them opens the door once, in place of a code from the app. They are shown now, and never again.",
  recoveryFile: "Counterfoil recovery codes",
  copy: "Copy",
  copied: "Copied.",
  notCopied: "The browser does not let us copy them. Save them, or write them down.",
  save: "Save as a file",
  kept: "I have kept them: continue",
  signOut: "Sign out",
  account: "Your account",
  back: "Back to Counterfoil",
  who: "Signed in as",
  role: "Role",
  roles: {
    administrator: "Administrator",
    officer: "Compliance officer",
    staff: "Staff",
    auditor: "Auditor",
    partner: "Partner",
    customer: "Customer",
  },
  organization: "Organization",
  subjects: "Whose data you see",
  yourself: "Your own",
  peopleActedFor: (count) =>
    count === 1
      ? "That of one person whom you act for"
      : `That of ${count} people whom you act for`,
  noSubjects:
    "The firm has tied no data to your address. If you are its customer, ask it to do so.",
  given: "You may read",
  nothingGiven: "nothing yet: an administrator gives it",
  period: (from, until) => `what was recorded from ${from} until ${until}`,
  passkeys: "Passkeys",
  passkeysText:
    "With a passkey you sign in by finger, face or PIN of your device. It stands for the code and for the second factor.",
  noPasskeys: "You have none yet.",
  added: (day) => `added on ${day}`,
  passkeyName: "Name of the device",
  addPasskey: "Add a passkey",
  passkeyAdded: "Added.",
  remove: "Remove",
  removeIt: "Yes, remove it",
  keepIt: "Keep it",
  api: "The API page",
  first: "First administrator",
  firstText:
    "Whoever names an e-mail address here administers this ledger. The link that led here works once.",
  become: "Become administrator",
  isFirst: "You are the administrator",
  isFirstText: "Sign in with a code to that address, and set up a second factor.",
};

const pageZh: PageWords = {
  unreachable: "账本没有响应。请检查网络后重试。",
  mailbox: "这是演示：邮件不会离开本机。",
  openMailbox: "打开邮箱",
  people: "或以演示人员的身份体验",
  tries: {
    customer: "查看自己同意了什么，撤回同意，并核验回执。",
    officer: "查询某一天谁同意了什么，并导出证明。",
    staff: "查找客户，管理其登录地址。",
    auditor: "对照区块链，核验授权您查阅的内容。",
    administrator: "管理人员、密钥、告知书与设置，掌握运行状况。",
    partner: "查看您的组织及其成员。",
  },
  waitForCode: "第二验证因素的验证码已用过，半分钟内会出现新的……",
  signIn: "登录",
  signInText: "无需密码：我们会通过电子邮件向您发送验证码。",
  signInTextPhones: "无需密码：我们会向您发送验证码。",
  email: "电子邮件地址",
  emailOrPhone: "电子邮件地址或手机号码",
  phoneHint: "手机号码须含国家代码：+86 …",
  noAddress: "这既不是电子邮件地址，也不是含国家代码的手机号码。",
  sendCode: "发送验证码",
  or: "或",
  withPasskey: "使用通行密钥登录",
  withProvider: "使用工作账户登录",
  providerRefused: "您的工作账户在此处无法使用。请联系管理员。",
  deviceRefused: "没有出示通行密钥。请重试，或使用验证码。",
  enterCode: "输入验证码",
  codeSent: (email) => `六位验证码正在发往 ${email}。五分钟内有效，只能使用一次。`,
  code: "验证码",
  enter: "登录",
  sendAnother: "重新发送验证码",
  anotherSent: "新的验证码正在发送。之前的验证码已失效。",
  otherAddress: "使用其他地址",
  signedInAs: (email) => `已登录：${email}`,
  second: "第二验证因素",
  secondText: "打开您的身份验证器应用，输入其显示的六位数字。",
  secondCode: "应用中的验证码",
  secondHint: "手机不在身边：请输入一个恢复码。",
  next: "继续",
  setUp: "设置第二验证因素",
  setUpText:
    "在此工作的人员登录时需要第二验证因素：手机上的身份验证器应用，每半分钟显示一个新验证码。",
  scan: "用该应用扫描此二维码。",
  qrOf: "包含下方密钥的二维码",
  typeKey: "或在应用中输入此密钥：",
  appCode: "应用当前显示的六位数字",
  confirm: "确认",
  recovery: "保存您的恢复码",
  recoveryText: "以备手机丢失之需：每个恢复码可代替应用中的验证码使用一次。恢复码仅显示这一次。",
  recoveryFile: "Counterfoil 恢复码",
  copy: "复制",
  copied: "已复制。",
  notCopied: "浏览器不允许复制。请保存为文件或抄写下来。",
  save: "保存为文件",
  kept: "我已保存：继续",
  signOut: "退出登录",
  account: "您的账户",
  back: "返回 Counterfoil",
  who: "登录身份",
  role: "角色",
  roles: {
    administrator: "管理员",
    officer: "合规官",
    staff: "员工",
    auditor: "审计员",
    partner: "合作方",
    customer: "客户",
  },
  organization: "组织",
  subjects: "您可以查看谁的数据",
  yourself: "您本人的数据",
  peopleActedFor: (count) => `您所代理的 ${count} 人的数据`,
  noSubjects: "公司尚未将任何数据与您的地址关联。如果您是其客户，请向其提出。",
  given: "您可以查阅",
  nothingGiven: "暂无：由管理员授予",
  period: (from, until) => `自 ${from} 至 ${until} 期间记录的内容`,
  passkeys: "通行密钥",
  passkeysText:
    "使用通行密钥，您可以通过设备的指纹、面容或 PIN 登录。它同时代替验证码和第二验证因素。",
  noPasskeys: "您还没有通行密钥。",
  added: (day) => `添加于 ${day}`,
  passkeyName: "设备名称",
  addPasskey: "添加通行密钥",
  passkeyAdded: "已添加。",
  remove: "移除",
  removeIt: "确认移除",
  keepIt: "保留",
  api: "API 页面",
  first: "首位管理员",
  firstText: "在此填写电子邮件地址的人将管理此账本。通向此页的链接只能使用一次。",
  become: "成为管理员",
  isFirst: "您已成为管理员",
  isFirstText: "请用发往该地址的验证码登录，并设置第二验证因素。",
};

/** @param language BCP 47 */
export const pageWordsIn = (language: string): PageWords =>
  /^zh\b/i.test(language) ? pageZh : pageEn;
