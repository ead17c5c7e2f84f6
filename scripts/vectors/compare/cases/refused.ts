/** Files that cannot be compared, or only in part. */
import { utf8Encode } from "../../../../portal/verify/bytes.ts";
import { canonicalBytes, type JsonObject, parseCanonical } from "../../../../portal/verify/jcs.ts";
import { flip } from "../../case.ts";
import { honestBook, stranger, tell } from "../../misbehaviour/book.ts";
import { checkpoint, receipt } from "../../misbehaviour/statements.ts";
import type { Written } from "../../streams/ledger.ts";
import { forgerKey, logKey, otherLedgerKey } from "../../world.ts";
import { type CompareCase, finds, findsNothing } from "../case.ts";
import { answerFile, checkpointFile, proofFile, receiptFile, recordFile } from "../files.ts";

const book = honestBook();
const fork = tell({ 3: stranger });
const third = book.consent[2] as Written;
const good = checkpointFile(book, 10);

export function refusedCases(): CompareCase[] {
  const other = { keys: [otherLedgerKey], origin: otherLedgerKey.name };
  const altered = parseCanonical(recordFile(book, 14, third), 1_048_576) as {
    record: { fields: { disclosure: string }[] };
  } & JsonObject;
  const changed = structuredClone(altered);
  const swap = changed.record.fields[0] as { disclosure: string };
  swap.disclosure = (changed.record.fields[1] as { disclosure: string }).disclosure;
  const moved = structuredClone(altered) as unknown as { record: { inclusion: string[] } };
  moved.record.inclusion[0] = flip(moved.record.inclusion[0] as string, 1);
  const refuses = (name: string, code: string, texts: readonly [string, string], b: Uint8Array) =>
    findsNothing(name, texts, [good, b], { refused: [null, code] });
  return [
    refuses(
      "refused-forged-checkpoint",
      "not_signed",
      [
        "A checkpoint that a forger signed, and that contradicts: it accuses nobody.",
        "伪造者签署的、与之矛盾的检查点：不指控任何人。",
      ],
      checkpointFile(fork, 10, { keys: [forgerKey] }),
    ),
    refuses(
      "refused-other-ledger",
      "origin_mismatch",
      ["A checkpoint of another ledger.", "另一账本的检查点。"],
      checkpointFile(fork, 10, other),
    ),
    refuses(
      "refused-receipt-by-the-log-key",
      "not_signed",
      ["A receipt that the log key signed.", "由日志密钥签署的回执。"],
      utf8Encode(receipt({ ...third, keys: [logKey] }).receipt),
    ),
    refuses(
      "refused-no-file",
      "unknown_file",
      ["A letter.", "一封信。"],
      utf8Encode("Dear Sir or Madam,\n"),
    ),
    refuses(
      "refused-other-json",
      "unknown_file",
      ["JSON of another kind.", "其他类型的 JSON。"],
      utf8Encode('{"hello":1}'),
    ),
    refuses(
      "refused-bad-json",
      "bad_json",
      ["What begins like JSON.", "只是开头像 JSON。"],
      utf8Encode("{"),
    ),
    refuses(
      "refused-bytes",
      "bad_utf8",
      ["Bytes that are no text.", "不是文本的字节。"],
      Uint8Array.of(0xff, 0xfe),
    ),
    refuses(
      "refused-tlog-proof",
      "tlog_proof_form",
      ["A tlog-proof without an index.", "没有索引的 tlog-proof。"],
      utf8Encode(`c2sp.org/tlog-proof@v1\n\n${String.fromCharCode(0x2014)}`),
    ),
    findsNothing(
      "altered-record",
      [
        "An altered record: it does not hold, and accuses nobody.",
        "被改动的记录：不成立，也不指控任何人。",
      ],
      [good, canonicalBytes(changed)],
      {
        faults: [null, "disclosure_misplaced"],
      },
    ),
    findsNothing(
      "altered-path",
      ["An altered path.", "被改动的路径。"],
      [good, canonicalBytes(moved as never)],
      {
        faults: [null, "inclusion_mismatch"],
      },
    ),
    finds(
      "two_roots",
      "altered-record-of-a-fork",
      [
        "An altered record, but its checkpoint is signed and tells of a fork.",
        "记录被改动，但其检查点已签名并显露分叉。",
      ],
      [checkpointFile(fork, 14), canonicalBytes(changed)],
      {
        faults: [null, "disclosure_misplaced"],
      },
    ),
    findsNothing(
      "answer-with-another-entry",
      ["An answer whose receipt is for another entry.", "答复中的回执针对另一条目。"],
      [
        good,
        utf8Encode(
          new TextDecoder()
            .decode(answerFile(third))
            .replace(/"entry": "[^"]+"/, '"entry": "Aw=="'),
        ),
      ],
      { faults: [null, "receipt_entry_mismatch"] },
    ),
    findsNothing(
      "proof-that-is-none",
      ["A proof of misbehaviour that proves nothing.", "不能证明什么的违规证明。"],
      [
        receiptFile(third),
        proofFile({
          kind: "two_roots",
          a: checkpoint(book.ledger, 10),
          b: checkpoint(book.ledger, 14),
        }),
      ],
      { faults: [null, "no_contradiction"] },
    ),
    findsNothing(
      "proof-that-is-forged",
      [
        "A proof of misbehaviour, one half of which a forger signed.",
        "一半由伪造者签署的违规证明。",
      ],
      [
        good,
        proofFile({
          kind: "two_roots",
          a: checkpoint(book.ledger, 10),
          b: checkpoint(fork.ledger, 10, { keys: [forgerKey] }),
        }),
      ],
      { refused: [null, "not_signed"] },
    ),
  ];
}
