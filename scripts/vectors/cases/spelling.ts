/** Step 1: the bytes and the shape of the file. */
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { schemaHash } from "../../../portal/verify/record.ts";
import { CONTRACT, evidence, fileOf, LEDGER_ID } from "../build.ts";
import { asText, changed, consistent, invalid, type Texts, type VectorCase } from "../case.ts";
import { type Field, orderFields } from "../record.ts";

const NINE_QUADRILLION = 9_007_199_254_740_992;

function nested(depth: number): Uint8Array {
  return new TextEncoder().encode("[".repeat(depth) + "]".repeat(depth));
}

function notUtf8(): Uint8Array {
  const bytes = fileOf(evidence());
  bytes[bytes.length - 4] = 0xff;
  return bytes;
}

function withMembers(change: (file: Record<string, JsonValue>) => void): Uint8Array {
  const file = structuredClone(evidence()) as unknown as Record<string, JsonValue>;
  change(file);
  return fileOf(file);
}

/** The record's fields with those at `i` and behind replaced by the ones at `places`; the schema is the list's. */
function inOrder(i: number, ...places: readonly number[]): Field[] {
  const fields = orderFields();
  const chosen = places.map((place) => fields[place] as Field);
  fields.splice(i, new Set(places).size, ...chosen);
  const schema = schemaHash(fields.map(([name]) => name));
  return fields.map(([name, value]) => [name, name === "@schema" ? schema : value]);
}

function anchorForms(): VectorCase[] {
  const wrong = (name: string, code: string, texts: Texts, where: object) => {
    const file = changed((it) => {
      if (it.anchor) Object.assign(it.anchor, where);
    });
    return invalid(name, `content/${code}`, texts, { file: fileOf(file) });
  };
  return [
    wrong("anchor-chain-id-zero", "wrong_shape", ["Chain id 0.", "链编号为 0。"], { chainId: 0 }),
    wrong("anchor-block-negative", "wrong_shape", ["Block -1.", "区块为 -1。"], { block: -1 }),
    wrong(
      "anchor-contract-with-newline",
      "bad_identifier",
      ["The contract ends in a newline.", "合约地址以换行结尾。"],
      { contract: `${CONTRACT}\n` },
    ),
    wrong(
      "anchor-ledger-of-31-bytes",
      "bad_identifier",
      ["A ledger id of 31 bytes.", "账本标识只有 31 字节。"],
      { ledgerId: LEDGER_ID.slice(0, -2) },
    ),
    wrong(
      "anchor-with-surplus-member",
      "wrong_shape",
      ["The anchor has a member too many.", "锚定多出一个成员。"],
      { time: "2026-11-22T09:45:00.000Z" },
    ),
  ];
}

export function spellingCases(): VectorCase[] {
  return [
    invalid("empty-file", "content/bad_json", ["The file is empty.", "文件为空。"], {
      file: new Uint8Array(0),
    }),
    invalid(
      "truncated",
      "content/bad_json",
      ["The file's last byte is missing.", "缺少最后一个字节。"],
      {
        file: fileOf(evidence()).slice(0, -1),
      },
    ),
    invalid(
      "invalid-utf8",
      "content/bad_utf8",
      ["A byte that UTF-8 does not have.", "含有 UTF-8 中不存在的字节。"],
      {
        file: notUtf8(),
      },
    ),
    invalid(
      "byte-order-mark",
      "content/bad_json",
      ["A byte order mark before the object.", "对象之前有字节顺序标记。"],
      {
        file: asText((text) => `\uFEFF${text}`),
      },
    ),
    invalid(
      "newline-at-end",
      "content/not_canonical",
      ["A newline behind the object.", "对象之后有换行。"],
      {
        file: asText((text) => `${text}\n`),
      },
    ),
    invalid(
      "pretty-printed",
      "content/not_canonical",
      ["The same object, indented.", "同一对象，但带缩进。"],
      {
        file: asText((text) => JSON.stringify(JSON.parse(text), null, 2)),
      },
    ),
    invalid(
      "members-in-other-order",
      "content/not_canonical",
      ["Members not in canonical order.", "成员未按规范顺序排列。"],
      {
        file: asText((text) => {
          const { record, ...rest } = JSON.parse(text);
          return JSON.stringify({ record, ...rest });
        }),
      },
    ),
    invalid(
      "duplicate-member",
      "content/not_canonical",
      ["The claim is there twice.", "声明出现两次。"],
      {
        file: asText((text) => text.replace('"claim":', '"claim":"record","claim":')),
      },
    ),
    invalid(
      "escaped-letter",
      "content/not_canonical",
      ["A letter is written as an escape.", "有字母写成了转义形式。"],
      {
        file: asText((text) => text.replace('"claim"', '"\\u0063laim"')),
      },
    ),
    invalid(
      "index-as-float",
      "content/not_canonical",
      ["The index is written 5.0.", "序号写成 5.0。"],
      {
        file: asText((text) => text.replace('"index":5', '"index":5.0')),
      },
    ),
    invalid(
      "nested-too-deep",
      "content/too_deep",
      ["33 arrays within each other.", "33 层嵌套数组。"],
      {
        file: nested(33),
      },
    ),
    invalid(
      "nested-very-deep",
      "content/too_deep",
      ["5,000 arrays within each other.", "5000 层嵌套数组。"],
      {
        file: nested(5000),
      },
    ),
    invalid("no-object", "content/wrong_shape", ["The file is an empty array.", "文件是空数组。"], {
      file: new TextEncoder().encode("[]"),
    }),
    invalid(
      "unknown-format",
      "content/unknown_format",
      ["Another version of the format.", "格式的另一个版本。"],
      {
        file: withMembers((file) => {
          file.format = "counterfoil/evidence/v2";
        }),
      },
    ),
    invalid(
      "unknown-claim",
      "content/unknown_claim",
      ["A claim of which this version knows nothing.", "此版本不认识的声明。"],
      {
        file: withMembers((file) => {
          file.claim = "newest";
        }),
      },
    ),
    invalid(
      "surplus-member",
      "content/wrong_shape",
      ["A member that the schema does not have.", "有模式中没有的成员。"],
      {
        file: withMembers((file) => {
          file.comment = "trust me";
        }),
      },
    ),
    invalid(
      "missing-member",
      "content/wrong_shape",
      ["The anchor is missing, not null.", "缺少锚定成员（而非 null）。"],
      {
        file: withMembers((file) => {
          delete file.anchor;
        }),
      },
    ),
    invalid("negative-index", "content/wrong_shape", ["The index is -1.", "序号为 -1。"], {
      file: fileOf(
        changed((file) => {
          file.record.index = -1;
        }),
      ),
    }),
    invalid(
      "index-beyond-safe-integers",
      "content/wrong_shape",
      ["The index is 2^53.", "序号为 2^53。"],
      {
        file: fileOf(
          changed((file) => {
            file.record.index = NINE_QUADRILLION;
          }),
        ),
      },
    ),
    invalid(
      "digest-and-disclosure",
      "content/wrong_shape",
      ["A field has both digest and disclosure.", "有字段同时含摘要与披露。"],
      {
        file: fileOf(
          changed((file) => {
            const field = file.record.fields[0] as { disclosure: string };
            file.record.fields[0] = { ...field, digest: "A".repeat(43).concat("=") };
          }),
        ),
      },
    ),
    invalid(
      "short-digest",
      "content/wrong_shape",
      ["A digest of 31 bytes.", "摘要只有 31 字节。"],
      {
        file: fileOf(
          changed((file) => {
            file.record.fields[7] = { digest: `${"A".repeat(41)}A==`.slice(0, 44) };
          }),
        ),
      },
    ),
    invalid(
      "digest-with-loose-bits",
      "content/bad_base64",
      ["Bits behind the digest's last byte are set.", "摘要末字节之后的比特非零。"],
      {
        file: fileOf(
          changed((file) => {
            file.record.fields[7] = { digest: `${"A".repeat(42)}B=` };
          }),
        ),
      },
    ),
    invalid(
      "contract-in-capitals",
      "content/bad_identifier",
      ["The contract is spelled with capitals.", "合约地址使用了大写。"],
      {
        file: fileOf(
          changed((file) => {
            if (file.anchor) file.anchor.contract = file.anchor.contract.replace("a", "A");
          }),
        ),
      },
    ),
    consistent(
      "name-not-allowed",
      "content/name_form",
      ["A field name begins with a capital.", "有字段名以大写字母开头。"],
      { fields: orderFields({ BillTo: null }), withhold: ["BillTo"] },
    ),
    consistent(
      "name-forbidden",
      "content/name_forbidden",
      ["A field is named like a claim of JWT.", "有字段与 JWT 声明同名。"],
      { fields: orderFields({ sub: null }), withhold: ["sub"] },
    ),
    consistent(
      "names-not-ascending",
      "content/name_order",
      ["Two names have changed places.", "两个名称互换了位置。"],
      { fields: inOrder(9, 10, 9) },
    ),
    consistent(
      "name-doubled",
      "content/name_order",
      ["A name is there twice.", "有名称出现两次。"],
      { fields: inOrder(9, 9, 9, 10) },
    ),
    consistent(
      "envelope-incomplete",
      "content/envelope_missing",
      ["The list lacks @source.", "名称列表缺少 @source。"],
      { fields: orderFields({ "@source": undefined }) },
    ),
    invalid("no-names", "content/name_count", ["The list of names is empty.", "名称列表为空。"], {
      file: fileOf(changed((file) => file.record.names.splice(0))),
    }),
    invalid(
      "index-as-minus-zero",
      "content/not_canonical",
      ["The index is written -0.", "序号写成 -0。"],
      { file: asText((text) => text.replace('"index":5', '"index":-0')) },
    ),
    invalid(
      "digest-with-newline-at-end",
      "content/bad_base64",
      ["A digest ends in a newline.", "摘要以换行结尾。"],
      {
        file: fileOf(
          changed((file) => {
            const field = file.record.fields[7] as { digest: string };
            file.record.fields[7] = { digest: `${field.digest}\n` };
          }),
        ),
      },
    ),
    ...anchorForms(),
  ];
}
