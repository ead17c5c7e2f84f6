/** Policies that are refused before the file is judged, and unusual ones that are not (docs/FORMAT.md §10). */
import { ed25519 } from "@noble/curves/ed25519.js";
import { base64Encode, concat, hexEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { MAX_POLICY_BYTES } from "../../../portal/verify/policy.ts";
import { evidence, OTHER_CONTRACT, policy, policyKey } from "../build.ts";
import { other, refused, type Texts, type VectorCase, verified } from "../case.ts";
import { auditor, auditorKey } from "../streams/auditor.ts";
import {
  logKey,
  nextLogKey,
  ORIGIN,
  otherLedgerKey,
  receiptKey,
  signingKey,
  witnessKey,
} from "../world.ts";

/** A verifier key of any type and bytes, whose id fits. */
function vkeyOf(name: string, key: Uint8Array, type = 1): string {
  const typed = concat(Uint8Array.of(type), key);
  const id = sha256(concat(utf8Encode(`${name}\n`), typed)).slice(0, 4);
  return `${name}+${hexEncode(id)}+${base64Encode(typed)}`;
}

const bytesOf = (n: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((n >> BigInt(8 * i)) & 255n));

/** The second spelling, with y + p for y, of the first point that has one and is not of small order. */
function secondSpelling(): Uint8Array {
  for (let y = 2n; y < 19n; y++) {
    try {
      if (ed25519.Point.fromBytes(bytesOf(y)).isSmallOrder()) continue;
    } catch {
      continue;
    }
    return bytesOf(y + 2n ** 255n - 19n);
  }
  throw new Error("no such point");
}

/** The first y from 2 on that no point has. */
function noPoint(): Uint8Array {
  for (let y = 2n; ; y++) {
    try {
      ed25519.Point.fromBytes(bytesOf(y));
    } catch {
      return bytesOf(y);
    }
  }
}

const text = (changes: object = {}): string => JSON.stringify({ ...policy(), ...changes });
const keyed = (...keys: object[]): string => text({ keys });
const logVkey = (vkey: string): string => keyed({ role: "log", vkey, fromSize: 0 });

function keyCases(): VectorCase[] {
  const one = policyKey("log", logKey);
  const key = (name: string, code: string, texts: Texts, vkey: string) =>
    refused(`policy-${name}`, code, texts, logVkey(vkey));
  return [
    key(
      "key-of-small-order",
      "public_key_form",
      ["The pinned key is of small order.", "受信密钥为小阶点。"],
      vkeyOf(ORIGIN, bytesOf(1n)),
    ),
    key(
      "key-in-another-spelling",
      "public_key_form",
      ["The pinned key is spelled with y + p.", "受信密钥以 y + p 编码。"],
      vkeyOf(ORIGIN, secondSpelling()),
    ),
    key(
      "key-not-on-the-curve",
      "public_key_form",
      ["The pinned key is no point of the curve.", "受信密钥不是曲线上的点。"],
      vkeyOf(ORIGIN, noPoint()),
    ),
    key(
      "key-of-31-bytes",
      "public_key_form",
      ["The pinned key has 31 bytes.", "受信密钥只有 31 字节。"],
      vkeyOf(ORIGIN, logKey.publicKey.slice(1)),
    ),
    key(
      "key-of-another-type",
      "policy_key_type",
      ["The pinned key is of type 4.", "受信密钥的类型为 4。"],
      vkeyOf(ORIGIN, logKey.publicKey, 4),
    ),
    key(
      "key-with-another-id",
      "vkey_id",
      ["The key id is that of another name.", "密钥标识属于另一名称。"],
      one.vkey.replace(ORIGIN, otherLedgerKey.name),
    ),
    key(
      "key-id-in-capitals",
      "vkey_form",
      ["The key id is spelled with capitals.", "密钥标识使用了大写。"],
      vkeyOf("a", logKey.publicKey).replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase()),
    ),
    key(
      "key-with-newline-at-end",
      "bad_base64",
      ["The pinned key ends in a newline.", "受信密钥以换行结尾。"],
      `${one.vkey}\n`,
    ),
    key(
      "key-name-with-blank",
      "key_name_form",
      ["A blank in the name of the pinned key.", "受信密钥的名称中有空格。"],
      vkeyOf("a b", logKey.publicKey),
    ),
    key(
      "key-name-of-256-bytes",
      "key_name_form",
      ["The pinned key's name has 256 bytes.", "受信密钥的名称有 256 字节。"],
      vkeyOf("n".repeat(256), logKey.publicKey),
    ),
    refused(
      "policy-log-keys-from-one-size",
      "policy_same_from_size",
      ["Two log keys begin at the same size.", "两个日志密钥自同一大小起生效。"],
      keyed(one, policyKey("log", nextLogKey)),
    ),
    refused(
      "policy-receipt-keys-from-one-size",
      "policy_same_from_size",
      ["Two receipt keys begin at the same size.", "两个回执密钥自同一大小起生效。"],
      keyed(one, policyKey("receipt", receiptKey), policyKey("receipt", witnessKey)),
    ),
    refused(
      "policy-log-keys-of-two-names",
      "policy_log_names",
      ["The log keys have different names.", "日志密钥的名称不同。"],
      keyed(one, policyKey("log", otherLedgerKey, 5)),
    ),
    refused(
      "policy-without-log-key",
      "policy_no_log_key",
      ["No key of role log.", "没有角色为 log 的密钥。"],
      keyed(policyKey("receipt", receiptKey)),
    ),
    refused(
      "policy-auditor-with-a-key-of-type-1",
      "policy_auditor_type",
      ["An auditor's key is of the log's type.", "审计方密钥使用了日志密钥的类型。"],
      keyed(one, policyKey("auditor", auditor)),
    ),
    refused(
      "policy-key-of-type-5",
      "vkey_type",
      ["The pinned key is of a type that is not used.", "受信密钥的类型未被使用。"],
      logVkey(vkeyOf(ORIGIN, logKey.publicKey, 5)),
    ),
    refused(
      "policy-of-65-keys",
      "too_large",
      ["65 keys.", "密钥有 65 个。"],
      keyed(...Array.from({ length: 65 }, (_, i) => policyKey("log", logKey, i))),
    ),
    refused(
      "policy-with-unknown-role",
      "wrong_shape",
      ["A role that there is not.", "不存在的角色。"],
      keyed(one, policyKey("owner", witnessKey)),
    ),
    refused(
      "policy-key-with-surplus-member",
      "wrong_shape",
      ["A key has a member too many.", "某个密钥多出一个成员。"],
      keyed({ ...one, note: "ours" }),
    ),
    refused(
      "policy-key-from-negative-size",
      "wrong_shape",
      ["A key from size -1 on.", "密钥自大小 -1 起生效。"],
      keyed({ ...one, fromSize: -1 }),
    ),
  ];
}

function spellingCases(): VectorCase[] {
  const wrong = (name: string, code: string, texts: Texts, source: string) =>
    refused(`policy-${name}`, code, texts, source);
  return [
    wrong("empty", "bad_json", ["The policy is empty.", "策略为空。"], ""),
    wrong(
      "with-byte-order-mark",
      "bad_json",
      ["A byte order mark before the policy.", "策略之前有字节顺序标记。"],
      `\uFEFF${text()}`,
    ),
    wrong(
      "with-other-white-space",
      "bad_json",
      ["A no-break space between two tokens.", "记号之间有不换行空格。"],
      text().replace(",", ",\u00a0"),
    ),
    wrong(
      "with-repeated-member",
      "not_canonical",
      ["The chain id is there twice.", "链编号出现两次。"],
      text().replace('"chainId"', '"chainId":1,"chainId"'),
    ),
    wrong(
      "with-escaped-slash",
      "not_canonical",
      ["A slash is written as an escape.", "斜线写成了转义形式。"],
      text().replace("counterfoil/policy", "counterfoil\\/policy"),
    ),
    wrong(
      "with-float",
      "not_canonical",
      ["A size is written 0.0.", "大小写成 0.0。"],
      text().replace('"fromSize":0', '"fromSize":0.0'),
    ),
    wrong(
      "with-surplus-member",
      "wrong_shape",
      ["A member too many.", "多出一个成员。"],
      text({ comment: "ours" }),
    ),
    wrong(
      "without-age",
      "wrong_shape",
      ["The age is missing, not null.", "缺少时限成员（而非 null）。"],
      text({ maxAgeSeconds: undefined }),
    ),
    wrong(
      "of-another-format",
      "unknown_format",
      ["Another version of the format.", "格式的另一个版本。"],
      text({ format: "counterfoil/policy/v2" }),
    ),
    wrong("chain-id-zero", "wrong_shape", ["Chain id 0.", "链编号为 0。"], text({ chainId: 0 })),
    wrong(
      "contract-in-capitals",
      "bad_identifier",
      ["The contract is spelled with capitals.", "合约地址使用了大写。"],
      text({ contract: OTHER_CONTRACT.replace("0xe7f", "0xE7F") }),
    ),
    wrong(
      "ledger-with-newline-at-end",
      "bad_identifier",
      ["The ledger id ends in a newline.", "账本标识以换行结尾。"],
      text({ ledgerId: `${policy().ledgerId}\n` }),
    ),
    wrong("age-zero", "wrong_shape", ["An age of 0.", "时限为 0。"], text({ maxAgeSeconds: 0 })),
    wrong(
      "beyond-the-bound",
      "too_large",
      ["A policy of 65,537 bytes.", "策略有 65537 字节。"],
      text().padEnd(MAX_POLICY_BYTES + 1),
    ),
    {
      ...wrong(
        "refused-beside-a-broken-file",
        "bad_json",
        [
          "Neither policy nor file is any good: the policy comes first.",
          "策略与文件均有误：先看策略。",
        ],
        "{",
      ),
      file: new Uint8Array(0),
    },
  ];
}

function allowedCases(): VectorCase[] {
  const { format, keys, ...rest } = policy();
  const reordered = JSON.stringify({ keys, ...rest, format }, null, "\t");
  const plus = keyWithPlus();
  return [
    verified(
      "policy-as-people-write-it",
      ["White space and the order of members are free.", "空白与成员顺序不限。"],
      { policy: `\r\n ${reordered.replaceAll(":", " : ")}\n\n` },
    ),
    verified("policy-at-the-bound", ["A policy of 65,536 bytes.", "策略有 65536 字节。"], {
      policy: text().padEnd(MAX_POLICY_BYTES),
    }),
    verified("policy-of-64-keys", ["64 keys.", "密钥有 64 个。"], {
      policy: policy({
        keys: [policyKey("log", logKey), ...Array.from({ length: 63 }, () => auditorKey(auditor))],
      }),
    }),
    verified(
      "policy-key-with-plus",
      ["The base64 of the pinned key holds a plus sign.", "受信密钥的 base64 含有加号。"],
      { of: evidence({ keys: [plus] }), policy: policy({ keys: [policyKey("log", plus)] }) },
    ),
    other(
      "policy-of-another-contract",
      "INVALID",
      "anchor/anchor_other_contract",
      ["The policy names another contract than the file.", "策略指定的合约与文件不同。"],
      { policy: policy({ contract: OTHER_CONTRACT }) },
    ),
  ];
}

/** The first of a row of keys whose base64 holds `+`. */
function keyWithPlus() {
  for (let i = 0; ; i++) {
    const key = signingKey(ORIGIN, `log key with plus ${i}`);
    if (policyKey("log", key).vkey.split("+").length > 3) return key;
  }
}

export function policyCases(): VectorCase[] {
  return [...keyCases(), ...spellingCases(), ...allowedCases()];
}
