import { agreementProblems, unknownNow } from "./agreement-problems.zh.ts";
import { consentProblems, consentSentences } from "./consent-problems.zh.ts";
import { damagedThings } from "./damaged-things.zh.ts";
import { embedProblems } from "./embed-problems.zh.ts";
import { erasedRefusals } from "./erased-problems.zh.ts";
import { foreignFormats, foreignProblems } from "./foreign-problems.zh.ts";
import { accountProblems, forbiddenProblems, signInProblems } from "./identity-problems.zh.ts";
import type { Messages } from "./message-catalog.ts";
import {
  breachProblems,
  caseProblems,
  erasureProblems,
  missingRight,
  rightsRefusals,
} from "./rights-problems.zh.ts";
import { settingProblems } from "./setting-problems.zh.ts";
import {
  acknowledgementProblems,
  addressRanges,
  outsideTerms,
  sharingProblems,
  termsProblems,
  webhookProblems,
} from "./sharing-problems.zh.ts";
import { successionProblems } from "./succession-problems.zh.ts";

export const zh: Messages = {
  refusals: {
    ...erasedRefusals,
    ...rightsRefusals,
    unauthorized: {
      title: "未授权",
      detail:
        "此调用需要请求头“Authorization: Bearer <密钥>”，并使用本账本仍然有效的密钥，或由已登录的人发出。{hint}",
    },
    forbidden: {
      title: "不允许",
      detail: "{problem}",
    },
    too_many_requests: {
      title: "请求过多",
      detail: "请求超过了可接受的数量。未执行任何操作；请等待 {seconds} 秒后重试。",
    },
    reason_missing: {
      title: "未说明理由",
      detail:
        "合规官须说明用途：请发送请求头“Counterfoil-Reason”，最多 500 个字符，非 ASCII 字符须以百分号编码。该理由随本次访问记录一并保存，当事人可以看到。",
    },
    not_found: { title: "未找到", detail: "{what}不存在。" },
    method_not_allowed: { title: "方法不允许", detail: "此地址不接受该方法。" },
    malformed_request: { title: "请求格式错误", detail: "这不是可以读取的 HTTP 请求。" },
    headers_too_large: { title: "请求头过大", detail: "请求头合计超过了 {limit} 字节的上限。" },
    request_late: { title: "请求来得太迟", detail: "请求没有在规定时间内传完。" },
    unsupported_media_type: {
      title: "不支持的媒体类型",
      detail: "请以下列类型之一发送正文：{accepted}。",
    },
    too_large: { title: "过大", detail: "{what}超过了 {limit} 字节的上限。" },
    incomplete_body: { title: "正文不完整", detail: "正文没有传完，或没有及时传完。" },
    client_left: { title: "客户端已离开", detail: "应答尚未生成，连接就已关闭。" },
    invalid_utf8: { title: "不是 UTF-8", detail: "文本不是有效的 UTF-8。" },
    invalid_json: { title: "不是 JSON", detail: "文本不是有效的 JSON，或嵌套过深。" },
    duplicate_member: {
      title: "成员重复",
      detail: "JSON 的同一对象中多次出现成员“{member}”，无法判断其本意。",
    },
    not_an_object: { title: "不是对象", detail: "此处应为 JSON 对象。" },
    unknown_kind: { title: "未知的记录种类", detail: "“@kind”必须是以下之一：{known}。" },
    invalid_record: {
      title: "记录无效",
      detail: "有字段缺失、多余或不符合其种类的要求，见“errors”。没有存储任何内容。",
    },
    invalid_parameter: { title: "参数无效", detail: "参数“{parameter}”{is}。{form}" },
    reserved_subject: {
      title: "账本自身的主体",
      detail: "“@subject”是账本自身，或其前任账本。关于它的内容只由账本自己记录；未存储任何内容。",
    },
    reference_conflict: {
      title: "编号已被占用",
      detail: "该来源已将此外部编号用于另一数据主体的记录。没有存储任何内容。",
    },
    idempotency_conflict: {
      title: "幂等键被重复使用",
      detail: "此 Idempotency-Key 此前已随另一请求使用。新请求请使用新键。",
    },
    event_conflict: {
      title: "编号属于另一事件",
      detail:
        "该来源已将此外部编号用于另一事件。没有存储任何内容；若确为另一事件，请使用另一编号。",
    },
    consent_refused: { title: "此同意不能这样变更", detail: "{problem}。{more}" },
    sharing_refused: { title: "不能照此约定", detail: "{problem}。" },
    outside_terms: { title: "超出条款", detail: "{problem}。" },
    acknowledgement_refused: { title: "不是对此消息的确认", detail: "{problem}。" },
    webhook_refused: { title: "不能作为 webhook", detail: "{problem}。" },
    embed_refused: { title: "令牌不适用", detail: "{problem}" },
    sign_in_refused: { title: "未登录", detail: "{problem}" },
    account_refused: { title: "此账户不可如此操作", detail: "{problem}" },

    foreign_form: { title: "不是这种形式的文件", detail: "{format}：{place}{problem}。" },
    busy: { title: "繁忙", detail: "等待写入的请求过多。没有存储任何内容，请稍后重试。" },
    not_sealed: {
      title: "尚未封存",
      detail: "条目 {index} 尚未被检查点覆盖（最新检查点覆盖 {size} 个条目）。请几秒后重试。",
    },
    not_anchored_yet: {
      title: "尚未锚定",
      detail:
        "关于 {at} 的证据要指明该时间之前最后一次最终锚定，以及其后的第一次。{known}请在下一次锚定之后再次索取（没有写入时，它在一个心跳间隔内到来，默认一小时）；账本自身对该时间的说法现在即可查询（state）。",
    },
    not_newest: {
      title: "不是最新",
      detail: "存在更新的版本：记录 {id} 的第 {version} 版。只有最新版本才能被证明为最新。",
    },
    content_lost: {
      title: "最新内容已丢失",
      detail:
        "存在更新的一条（条目 {index}），但其内容已随数据库丢失，只恢复了条目。重新发送该记录后，即可再次证明何者最新；其历史现在就可以证明，该条目只以条目本身示出。",
    },
    audit_running: {
      title: "已有审计在进行",
      detail: "同一时间只进行一次审计。请等待当前审计结束，或将其取消。",
    },
    pack_too_large: {
      title: "超出一个证据包的容量",
      detail:
        "{bound}请缩短期间，或减少个人信息主体、处理目的或种类；如为个人导出，请改为可携带形式（portability）。",
    },
    stream_exists: {
      title: "该流存在",
      detail: "该流已有条目，因此无法证明其不存在。请改为索取其历史。",
    },
    stream_too_long: {
      title: "流过长",
      detail: "{held}",
    },
    unknown_fields: {
      title: "未知字段",
      detail: "所要求的字段不在该记录中。记录的字段为：{fields}。",
    },
    damaged: {
      title: "账本已损坏",
      detail:
        "存储的{thing}（{place}）缺失或与账本当初写入的不符，因此没有提供。请保持数据库原样并联系运维人员。",
    },
    chain_unavailable: { title: "链不可用", detail: "{problem}。" },
    invalid_setting: { title: "设置错误", detail: "{setting}：{problem}" },
    wrong_ledger: {
      title: "另一个账本",
      detail:
        "{setting} 与此数据目录不符，该目录属于另一个账本。请恢复该设置，或使用其他目录启动。",
    },
    not_this_ledger: {
      title: "另一份日志",
      detail:
        "该日志并非以账本 {ledgerId} 的记录开头。它由本程序的较早版本写成，或属于另一个账本。未作任何改动：请使用其他数据目录启动。",
    },
    own_record_lost: {
      title: "账本自身的记录已丢失",
      detail:
        "账本自身的记录（条目 {index}）已随数据库丢失，只恢复了条目，启动时再也无法判断该日志属于谁。请放回含有该记录的数据库备份；若没有，请用“npm run -s counterfoil -- succeed”开设后继账本。",
    },
    behind: {
      title: "数据库比已作出的承诺旧",
      detail:
        "数据库有 {size} 个条目，但{what}已知 {expected} 个：它是从较旧的备份恢复的，或不属于本账本。为避免签署第二份历史，拒绝启动。{remedy}",
    },
    copy_damaged: {
      title: "第二副本已损坏",
      detail: "{what}",
    },
    in_use: {
      title: "正在使用",
      detail: "另一个进程正在使用{what}。数据库和密钥只能由一个进程拥有：请先停止另一个进程。",
    },
    unknown_schema: {
      title: "未知的数据库版本",
      detail:
        "{what}由本程序的其他版本写成，或其结构已被改动。若版本较旧，请启动一次服务器，它会自动升级。",
    },
    succession_refused: {
      title: "此账本不能这样接替",
      detail: "{problem}。链上未作任何改动。",
    },
    agreement_refused: { title: "协议不接受此操作", detail: "{problem}。" },
    succession_unfinished: {
      title: "接替尚未完成",
      detail:
        "账本正在转到其后继 {origin}，但过程中断了。请再次运行，它会从中断处继续：counterfoil succeed --origin {origin}",
    },
    halted: {
      title: "账本已停止",
      detail:
        "它发现链、签名与日志相互矛盾，因此不再接收任何内容，也不再签署任何内容。证据保存在数据目录的 misbehaviour/ 下。请联系运维人员。",
    },
    shutting_down: { title: "正在关闭", detail: "服务器即将停止。请稍后重试。" },
  },
  fields: {
    missing: "为必填项",
    surplus: "不是此种类的字段",
    wrong_type: "的 JSON 类型不对",
    not_integer: "必须是整数",
    float_money: '必须是十进制字符串，例如 "12.50"，不能是数字',
    negative_money: "在此种类中不能为负",
    bad_money: '必须是十进制字符串，例如 "12.50"，最多四位小数',
    bad_currency: "必须是 ISO 4217 代码，且整条记录一致",
    bad_date: "必须是真实存在的日期，格式为 YYYY-MM-DD",
    bad_time: "必须是带毫秒的 UTC 时间，例如 2026-11-22T09:30:00.000Z",
    bad_decimal: '必须是十进制字符串，例如 "1.5"',
    bad_format: "不符合此字段的格式",
    not_in_list: "必须是以下之一：{allowed}",
    too_long: "过长（最多 {maximum}）",
    too_short: "过短（至少 {minimum}）",
    bad_unicode: "不是格式正确的 Unicode",
    not_ascending: "必须按升序排列，且每项只出现一次",
    out_of_range: "超出范围",
  },
  settings: settingProblems,
  consent: consentProblems,
  consentMore: consentSentences,
  terms: termsProblems,
  sharing: sharingProblems,
  outside: outsideTerms,
  noAnswer: "区块链没有应答",
  unknownNow,
  embed: embedProblems,
  forbidden: forbiddenProblems,
  signIn: signInProblems,
  accounts: accountProblems,
  webhooks: webhookProblems,
  acknowledgements: acknowledgementProblems,
  ranges: addressRanges,
  agreements: agreementProblems,
  cases: caseProblems,
  breaches: breachProblems,
  erasures: erasureProblems,
  foreign: foreignProblems,
  foreignFormats,
  succession: successionProblems,
  misbehaviour: {
    chain_diverged: "链上保存的本账本历史与其自身日志不同。不再签署或锚定任何内容。",
    chain_ahead: "链上保存的本账本历史比其自身日志更长。不再签署或锚定任何内容。",
    signer_diverged:
      "签名者状态、日志与已签署的检查点互相矛盾。不再签署任何内容。如果放回的是较旧的 signer-state.json，“npm run -s counterfoil -- recover”可将其推进到第二副本所保存的位置。",
    checkpoint_not_extending: "日志没有延续其上一个已签署的检查点。不再签署任何内容。",
    map_diverged: "最新检查点中已签署的状态条目所指的映射与日志得出的不同。不再签署任何内容。",
    second_history:
      "某个审计方持有一个由本账本日志密钥签署、却与其日志相矛盾的检查点：有人签署了第二份历史。",
  },
  remedies: {
    recover: "第二副本有 {copy} 个条目：请用“npm run -s counterfoil -- recover”补齐数据库。",
    recoverPartly:
      "第二副本有 {copy} 个条目，并不完整。请放回较新的数据库备份；否则用“npm run -s counterfoil -- recover”恢复现有部分，再用“npm run -s counterfoil -- succeed”开设后继账本。",
    none: "没有保存这些条目的第二副本（COUNTERFOIL_COPY）。请放回较新的数据库备份；若没有，本账本无法继续：请用“npm run -s counterfoil -- succeed”开设其后继账本。",
  },
  copies: {
    signed:
      "数据库与第二副本（COUNTERFOIL_COPY）从条目 {index} 起不一致；数据库中的该条目与已签署的树相符，因此被改动的是副本。请将副本目录移走并保留：下次启动会写入新的副本。",
    unsigned:
      "数据库与第二副本（COUNTERFOIL_COPY）从条目 {index} 起不一致，而该条目尚未签署：无法判断两者中哪一个被改动。请将两者原样保留。如果移走副本目录，下次启动会根据数据库写入新的副本。",
    unreadable:
      "从条目 {index} 起，第二副本（COUNTERFOIL_COPY）的文件已丢失，或与已签署的内容不符。如果数据库没有缺失，请将副本目录移走并保留：下次启动会写入新的副本，其中的条目均与已签署的树相符。",
  },
  timeForm: "它须是已经到来的时间，形式为 2026-01-31T09:30:00.000Z；声明不存在的文件没有此参数。",
  noOrigin:
    "请求带有 cookie，但没有请求头“Origin”：凭会话进行更改的请求必须像浏览器那样写明它来自哪个页面。",
  parameters: {
    invalid: "无效",
    missing: "缺失",
    notCome: "它所指的时间尚未到来：按账本的时钟，现在是 {now}。将来如何，无人能说。",
    allowed: "它须是以下之一：{allowed}。",
    others: "以下参数也无效：{others}。",
  },
  more: "问题不止这一个：见“errors”。",
  anchors: {
    newest: "最新一次的时间是 {newest}。",
    missing: "此处缺少该时间前后的锚定，正在链上查找（已知最新一次的时间是 {newest}）。",
    none: "目前还没有锚定。",
  },
  holds: {
    file: "一个证据文件最多容纳 {events} 个条目和 {limit} 字节。请减少披露的字段（fields、withhold），或只索取您已知条目之后的部分：from=<seq>:<叶哈希>。",
    answer:
      "只对最多 {events} 个条目的流给出状态。请索取您已知条目之后部分的证据：from=<seq>:<叶哈希>。",
  },
  packs: {
    files: "一个证据包最多容纳 {most} 个证据文件。",
    bytes: "一个证据包中的证据文件合计最多 {most} 字节。",
    opened: "为查找某一处理目的的同意，最多打开 {most} 条同意记录。",
  },
  things: damagedThings,
  missing: {
    ...missingRight,
    anchor: "此账本中该大小（或该区块中）的上链锚定",
    receipt: "此账本对其前身账本所接收记录的回执",
    record: "此记录",
    version: "此记录的该版本",
    subject: "此数据主体",
    number: "此来源中此编号的数据主体",
    stream: "此流",
    controller: "数据控制者的声明",
    notice: "此告知",
    purpose: "此目的",
    text: "此文本",
    route: "此地址",
    checkpoint: "检查点",
    tile: "最新检查点的此瓦片",
    entry: "日志中的此条目",
    key: "此密钥",
    account: "此账户",
    organization: "此组织",
    agreement: "此协议",
    agreementVersion: "此协议的这一版本",
    webhook: "该 webhook",
    message: "该消息",
    audit: "此次审计",
    report: "此次审计的报告",
    pack: "此证据包",
  },
  internal: { title: "内部错误", detail: "此处出了问题，已记入日志；没有保留任何未完成的内容。" },
};
