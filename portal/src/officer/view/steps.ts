/** How far the newest records have come: recorded, sealed, on the chain, final, cosigned. Pure. */
import type { Overview } from "../data.ts";

export interface Step {
  readonly step: "recorded" | "sealed" | "anchored" | "final" | "cosigned";
  /** Of a cosignature: whose. */
  readonly by: string | null;
  readonly size: number;
  /** Entries that have not come so far. */
  readonly behind: number;
  /** Of all entries, from 0 to 1. */
  readonly share: number;
  readonly trouble: boolean;
}

export function stepsOf({
  size,
  sealed,
  anchor,
  final,
  cosigners,
  chain,
  sealing,
}: Overview): readonly Step[] {
  const at = (
    step: Step["step"],
    upTo: number,
    trouble = false,
    by: string | null = null,
  ): Step => ({
    ...{ step, by, size: upTo, behind: Math.max(0, size - upTo), trouble },
    share: size === 0 ? 1 : Math.min(1, upTo / size),
  });
  const onChain = anchor === null || anchor.state === "pending" ? final : anchor;
  const isDown = chain.state !== "ok" && chain.state !== "starting";
  return [
    at("recorded", size),
    at("sealed", sealed, sealing !== "ok"),
    at("anchored", Math.max(onChain?.size ?? 0, final?.size ?? 0), isDown),
    at("final", final?.size ?? 0),
    ...cosigners.map((one) =>
      at("cosigned", one.size, !["ok", "waiting", "starting"].includes(one.state), one.name),
    ),
  ];
}

/** What is wrong, beyond alarms: words of the catalogue. */
export type Concern = "chainUnreachable" | "chainFailing" | "chainDiverged" | "sealingFailing";

export function concernsOf({
  chain,
  sealing,
}: Pick<Overview, "chain" | "sealing">): readonly Concern[] {
  const found: Concern[] = [];
  if (sealing === "failing" || sealing === "diverged") found.push("sealingFailing");
  if (chain.state === "unreachable") found.push("chainUnreachable");
  if (chain.state === "failing") found.push("chainFailing");
  if (chain.state === "diverged") found.push("chainDiverged");
  return found;
}
