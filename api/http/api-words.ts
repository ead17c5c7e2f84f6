/** The API page's texts in Chinese, by their English: a test holds the list complete. */
export const chinese: Readonly<Record<string, string>> = {
  "A customer data ledger that nobody has to believe.": "无需信任任何人的客户数据账本。",
  "@subject": "@subject",
  "@id": "@id",
  "Newest signed checkpoint": "最新的已签名检查点",
  "A signed note (docs/FORMAT.md §7)": "已签名的文本（docs/FORMAT.md §7）",
  "Nothing is sealed yet": "尚未封存任何内容",
  "State of store, log and chain": "存储、日志和链的状态",
  "It works, perhaps without the chain for now": "运行正常，可能暂时没有链",
  "The store does not answer, or the ledger has stopped": "存储没有应答，或账本已停止",
  "Find or create a data subject": "查找或创建数据主体",
  "One reference as JSON, or many as NDJSON (one outcome a line). The same source and external number always give the same subject.":
    "一个引用用 JSON，多个用 NDJSON（每行一个结果）。相同的来源和外部编号始终得到同一数据主体。",
  "It existed": "已存在",
  Created: "已创建",
  Refused: "已拒绝",
  "Record one or many": "记录一条或多条",
  "One record as JSON, or many as NDJSON (one outcome a line; a bad line spoils no other). What has the same source, external number and content is not stored twice; with other content it becomes the next version.":
    "一条记录用 JSON，多条用 NDJSON（每行一个结果；坏行不影响其他行）。来源、外部编号和内容都相同的记录不会重复存储；内容不同则成为下一版本。",
  "Store also what equals an earlier version, or is older than the newest.":
    "与较早版本相同或比最新版本旧的内容也存储。",
  "Answer with the disclosures that open each field's commitment.":
    "在应答中附上可打开每个字段承诺的披露。",
  "NDJSON: answer each line with its signed receipt.": "NDJSON：每行应答附上已签名的回执。",
  "Nothing new to store; or, of a stream, one outcome a line":
    "没有新内容需要存储；对于流，每行一个结果",
  Stored: "已存储",
  "The external number belongs to another data subject": "该外部编号属于另一数据主体",
  "Too large": "过大",
  "Refused, with every problem found": "已拒绝，并列出发现的所有问题",
  "Newest versions of a data subject's records": "数据主体各记录的最新版本",
  "A page": "一页",
  "No such data subject": "没有此数据主体",
  "One record": "一条记录",
  "The record": "该记录",
  "No such record or version": "没有此记录或版本",
  "Evidence file: proof that this record is in the ledger": "证据文件：证明此记录在账本中",
  "Names of the fields to disclose, joined by commas; all when left out.":
    "要披露的字段名，用逗号分隔；省略则全部披露。",
  "The file's exact bytes (docs/FORMAT.md §11)": "文件的确切字节（docs/FORMAT.md §11）",
  "Not covered by a checkpoint yet": "尚未被检查点覆盖",
  "Signed receipt: the promise to anchor this record": "已签名的回执：锚定此记录的承诺",
  "A signed note (docs/FORMAT.md §8)": "已签名的文本（docs/FORMAT.md §8）",
};

/** The same document with its summaries and descriptions in Chinese. */
export function inChinese<T>(document: T): T {
  if (Array.isArray(document)) return document.map(inChinese) as T;
  if (typeof document !== "object" || document === null) return document;
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [
      name,
      (name === "summary" || name === "description") && typeof value === "string"
        ? (chinese[value] ?? value)
        : inChinese(value),
    ]),
  ) as T;
}
