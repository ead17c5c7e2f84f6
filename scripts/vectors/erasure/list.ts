/** The list of an erasure and its root, as docs/FORMAT.md §20.1 says them and in the plainest way: nothing of the kernel's own. */
import {
  base64Decode,
  base64Encode,
  base64UrlEncode,
  concat,
  utf8Encode,
} from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { canonicalJson, type JsonValue } from "../../../portal/verify/jcs.ts";
import { LEDGER_ID } from "../build.ts";
import { CLASSES, type Person } from "../streams/people.ts";
import { seed } from "../world.ts";

export type EntryJson = {
  fate: string;
  ground: string | null;
  index: number;
  salt: string;
  stream: string;
  subject: string;
  until: number | null;
};
export type SecretJson = { secret: string } | { hash: string };
export type ListJson = {
  entries: EntryJson[];
  erasureId: string;
  grounds: { ground: string; texts: { language: string; text: string }[] }[];
  ledgerId: string;
  subjects: { secrets: Record<string, SecretJson>; subject: string }[];
  treeSize: number;
};

const TEXTS: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  "AO 147": ["Books are kept for ten years.", "账簿须保存十年。"],
  "eu-gdpr:A5-2": ["Who reads what is kept must be recorded.", "对所保留内容的读取须有记录。"],
};

export const groundsOf = (entries: readonly EntryJson[]): ListJson["grounds"] =>
  [...new Set(entries.flatMap(({ ground }) => (ground === null ? [] : [ground])))]
    .sort()
    .map((ground) => {
      const [en = "Because.", zh = "理由如此。"] = TEXTS[ground] ?? [];
      const texts = [
        { language: "en", text: en },
        { language: "zh-CN", text: zh },
      ];
      return { ground, texts };
    });

export const secretsOf = ({ secrets }: Person): Record<string, SecretJson> =>
  Object.fromEntries(CLASSES.map((name) => [name, { secret: base64Encode(secrets[name]) }]));

/** Salts are hashes of the erasure and the index. */
export function listOf(
  erasureId: string,
  treeSize: number,
  people: readonly Person[],
  entries: readonly EntryJson[],
): ListJson {
  const salted = entries.map((one) => ({
    ...one,
    salt: base64Encode(seed(`salt of ${one.index} in ${erasureId}`).slice(0, 16)),
  }));
  const subjects = people.map((one) => ({ secrets: secretsOf(one), subject: one.subject }));
  subjects.sort((a, b) => (a.subject < b.subject ? -1 : 1));
  const grounds = groundsOf(entries);
  return { entries: salted, erasureId, grounds, ledgerId: LEDGER_ID, subjects, treeSize };
}

const node = (left: Uint8Array, right: Uint8Array) => sha256(concat(Uint8Array.of(1), left, right));

function tree(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length <= 1) return leaves[0] ?? sha256(new Uint8Array());
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return node(tree(leaves.slice(0, k)), tree(leaves.slice(k)));
}

/** @param log the bytes of its entries */
export function rootOfList(list: ListJson, log: readonly Uint8Array[]) {
  const jcs = (value: unknown) => utf8Encode(canonicalJson(value as JsonValue));
  const { entries, subjects, ...rest } = list;
  const leaves = entries.map(({ salt, ...told }) => {
    const entry = log[told.index] ?? new Uint8Array();
    const leafHash = base64Encode(sha256(concat(Uint8Array.of(0), entry)));
    return sha256(concat(Uint8Array.of(5), base64Decode(salt), jcs({ ...told, leafHash })));
  });
  const count = entries.filter(({ fate }) => fate === "erased").length;
  const kept = entries.length - count;
  const head = { ...rest, count, kept, subjects: subjects.map(({ subject }) => subject) };
  const root = sha256(concat(Uint8Array.of(6), jcs(head), tree(leaves)));
  return { count, kept, root: base64UrlEncode(root) };
}
