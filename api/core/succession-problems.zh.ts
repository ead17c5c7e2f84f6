import type { SuccessionProblem } from "./errors.ts";

/** Why a ledger cannot be succeeded. */
export const successionProblems: Readonly<Record<SuccessionProblem, string>> = {
  same_origin: "后继账本需要自己的来源名称（origin），不能与此账本相同",
  no_ledger_here:
    "数据目录中没有账本，或不是这些设置所指的账本。若其数据库已永久丢失，请明确说明：--size 0 表示放弃所有条目",
  not_owner:
    "只有账本的所有者才能关闭它，而此密钥不属于所有者：请用 --owner-key-file 指定所有者的密钥",
  origin_in_use: "所有者已有一个使用该来源名称的账本：请另选一个",
  closed: "此账本已关闭，并由另一个账本接替",
  size_not_anchored: "该大小从未被锚定",
  size_not_ours: "在该大小处，链上的根与此数据库不同，或此数据库没有该大小的检查点",
  copy_has_more:
    "第二副本（COUNTERFOIL_COPY）中有数据库已丢失的条目。请先补齐：counterfoil recover。若该副本没有价值，请移走其目录",
  anchorer_only_with_rpc:
    "--anchorer-key-file 仅在设置了 COUNTERFOIL_RPC_URL 时有意义；在内嵌链上请用 --new-anchorer 生成密钥",
  new_anchorer_only_embedded:
    "--new-anchorer 仅在内嵌链上有意义；其他链请用 --anchorer-key-file 指定密钥文件",
  refused_by_contract: "合约拒绝了该操作",
};
