/** What is put back to an older state, and what the ledger's own program says to it when it is started. Real servers, real chain. */
import { chmodSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { isRefusal } from "../../../api/core/errors.ts";
import { auditLedger } from "../../../api/start/audit.ts";
import { anchor, evidenceOf, install, judge, order } from "../../api/start/installation.ts";
import { startTestChain } from "../../helpers/chain.ts";
import { causesOf } from "../audited.ts";
import { type Cheat, cheat, type Look } from "../cheat.ts";

/** What a firm can put back. */
type Part = "data" | "keys" | "copy" | "chain";

interface Restored {
  readonly starts: () => Promise<string>;
  readonly audit: () => Promise<string>;
  /** A file about what came after the backup. */
  readonly file: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** A record anchored, a backup, and another record anchored; then these parts are put back. */
async function told(...parts: readonly Part[]): Promise<Restored> {
  const chain = await startTestChain();
  const place = await install(chain);
  const folders = parts.filter((part) => part !== "chain");
  await place.during(async (server) => {
    await order(server, "A-1");
    await anchor(server, chain);
  });
  const before = await chain.rpc("evm_snapshot", []);
  mkdirSync(place.path("backup"));
  for (const folder of folders) {
    cpSync(place.path(folder), place.path("backup", folder), { recursive: true });
  }
  const evidence = await place.during(async (server) => {
    const second = await order(server, "A-2");
    await anchor(server, chain);
    return evidenceOf(server, second);
  });
  const policy = place.policy();
  if (folders.includes("data") && !folders.includes("copy")) {
    rmSync(place.path("copy"), { recursive: true });
  }
  for (const folder of folders) {
    rmSync(place.path(folder), { recursive: true });
    cpSync(place.path("backup", folder), place.path(folder), { recursive: true });
    chmodSync(place.path(folder), 0o700);
  }
  if (parts.includes("chain")) await chain.rpc("evm_revert", [before]);

  return {
    async starts() {
      try {
        await place.during(async () => {});
        return "starts";
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return `refused: ${error.code}`;
      }
    },
    async audit() {
      const directory = place.path("work");
      mkdirSync(directory);
      return causesOf(
        await auditLedger(place.config(), {
          ...{ offline: false, rpcUrl: null, policy: null, keep: null },
          ...{ directory, onProgress: () => {} },
        }),
      );
    },
    file: () => judge(evidence, policy, chain),
    async close() {
      await place.remove();
      await chain.stop();
    },
  };
}

const starts = (cheat: string): Look<Restored> => ({
  ...{ by: "server", honest: "starts", cheat },
  sees: (it) => it.starts(),
});

const audited = (cheat: string): Look<Restored> => ({
  ...{ by: "audit", honest: "clean", cheat },
  sees: (it) => it.audit(),
});

const ofFile = (cheat: string): Look<Restored> => ({
  ...{ by: "verify", of: "a file from before", honest: "VERIFIED", cheat },
  sees: (it) => it.file(),
});

const database = cheat("restored-backup", (cheats: boolean) => (cheats ? told("data") : told()), [
  starts("refused: behind"),
  audited("anchor_missing, chain_head_ahead, log_behind"),
]);

const withKeys = cheat(
  "restored-backup-with-its-keys",
  (cheats: boolean) => (cheats ? told("data", "keys", "copy") : told()),
  [starts("refused: behind"), audited("anchor_missing, chain_head_ahead")],
);

const withChain = cheat(
  "restored-backup-with-the-chain",
  (cheats: boolean) => (cheats ? told("data", "keys", "copy", "chain") : told()),
  [ofFile("NOT_ANCHORED"), starts("starts"), audited("clean")],
);

export const SERVER_CHEATS: readonly Cheat[] = [database, withKeys, withChain];
