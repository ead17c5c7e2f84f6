/** Step S2: whose stream it is, and under which secret it is looked for. */
import { base64Encode } from "../../../../portal/verify/bytes.ts";
import { sha256 } from "../../../../portal/verify/hash.ts";
import type { Texts, VectorCase } from "../../case.ts";
import { altered, claimHolds, claimInvalid } from "../../streams/case.ts";
import {
  absent,
  type ClaimJson,
  type CommonJson,
  current,
  history,
  type Recipe,
} from "../../streams/claim.ts";
import { idOf } from "../../streams/ledger.ts";
import { keyOf, type Person, person } from "../../streams/people.ts";
import { anna, CONSENT, mei, theFirm } from "../../streams/story.ts";

const refused = (name: string, code: string, texts: Texts, of: ClaimJson) =>
  claimInvalid(name, `binding/${code}`, texts, of);

/** Somebody with some of another's secrets. */
const mixed = (label: string, secrets: Partial<Person["secrets"]>): Person => ({
  subject: mei.subject,
  secrets: { ...person(label).secrets, ...secrets },
});

/** Absence that is true of the key that is looked for, which is not the subject's. */
function wrongSecrets(): VectorCase[] {
  const absence = (name: string, texts: Texts, who: Person, stream = "order") =>
    refused(`absent-${name}`, "subject_mismatch", texts, absent({ who, stream }));
  const { personal, consent, statutory, access } = mei.secrets;
  return [
    absence(
      "under-somebody-elses-secrets",
      ["Orders are looked for under another person's secrets.", "以他人的密钥查找订单。"],
      { ...anna, subject: mei.subject },
    ),
    absence(
      "under-somebody-elses-secret",
      [
        "One secret is another person's, the three hashes are the subject's.",
        "一个密钥属于他人，三个哈希属于该主体。",
      ],
      { ...mei, secrets: { ...mei.secrets, statutory: anna.secrets.statutory } },
    ),
    absence("under-an-invented-secret", ["The secret is invented.", "密钥是编造的。"], {
      ...mei,
      secrets: { ...mei.secrets, statutory: person("nobody").secrets.statutory },
    }),
    absence(
      "under-another-secret-of-the-subject",
      [
        "The subject's consent secret, said to be the statutory one.",
        "以主体的同意类密钥冒充法定类密钥。",
      ],
      { ...mei, secrets: { personal, consent: statutory, statutory: consent, access } },
    ),
    absence(
      "with-invented-hashes",
      [
        "The secret is the subject's, two of the hashes are invented.",
        "密钥属于该主体，其中两个哈希是编造的。",
      ],
      mixed("hashes of nobody", { statutory, consent }),
      "payment",
    ),
    refused(
      "absent-with-hashes-in-another-order",
      "subject_mismatch",
      ["The hashes are exchanged.", "哈希次序互换。"],
      altered(absent(), ({ stream: { hashes } }) => {
        hashes.push(hashes.shift() as string);
      }),
    ),
    refused(
      "absent-with-the-own-hash-among-them",
      "subject_mismatch",
      ["One hash is that of the secret itself.", "其中一个哈希是该密钥自身的。"],
      altered(absent(), ({ stream }) => {
        stream.hashes[2] = base64Encode(sha256(statutory));
      }),
    ),
    refused(
      "absent-for-another-subject",
      "subject_mismatch",
      ["All secrets are one person's, the identifier another's.", "密钥均属一人，标识却属另一人。"],
      altered(absent(), ({ stream }) => {
        stream.subject = anna.subject;
      }),
    ),
  ];
}

/** What a file could say for itself if there were no table of kinds. */
function kinds(): VectorCase[] {
  const told = (name: string, code: string, texts: Texts, recipe: Recipe) =>
    refused(name, code, texts, absent(recipe));
  return [
    told(
      "absent-under-the-wrong-class",
      "class_not_of_kind",
      [
        "Orders are looked for under the access secret, and are truly not there.",
        "以访问类密钥查找订单，当然找不到。",
      ],
      { stream: "order", class: "access" },
    ),
    told(
      "absent-consent-under-the-personal-class",
      "class_not_of_kind",
      ["Consent is looked for under the personal secret.", "以个人类密钥查找同意。"],
      { stream: CONSENT, class: "personal" },
    ),
    told(
      "absent-of-an-unknown-kind",
      "kind_unknown",
      ["A kind that is not in the table.", "种类不在表中。"],
      { stream: "loyalty" },
    ),
    told(
      "absent-administration-under-the-access-class",
      "class_not_of_kind",
      [
        "Administration is looked for under the access secret of the firm.",
        "以公司的访问类密钥查找管理记录。",
      ],
      { who: theFirm, stream: "administration", class: "access" },
    ),
    told(
      "absent-of-a-kind-named-like-a-member",
      "kind_unknown",
      ["A kind with a name that languages have a use for.", "种类名恰为编程语言自有的名称。"],
      { stream: "constructor" },
    ),
    told(
      "absent-of-a-stream-that-single-kinds-do-not-have",
      "stream_not_of_layout",
      ["A customer's stream with something behind the kind.", "客户流在种类之后另有内容。"],
      { stream: `customer/${idOf("customer")}` },
    ),
    told(
      "absent-of-a-stream-that-many-kinds-do-not-have",
      "stream_not_of_layout",
      ["An order's stream with something else than an id.", "订单流之后不是标识。"],
      { stream: "order/2026" },
    ),
    told(
      "absent-of-an-order-with-an-id-of-version-4",
      "stream_not_of_layout",
      ["The id in the stream's name is of UUID version 4.", "流名称中的标识为 UUID 第 4 版。"],
      { stream: `order/${idOf("order A").replace("-7b00-7", "-7b00-4")}` },
    ),
    told(
      "absent-of-an-order-with-something-behind-its-id",
      "stream_not_of_layout",
      ["Something behind the id in the stream's name.", "流名称中的标识之后另有内容。"],
      { stream: `order/${idOf("order A")}/1` },
    ),
    refused(
      "history-under-the-wrong-class",
      "class_not_of_kind",
      ["The class is another, the secret is the right one.", "类别有误，密钥正确。"],
      altered<CommonJson>(history(), ({ stream }) => {
        stream.class = "access";
      }),
    ),
    refused(
      "current-of-a-single-kind-through-the-exception-for-many",
      "stream_not_of_layout",
      [
        "Version 1 of a customer as current, since there is no stream with its id.",
        "以不存在带其标识的流为由，声称客户的第 1 版为当前版本。",
      ],
      current({ stream: `customer/${idOf("customer")}`, record: (it) => it.customer[0]! }),
    ),
  ];
}

function good(): VectorCase[] {
  return [
    claimHolds(
      "absent-of-events-with-a-name",
      [
        "No consent for a purpose, though there is for another.",
        "某一目的没有同意，另一目的则有。",
      ],
      absent({ stream: "consent/calls" }),
    ),
    claimHolds(
      "absent-of-somebody-unknown",
      ["A subject that the ledger has never heard of.", "账本从未记录过的主体。"],
      absent({ who: person("nobody"), stream: "customer" }),
    ),
    claimHolds(
      "current-of-the-firm",
      ["The ledger's own first record, under public secrets.", "账本自身的首条记录，密钥公开。"],
      current({ who: theFirm, stream: "ledger", record: (it) => it.first }),
    ),
    claimHolds(
      "absent-access",
      ["Nobody has read anything.", "没有任何访问。"],
      absent({ stream: "access", key: keyOf(mei, "access") }),
    ),
    claimHolds(
      "absent-administration-of-the-firm",
      [
        "Nobody has administered anything, which everybody can look up.",
        "没有任何管理操作，任何人均可查证。",
      ],
      absent({ who: theFirm, stream: "administration" }),
    ),
  ];
}

export function streamBindingCases(): VectorCase[] {
  return [...wrongSecrets(), ...kinds(), ...good()];
}
