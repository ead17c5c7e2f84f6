/** What the API page says of audits and of packs of evidence, in Chinese, by its English. */
export const auditsInChinese: Readonly<Record<string, string>> = {
  "Run an audit of this ledger": "对本账本运行一次审计",
  "As `counterfoil audit` does, beside the server and one at a time. It is recorded that it was run, and what came of it.":
    "与 `counterfoil audit` 相同，在服务器之外进行，同一时间只有一次。运行过审计及其结果会被记录。",
  "quick: two samples of entries with all that belongs to them. full: everything.":
    "quick：抽取两组条目样本及其相关的全部内容。full：全部内容。",
  "It has begun; ask for it again to see how far it is": "已开始；再次查询即可查看进度",
  "One is running already": "已有一次审计在进行",
  "Audits that were run from here, the newest first": "从此处运行过的审计，最新的在前",
  "Those that are kept": "所保留的审计",
  "An audit: how far it is, or what it found": "一次审计：其进度，或其发现",
  "In the language of Accept-Language": "使用 Accept-Language 所示的语言",
  "No such audit": "没有此次审计",
  "No such audit, or it has no report": "没有此次审计，或它没有报告",
  "Report of an audit, as one page that needs nothing else": "审计报告，为不依赖其他文件的单个页面",
  "Of the report; that of Accept-Language when left out": "报告的语言；省略时取 Accept-Language",
  "The page": "该页面",
  "Report of an audit for programs (docs/FORMAT.md §15); its hash is on record":
    "供程序读取的审计报告（docs/FORMAT.md §15）；其哈希已记录在案",
  "The bytes that `counterfoil audit --json` writes": "`counterfoil audit --json` 所写的字节",
  "End an audit that runs": "结束正在进行的审计",
  "Of one that does not run any more nothing is changed.": "对已不在进行的审计不作任何更改。",
  "The audit, as it is now": "审计的当前状态",
  "Of the work, 0 to 1": "占全部工作的比例，0 至 1",
  "Those that have been counted by now": "目前已计数的部分",
  "Of one that runs": "仅用于正在进行的审计",
  "Why there is no report, and what to do": "没有报告的原因，以及如何处理",
  "Entries of the log that it was of": "所审计日志的条目数",
  "Number of the first finding to be told": "要列出的第一项发现的编号",
  "What it is found by; empty: no row in particular": "据以找到该行的标识；为空表示不特指某一行",
  "Number of the finding behind these": "这些之后的下一项发现的编号",
  "What to do, the most urgent first": "如何处理，最紧急的在前",
  "Worth knowing, and no damage": "值得了解，但并非损坏",
  "What this does not prove": "本次审计不能证明的内容",

  "What was given to an auditor: places of records, without their contents":
    "授予审计方查阅的内容：记录的位置，不含记录内容",
  "In the order of the log. What the ledger writes of itself is there where its kind is asked for; of who read what never, since every page makes some of these. A page may be short, or empty, and not be the last.":
    "按日志顺序排列。账本自身的记录仅在指明其种类时列出；查阅记录从不列出，因为每读一页都会产生新的查阅记录。一页可能较短或为空，但未必是最后一页。",
  "When the ledger took it": "账本接收的时间",
  "Place in the log": "在日志中的位置",
  "Make a pack of evidence for a period": "为一段期间生成证据包",
  "A ZIP with an evidence file for each record that the ledger took in it, the texts of notices, the policy, an index as CSV and a printable summary. Each person of whom something is in it has a record of access before it is there to be had.":
    "一个 ZIP 文件，内含账本在该期间接收的每条记录的证据文件、告知书原文、策略、CSV 索引和可打印的摘要。在文件可供下载之前，其中涉及的每个人都已留下查阅记录。",
  "It is being made; ask for it again to see how far it is": "正在生成；再次查询即可查看进度",
  "One's own packs of evidence, the newest first": "本人的证据包，最新的在前",
  "Those that are there; a file is kept for a day": "现有的证据包；文件保留一天",
  "A pack of evidence: how far it is, or what is in it": "一个证据包：其进度，或其内容",
  "The pack": "该证据包",
  "No such pack of one's own": "本人没有此证据包",
  "The file of a pack of evidence": "证据包的文件",
  "A ZIP": "ZIP 文件",
  "No such pack of one's own, or it is not made yet": "本人没有此证据包，或尚未生成",
  "Consents for these purposes alone; and, but for auditors, their histories, with which nothing can be missing":
    "仅限针对这些处理目的的同意；除审计方外，并附其完整历史，以证明无一遗漏",
  "Of these data subjects alone": "仅限这些数据主体",
  "Records of these kinds alone. Left out: all but what the ledger writes of itself, and of who read what; with purposes consents alone":
    "仅限这些种类的记录。省略时为除账本自身记录和查阅记录之外的全部；指定处理目的时仅为同意",
  "The file is kept until then": "文件保留至此时",
  "finding: entries of the log; making: evidence files": "finding：日志条目；making：证据文件",
  "Of one that is being made": "仅用于正在生成的证据包",
  "Why there is no file, and what to do": "没有文件的原因，以及如何处理",
  "Evidence files": "证据文件数",
  "Entries of the period whose records were lost or erased; counted where all of it is asked for by who reaches all":
    "该期间内记录已丢失或删除的条目数；仅当有权查看全部内容的人请求全部内容时计数",
  "Of the ZIP": "ZIP 文件的",
  "Of the ZIP, base64url; on record": "ZIP 文件的（base64url）；已记录在案",
};
