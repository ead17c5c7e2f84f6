/** Lengths and counts, at their bound and one beyond. */
import { asNodeHash, asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { base64Decode, base64Encode } from "../../../portal/verify/bytes.ts";
import { canonicalBytes } from "../../../portal/verify/jcs.ts";
import { leafHash, nodeHash, type TreeHash } from "../../../portal/verify/merkle.ts";
import { type EvidenceJson, evidence, fileOf } from "../build.ts";
import {
  changed,
  consistent,
  holds,
  invalid,
  type Texts,
  tampered,
  type VectorCase,
  verified,
} from "../case.ts";
import { type Field, orderFields } from "../record.ts";
import { logKey, ORIGIN, seed, signedNote } from "../world.ts";

/** A record whose JCS has exactly so many bytes, and a third as many characters. */
function recordOf(bytes: number): Field[] {
  const length = (note: string) => canonicalBytes(Object.fromEntries(orderFields({ note }))).length;
  const free = bytes - length("");
  return orderFields({ note: "茶".repeat(Math.floor(free / 3)) + "x".repeat(free % 3) });
}

function records(): VectorCase[] {
  const extra = (count: number): Field[] => {
    const names = Array.from({ length: count - orderFields().length }, (_, i) => [`x${i}`, null]);
    return orderFields(Object.fromEntries(names));
  };
  const long = orderFields({ note: "x".repeat(65_665 - 2 - 24 - 1 - 6 - 1 - 2) });
  return [
    holds("record-at-the-bound", ["A record of 65,536 bytes.", "记录有 65536 字节。"], {
      fields: recordOf(65_536),
      withhold: [],
    }),
    consistent(
      "record-beyond-the-bound",
      "content/record_too_large",
      ["A record of 65,537 bytes.", "记录有 65537 字节。"],
      { fields: recordOf(65_537), withhold: [] },
    ),
    consistent(
      "disclosure-beyond-the-bound",
      "content/too_large",
      ["A disclosure of 65,665 bytes.", "披露项有 65665 字节。"],
      { fields: long, withhold: [] },
    ),
    holds("fields-at-the-bound", ["A record of 128 fields.", "记录有 128 个字段。"], {
      fields: extra(128),
    }),
    consistent(
      "fields-beyond-the-bound",
      "content/too_large",
      ["A record of 129 fields.", "记录有 129 个字段。"],
      { fields: extra(129) },
    ),
  ];
}

/** RFC 6962 §2.1.1 with a made-up hash for every subtree that the leaf is not in. */
function pathIn(leaf: TreeHash, index: number, size: number): { root: TreeHash; path: TreeHash[] } {
  if (size === 1) return { root: leaf, path: [] };
  let k = 1;
  while (2 * k < size) k *= 2;
  const left = index < k;
  const below = left ? pathIn(leaf, index, k) : pathIn(leaf, index - k, size - k);
  const sibling = asNodeHash(seed(`subtree beside ${index} of ${size}`));
  const root = left ? nodeHash(below.root, sibling) : nodeHash(sibling, below.root);
  return { root, path: [...below.path, sibling] };
}

/** The ordinary record in a log that is far too large to be made. */
function inLogOf(size: number, index: number): EvidenceJson {
  return changed((file) => {
    const { root, path } = pathIn(leafHash(base64Decode(file.record.entry)), index, size);
    file.record.index = index;
    file.record.inclusion = path.map(base64Encode);
    const text = `${ORIGIN}\n${size}\n${base64Encode(asRootHash(root))}\n`;
    file.checkpoint = signedNote(text, logKey);
  });
}

function trees(): VectorCase[] {
  const greatest = asTreeSize(Number.MAX_SAFE_INTEGER);
  const large = (name: string, texts: Texts, index: number) =>
    verified(name, texts, { of: inLogOf(greatest, index) });
  const proof = (name: string, reason: string, texts: Texts, length: number) =>
    tampered(name, reason, texts, (file) => {
      file.record.inclusion = Array.from({ length }, () => file.record.inclusion[0] as string);
    });
  return [
    large("log-at-the-bound", ["A log of 2^53−1 entries.", "日志有 2^53−1 个条目。"], 5),
    large(
      "last-entry-of-a-log-at-the-bound",
      ["The last of 2^53−1 entries.", "2^53−1 个条目中的最后一个。"],
      greatest - 1,
    ),
    large(
      "middle-of-a-log-at-the-bound",
      ["An index beyond 32 bits.", "序号超出 32 位。"],
      2 ** 52 + 2 ** 31 + 12_345,
    ),
    invalid(
      "log-beyond-the-bound",
      "inclusion/checkpoint_form",
      ["A log of 2^53 entries.", "日志有 2^53 个条目。"],
      { file: fileOf(inLogOf(2 ** 53, 5)) },
    ),
    invalid(
      "checkpoint-of-an-empty-log",
      "inclusion/index_beyond_size",
      ["A checkpoint of size 0.", "检查点的大小为 0。"],
      {
        file: fileOf(
          evidence({
            index: 0,
            note: () => signedNote(`${ORIGIN}\n0\n${base64Encode(seed("empty"))}\n`, logKey),
          }),
        ),
      },
    ),
    proof(
      "inclusion-at-the-bound",
      "inclusion/proof_length",
      [
        "64 hashes, which is no proof, but a list that may be.",
        "64 个哈希：不是证明，但列表长度允许。",
      ],
      64,
    ),
    proof(
      "inclusion-beyond-the-bound",
      "content/too_large",
      ["65 hashes, which no list may have.", "65 个哈希，超出列表长度。"],
      65,
    ),
  ];
}

export function boundCases(): VectorCase[] {
  return [...records(), ...trees()];
}
