/** The API page's texts about agreements with partners in Chinese, by their English. */
export const agreementsInChinese: Readonly<Record<string, string>> = {
  "Draft an agreement with a partner": "起草与合作方的协议",
  "The terms are held against what is stated: purposes in force, consents that cover every field, kinds and fields that there are. All that is wrong is told at once. Lists ascend.":
    "条款会与已登记的内容核对：有效的目的、涵盖每个字段的同意、实际存在的种类和字段。所有问题一次列出。列表须按升序排列。",
  "Draft an agreement's terms anew, or its next version": "重新起草协议条款，或起草其下一版",
  "Anew as long as nobody was asked to sign them, or once they were withdrawn; the next version once they are in force or have run out. The whole terms are sent.":
    "尚未请任何人签署，或已撤回时，为重新起草；已生效或已到期时，为起草下一版。须提交完整的条款。",
  "Say which organization is an agreement's recipient": "指明协议的接收方是哪个组织",
  "Its members and keys, and nobody else, get what the terms allow. Said again, the newest counts.":
    "只有该组织的成员和密钥能得到条款允许的数据。再次指明时，以最新的为准。",
  "Of GET /v1/organizations": "见 GET /v1/organizations",
  "Whose members and keys act for the recipient; null: nobody's yet":
    "其成员和密钥代表接收方的组织；null：尚未指明",
  "What an agreement gives its recipient now, with the proof of it":
    "协议此刻提供给接收方的内容及其证明",
  "For members and keys of the organization that the agreement is tied to. Each record is decided by the terms and the consents in force at that moment; what is given is on record with the person before it goes out. With “Accept: application/x-ndjson” all pages follow one another, a record a line, and a summary at the end.":
    "供协议所指组织的成员和密钥使用。每条记录都按当时有效的条款和同意判定；提供的内容在发出之前已记入此人的记录。使用“Accept: application/x-ndjson”时，各页依次给出，每行一条记录，末尾为汇总。",
  "A page; it may be short, or empty, and not be the last":
    "一页；可能不满或为空，但未必是最后一页",
  "Outside of the terms: the answer names what of them says so":
    "超出条款：回答会指明是条款的哪一项",
  "No such agreement, or it is another organization's; or no such person":
    "没有此协议，或属于另一个组织；或没有此人",
  "What for: one of those that the terms name": "用于何种目的：条款所列目的之一",
  "What an answer before had as “until”: only what has changed since":
    "先前某次回答中的“until”：只给出此后的变化",
  "Of this person alone": "只涉及此人",
  "An evidence file (docs/FORMAT.md §11), its exact text": "证据文件（docs/FORMAT.md §11），其原文",
  "SD-JWT VC of the agreed fields (docs/FORMAT.md §18)":
    "所约定字段的 SD-JWT VC（docs/FORMAT.md §18）",
  "Of each consent that the use rests on": "此用途所依据的每项同意",
  "Records that are not given, by the reason: of the whole answer, on its last page; empty before, and of changes since":
    "未提供的记录，按原因计数：在最后一页给出整个回答的合计；此前各页及只给变化时为空",
  "To be passed as “since” the next time": "下次作为“since”传入",
  "true: everything was looked at, and what is not given is not covered any more":
    "true：已全部查看，未给出的即不再涵盖",
  "Of whom something was given before, and nothing is covered now: delete it":
    "此前提供过其数据、而现在不再涵盖的人：请删除",
  "Agreements with partners": "与合作方的协议",
  "A partner gets those that are tied to its organization and were put before it, and of each what was: no drafts, and nobody of the firm.":
    "合作方只能看到指明由其组织接收、并已向其提出的协议及其内容：不含草稿，也不含企业方人员。",
  "Where the page before ended: its “next”": "上一页结束之处，即其“next”",
  "null: there are no more": "null：没有更多",
  "null: of the firm, which a partner is not told": "null：属企业方人员，不告知合作方",
  "By which the contract tells apart agreements of the same parties: to be passed to it by whoever brings signatures there themselves":
    "合约借以区分相同双方之间的多份协议；自行向合约提交签名的人须一并传入",
  "The agreement was terminated": "协议已被终止",
  "Agreed on the chain over terms that were never drafted here":
    "已在链上约定、但其条款从未在此起草",
  "What the newest block says ahead of what is final": "最新区块所示、尚未最终确定的情况",
  "Who has not signed the newest version yet, as far as it is recorded":
    "尚未签署最新版本的一方（以记录为准）",
  "Of the terms, also of a draft; for the firm's own people":
    "条款的版本，也可以是草稿；仅供企业方人员",
  "Whose terms were counted by: those in force, or where none are, the newest":
    "按哪一版条款计数：生效的版本；没有生效版本时为最新版本",
  "false: with noise, and rounded": "false：带有噪声并已取整",
  "null: below the threshold": "null：低于下限",
  "When whoever asks gets another answer; null: each time":
    "何时再次询问会得到新的答案；null：每次都重新计数",
  "How many people an agreement covers now": "协议现在涵盖多少人",
  "People all of whose consents to the use are in force, and of whom there is a record that is shared. The firm's people get the exact number, also of a draft. The partner gets it with noise and rounded, the same answer for four weeks, or none below the threshold; that it asked is on record.":
    "指对该用途的各项同意均有效、且有可共享记录的人。企业方人员得到准确数字，草稿也可计数。合作方得到带噪声并取整的数字，四周内答案相同；低于下限时不告知。合作方的询问会记录在案。",
  "The number; no person can be told from it": "人数；无法从中辨认任何个人",
  "No such agreement, or it is another organization's; or no such version":
    "没有此协议，或属于另一个组织；或没有此版本",
  "In the order in which they were begun, by their newest version":
    "按开始的先后排列，以最新版本为准",
  "An agreement: the versions of its terms, and each step":
    "一份协议：其条款的各个版本，以及每个步骤",
  "Terms as policy and as text, in the language of Accept-Language":
    "策略形式和文本形式的条款，语言由 Accept-Language 决定",
  "No such agreement": "没有此协议",
  "What one version of an agreement's terms says differently from another":
    "协议条款的两个版本有何不同",
  "Each thing that is new, gone, or another": "每一项新增、去除或改变的内容",
  "No such agreement, or no such version": "没有此协议，或没有此版本",
  "As this ledger knows it": "本账本中的标识",
  "SHA-256 of the policy in canonical form, in hex (docs/FORMAT.md §17)":
    "规范形式的策略的 SHA-256，十六进制（docs/FORMAT.md §17）",
  "draft; withdrawn; proposed to the partner; signed by one or both; active; replaced by a later version that is in force; expired; terminated, as the whole agreement":
    "draft：草稿；withdrawn：已撤回；proposed：已向合作方提议；signed：已由一方或双方签署；active：有效；replaced：已被其后生效的版本取代；expired：已到期；terminated：已终止，整个协议均告终止",
  "As the contract knows it": "合约中的标识",
  "What is signed: a policy of ODRL 2.2 (docs/FORMAT.md §17)":
    "所签署的内容：ODRL 2.2 策略（docs/FORMAT.md §17）",
  "All that the policy says, in the language of Accept-Language":
    "策略所述的全部内容，语言由 Accept-Language 决定",
  "null: its terms are gone": "null：其条款已不存在",
  "false: a step's record is gone, or none can be read":
    "false：某一步的记录已丢失，或全都无法读取",
  "false: a step's record is gone, and what the agreement is in may not be what is told":
    "false：有步骤的记录已不存在，协议的实际状态可能与所述不同",
  "What is said differently": "有何不同",
  "The purpose, or the kind of records, that it is about": "所涉及的目的或记录种类",
  "null: it was not said": "null：此前没有",
  "null: it is not said any more": "null：此后不再有",
  "The version that is in force now, as far as it is recorded; null: none is":
    "现在生效的版本（以记录为准）；null：没有",
  "Of a party, with the hash that was signed": "一方的签名，及所签署的哈希",
  "What the chain did, when it is final": "链上最终确定的操作",
  "What a party has to sign": "一方待签署的内容",
  "With the numbers that the contract expects next. Terms: of the newest version, until the deadline, in 14 days unless it is named. Withdrawal: takes back or refuses what is proposed. Termination: ends the agreement at once and for ever.":
    "带有合约接下来要求的编号。terms：最新版本的条款，须在截止时间前签署，未指定时为 14 天后；withdrawal：撤回或拒绝已提议的内容；termination：立即且永久终止协议。",
  "To be signed by the party's wallet, or by its key file on the command line":
    "由该方的钱包签署，或在命令行用其密钥文件签署",
  "Bring a party's signature": "提交一方的签名",
  "What is to be signed, with the signature; as the command line writes it. The contract judges it before anything is recorded. Sent again, it does nothing twice.":
    "待签署的内容及签名，格式与命令行写出的文件相同。先由合约检验，然后才记录。重复提交不会重复执行。",
  "What the agreement is in now": "协议现在的状态",
  "As wallets take it: eth_signTypedData_v4 (docs/FORMAT.md §16)":
    "钱包所用的格式：eth_signTypedData_v4（docs/FORMAT.md §16）",
  "The party's account": "该方的账户",
  "Hash of the typed data": "类型化数据的哈希",
  "null: no block has it yet, or one had it before": "null：尚未进入区块，或此前已在区块中",
  "chain: it does not answer; funds: nobody pays; fee: it costs too much now. It is recorded, and brought there later":
    "chain：链没有应答；funds：无人付费；fee：目前费用过高。签名已记录，稍后会送上链",
  "The chain does not answer": "链没有应答",
  "Of the terms": "条款的版本",
  "As the partner has signed": "以合作方签署的为准",
  "When that came to this ledger": "该声明到达本账本的时间",
  "It did not come to this ledger in the time that the terms give, whatever time is signed":
    "未在条款规定的期限内到达本账本，无论所签署的时间为何",
  "Only to the partner": "仅向合作方提供",
  "Exact text; only to the partner": "原文；仅向合作方提供",
  "Not acknowledged in the time that the terms give": "未在条款规定的期限内确认",
  "A signed note (docs/FORMAT.md §19)": "已签名的 note（docs/FORMAT.md §19）",
  "null: of a test nothing is": "null：测试消息不作记录",
  "What a partner is told under an agreement, the newest first":
    "依据协议告知合作方的内容，最新的在前",
  "That a consent has ended, that a record was corrected, that the agreement is over: each message with how sending it went and what the partner has acknowledged. Only the partner is told whom it is about; that is on record with the person.":
    "同意已终止、记录已更正、协议已结束：每条消息附有发送情况以及合作方的确认。只有合作方会得知消息涉及何人，这也记入此人的记录。",
  "A page of messages": "一页消息",
  "No such agreement, or it is another organization's": "没有此协议，或属于另一个组织",
  "Send a message to a partner again": "再次向合作方发送一条消息",
  "Under the same id, so that a partner who has it takes it once.":
    "标识不变，已收到的合作方只会处理一次。",
  "The message, which waits": "该消息，正在等待发送",
  "No such agreement, or no such message under it": "没有此协议，或其下没有此消息",
  "How much was given under an agreement, and what is open":
    "依据协议提供了多少数据，以及有哪些未完成事项",
  "Numbers alone, by day of UTC, the newest first.": "仅为数字，按 UTC 日期，最新的在前。",
  Numbers: "数字",
  "Acknowledge a message": "确认一条消息",
  "With the key that the organization has named with its webhook. “done”: what the message asks for is carried out. It is put on record with the person; said again, it is answered as before.":
    "使用组织随 webhook 登记的密钥签署。“done”：消息所要求的事项已经完成。确认会记入此人的记录；重复提交时，回答与之前相同。",
  "It was said before, or is of a test": "此前已确认，或为测试消息",
};
