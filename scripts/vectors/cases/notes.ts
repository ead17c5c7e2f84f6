/** Step 5: notes, and the names of keys. */
import { base64Encode, concat } from "../../../portal/verify/bytes.ts";
import { evidence, fileOf, policy, policyKey } from "../build.ts";
import { invalid, type Texts, type VectorCase, verified } from "../case.ts";
import { checkpointText, type Log, logKey, sign, signedNote, signingKey } from "../world.ts";

/** A signature line of somebody, without any of the checks of the kernel's writer. */
const line = (name: string): string => `— ${name} AAAAAAA=\n`;

const beside = (...names: readonly string[]) => ({
  note: (log: Log) => signedNote(checkpointText(log), logKey) + names.map(line).join(""),
});

function refusedLine(name: string, code: string, texts: Texts, key: string): VectorCase {
  return invalid(name, `inclusion/${code}`, texts, { of: evidence(beside(key)) });
}

const hex = (point: number): string => point.toString(16).padStart(4, "0");
const ch = String.fromCodePoint;

function whiteSpace(): VectorCase[] {
  const points = [0x20, 0xa0, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000];
  return points.map((point) =>
    refusedLine(
      `key-name-with-u${hex(point)}`,
      "note_signature_line",
      [
        `A key name holds white space, U+${hex(point).toUpperCase()}.`,
        `密钥名称含有空白 U+${hex(point).toUpperCase()}。`,
      ],
      `some${ch(point)}body`,
    ),
  );
}

function controls(): VectorCase[] {
  return [0x00, 0x09, 0x1f, 0x7f, 0x80, 0x85, 0x9f].map((point) =>
    refusedLine(
      `key-name-with-u${hex(point)}`,
      "note_characters",
      [
        `A note holds a control character, U+${hex(point).toUpperCase()}.`,
        `注记含有控制字符 U+${hex(point).toUpperCase()}。`,
      ],
      `some${ch(point)}body`,
    ),
  );
}

/** Pinned keys of this name, and a checkpoint of this origin. */
function named(id: string, texts: Texts, name: string): VectorCase {
  const key = signingKey(name, "log key");
  return verified(id, texts, {
    of: evidence({ keys: [key], origin: name }),
    policy: policy({ keys: [policyKey("log", key)] }),
  });
}

/** An origin that is no key name, in a checkpoint that is signed by the pinned key all the same. */
function origin(id: string, texts: Texts, name: string): VectorCase {
  const note = (log: Log): string => {
    const text = checkpointText(log).replace(/^.*/, name);
    const { keyId, signature } = sign(logKey, text);
    return `${text}\n— ${logKey.name} ${base64Encode(concat(keyId, signature))}\n`;
  };
  return invalid(id, "inclusion/checkpoint_form", texts, { file: fileOf(evidence({ note })) });
}

export function noteCases(): VectorCase[] {
  const visible = ["some\uFEFFbody", "some\u200Bbody", "some\u180Ebody", "\u2060"];
  const longest = `${"键".repeat(84)}abc`;
  const many = Array.from({ length: 63 }, (_, i) => `witness${i}`);
  return [
    ...whiteSpace(),
    ...controls(),
    refusedLine(
      "key-name-with-plus",
      "note_signature_line",
      ["A key name holds a plus sign.", "密钥名称含有加号。"],
      "some+body",
    ),
    refusedLine(
      "key-name-empty",
      "note_signature_line",
      ["A signature line without a name.", "签名行没有名称。"],
      "",
    ),
    refusedLine(
      "key-name-of-256-bytes",
      "note_signature_line",
      ["A key name of 256 bytes.", "密钥名称有 256 字节。"],
      `${longest}d`,
    ),
    verified(
      "key-name-with-zero-width-characters",
      [
        "Characters without width are not white space: U+FEFF, U+200B, U+180E, U+2060.",
        "零宽字符不是空白：U+FEFF、U+200B、U+180E、U+2060。",
      ],
      { of: evidence(beside(...visible)), ignored: visible },
    ),
    verified("signature-lines-at-the-bound", ["64 signature lines.", "签名行有 64 行。"], {
      of: evidence(beside(...many)),
      ignored: many,
    }),
    named(
      "origin-of-255-bytes",
      ["An origin of 255 bytes in 87 characters.", "来源有 255 字节，共 87 个字符。"],
      longest,
    ),
    named(
      "origin-with-byte-order-mark",
      ["An origin begins with U+FEFF.", "来源以 U+FEFF 开头。"],
      "\uFEFFledger.example",
    ),
    origin("origin-of-256-bytes", ["An origin of 256 bytes.", "来源有 256 字节。"], `${longest}d`),
    origin("origin-with-plus", ["An origin with a plus sign.", "来源含有加号。"], "a+b"),
    origin("origin-with-blank", ["An origin with a blank.", "来源含有空格。"], "a\u3000b"),
    invalid(
      "note-without-newline-at-end",
      "inclusion/note_form",
      ["The last signature line does not end.", "最后一行签名没有换行。"],
      { of: evidence({ note: (log) => signedNote(checkpointText(log), logKey).slice(0, -1) }) },
    ),
    invalid(
      "signature-line-with-two-blanks",
      "inclusion/note_signature_line",
      ["Two blanks before the signature.", "签名之前有两个空格。"],
      {
        of: evidence({
          note: (log) => `${signedNote(checkpointText(log), logKey)}— somebody  AAAAAAA=\n`,
        }),
      },
    ),
  ];
}
