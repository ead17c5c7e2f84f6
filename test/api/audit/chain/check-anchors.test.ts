/** Anchors whose blocks the node does not tell of: that is no damage, and no comparison either. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AuditChain, BlockHeader } from "../../../../api/anchor/audit-chain.ts";
import { RpcUnreachable } from "../../../../api/anchor/rpc.ts";
import { runAudit } from "../../../../api/audit/audit.ts";
import { fillSmall } from "../../../helpers/audit/fill.ts";
import { auditOptions, newInstallation, remove } from "../../../helpers/audit/installation.ts";

let directory: string;
beforeAll(async () => {
  const installation = await newInstallation("untold");
  await fillSmall(installation);
  await installation.close();
  directory = installation.directory;
});
afterAll(() => remove(directory));

async function auditWith(block: AuditChain["block"]) {
  const options = auditOptions(directory);
  const openChain: NonNullable<typeof options.openChain> = (place) => {
    const chain = options.openChain?.(place);
    if (chain === undefined) throw new Error("no chain");
    return { ...chain, block };
  };
  return runAudit({ ...options, openChain });
}

it.each<[string, () => BlockHeader | null]>([
  ["says that there are none", () => null],
  [
    "does not answer",
    () => {
      throw new RpcUnreachable("timeout");
    },
  ],
])("a node that %s of its anchors' blocks has not told of them", async (_, answer) => {
  const { findings, notes } = await auditWith(async () => answer());
  expect(findings).toEqual([]);
  expect(notes).toContainEqual({ code: "blocks_untold", details: { count: 2 } });
});
