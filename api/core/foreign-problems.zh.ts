import type { ForeignFormat, ForeignProblem } from "./foreign-problems.ts";

/** As their publishers call them. */
export const foreignFormats: Readonly<Record<ForeignFormat, string>> = {
  "kantara-1.1": "Kantara 同意收据 1.1",
  "dpv-27560": "ISO/IEC TS 27560（DPV 形式）",
  "tcf-2": "IAB TCF",
};

/** Why a document of another system is not taken, or none is made, and what to do. No full stop: more may follow. */
export const foreignProblems: Readonly<Record<ForeignProblem, string>> = {
  not_json: "这不是 JSON。请按签发时的原样发送文件；注释和多余的逗号不属于 JSON",
  not_an_object: "文件不是单个 JSON 对象。请每次请求只发送一份文件",
  duplicate_member: "某个对象中同一成员出现两次，无法得知其真实含义。请向签发方索取使用数组的文件",
  bad_unicode: "某段文本不是合法的 Unicode。请向签发方索取完整的文件",
  unsafe_number: "某个数字不是安全整数，记录无法保存。请以文本形式发送文件：“document”用字符串",
  too_large: "文件超过 32,768 个字符。请向签发方索取按目的分开的文件",
  wrong_version:
    "这是该格式的其他版本。只接受版本恰为“KI-CR-v1.1.0”的收据，以及版本 2 的 TC 字符串。请向签发方索取",
  missing_field: "缺少该格式要求的字段。请向签发方索取完整的文件",
  wrong_type: "该字段的内容不符合格式要求。请向签发方索取正确的文件",
  unknown_field: "该格式没有这个字段，而它可能改变文件的含义。请向签发方索取不含该字段的文件",
  milliseconds:
    "时间以毫秒给出，而格式要求自 1970 年起的整秒数。请向签发方索取正确的文件：已签发的内容不得在途中更改",
  unknown_profile:
    "“dct:conformsTo”必须是 dpv-27560.ttl 的四个规范之一：https://w3id.org/dpv/schema/dpv-27560#record、#receipt、#record-eu-gdpr、#receipt-eu-gdpr",
  unknown_context: "该上下文不可依赖。请省略它，或在文件内给出，且前缀须与 DPV 一致",
  other_type: "文件既不是 dpv:ConsentRecord，也不是包含它的 dpv:ConsentReceipt",
  unknown_term: "DPV 2.3 没有这个术语。自有的扩展需要使用自有的前缀",
  unknown_status:
    "该状态没有可登记为事件的内容。可接受的有：已请求、已同意、已续期、已拒绝、已撤回、被撤销、已到期、已失效",
  bad_time: "这不是 ISO 8601 时间：应为日期，或带 UTC 或时差的日期时间",
  bad_duration: "这既不是以整年、月、周或日表示的 ISO 8601 时长，也不是日期",
  counted_consent:
    "限定次数的同意在此保存会变成不限次数的同意，因此不予接受。请逐次登记已同意的使用",
  unknown_actor:
    "文件没有说明由谁作出，或说明方式无法理解：应为 dpv:DataSubject、监护人或父母，或带标识的代理人",
  expired_without_giving: "文件声明到期的同意，在该文件中从未给出",
  malformed: "该字符串无法解码。请按同意管理平台给出的原样发送",
  trailing_garbage: "字符串在其自身声明的内容之后还有多余内容。请按同意管理平台给出的原样发送",
  no_disclosed_vendors:
    "缺少已披露供应商段，而 TCF 2.3 要求该段。请使用支持 TCF 2.3 的同意管理平台给出的字符串",
  vendor_not_disclosed: "该供应商不在向当事人披露的供应商之中",
  no_publisher_segment:
    "该字符串没有发布者段，因此未说明发布者自身的目的。请写明供应商，或使用会写入该段的同意管理平台的字符串",
  purpose_not_in_document:
    "文件中没有这个目的，或有多个同名目的。请在“purposes”中按文件的写法写明其中的目的（Kantara 也可写“服务: 目的”）",
  not_by_consent: "按文件自身的说明，该目的不以同意为依据。请从“purposes”中去掉它",
  nothing_to_take: "关于所列目的，文件没有可登记的内容",
  other_principal:
    "文件所述的人不是“principal”所写的人，或未说明是谁。请在确认其就是该主体之后，按文件的写法写明；他人的同意不予接受",
  other_controller:
    "文件所述的同意不是给“controller”所写的一方的，或未说明给谁。请按文件的写法写明控制者",
  not_our_controller:
    "文件中的控制者不是此处登记的控制者。对另一家公司的同意不是对本公司的同意；若已承接其同意，请写明“takenOver”: true",
  not_explicit: "该目的只接受明示同意，而文件没有说明是明示的。请征求当事人的同意",
  only_given: "这种形式只能表示已给出的同意，而此事件不是。请使用 DPV 形式，它可表示所有事件",
  controller_incomplete:
    "该形式要求的内容，账本尚不了解控制者的这一项。请先登记：POST /v1/controller",
};
