/** What is not a certificate at all. */
import type { ErasureCase } from "../case.ts";
import type { CertificateJson } from "../certificate.ts";

const invalid = (
  name: string,
  code: string,
  texts: ErasureCase["texts"],
  rest: Partial<ErasureCase>,
): ErasureCase => ({ name, texts, expect: `INVALID content/${code}`, ...rest });

/** As `any` JSON: members of other types than they have. */
const loosely = (change: (file: Record<string, never>) => void): Partial<ErasureCase> => ({
  change: (file: CertificateJson) => change(file as unknown as Record<string, never>),
});

export const SHAPES: readonly ErasureCase[] = [
  invalid("no-json", "bad_json", ["No JSON.", "不是 JSON。"], { file: (text) => text.slice(1) }),
  invalid("newline-at-the-end", "not_canonical", ["A newline behind it.", "末尾多一个换行。"], {
    file: (text) => `${text}\n`,
  }),
  invalid("of-another-version", "unknown_format", ["Of another version.", "版本不同。"], {
    change: (file) => {
      file.format = "counterfoil/erasure-certificate/v2";
    },
  }),
  invalid(
    "member-more",
    "wrong_shape",
    ["A member more.", "多一个成员。"],
    loosely((file) => Object.assign(file, { note: "all is gone" })),
  ),
  invalid(
    "member-less",
    "wrong_shape",
    ["A member less.", "少一个成员。"],
    loosely((file) => {
      delete file.since;
    }),
  ),
  invalid(
    "map-and-next",
    "wrong_shape",
    ["Of a stream both a map's proof and what comes next.", "对同一个流既有映射证明又有下一条目。"],
    {
      change: ({ streams, map }) => {
        for (const one of streams) if (one.next !== null) one.map = map;
      },
    },
  ),
  invalid(
    "fate-of-another-word",
    "wrong_shape",
    ["A fate that is none.", "处理结果不是规定的词。"],
    {
      change: ({ list }) => {
        for (const one of list.entries) one.fate = "gone";
      },
    },
  ),
  invalid(
    "erased-on-a-ground",
    "wrong_shape",
    ["Erased, and kept on a ground.", "既已删除又有保留依据。"],
    {
      change: ({ list }) => {
        for (const one of list.entries) one.ground = "AO 147";
      },
    },
  ),
  invalid("short-salt", "wrong_shape", ["A salt of 15 bytes.", "盐值只有 15 字节。"], {
    change: ({ list }) => {
      for (const one of list.entries) one.salt = "AAAAAAAAAAAAAAAAAAAA";
    },
  }),
  invalid(
    "erasure-in-capitals",
    "bad_identifier",
    ["The erasure's identifier in capitals.", "删除的标识符用了大写。"],
    {
      change: ({ list }) => {
        list.erasureId = list.erasureId.toUpperCase();
      },
    },
  ),
];
