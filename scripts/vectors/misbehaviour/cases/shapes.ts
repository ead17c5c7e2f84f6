/** What a file looks like. */
import { utf8Decode, utf8Encode } from "../../../../portal/verify/bytes.ts";
import { canonicalBytes, type JsonObject } from "../../../../portal/verify/jcs.ts";
import type { Written } from "../../streams/ledger.ts";
import { honestBook, stranger, tell } from "../book.ts";
import { type MisbehaviourCase, noFile } from "../case.ts";
import { checkpoint, entry, proofJson, receipt } from "../statements.ts";

const book = honestBook();
const two = {
  kind: "two_roots",
  a: checkpoint(book.ledger, 10),
  b: checkpoint(tell({ 3: stranger }).ledger, 10),
};

export function shapeCases(): MisbehaviourCase[] {
  const file = proofJson(two);
  const changed = (changes: JsonObject) => canonicalBytes({ ...file, ...changes });
  const { value: _value, ...short } = file;
  const text = utf8Decode(canonicalBytes(file));
  const c = checkpoint(book.ledger, 10);
  return [
    noFile("shape-empty", "bad_json", ["An empty file.", "空文件。"], new Uint8Array(0)),
    noFile("shape-list", "wrong_shape", ["A list.", "列表。"], canonicalBytes([file])),
    noFile(
      "shape-blanks",
      "not_canonical",
      ["Blanks.", "空白。"],
      utf8Encode(text.replace('"c":', '"c": ')),
    ),
    noFile(
      "shape-member-twice",
      "not_canonical",
      ["A member twice.", "成员重复。"],
      utf8Encode(text.replace('"c":null', '"c":null,"c":null')),
    ),
    noFile(
      "shape-newline-at-the-end",
      "not_canonical",
      ["A newline at the end.", "末尾有换行。"],
      utf8Encode(`${text}\n`),
    ),
    noFile(
      "shape-other-version",
      "unknown_format",
      ["Another version.", "另一版本。"],
      changed({ format: "counterfoil/misbehaviour/v2" }),
    ),
    noFile(
      "shape-unknown-kind",
      "unknown_misbehaviour",
      ["An unknown kind.", "未知类型。"],
      changed({ kind: "two_clocks" }),
    ),
    noFile(
      "shape-kind-of-every-object",
      "unknown_misbehaviour",
      ["A kind called constructor.", "名为 constructor 的类型。"],
      changed({ kind: "constructor" }),
    ),
    noFile(
      "shape-member-missing",
      "wrong_shape",
      ["A member is missing.", "缺少成员。"],
      canonicalBytes(short),
    ),
    noFile(
      "shape-member-too-many",
      "wrong_shape",
      ["A member too many.", "多出成员。"],
      changed({ d: null }),
    ),
    noFile(
      "shape-third-statement",
      "wrong_shape",
      ["A statement that the kind does not have.", "该类型没有的陈述。"],
      changed({ c }),
    ),
    noFile(
      "shape-second-missing",
      "wrong_shape",
      ["A statement that the kind has is missing.", "缺少该类型应有的陈述。"],
      changed({ b: null }),
    ),
    noFile(
      "shape-first-missing",
      "wrong_shape",
      ["Nor is the first one there.", "缺少第一个陈述。"],
      changed({ a: null }),
    ),
    noFile(
      "shape-hashes-for-nothing",
      "wrong_shape",
      ["Hashes that the kind does not have.", "该类型没有的哈希。"],
      changed({ hashes: [] }),
    ),
    noFile(
      "shape-value-for-nothing",
      "wrong_shape",
      ["A value that the kind does not have.", "该类型没有的值。"],
      changed({ value: "AA==" }),
    ),
    noFile(
      "shape-hashes-missing",
      "wrong_shape",
      ["Hashes that the kind has are missing.", "缺少该类型应有的哈希。"],
      changed({ kind: "prefix" }),
    ),
    noFile(
      "shape-value-missing",
      "wrong_shape",
      ["A value that the kind has is missing.", "缺少该类型应有的值。"],
      changed({
        kind: "foreign_prev",
        a: entry(book.ledger, 10, 3),
        b: null,
      }),
    ),
    noFile(
      "shape-statement-of-another-form",
      "statement_form",
      ["A statement of a form by which this is not shown.", "不能以此证明的形式的陈述。"],
      changed({ b: entry(book.ledger, 10, 3) }),
    ),
    noFile(
      "shape-statement-with-a-member-too-many",
      "wrong_shape",
      ["A statement of no form.", "没有形式的陈述。"],
      changed({ b: { ...c, more: null } }),
    ),
    noFile(
      "shape-statement-a-text",
      "wrong_shape",
      ["A text in the place of a statement.", "陈述的位置是文本。"],
      changed({ b: "x" }),
    ),
    noFile(
      "shape-checkpoint-of-two-lines",
      "checkpoint_form",
      ["A note that is no checkpoint.", "不是检查点的签名便笺。"],
      changed({
        b: { checkpoint: (c.checkpoint as string).replace("\n10\n", "\n") },
      }),
    ),
    noFile(
      "shape-receipt-as-checkpoint",
      "checkpoint_form",
      ["A receipt in the place of a checkpoint.", "检查点的位置是回执。"],
      changed({
        b: { checkpoint: receipt(book.consent[1] as Written).receipt },
      }),
    ),
    noFile(
      "shape-hashes-too-many",
      "too_large",
      ["More hashes than a tree is high.", "哈希多于树高。"],
      changed({
        kind: "prefix",
        hashes: Array.from({ length: 65 }, () => "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
      }),
    ),
  ];
}
