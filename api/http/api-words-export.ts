/** The API page in Chinese: what people may ask for. */
export const exportInChinese: Readonly<Record<string, string>> = {
  "Everything about a data subject, with the proof that nothing is missing":
    "关于某一数据主体的全部内容，并附没有遗漏的证明",
  "A ZIP (docs/FORMAT.md §21), under all identifiers of the person (a customer: those that they stand for): records as JSON and CSV, a page and a PDF to be read, and evidence of every stream that there is or is not. Checked with `counterfoil export verify`. The same state of the ledger gives the same bytes.":
    "一个 ZIP 文件（docs/FORMAT.md §21），涵盖该个人的全部标识：JSON 和 CSV 格式的记录、供阅读的网页与 PDF，以及每个存在或不存在的流的证明。用 `counterfoil export verify` 核验。账本状态相同，则文件字节相同。客户取得的导出仅涵盖其账号所代表的标识符。",
  "access: everything. portability: what the person provided":
    "access：全部内容。portability：本人所提供的内容",
  "Of what is read; that of Accept-Language when left out":
    "可阅读部分的语言；不给则按 Accept-Language",
  "The person's request that it answers; it is named in the person's record of access":
    "所答复的本人请求；须为此人本人的请求，并会写入此人的查阅记录",
  "final: the newest that the chain holds for good, if all is under it; newest: whatever is sealed":
    "final：链上已最终确定且涵盖全部内容的最新检查点；newest：最新封存的检查点",
  "The ZIP; Repr-Digest has its SHA-256, which is on record":
    "ZIP 文件；Repr-Digest 为其 SHA-256，已记录在案",
  "No such data subject, or no such request of theirs": "没有此数据主体，或此人没有该请求",
  "Nothing is left of the person": "关于此人的内容均已删除",
  "More than one file can hold": "超出一个文件的容量",
};
