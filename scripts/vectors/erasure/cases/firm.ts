/** What a forger could make of the firm's records: another declaration, outcomes that are none, acknowledgements of something else. */
import { base64Encode, utf8Encode } from "../../../../portal/verify/bytes.ts";
import { digestText } from "../../record.ts";
import type { Written } from "../../streams/ledger.ts";
import type { ErasureCase } from "../case.ts";
import type { CertificateJson, Recipe } from "../certificate.ts";
import {
  acknowledged,
  anna,
  mei,
  OTHER_ERASURE_ID,
  type Outcome,
  otherPartner,
  partnerKey,
  type Turn,
} from "../story.ts";

const invalid = (
  name: string,
  reason: string,
  texts: ErasureCase["texts"],
  rest: Partial<ErasureCase>,
): ErasureCase => ({ name, texts, expect: `INVALID ${reason}`, ...rest });

const turned = (turn: Turn): Partial<ErasureCase> => ({ recipe: { turn } });
const declared = (members: NonNullable<Turn["declared"]>) => turned({ declared: members });
const became = (...outcomes: Outcome[]) => turned({ outcomes });
const signed: Outcome = { event: "acknowledged", message: {} };

/** What is told of outcomes is less than there is. */
const without = (at: number): Recipe => ({
  outcomes: ({ outcomes }) => outcomes.filter((_, i) => i !== at),
});

type OutcomeJson = CertificateJson["outcomes"][number];
const withMessage = (body: string): Partial<ErasureCase> => ({
  change: ({ outcomes }) => {
    (outcomes[0] as OutcomeJson).message = base64Encode(utf8Encode(body));
  },
});

const withheld = (record: CertificateJson["declaration"] | OutcomeJson["record"], name: string) => {
  const at = record.names.indexOf(name);
  const { disclosure } = record.fields[at] as { disclosure: string };
  record.fields[at] = { digest: digestText(disclosure) };
};

const DECLARATION: readonly ErasureCase[] = [
  invalid(
    "another-declaration",
    "content/erasure_other_declaration",
    ["Another declaration of the same firm.", "同一企业的另一份声明。"],
    { recipe: { declaration: ({ records }) => records.other as Written } },
  ),
  invalid(
    "no-declaration",
    "content/erasure_declaration",
    ["In place of the declaration a record of another kind.", "以另一种类的记录代替声明。"],
    { recipe: { declaration: ({ records }) => records.annas as Written } },
  ),
  invalid(
    "other-root-declared",
    "content/erasure_root_mismatch",
    ["The firm has declared another root.", "企业声明的根不同。"],
    declared({ root: anna.subject }),
  ),
  invalid(
    "other-count-declared",
    "content/erasure_other_declaration",
    ["The firm has declared another number.", "企业声明的数目不同。"],
    declared({ count: 6 }),
  ),
  invalid(
    "no-cause-declared",
    "content/erasure_declaration",
    ["The declaration does not say why.", "声明没有说明原因。"],
    declared({ cause: undefined as never }),
  ),
  invalid(
    "declaration-in-part",
    "content/erasure_field_withheld",
    ["A field of the declaration is withheld.", "声明的一个字段未披露。"],
    { change: ({ declaration }) => withheld(declaration, "@source") },
  ),
  invalid(
    "declared-by-somebody-else",
    "binding/entry_of_other_stream",
    [
      "The declaration is in a stream of a person's, not of the firm's.",
      "声明在某个人的流中，而不在企业的流中。",
    ],
    turned({ declares: [anna, "erasure"] }),
  ),
  invalid(
    "declared-in-another-stream",
    "binding/entry_of_other_stream",
    ["The declaration is in a stream of another name.", "声明在另一个名称的流中。"],
    turned({ declares: [mei, "erasure/of-mei"] }),
  ),
  invalid(
    "declared-before-the-list",
    "inclusion/erasure_declared_before",
    [
      "The list is said to be of a log that holds the declaration.",
      "声称编制清单时日志已含该声明。",
    ],
    turned({ list: (list) => ({ ...list, treeSize: list.treeSize + 1 }) }),
  ),
  invalid(
    "declaration-at-another-place",
    "inclusion/inclusion_mismatch",
    ["The declaration is said to be another entry.", "声称声明是另一个条目。"],
    {
      change: ({ declaration }) => {
        declaration.index += 1;
      },
    },
  ),
];

const OUTCOMES: readonly ErasureCase[] = [
  invalid(
    "newest-outcome-left-out",
    "completeness/newer_exists",
    ["That it was completed is left out.", "漏掉了“已完成”的记录。"],
    { recipe: without(2) },
  ),
  invalid(
    "acknowledgement-left-out",
    "completeness/event_missing",
    ["An acknowledgement between two others is left out.", "漏掉了中间的一份确认。"],
    { recipe: without(1) },
  ),
  invalid(
    "first-outcome-left-out",
    "completeness/history_begins_late",
    ["The first acknowledgement is left out.", "漏掉了第一份确认。"],
    { recipe: without(0) },
  ),
  invalid(
    "all-outcomes-left-out",
    "completeness/stream_exists",
    ["As if nothing had become of it.", "好像没有任何后续记录。"],
    { recipe: { outcomes: () => [] } },
  ),
  invalid(
    "outcome-of-another-erasure",
    "content/erasure_outcome_form",
    ["An outcome that names another erasure.", "一条后续记录写的是另一次删除。"],
    became({ event: "completed", erasureId: OTHER_ERASURE_ID }),
  ),
  invalid(
    "outcome-of-another-word",
    "content/erasure_outcome_form",
    ["Something that cannot become of an erasure.", "删除不可能有的后续情况。"],
    became({ event: "undone" }),
  ),
  invalid(
    "completed-with-acknowledgement",
    "content/erasure_outcome_form",
    ["Completed, and with a partner's word.", "“已完成”却带有合作方的确认。"],
    became({ event: "completed", acknowledgement: acknowledged({}).acknowledgement }),
  ),
  invalid(
    "outcome-in-part",
    "content/erasure_field_withheld",
    ["A field of an outcome is withheld.", "一条后续记录有未披露的字段。"],
    { change: ({ outcomes }) => withheld((outcomes[2] as OutcomeJson).record, "@source") },
  ),
  invalid(
    "outcome-before-the-declaration",
    "inclusion/erasure_outcome_before",
    ["Recorded before the erasure was declared.", "记录早于删除声明。"],
    turned({ hasty: true }),
  ),
];

const ACKNOWLEDGEMENTS: readonly ErasureCase[] = [
  invalid(
    "acknowledged-by-another-key",
    "content/not_signed",
    ["Signed by another key than the record names.", "签名密钥与记录所指不同。"],
    became({ ...signed, message: { key: otherPartner, named: partnerKey } }),
  ),
  invalid(
    "acknowledged-more",
    "content/erasure_acknowledgement",
    ["Told of it, says the partner; done, says the record.", "合作方称已收到，记录却写已完成。"],
    became({ event: "acknowledged", message: { what: "received" }, said: { what: "done" } }),
  ),
  invalid(
    "acknowledged-another-message",
    "content/erasure_acknowledgement",
    [
      "The record names another message than the partner has signed.",
      "记录所写的消息与合作方签署的不同。",
    ],
    became({ ...signed, said: { message: `msg_${"0".repeat(32)}` } }),
  ),
  invalid(
    "acknowledgement-with-a-member-more",
    "content/wrong_shape",
    ["The record of the acknowledgement has a member more.", "确认记录多一个成员。"],
    became({ ...signed, said: { subject: mei.subject } }),
  ),
  invalid(
    "another-message-shown",
    "content/erasure_message",
    [
      "The message shown is another than the partner acknowledged.",
      "所示消息不是合作方确认的那一条。",
    ],
    withMessage(acknowledged({ timed: true }).body),
  ),
  invalid(
    "message-about-somebody-else",
    "content/erasure_message_other_subject",
    ["The partner acknowledged a message about somebody else.", "合作方确认的消息涉及另一个人。"],
    became({ ...signed, message: { subject: anna.subject } }),
  ),
  invalid(
    "message-of-another-type",
    "content/erasure_message",
    ["The message does not ask to erase a person.", "该消息并未要求删除某个人的数据。"],
    became({ ...signed, message: { type: "consent.withdrawn" } }),
  ),
  invalid(
    "message-to-another-partner",
    "content/erasure_message",
    ["The message was another organization's.", "该消息是发给另一个机构的。"],
    became({ ...signed, said: { organization: "fifth-coffee" } }),
  ),
  invalid(
    "message-under-another-agreement",
    "content/erasure_message",
    ["The partner names another agreement than the message.", "合作方所写的协议与消息不同。"],
    became({ ...signed, message: { agreement: "another-agreement" } }),
  ),
];

export const FIRM: readonly ErasureCase[] = [...DECLARATION, ...OUTCOMES, ...ACKNOWLEDGEMENTS];
