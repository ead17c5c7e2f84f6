/** The API page's texts about webhooks in Chinese, by their English. */
export const webhooksInChinese: Readonly<Record<string, string>> = {
  "The webhook of an organization": "组织的 webhook",
  "Never its secret, which was told when it was made.": "从不包含其密钥：密钥只在生成时告知一次。",
  "The webhook, or null": "该 webhook，或 null",
  "null: there is none": "null：没有",
  "Register where an organization is told": "登记向组织发送通知的地址",
  "What concerns it, such as that a consent was withdrawn, is sent there as Standard Webhooks has it, signed with the secret that this answer tells. In place of the address before; the secret stays then. What waits is sent at once.":
    "与其有关的消息（例如某项同意已撤回）按 Standard Webhooks 的规定发送到该地址，并以本次应答所告知的密钥签名。取代先前的地址；此时密钥不变。等待中的消息立即发送。",
  "The webhook": "该 webhook",
  "Not to this address, with the reason": "不能发送到此地址，附原因",
  "Give a webhook another secret": "为 webhook 更换密钥",
  "For 24 hours messages are signed with the one before, too.":
    "此后 24 小时内，消息同时以先前的密钥签名。",
  "The new secret": "新密钥",
  "No such organization, or it has no webhook": "没有此组织，或它没有 webhook",
  "Send a test to a webhook": "向 webhook 发送测试消息",
  "A message of type webhook.test, queued like all others; what came of it stands in the webhook's last attempt.":
    "类型为 webhook.test 的消息，与其他消息一样排队；结果见该 webhook 的最近一次尝试。",
  "It is on its way": "正在发送",
  "It is paused": "已暂停",
  "One was sent a moment ago": "刚刚已发送过一条",
  "Remove a webhook": "移除 webhook",
  "Nothing is sent any more; what waits, waits until there is another.":
    "此后不再发送；等待中的消息一直等到有新的 webhook。",
  "By https, to a public address; without user, password and “#”":
    "须用 https，指向公网地址；不含用户名、密码和“#”",
  "The public key with which the organization signs what it acknowledges (docs/FORMAT.md §19): as “counterfoil partner key” prints it":
    "组织用于签署确认的公钥（docs/FORMAT.md §19）：即“counterfoil partner key”所输出的内容",
  "Since then nothing is sent: the receiver has answered 410. Registered again it goes on":
    "自此时起不再发送：接收方已回答 410。重新登记后继续发送",
  "Until then the secret before signs, too": "在此之前，先前的密钥也参与签名",
  "The status of the answer, or a word: address, unreachable, certificate, timeout, answer, secret":
    "应答的状态码，或一个词：address（地址不允许）、unreachable（无法连接）、certificate（证书不符）、timeout（超时）、answer（不是 HTTP）、secret（密钥无法打开）",
  "The last time that something was sent there": "最近一次发送",
  "Told once, when there was none before; else the one before stays (null)":
    "仅在先前没有密钥时告知一次；否则沿用先前的密钥（null）",
  "Told once": "只告知一次",
  "Id of the message, as webhook-id has it": "消息的 id，与 webhook-id 相同",
};
