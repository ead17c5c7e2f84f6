/** The API page's texts about people's rights in Chinese, by their English. */
export const rightsInChinese: Readonly<Record<string, string>> = {
  "Record that a person asks for something": "登记个人提出的权利请求",
  "Access, rectification, erasure, restriction, portability, objection, review of an automated decision, or a complaint. The time for an answer runs from “@occurredAt”, now where it is left out. A person who is signed in is known by that; of others say how they were identified, once they are.":
    "查阅复制、更正补充、删除、限制处理、转移、反对、复核自动化决策，或投诉。答复期限自“@occurredAt”起算，未填写时自现在起算。已登录的本人即视为身份已核实；其他情况请在核实后写明核实方式。",
  "Record a step of a request": "登记请求的一个步骤",
  "Officers identify, pause with a reason, let go on, extend once with a reason, decide, take a grant back with a reason before anything of it is carried out, and answer; staff identify and note; the person withdraws, and notes. What is granted is recorded with the decision, or carried out at once behind it.":
    "合规人员可核实身份、附理由暂停或恢复计时、附理由延期一次、作出决定、在尚未执行时附理由撤回准予请求的决定，以及答复；员工可核实身份和添加备注；本人可撤回和添加备注。同意的事项随决定一并记录，或随后立即执行。",
  "Each request, as it stands": "各项请求的现状",
  "A request of a person, with each step": "个人的一项请求及其每个步骤",
  "The request": "该请求",
  "No such request": "没有此请求",
  "Requests of everybody, the newest first": "所有人的请求，最新的在前",
  "That somebody was on the page is recorded with each of them.":
    "页面上出现过谁，都会在其本人名下留下记录。",
  "A page of requests": "一页请求",
  "How many requests there are, and what is due": "请求的数量与到期情况",
  "Numbers alone.": "仅为数字。",
  Numbers: "数字",
  "Of a request, as its answer told it": "请求的标识，见登记时的应答",
  "open: the clock runs; paused: it stands; granted: decided, and to be carried out; decided: to be answered; answered; withdrawn; erased: of somebody who was erased":
    "open：计时中；paused：暂停计时；granted：已决定，待执行；decided：待答复；answered：已答复；withdrawn：已撤回；erased：其本人已被删除",
  "null: they were erased": "null：其本人已被删除",
  "The first moment that is too late; null: the clock stands, or it is closed":
    "逾期的起始时刻；null：计时已暂停，或请求已办结",
  "Of a complaint": "仅投诉有此项",
  "Who of the firm had it in hand last": "企业中最后经办的人",
  "open: not closed; due: within a week; overdue: the deadline has passed":
    "open：未办结；due：一周内到期；overdue：已逾期",
  "true: those that you had in hand last": "true：您最后经办的请求",
  "The rule by which the time is reckoned, as it was when the request came":
    "计算期限所依据的规则，以收到请求时为准",
  "false: a step's record is gone, and what the request is in may not be this":
    "false：某个步骤的记录已不存在，请求的实际状态可能与此不同",
  "null: the server's log says it": "null：原因见服务器日志",
  "For whoever works for the firm: what has kept a grant from being carried out since the server was started, and is tried again":
    "供企业工作人员查看：服务器启动以来，已同意的事项因何尚未执行；系统会继续重试",
  "By its clocks the last day for an answer ends, as requests come now":
    "此后收到的请求，其答复期限的最后一天按此时区的当地时间结束",
  "Whose deadline passes within a week": "一周内到期的数量",
  "Whose answer came after its deadline": "逾期后才答复的数量",
  "Of everybody; complaints by their category and outcome": "涵盖所有人；投诉按类别和结果分列",
  "What a person has asked for, the oldest first: under all their identifiers, of a customer under those that they stand for":
    "个人提出的请求，最早的在前：涵盖其全部标识符；对客户仅涵盖其账号所代表的标识符",
  "Identifiers that are joined with these and are not yours: what is under them the firm gives out, once it has checked":
    "与上述标识符关联、但并非您账号所代表的标识符数量：其名下内容由企业核实后提供",
};
