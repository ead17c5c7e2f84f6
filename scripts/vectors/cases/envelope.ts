/** Steps 3 and 4: schema, envelope, entry; and files whose content holds. */
import { base64Decode, base64Encode } from "../../../portal/verify/bytes.ts";
import type { Recipe } from "../build.ts";
import { consistent, holds, type Texts, tampered, type VectorCase } from "../case.ts";
import { orderFields, saltText } from "../record.ts";

function envelopeCases(): VectorCase[] {
  const wrong = (name: string, texts: Texts, changes: Record<string, string | number | null>) =>
    consistent(name, "content/envelope_form", texts, {
      fields: orderFields(changes),
      withhold: [],
    });
  return [
    consistent(
      "kind-withheld",
      "content/kind_withheld",
      ["The kind is not disclosed.", "未披露类型。"],
      { withhold: ["@kind"] },
    ),
    consistent(
      "schema-withheld",
      "content/schema_withheld",
      ["The schema is not disclosed.", "未披露结构。"],
      { withhold: ["@schema"] },
    ),
    consistent(
      "schema-of-another-list",
      "content/schema_mismatch",
      ["The record commits to another list.", "记录承诺的是另一份列表。"],
      { fields: orderFields({ "@schema": saltText("x").concat("A".repeat(21)) }) },
    ),
    wrong("id-of-uuid-version-4", ["The id is a UUID of version 4.", "标识是第 4 版 UUID。"], {
      "@id": "01936a3e-7b00-4c3d-8a4f-2b6c5d7e8f90",
    }),
    wrong("id-in-capitals", ["The id is spelled with capitals.", "标识使用了大写。"], {
      "@id": "01936A3E-7B00-7C3D-8A4F-2B6C5D7E8F90",
    }),
    wrong("time-30-february", ["A day that does not exist.", "不存在的日期。"], {
      "@occurredAt": "2026-02-30T09:29:58.000Z",
    }),
    wrong("time-hour-24", ["Hour 24.", "24 时。"], { "@occurredAt": "2026-11-22T24:00:00.000Z" }),
    wrong("time-leap-second", ["Second 60.", "第 60 秒。"], {
      "@recordedAt": "2016-12-31T23:59:60.000Z",
    }),
    wrong("time-without-milliseconds", ["A time without milliseconds.", "时间没有毫秒。"], {
      "@recordedAt": "2026-11-22T09:30:00Z",
    }),
    wrong("version-zero", ["Version 0.", "版本为 0。"], { "@version": 0 }),
    wrong("source-missing", ["An envelope field is null.", "信封字段为 null。"], {
      "@source": null,
    }),
    wrong(
      "subject-with-loose-bits",
      ["Bits behind the last byte of the subject are set.", "主体标识末字节之后的比特非零。"],
      { "@subject": `${"A".repeat(42)}B` },
    ),
    wrong("stream-with-blank", ["A blank in the stream's name.", "流名称中有空格。"], {
      "@stream": "order/a b",
    }),
    consistent(
      "stream-of-another-kind",
      "content/stream_not_of_kind",
      ["The stream belongs to another kind.", "流属于另一种类型。"],
      { fields: orderFields({ "@stream": "orders" }) },
    ),
  ];
}

function entryCases(): VectorCase[] {
  const edited = (edit: (bytes: Uint8Array) => void): Recipe => ({
    entry: (entry) => {
      const copy = entry.slice();
      edit(copy);
      return copy;
    },
  });
  return [
    consistent(
      "entry-of-another-type",
      "content/entry_type",
      ["The entry's type byte is 2.", "条目的类型字节为 2。"],
      edited((bytes) => {
        bytes[0] = 2;
      }),
    ),
    consistent(
      "entry-too-short",
      "content/entry_length",
      ["The entry lacks its last byte.", "条目缺少最后一个字节。"],
      { entry: (entry) => entry.slice(0, -1) },
    ),
    consistent(
      "entry-too-long",
      "content/entry_length",
      ["The entry has a byte too many.", "条目多出一个字节。"],
      { entry: (entry) => Uint8Array.of(...entry, 0) },
    ),
    consistent("entry-empty", "content/entry_type", ["The entry has no bytes.", "条目没有字节。"], {
      entry: () => new Uint8Array(0),
    }),
    consistent(
      "entry-number-zero",
      "content/entry_seq",
      ["The entry's number in its stream is 0.", "条目在流中的序号为 0。"],
      edited((bytes) => {
        bytes[72] = 0;
      }),
    ),
    consistent(
      "entry-number-beyond-safe-integers",
      "content/entry_seq",
      ["The entry's number in its stream is 2^56 + 2.", "条目在流中的序号为 2^56 + 2。"],
      edited((bytes) => {
        bytes[65] = 1;
      }),
    ),
    consistent(
      "first-entry-with-predecessor",
      "content/entry_prev",
      ["Number 1 of a stream names a predecessor.", "流的第 1 个条目指定了前驱。"],
      edited((bytes) => {
        bytes[72] = 1;
      }),
    ),
    consistent(
      "later-entry-without-predecessor",
      "content/entry_prev",
      ["Number 2 of a stream names no predecessor.", "流的第 2 个条目没有前驱。"],
      edited((bytes) => {
        bytes.fill(0, 73);
      }),
    ),
    consistent(
      "record-root-with-another-count",
      "content/record_root_mismatch",
      ["The record root was made with one field more.", "记录根按多一个字段计算。"],
      { count: 23 },
    ),
    tampered(
      "entry-of-another-record",
      "content/record_root_mismatch",
      ["The entry is one of another record.", "条目属于另一条记录。"],
      (file) => {
        const bytes = base64Decode(file.record.entry);
        bytes.fill(0xaa, 1, 33);
        file.record.entry = base64Encode(bytes);
      },
    ),
  ];
}

function holdingCases(): VectorCase[] {
  return [
    holds("all-fields-disclosed", ["Nothing is withheld.", "没有未披露的字段。"], { withhold: [] }),
    holds(
      "only-kind-and-schema-disclosed",
      ["All that may be withheld is.", "凡可不披露的均未披露。"],
      {
        withhold: orderFields()
          .map(([name]) => name)
          .filter((name) => name !== "@kind" && name !== "@schema"),
      },
    ),
    holds(
      "field-named-constructor",
      [
        "A field is named like a member that every JavaScript object has.",
        "字段名与 JavaScript 对象的内置成员相同。",
      ],
      {
        fields: orderFields({
          constructor: "a",
          hasOwnProperty: { ["__proto__"]: "b" },
          toString: null,
        }),
      },
    ),
    holds(
      "value-nested-as-deep-as-allowed",
      ["A disclosure 32 levels deep.", "披露项恰好 32 层。"],
      {
        fields: orderFields({ lines: JSON.parse("[".repeat(31) + "]".repeat(31)) }),
      },
    ),
    holds(
      "values-at-the-bounds",
      [
        "±(2^53−1), texts beyond the first plane, control characters.",
        "±(2^53−1)、辅助平面字符与控制字符。",
      ],
      {
        fields: orderFields({
          lines: [9_007_199_254_740_991, -9_007_199_254_740_991, 0, true, false, null, "", {}, []],
          note: '\u0000\u001f\u007f"\\/\u2028\ufeff\u{10ffff}é',
        }),
        withhold: [],
      },
    ),
  ];
}

export function recordCases(): VectorCase[] {
  return [...envelopeCases(), ...entryCases(), ...holdingCases()];
}
