/** What a proof of misbehaviour does not say, and what to think of besides. */
import type { MisbehaviourKind } from "./misbehaviour-kinds.ts";
import type { MisbehaviourCaveat, SideFacts } from "./misbehaviour-verdict.ts";
import type { Policy } from "./policy.ts";
import { DEVELOPMENT_CHAINS } from "./verdict.ts";

/** No replay of entries would have found these: an auditor does not vouch for their absence. Nor for what is only promised: none sees receipts. */
const BEYOND_REPLAY: ReadonlySet<MisbehaviourKind> = new Set([
  "record_layout",
  "wrong_stream",
  "off_chain",
]);
const isPromised = (sides: readonly SideFacts[]): boolean =>
  sides.some(({ signed }) => signed === "receipt");
const treesOf = (sides: readonly SideFacts[]): readonly SideFacts[] =>
  sides.filter(({ signed }) => signed === "log");

/** Names of auditors who cosigned every checkpoint that the proof is made of. */
export function auditorsOnAll(sides: readonly SideFacts[]): readonly string[] {
  const [first, ...others] = treesOf(sides);
  const names = first?.cosigned ?? [];
  return names.filter((name) => others.every(({ cosigned }) => cosigned.includes(name)));
}

function ofAuditors(
  kind: MisbehaviourKind,
  sides: readonly SideFacts[],
): readonly MisbehaviourCaveat[] {
  if (auditorsOnAll(sides).length === 0) return [];
  if (isPromised(sides) || BEYOND_REPLAY.has(kind)) return [];
  const trees = new Set(treesOf(sides).map(({ size, root }) => `${size} ${root}`));
  return trees.size > 1 ? ["auditor_on_both"] : ["auditor_vouched"];
}

export function caveatsOf(
  kind: MisbehaviourKind,
  sides: readonly SideFacts[],
  policy: Policy | null,
): readonly MisbehaviourCaveat[] {
  const development = policy !== null && DEVELOPMENT_CHAINS.includes(policy.chainId);
  return [
    "key_holder",
    // Also of two receipts for one index: who puts back the database and the signer state together forgets what was promised.
    ...(isPromised(sides) ? (["broken_promise"] as const) : []),
    ...ofAuditors(kind, sides),
    ...(kind === "off_chain" ? (["anchorer"] as const) : []),
    ...(kind === "off_chain" && development ? (["development_chain"] as const) : []),
    ...(kind === "wrong_stream" ? (["holds_secret"] as const) : []),
  ];
}
