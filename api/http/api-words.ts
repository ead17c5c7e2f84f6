import { agreementsInChinese } from "./api-words-agreements.ts";
import { auditsInChinese } from "./api-words-audits.ts";
import { erasureInChinese } from "./api-words-erasure.ts";
import { exportInChinese } from "./api-words-export.ts";
import { identityInChinese } from "./api-words-identity.ts";
import { officerInChinese } from "./api-words-officer.ts";
import { ownInChinese } from "./api-words-own.ts";
import { restrictionInChinese } from "./api-words-restriction.ts";
import { rightsInChinese } from "./api-words-rights.ts";
import { webhooksInChinese } from "./api-words-webhooks.ts";

/** The API page's texts in Chinese, by their English: a test holds the list complete. */
export const chinese: Readonly<Record<string, string>> = {
  ...identityInChinese,
  ...officerInChinese,
  ...ownInChinese,
  ...auditsInChinese,
  ...agreementsInChinese,
  ...rightsInChinese,
  ...restrictionInChinese,
  ...webhooksInChinese,
  ...erasureInChinese,
  ...exportInChinese,
  "A customer data ledger that nobody has to believe.": "无需信任任何人的客户数据账本。",
  "@subject": "@subject",
  "@id": "@id",
  "Newest signed checkpoint": "最新的已签名检查点",
  "Signed checkpoint of exactly this size": "恰为此大小的已签名检查点",
  "This ledger has signed none of this size": "本账本没有签署过此大小的检查点",
  "A signed note (docs/FORMAT.md §7)": "已签名的文本（docs/FORMAT.md §7）",
  "Nothing is sealed yet": "尚未封存任何内容",
  "What the chain says of an anchor, by this server's node":
    "链上关于某次锚定的记载（由本服务器的节点查询）",
  "For who takes the firm's word for the chain; a verifier with a node of its own does not need it. About this ledger alone.":
    "供愿意采信本机构所述链上内容的人使用；自有节点的验证者不需要它。仅涉及本账本。",
  "The block said to hold the anchor's event; left out: any":
    "据称含有该次锚定事件的区块；不给则查找任意区块",
  "What a verifier asks of a chain (docs/FORMAT.md §12)":
    "验证者向链查询的内容（docs/FORMAT.md §12）",
  "The chain does not answer, or too many ask at a time": "链没有应答，或同时查询的人过多",
  "State of store, log and chain": "存储、日志和链的状态",
  "It works, perhaps without the chain for now": "运行正常，可能暂时没有链",
  "The store does not answer, or the ledger has stopped": "存储没有应答，或账本已停止",
  "Metrics in Prometheus' text format": "Prometheus 文本格式的指标",
  "For a key with the scope metrics:read, and for administrators.":
    "供具有 metrics:read 范围的密钥以及管理员使用。",
  "Sizes, times and counts; nothing of what is recorded": "大小、时间和计数；不含任何所记录的内容",
  "Find or create a data subject": "查找或创建数据主体",
  "One reference as JSON, or many as NDJSON (one outcome a line). The same source and external number always give the same subject.":
    "一个引用用 JSON，多个用 NDJSON（每行一个结果）。相同的来源和外部编号始终得到同一数据主体。",
  "`false`: who is not known yet is refused (`not_found`), and nobody is created.":
    "`false`：尚不认识的数据主体会被拒绝（`not_found`），且不会创建任何数据主体。",
  "Find a data subject": "查找数据主体",
  "By source and external number, as JSON or NDJSON (one outcome a line). Makes nobody known.":
    "按来源和外部编号，以 JSON 或 NDJSON（每行一个结果）查找。不会创建任何人。",
  "It is there": "存在",
  "Not known": "不认识",
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
  "Hash tile (C2SP tlog-tiles)": "哈希瓦片（C2SP tlog-tiles）",
  "Number, and width if it is partial, as tlog-tiles spells them":
    "瓦片编号；若为部分瓦片，还有宽度，写法依照 tlog-tiles",
  "Hashes of 32 bytes, joined": "相连的 32 字节哈希",
  "The newest checkpoint does not cover it": "最新检查点尚未覆盖",
  "Entry bundle (C2SP tlog-tiles), for auditors": "条目包（C2SP tlog-tiles），供审计方使用",
  "Entries hold pseudonyms: for a key of role auditor with the scope log:entries.":
    "条目中含有假名：供角色为 auditor、具有 log:entries 范围的密钥使用。",
  "Entries, each behind its length in two bytes": "各条目，前面是其两字节的长度",
  "This ledger's policy: what a verifier pins": "本账本的策略：验证者所固定信任的内容",
  "A policy (docs/FORMAT.md §10)": "策略（docs/FORMAT.md §10）",
  "The keys of this ledger": "本账本的密钥",
  "One a line: its role, then the key (vkey)": "每行一个：先是角色，后是密钥（vkey）",
  "The log's key as the tools of others read it": "供其他工具读取的日志密钥",
  "A C2SP trust policy": "C2SP 信任策略",
  "Evidence file: proof that this record is in the ledger, or also the newest":
    "证据文件：证明此记录在账本中，或同时证明其为最新",
  "record: it is in the ledger. current: it is, and it is the newest version.":
    "record：该记录在账本中。current：该记录在账本中，且为最新版本。",
  "Not covered by a checkpoint yet, not the newest, or the newest was lost":
    "尚未被检查点覆盖，不是最新版本，或最新版本已丢失",
  "C2SP tlog-proof of this record's entry, for the tools of others":
    "此记录条目的 C2SP tlog-proof，供其他工具使用",
  "A proof; its extra line is the entry": "证明；其 extra 行即为条目",
  "Evidence file: all records of a stream, none missing; or that there is no such stream":
    "证据文件：一个流的全部记录，无一遗漏；或证明没有这样的流",
  "@stream: the kind, or the kind, / and what its layout has behind it":
    "@stream：种类，或种类加 / 及其布局规定的部分",
  "history: these are all records of the stream. absent: there is no such stream.":
    "history：这些是该流的全部记录。absent：没有这样的流。",
  "Events shown by their entries alone: all, or their numbers (seq), joined by commas.":
    "只显示条目的事件：all，或其编号（seq），用逗号分隔。",
  "Only what comes behind an event that is known: <seq>:<leaf hash, base64url>.":
    "只给出已知事件之后的部分：<seq>:<叶哈希，base64url>。",
  "A time that is asked about; the final anchors on its two sides come with it, so evidence takes one behind it.":
    "所询问的时间；同时给出其前后的最终锚定，因此证据需要其后已有一次锚定。",
  "false: no final anchor behind that time yet, so that the answer is the ledger's word alone.":
    "false：该时间之后尚无最终锚定，因此答复只是账本自己的说法。",
  "A parameter is not valid: perhaps no kind has such a stream":
    "参数无效：也许没有任何种类有这样的流",
  "No such data subject or stream": "没有此数据主体或流",
  "Not covered by a checkpoint yet; no final anchor behind the time yet; or, of absent, the stream exists":
    "尚未被检查点覆盖；该时间之后尚无最终锚定；对于 absent，则是该流存在",
  "More events than are answered at once": "事件数超过一次答复的上限",
  "More than one file can hold": "超出一个文件的容量",
  "What was so at a time: which event made it, which ended it, and who proves it":
    "某一时间的状态：由哪个事件造成，由哪个事件结束，以及由谁证明",
  "The state at that time, now when none is given (docs/FORMAT.md §11.4)":
    "该时间的状态，未给出时间则为现在（docs/FORMAT.md §11.4）",
  "Names of the fields to disclose, joined by commas; all when left out.":
    "要披露的字段名，用逗号分隔；省略则全部披露。",
  "The file's exact bytes (docs/FORMAT.md §11)": "文件的确切字节（docs/FORMAT.md §11）",
  "Not covered by a checkpoint yet": "尚未被检查点覆盖",
  "Signed receipt: the promise to anchor this record": "已签名的回执：锚定此记录的承诺",
  "A signed note (docs/FORMAT.md §8)": "已签名的文本（docs/FORMAT.md §8）",
  "A time that is asked about; now when left out.": "所询问的时间；省略则为现在。",
  "It was recorded before": "此前已记录",
  Recorded: "已记录",
  "Its source has given this number to another event": "其来源已把此编号用于另一事件",
  "Refused, with the reason": "已拒绝，并说明原因",
  "State who decides about the data": "声明由谁决定数据的处理",
  "A whole statement, in force from @occurredAt on until the next one.":
    "完整的声明，自 @occurredAt 起有效，直到下一份声明。",
  "Who decides about the data, as stated at a time": "某一时间所声明的数据控制者",
  "The statement": "该声明",
  "Nothing was stated by then": "截至该时间没有任何声明",
  "Put a version of a notice in force": "使告知的一个版本生效",
  "The texts that are in force together from inForceFrom on, until the next version's; its number is the ledger's. Texts that the notice has already are not recorded twice.":
    "自 inForceFrom 起共同有效的文本，直到下一版本生效；版本号由账本给出。该告知已有的文本不会重复记录。",
  "All notices, with all their versions": "所有告知及其全部版本",
  "Texts by their hashes": "以哈希列出的文本",
  "A notice, with all its versions": "一份告知及其全部版本",
  "No such notice": "没有此告知",
  "The exact text of a notice, by the hash that consents name":
    "告知的确切文本，以同意中写明的哈希查找",
  "UTF-8; its SHA-256 is the hash": "UTF-8；其 SHA-256 即为该哈希",
  "No such text": "没有此文本",
  "Define a purpose, or its next version": "定义目的，或其下一版本",
  "In force from inForceFrom on, until the next version's. Of a later version say whether it is material: then what was agreed to before no longer covers the purpose.":
    "自 inForceFrom 起有效，直到下一版本生效。后续版本须说明是否为实质变更：若是，先前的同意不再涵盖该目的。",
  "End a purpose": "停用目的",
  "From inForceFrom on it takes withdrawals and refusals only, and allows nothing.":
    "自 inForceFrom 起只接受撤回和拒绝，并且不再允许任何处理。",
  "All purposes, with all their versions": "所有目的及其全部版本",
  "In the order in which they were first defined": "按首次定义的顺序",
  "A purpose, with all its versions": "一个目的及其全部版本",
  "The purpose": "该目的",
  "No such purpose": "没有此目的",
  "Record a signal of a person's software, and what follows from it":
    "记录个人软件发出的信号及其后果",
  "Global Privacy Control (Sec-GPC: 1). Purposes in force that name the signal are withdrawn or refused with it, in one unit. A signal of nobody that is known is refused.":
    "全球隐私控制（Sec-GPC: 1）。写明该信号的有效目的会随之在同一单元内被撤回或拒绝。无法归属于已知个人的信号会被拒绝。",
  "Join two identifiers of one person, or separate them again":
    "合并同一人的两个标识符，或重新分开",
  "Recorded with both. What is asked of one is answered over all that are joined now; no record moves.":
    "在两者处都有记录。对其一的询问按当前合并的全部标识符作答；不移动任何记录。",
  "What a person has consented to: every purpose, over all their identifiers":
    "某人同意了什么：每个目的，涵盖其全部标识符",
  "One answer a purpose": "每个目的一个答复",
  "Whether a person had consented, at a time, with the addresses of the evidence":
    "某人在某一时间是否已同意，并附证据的地址",
  "The answer, and what it rests on under each of the person's identifiers":
    "答复，以及在此人每个标识符下的依据",
  "All identifiers of a person that are joined now": "某人当前已合并的全部标识符",
  "The one that is asked about first": "所询问的那个在最前",
  "Decide for many people whether they have consented": "判断许多人是否已同意",
  "NDJSON: one question a line in, one verdict a line out, in order; each tells its “at”, the time asked about or now. A person is named by subject, or by source and externalNumber. Only where “allowed” is true may anything rest on consent. What shows it: GET /v1/subjects/{subject}/consents/{purpose}.":
    "NDJSON：每行一个问题，每行一个判断，顺序相同，每个判断的“at”写明所问的时间，未写则为当时。以 subject，或以 source 和 externalNumber 指明某人。只有“allowed”为 true 时，才能以同意为依据。其证明见：GET /v1/subjects/{subject}/consents/{purpose}。",
  "One verdict a line": "每行一个判断",
  "Not NDJSON": "不是 NDJSON",
  "Record events of consents": "记录同意的事件",
  "One event as JSON, or many as NDJSON (one outcome a line; a bad line spoils no other). Each is judged by what was so at its own time. A withdrawal needs @subject, event and purposeId, and no more.":
    "一个事件用 JSON，多个用 NDJSON（每行一个结果；坏行不影响其他行）。每个事件按其自身时间的情况判断。撤回只需 @subject、event 和 purposeId。",
  "Receipt for the person: what was chosen, under which text, and what proves it":
    "给当事人的收据：选择了什么、依据哪段文本、由什么证明",
  "A page, or (Accept: application/pdf) a PDF/A-3 with the evidence file, the text of the notice and the forms for programs attached. As long as no checkpoint covers the event, it carries the ledger's signed promise instead of the evidence, and says so.":
    "网页，或（Accept: application/pdf）附有证据文件、告知文本和机器可读形式的 PDF/A-3。在尚无检查点覆盖该事件时，以账本签名的承诺代替证据，并加以说明。",
  "Of the receipt; that of Accept-Language when left out": "收据的语言；省略则取自 Accept-Language",
  "For links, which cannot say what they accept": "用于无法说明可接受格式的链接",
  "The receipt; Content-Language says in which language": "收据；Content-Language 说明其语言",
  "No such record, or it is no event of a consent": "没有此记录，或它不是同意的事件",
  "More events than one file can hold": "事件数量超过一个文件所能容纳",
  "Too many receipts wait to be drawn": "等待绘制的收据过多",
  "A consent as a document of another system": "以其他系统的文件形式给出的同意",
  "Kantara Consent Receipt 1.1, ISO/IEC TS 27560 in DPV (JSON-LD), or a TC string. What was imported in this form comes out as it came in.":
    "Kantara 同意收据 1.1、DPV 形式的 ISO/IEC TS 27560（JSON-LD），或 TC 字符串。以该形式导入的内容按导入时的原样给出。",
  "DPV: the record, or a receipt that holds it.": "DPV：记录，或包含该记录的收据。",
  "TCF: number of the consent platform.": "TCF：同意管理平台的编号。",
  "TCF: its version.": "TCF：该平台的版本。",
  "TCF: version of the global vendor list.": "TCF：全球供应商列表的版本。",
  "TCF: purposes that the consent is to, with commas between.": "TCF：同意所涉的目的，以逗号分隔。",
  "TCF: vendors that were shown and are covered, with commas between.":
    "TCF：已向当事人展示并涵盖在内的供应商，以逗号分隔。",
  "The document": "该文件",
  "No such event of a consent": "没有此同意事件",
  "Take in a consent from a document of another system": "从其他系统的文件导入同意",
  "Each event that the document tells of the named purposes is judged by its own time and recorded with the document. What was taken before is known; what was so already is left unchanged.":
    "文件就所列目的说明的每个事件按其自身时间判断，并连同文件一起记录。此前已导入的会被识别；已然如此的保持不变。",
  "Nothing new in it": "其中没有新内容",
  "Recorded; and which purposes of the document were not asked for":
    "已记录；并列出文件中未被要求的目的",
  "Record the Global Privacy Control of a request that is passed on":
    "记录所转发请求中的全球隐私控制信号",
  "With the person's own header Sec-GPC. Without it, with another value than 1, and of nobody that is known it is refused.":
    "附当事人自己的请求头 Sec-GPC。没有该头、值不为 1、或无法归属于已知个人时，予以拒绝。",
  "It was recorded before; or, of a stream, one outcome a line": "此前已记录；对于流，每行一个结果",
  "Keys of machines": "机器的密钥",
  "The oldest first, also those that have expired or are revoked. Never what opens.":
    "最早的在前，包括已过期或已吊销的密钥。从不显示密钥本身。",
  "All keys": "全部密钥",
  "Make a key for a machine": "为机器创建密钥",
  "It may what its scopes say, within its role, until its days are over. It is told in this answer, and never again.":
    "在其角色之内、到期之前，可做其范围所允许的事。密钥只在此应答中出示，之后不再出示。",
  "The key": "该密钥",
  "Revoke a key": "吊销密钥",
  "From now on it opens nothing. Again changes nothing.": "此后该密钥不再有效。重复吊销没有影响。",
  "No such key": "没有此密钥",
  "Make a token with which a page of another origin asks a person once":
    "签发令牌：其他来源的页面可凭它向某人询问一次",
  "Sealed, for one person, purpose, notice text and page origin, good for one choice within fifteen minutes at most. To be called by the page's own server.":
    "已密封，限于一人、一个目的、一份告知文本和一个页面来源，最多十五分钟内可作一次选择。由页面自己的服务器调用。",
  "The token, and the script that takes it": "令牌，以及使用它的脚本",
  "The script that a page includes to ask for consent": "页面引入的征求同意脚本",
  "Of a person who is signed in; by HTTPS its name begins with __Host-. Whatever changes something needs the header Origin too.":
    "属于已登录的人；通过 HTTPS 时其名称以 __Host- 开头。凡进行更改的请求还须带有请求头 Origin。",
  JavaScript: "JavaScript 脚本",
  "What the person is asked: texts, and the wording of the choices":
    "向此人询问的内容：文本和选项的措辞",
  "Takes a token of POST /v1/embed-tokens, from a page of its origin only.":
    "使用 POST /v1/embed-tokens 签发的令牌，且只接受令牌所限来源的页面。",
  "The offer": "询问内容",
  "Record the person's choice": "记录此人的选择",
  "One choice a token: what comes again is told what was recorded, and records nothing.":
    "每个令牌只有一次选择：再次发送只会得到已记录的内容，不再记录。",
  "No token for this page, or its time is over": "没有适用于此页面的令牌，或令牌已过期",
  "What browsers ask before they send a token (CORS)": "浏览器在发送令牌前的询问（CORS）",
  "Allowed, if the headers say so": "响应头写明时即为允许",
};

/** Names of the groups that routes stand in. */
const groupsInChinese: Readonly<Record<string, string>> = {
  rights: "权利",
  records: "记录",
  subjects: "数据主体",
  consent: "同意",
  register: "登记簿",
  proof: "证明",
  public: "公开",
  "sign-in": "登录",
  administration: "管理",
  embedding: "嵌入",
  ledger: "账本",
  log: "日志",
  audits: "审计",
  audit: "审计",
  packs: "证据包",
  agreements: "协议",
};

const groupInChinese = (group: string | { readonly name: string }) =>
  typeof group === "string"
    ? (groupsInChinese[group] ?? group)
    : { ...group, name: groupsInChinese[group.name] ?? group.name };

/** The same document with its summaries, descriptions and groups in Chinese. */
export function inChinese<T>(document: T): T {
  if (Array.isArray(document)) return document.map(inChinese) as T;
  if (typeof document !== "object" || document === null) return document;
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [
      name,
      (name === "summary" || name === "description") && typeof value === "string"
        ? (chinese[value] ?? value)
        : name === "tags" && Array.isArray(value)
          ? value.map(groupInChinese)
          : inChinese(value),
    ]),
  ) as T;
}
