/** The API page's texts about restriction of processing and objections in Chinese, by their English. */
export const restrictionInChinese: Readonly<Record<string, string>> = {
  "Whether processing of a person's data is restricted, and what they object to":
    "某人的个人信息是否被限制处理，以及其所反对的目的",
  "Over all their identifiers; for a customer over those that they stand for. While it is restricted, every decision answers “restricted”, and of a purpose that is objected to “objected”; but for what the person consents to later.":
    "涵盖此人的全部标识符。限制处理期间，所有判定均回答“restricted”；对被反对的目的回答“objected”；此人之后另行同意的除外。对客户仅涵盖其账号所代表的标识符。",
  "How it stands, with the records that say so": "现状及其所依据的记录",
  "More events than are answered at once": "事件数量超过一次可回答的上限",
  "Restrict processing of a person's data, record an objection, or end either":
    "限制处理某人的个人信息、登记反对，或终止二者",
  "“objected” is the person's to say, and staff's to record. “objection-ended” with “ground”: “withdrawn” is the person's alone, or an officer's with “channel”, “reference” and “reason”: how they said it. “restricted” and “lifted” are an officer's; so is ending an objection on compelling grounds, which of direct marketing there are none for. Before a restriction is lifted the person is told: “toldAt”, “toldBy”, “reason” (GDPR 18(3)). What begins counts from then on under all identifiers. What ends, ends under the identifier that is named; of a customer under each that they stand for.":
    "“objected”由本人表示，可由员工登记。“ground”为“withdrawn”的“objection-ended”只能由本人作出，或由合规官登记并以“channel”“reference”“reason”写明本人如何表示。“restricted”与“lifted”由合规官登记；以压倒性正当理由终止反对亦然，但直接营销不存在此类理由。解除限制之前须先告知本人：“toldAt”“toldBy”“reason”（GDPR 第 18(3) 条）。限制与反对自此刻起对其全部标识符生效。解除或终止只及于所指明的标识符；由客户作出的，及于其账号所代表的各标识符。",
  "By what processing is restricted, under any identifier; empty: it is not":
    "据以限制处理的记录（任一标识符）；为空表示未受限制",
  "Objections that hold": "有效的反对",
  "false: a record is gone that could say otherwise": "false：有一条可能改变结论的记录已不存在",
  "Of whom something was given before, and processing of whose data is restricted: keep it, and do not use it":
    "此前提供过其数据、而现在被限制处理的人：请保存，但不要使用",

  "Correct fields of a record": "更正一条记录的字段",
  "The record gets a version in which these fields are others; those before stay as they were. Partners who were given it are told. A number that another system gave to it is not corrected: under another one it would be another record.":
    "该记录将产生一个更正了这些字段的新版本，先前的版本保持原样。曾得到该记录的合作方会收到通知。其他系统给予的编号不能更正：换了编号便是另一条记录。",
  "The version that was looked at: of another one nothing is corrected":
    "所查看的版本；若已不是最新版本，则不作更正",
  "Those that change, as they are right; null: nothing is in it":
    "要更正的字段及其正确内容；null：清空",
  "It was so already": "内容本已如此",
  "There is a newer version": "已有更新的版本",
  "The newest version of each record of the page that has more than one: what is older was corrected, or otherwise replaced":
    "本页中具有多个版本的各记录的最新版本号；较旧的版本已被更正或以其他方式取代",

  "Record of processing activities (GDPR 30), as the firm has stated it by now":
    "个人信息处理活动记录（GDPR 第 30 条），依机构迄今的声明",
  "It, in one of four forms": "其内容，四种形式之一",
  "json for programs, csv for tables, html and pdf to be read":
    "json 供程序读取，csv 供表格软件使用，html 和 pdf 供阅读",
  "Of what is to be read; that of Accept-Language when left out":
    "阅读所用的语言；省略时取 Accept-Language",
  "Register of breaches of personal data (GDPR 33(5), PIPL 57)":
    "个人信息安全事件登记簿（GDPR 第 33(5) 条、《个人信息保护法》第五十七条）",
  "How each stands with the 72 hours in which the authority is told.":
    "并说明各事件在 72 小时内通知监管机构的情况。",
  "All of them, in one of four forms": "全部事件，四种形式之一",
  "How it stands with telling the authority (GDPR 33(1))": "通知监管机构的情况（GDPR 第 33(1) 条）",
  "A record of it is gone": "有一条相关记录已不存在",
  "Of each field what was said last": "各字段最近一次的内容",
  "One breach, for the authority": "一起事件，供提交监管机构",
  "No such breach": "没有该事件",
  "Record that the firm is aware of a breach": "登记机构已知悉的安全事件",
  "“awareAt” is when the 72 hours begin (GDPR 33(1)). Kinds and numbers of people and data, and nobody's name: the firm's streams can be read by whoever gets evidence of them.":
    "“awareAt”为 72 小时的起算时间（GDPR 第 33(1) 条）。只写人员与信息的种类和数量，不写任何人的姓名：机构的记录流可由取得其证据的人读取。",
  "Record a step of a breach: assessed, contained, authority or people told, closed":
    "登记事件的一个步骤：评估、控制、通知监管机构或告知个人、结案",
  "What a step does not say is as it was. Whoever tells the authority late says why; a breach is closed when nothing is owed any more.":
    "步骤中未提及的内容维持不变。逾期通知监管机构须说明原因；应办事项全部完成后方可结案。",
  "Impact assessments of a purpose; to be read, the sheet of the newest":
    "某一目的的影响评估；供阅读的形式为最近一次的评估表",
  "Those on record": "已登记的评估",
  "None is on record": "没有登记",
  "The oldest first": "最早的在前",
  "Record an impact assessment of a purpose (PIPL 55 and 56, GDPR 35)":
    "登记某一目的的影响评估（《个人信息保护法》第五十五条、第五十六条，GDPR 第 35 条）",
  "A whole one each time; the newest counts. Of the newest version of the purpose where none is named.":
    "每次登记完整的评估，以最近一次为准。未指明版本时，为该目的的最新版本。",
};
