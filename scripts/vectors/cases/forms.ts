/** Step 3: the form of each envelope field, and of names, at its edges. */
import { base64UrlEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { consistent, holds, type Texts, type VectorCase } from "../case.ts";
import { orderFields, saltText } from "../record.ts";
import { SUBJECT } from "../world.ts";

type Changes = Record<string, JsonValue>;

const wrong = (name: string, texts: Texts, changes: Changes, withhold: string[] = []) =>
  consistent(name, "content/envelope_form", texts, { fields: orderFields(changes), withhold });

const right = (name: string, texts: Texts, changes: Changes) =>
  holds(name, texts, { fields: orderFields(changes), withhold: [] });

function idAndVersion(): VectorCase[] {
  const id = "01936a3e-7b00-7c3d-8a4f-2b6c5d7e8f90";
  return [
    wrong("id-of-another-variant", ["A UUID of another variant.", "另一变体的 UUID。"], {
      "@id": id.replace("-8a4f-", "-ca4f-"),
    }),
    right("id-of-the-same-variant", ["The variant's other spelling.", "同一变体的另一写法。"], {
      "@id": id.replace("-8a4f-", "-ba4f-"),
    }),
    wrong("id-with-newline-at-end", ["The id ends in a newline.", "标识以换行结尾。"], {
      "@id": `${id}\n`,
    }),
    wrong("version-true", ["The version is true.", "版本为 true。"], { "@version": true }),
    wrong("version-as-text", ["The version is a text.", "版本是文本。"], { "@version": "1" }),
    right("version-at-the-bound", ["Version 2^53−1.", "版本为 2^53−1。"], {
      "@version": 9_007_199_254_740_991,
    }),
    wrong("subject-with-newline-at-end", ["The subject ends in a newline.", "主体以换行结尾。"], {
      "@subject": `${SUBJECT}\n`,
    }),
    wrong("subject-of-31-bytes", ["A subject of 31 bytes.", "主体只有 31 字节。"], {
      "@subject": "A".repeat(42),
    }),
  ];
}

function times(): VectorCase[] {
  return [
    wrong("time-with-newline-at-end", ["A time ends in a newline.", "时间以换行结尾。"], {
      "@occurredAt": "2026-11-22T09:29:58.000Z\n",
    }),
    wrong("time-in-fullwidth-digits", ["Digits that are not ASCII.", "数字不是 ASCII 字符。"], {
      "@occurredAt": "２０２６-11-22T09:29:58.000Z",
    }),
    wrong("time-in-small-letters", ["A small t and z.", "t 与 z 为小写。"], {
      "@recordedAt": "2026-11-22t09:30:00.000z",
    }),
    wrong("time-with-offset", ["An offset for Z.", "以偏移量代替 Z。"], {
      "@recordedAt": "2026-11-22T09:30:00.000+00:00",
    }),
    wrong("time-of-year-zero", ["The year 0.", "0 年。"], {
      "@occurredAt": "0000-12-31T23:59:59.999Z",
    }),
    right("times-at-the-bounds", ["The first time and the last.", "最早与最晚的时间。"], {
      "@occurredAt": "0001-01-01T00:00:00.000Z",
      "@recordedAt": "9999-12-31T23:59:59.999Z",
    }),
    right("time-29-february", ["A leap day.", "闰日。"], {
      "@occurredAt": "2024-02-29T23:59:59.999Z",
    }),
  ];
}

/** The stream goes with the kind; where the kind has no form, it is withheld. */
function kinds(): VectorCase[] {
  const kind = (name: string, texts: Texts, text: JsonValue) =>
    wrong(name, texts, { "@kind": text }, ["@stream"]);
  return [
    kind("kind-in-capitals", ["A kind with a capital.", "类型含有大写字母。"], "Order"),
    kind("kind-with-digit-first", ["A kind begins with a digit.", "类型以数字开头。"], "1order"),
    kind(
      "kind-of-33-characters",
      ["A kind of 33 characters.", "类型有 33 个字符。"],
      "k".repeat(33),
    ),
    kind("kind-empty", ["An empty kind.", "类型为空。"], ""),
    kind("kind-with-newline-at-end", ["A kind ends in a newline.", "类型以换行结尾。"], "order\n"),
    kind("kind-as-list", ["A kind that is a list.", "类型是列表。"], ["order"]),
    right("kind-of-32-characters", ["A kind of 32 characters.", "类型有 32 个字符。"], {
      "@kind": `k-9${"k".repeat(29)}`,
      "@stream": `k-9${"k".repeat(29)}`,
    }),
  ];
}

function sourcesAndStreams(): VectorCase[] {
  const source = (name: string, texts: Texts, text: string) =>
    wrong(name, texts, { "@source": text });
  const stream = (name: string, texts: Texts, text: string) =>
    wrong(name, texts, { "@stream": text });
  const all = "Az09._:/-";
  return [
    source("source-empty", ["An empty source.", "来源为空。"], ""),
    source(
      "source-of-65-characters",
      ["A source of 65 characters.", "来源有 65 个字符。"],
      "s".repeat(65),
    ),
    source("source-with-blank", ["A blank in the source.", "来源中有空格。"], "web shop"),
    source("source-not-ascii", ["A source that is not ASCII.", "来源不是 ASCII。"], "wébshop"),
    source(
      "source-with-newline-at-end",
      ["A source ends in a newline.", "来源以换行结尾。"],
      "webshop\n",
    ),
    right("source-of-64-characters", ["A source of 64 characters.", "来源有 64 个字符。"], {
      "@source": all.padEnd(64, "s"),
    }),
    stream("stream-suffix-empty", ["Nothing behind the slash.", "斜线之后为空。"], "order/"),
    stream(
      "stream-suffix-of-201-characters",
      ["201 characters behind the slash.", "斜线之后有 201 个字符。"],
      `order/${"s".repeat(201)}`,
    ),
    stream(
      "stream-with-newline-at-end",
      ["A stream ends in a newline.", "流以换行结尾。"],
      "order\n",
    ),
    stream(
      "stream-suffix-with-newline-at-end",
      ["A stream's suffix ends in a newline.", "流的后缀以换行结尾。"],
      "order/1\n",
    ),
    stream("stream-not-ascii", ["A stream that is not ASCII.", "流不是 ASCII。"], "order/订单"),
    right(
      "stream-suffix-of-200-characters",
      ["200 characters behind the first slash.", "首个斜线之后有 200 个字符。"],
      { "@stream": `order/${`/${all}`.padEnd(200, "s")}` },
    ),
  ];
}

function nameForms(): VectorCase[] {
  const name = (id: string, texts: Texts, field: string) =>
    consistent(id, "content/name_form", texts, {
      fields: orderFields({ [field]: null }),
      withhold: [field],
    });
  return [
    name("name-with-newline-at-end", ["A name ends in a newline.", "名称以换行结尾。"], "total\n"),
    name("name-of-64-letters", ["A name of 64 letters.", "名称有 64 个字母。"], "n".repeat(64)),
    name(
      "name-of-64-letters-behind-at",
      ["64 letters behind @.", "@ 之后有 64 个字母。"],
      `@${"n".repeat(64)}`,
    ),
    name("name-not-ascii", ["A letter that is not ASCII.", "名称含有非 ASCII 字母。"], "größe"),
    name("name-with-underscore", ["A name with an underscore.", "名称含有下划线。"], "ship_to"),
    right("names-of-63-letters", ["63 letters, also behind @.", "63 个字母，@ 之后亦同。"], {
      ["n".repeat(63)]: null,
      [`@${"n".repeat(63)}`]: null,
    }),
  ];
}

/** U+1F375 is D83C DF75 in UTF-16: before U+FF5E by code units, behind it by code points. */
function memberOrder(): VectorCase[] {
  const byUnits = { "\u{1F375}": 1, "\uFF5E": 2 };
  const text = (members: string) =>
    base64UrlEncode(utf8Encode(`["${saltText("lines")}","lines",{${members}}]`));
  const lines = (name: string, texts: Texts, members: string) =>
    consistent(name, "content/not_canonical", texts, {
      disclose: ([field, value]) =>
        field === "lines"
          ? text(members)
          : base64UrlEncode(utf8Encode(JSON.stringify([saltText(field), field, value]))),
    });
  return [
    right(
      "members-by-code-units",
      ["Nested members in the order of UTF-16 code units.", "嵌套成员按 UTF-16 编码单元排序。"],
      { lines: [byUnits] },
    ),
    lines(
      "members-by-code-points",
      ["Nested members in the order of code points.", "嵌套成员按码点排序。"],
      '"\uFF5E":2,"\u{1F375}":1',
    ),
    lines(
      "members-repeated",
      ["A nested member is there twice.", "嵌套成员出现两次。"],
      '"sku":"CUP-09","sku":"TEA-01"',
    ),
  ];
}

export function formCases(): VectorCase[] {
  return [
    ...idAndVersion(),
    ...times(),
    ...kinds(),
    ...sourcesAndStreams(),
    ...nameForms(),
    ...memberOrder(),
  ];
}
