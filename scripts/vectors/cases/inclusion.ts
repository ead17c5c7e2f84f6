import { base64Encode } from "../../../portal/verify/bytes.ts";
import { evidence, fileOf } from "../build.ts";
import { flip, invalid, type Texts, tampered, type VectorCase, verified } from "../case.ts";
import { checkpointText, type Log, logKey, ORIGIN, signedNote } from "../world.ts";

/** A checkpoint with another text or note, signed by the right key. */
function noted(name: string, reason: string, texts: Texts, note: (log: Log) => string) {
  return invalid(name, reason, texts, { file: fileOf(evidence({ note })) });
}

export function inclusionCases(): VectorCase[] {
  return [
    tampered(
      "flipped-bit-in-inclusion",
      "inclusion/inclusion_mismatch",
      ["One bit of the inclusion proof is flipped.", "收录证明中有一个比特被翻转。"],
      (file) => {
        file.record.inclusion[2] = flip(file.record.inclusion[2] as string, 5, 6);
      },
    ),
    tampered(
      "inclusion-too-short",
      "inclusion/proof_length",
      ["The inclusion proof lacks its last hash.", "收录证明缺少最后一个哈希。"],
      (file) => {
        file.record.inclusion.pop();
      },
    ),
    tampered(
      "inclusion-too-long",
      "inclusion/proof_length",
      ["The inclusion proof has a hash too many.", "收录证明多出一个哈希。"],
      (file) => {
        file.record.inclusion.push("A".repeat(43).concat("="));
      },
    ),
    tampered(
      "inclusion-swapped",
      "inclusion/inclusion_mismatch",
      [
        "Two hashes of the inclusion proof have changed places.",
        "收录证明中的两个哈希互换了位置。",
      ],
      (file) => {
        file.record.inclusion.splice(
          0,
          2,
          file.record.inclusion[1] as string,
          file.record.inclusion[0] as string,
        );
      },
    ),
    tampered(
      "neighbours-index",
      "inclusion/inclusion_mismatch",
      ["The index is that of the neighbour.", "序号是相邻条目的。"],
      (file) => {
        file.record.index = 4;
      },
    ),
    tampered(
      "index-beyond-size",
      "inclusion/index_beyond_size",
      ["The index equals the size.", "序号等于大小。"],
      (file) => {
        file.record.index = 11;
      },
    ),
    tampered(
      "entry-number-changed",
      "inclusion/inclusion_mismatch",
      ["The entry's number in its stream is raised.", "条目在流中的序号被增大。"],
      (file) => {
        file.record.entry = flip(file.record.entry, 72, 0);
      },
    ),
    tampered(
      "entry-stream-changed",
      "inclusion/inclusion_mismatch",
      ["The entry names another stream.", "条目指定了另一个流。"],
      (file) => {
        file.record.entry = flip(file.record.entry, 40, 0);
      },
    ),
    tampered(
      "root-changed",
      "inclusion/inclusion_mismatch",
      [
        "Another root in the checkpoint, the signature left as it was.",
        "检查点的根被更改，签名未变。",
      ],
      (file) => {
        const [origin, size, root, ...rest] = file.checkpoint.split("\n");
        file.checkpoint = [origin, size, flip(root as string, 0), ...rest].join("\n");
      },
    ),
    noted(
      "checkpoint-with-extension-line",
      "inclusion/checkpoint_form",
      ["A fourth line, duly signed.", "多出第四行，且签名有效。"],
      (log) => signedNote(`${checkpointText(log)}extension\n`, logKey),
    ),
    noted(
      "checkpoint-size-with-leading-zero",
      "inclusion/checkpoint_form",
      ["The size is written 011.", "大小写成 011。"],
      (log) => signedNote(checkpointText(log).replace("\n11\n", "\n011\n"), logKey),
    ),
    noted(
      "checkpoint-root-of-31-bytes",
      "inclusion/checkpoint_form",
      ["A root of 31 bytes.", "根只有 31 字节。"],
      (log) => signedNote(`${ORIGIN}\n11\n${base64Encode(log.root.slice(1))}\n`, logKey),
    ),
    noted(
      "checkpoint-root-with-loose-bits",
      "inclusion/bad_base64",
      ["Bits behind the root's last byte are set.", "根的末字节之后的比特非零。"],
      (log) => {
        const root = base64Encode(log.root);
        const loose = `${root.slice(0, 42)}${String.fromCharCode(root.charCodeAt(42) + 1)}=`;
        return signedNote(checkpointText(log).replace(root, loose), logKey);
      },
    ),
    noted(
      "checkpoint-unsigned",
      "inclusion/note_form",
      ["No signature line at all.", "没有任何签名行。"],
      (log) => `${checkpointText(log)}\n`,
    ),
    noted(
      "checkpoint-with-carriage-return",
      "inclusion/note_characters",
      ["Lines end in CR LF.", "行以 CR LF 结尾。"],
      (log) => signedNote(checkpointText(log), logKey).replaceAll("\n", "\r\n"),
    ),
    noted(
      "signature-line-with-hyphen",
      "inclusion/note_signature_line",
      ["A hyphen where the dash belongs.", "破折号写成了连字符。"],
      (log) => signedNote(checkpointText(log), logKey).replace("— ", "- "),
    ),
    noted(
      "signature-line-without-key-id",
      "inclusion/note_signature_line",
      ["A signature line of four bytes.", "签名行只有四个字节。"],
      (log) => `${signedNote(checkpointText(log), logKey)}— somebody AAAAAA==\n`,
    ),
    noted(
      "too-many-signature-lines",
      "inclusion/note_too_many_signatures",
      ["65 signature lines.", "签名行有 65 行。"],
      (log) => signedNote(checkpointText(log), logKey) + "— somebody AAAAAAA=\n".repeat(64),
    ),
    verified(
      "last-entry",
      ["The newest entry, whose proof is short.", "最新的条目，其证明较短。"],
      { of: evidence({ index: 10 }) },
    ),
    verified(
      "single-entry",
      ["A log of one entry, and an empty proof.", "只有一个条目的日志，证明为空。"],
      { of: evidence({ index: 0, size: 1 }) },
    ),
    verified("large-power-of-two", ["A full tree of 256 entries.", "由 256 个条目组成的满树。"], {
      of: evidence({ index: 200, size: 256 }),
    }),
  ];
}
