/** The API page's texts about retention, legal holds and erasure in Chinese, by their English. */
export const erasureInChinese: Readonly<Record<string, string>> = {
  "null: those of the product": "null：产品自带的规则",
  "Statutory records of everybody go by themselves when their year is over, from the first daily sweep on that is a day or more behind the statement":
    "所有人的法定保存记录在其年度届满后自动删除；自声明满一天后的首次每日清理起生效",
  "null: it is on": "null：仍然有效",
  "Carrying out names it": "执行删除时须写明此值",
  "There is nothing that could go": "没有可以删除的信息",
  "All of the person; for a customer those of theirs":
    "此人的全部标识符；对客户仅列其账号所代表的标识符",
  "open, or the year at whose end its time ends": "open，或保存期限届满的年份",
  "Kept until the end of this year; null: nobody can say": "保存至该年年底；null：无法确定",
  "The root key that had wrapped what was destroyed is gone, and that is recorded":
    "曾加密被销毁密钥的根密钥已不复存在，并已记录在案",
  "Entries that are erased": "已删除的条目数",
  "Entries of the person that stay": "此人保留的条目数",
  "What partners have signed of it": "合作方就此签署的确认数",
  "Somebody has a code for a certificate": "已有人持有用于取得证明的代码",
  "Public key of a code that the person has made (FORMAT §20), base64url. Left out: a code is made and told once":
    "本人自行生成的代码的公钥（FORMAT §20），base64url。省略时由系统生成代码，且仅告知一次",
  "As it was told to the person": "告知本人的代码",
  "The certificate of this erasure; left out: which there are":
    "此次删除的证明；省略时列出有哪些删除",
  "State what an erasure leaves, for how long and on which ground":
    "声明删除时保留哪些信息、保留多久、依据为何",
  "All of it each time; in force from inForceFrom on (now if left out). Statutory records are never stated away, and access always stays as long as anything does. What goes by itself (automatic) goes at the first daily sweep that is a day or more behind the statement.":
    "每次须完整声明；自 inForceFrom 起生效（省略时为现在）。法定保存的记录不得声明为删除；只要仍有任何信息保留，查阅记录就一并保留。自动删除（automatic）自声明满一天后的首次每日清理起生效。",
  "What an erasure leaves: the rules in force, and all that were stated":
    "删除时保留的内容：现行规则以及历次声明",
  "The rules": "规则",
  "All that were stated, the newest last": "历次声明，最新的在后",
  "Place a legal hold: nothing of these classes is erased while it is on":
    "设置法律保全：保全期间不删除这些类别的任何信息",
  "Class consent is held with any other: the record of the hold lies in it.":
    "保全任何类别时，同意类一并保全：保全记录本身即存于该类。",
  "Legal holds on somebody, under all identifiers, the oldest first":
    "某人全部标识符下的法律保全，最早的在前",
  "All of them": "全部保全",
  "Release a legal hold": "解除法律保全",
  "What nothing but this hold has kept of somebody who is erased goes by itself.":
    "对已被删除的人，仅因此保全而保留的信息会自动删除。",
  "What an erasure of this person would destroy, and what it would leave and why":
    "删除此人信息时将销毁什么、保留什么及其理由",
  "Over all identifiers of the person (for a customer: those that they stand for), by class and year, with the ground and the year until which what stays is kept, and with the partners who would be told. Nothing is changed.":
    "涵盖此人的全部标识符，按类别和年份列出，并注明保留的依据和期限，以及将被告知的合作方。不作任何更改。对客户仅涵盖其账号所代表的标识符。",
  "Classes that are to go though the rules would keep them, joined by commas: personal, consent.":
    "规则本会保留、但现在要删除的类别，以逗号连接：personal、consent。",
  "The plan": "方案",
  "What is to go now is held, or kept by law": "要立即删除的信息处于保全之中，或依法须保存",
  "Carry out an erasure as its plan has shown it": "按方案所示执行删除",
  "It has begun when this answers, and ends by itself, whatever happens. Refused as plan_moved if the person’s data is not what was seen any more. Where the person has asked for it, their request is decided instead, and carried out by that.":
    "答复时删除已经开始，之后无论发生什么都会自行执行完毕。若此人的数据与所查看的方案已不一致，则以 plan_moved 拒绝。若此人已就此提出请求，则应对该请求作出决定，由该决定执行删除。",
  "It has begun": "已经开始",
  "Opens the certificate; told this once. null: the person has a code":
    "用于取得证明，仅告知这一次。null：本人已有代码",
  "The plan is not what was seen": "方案与所查看的不一致",
  "It cannot be: with the reason": "无法执行，并附理由",
  "Erasures and how far they are, the newest first": "各次删除及其进展，最新的在前",
  "Of nobody: whose they are is told nowhere.": "不涉及任何人：不在任何地方显示是谁的删除。",
  "An erasure: how far it is, how much it is of, and what became of it":
    "一次删除：进展、数量及后续情况",
  "The erasure": "此次删除",
  "No such erasure": "没有此次删除",
  "The certificate of an erasure, for whoever has its code": "删除证明，凭代码取得",
  "Open to everybody: the code alone opens it, and nothing is recorded of who asks. Without erasureId: which erasures there are; with one: its certificate, a file that verifies by itself (docs/FORMAT.md §20).":
    "对所有人开放：仅凭代码即可取得，不记录查询者。不带 erasureId 时列出有哪些删除；带 erasureId 时返回其证明，该文件可独立验证（docs/FORMAT.md §20）。",
  "The erasures, or the file": "各次删除，或证明文件",
  "No such code": "没有此代码",
  "Not yet: it is being carried out, or no checkpoint covers it":
    "尚不可取得：正在执行，或尚无检查点覆盖",
  "Which one wraps now": "当前使用的根密钥",
  "Since when it wraps": "自何时起使用",
  "A new one takes its place just now": "正由新的根密钥取代",
  "Since when it cannot be rolled; null: it can": "自何时起无法轮换；null：可以轮换",
  "When it is rolled by itself, since something was destroyed under it; null: nothing was":
    "因其使用期间有内容被销毁，将自动轮换的时间；null：没有内容被销毁",
  "Erasures that are complete only when a root key, or a copy of it, is gone":
    "须待某个根密钥或其副本不复存在才算完成的删除次数",
  "When the first of them began": "其中最早一次的开始时间",
  "SHA-256 of the copy, hexadecimal": "副本文件的 SHA-256，十六进制",
  "Its root key is gone: it must go, too": "其根密钥已不复存在：副本也必须销毁",
  "Copies for escrow that nobody has noted as destroyed": "尚未记为已销毁的托管副本",
  "How the root key stands, under which all keys lie, and what waits until it is gone":
    "封装全部密钥的根密钥的状态，以及有哪些事项须待其不复存在",
  "An older copy of the key store opens with the root key of its time. So what an erasure has destroyed is gone for good only when that root key is, and every copy of it. Nothing secret is told.":
    "旧的密钥库副本可用当时的根密钥打开。因此，只有当该根密钥及其所有副本都不复存在时，删除所销毁的内容才真正无法恢复。此处不透露任何秘密。",
  "How it stands": "状态",
};
