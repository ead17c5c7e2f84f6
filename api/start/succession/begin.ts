/** The successor's own first words: its record behind what it took over, and a checkpoint under its key. */
import { mkdir } from "node:fs/promises";
import type { Policy } from "../../../portal/verify/policy.ts";
import type { Clock } from "../../core/clock.ts";
import type { Config } from "../../core/config.ts";
import type { Random } from "../../core/random.ts";
import { kindsByName } from "../../ledger/kinds/registry.ts";
import { createLedger } from "../../ledger/service.ts";
import { createCommitter } from "../../log/committer.ts";
import { isOwnCheckpoint } from "../../log/own-note.ts";
import { createSealer } from "../../log/sealer.ts";
import { createTileReader } from "../../log/tile-reader.ts";
import { domainKindsByName } from "../../rights/kinds/registry.ts";
import type { KeyStore } from "../../store/key-store.ts";
import type { Store } from "../../store/store.ts";
import { loadCosigners } from "../cosigners.ts";
import { openMap } from "../map.ts";
import { policyFor } from "../policy.ts";
import { loadSecrets } from "../secrets.ts";
import { openBeside, type Undo, unwind } from "../stored.ts";
import type { Journal } from "./journal.ts";

export interface BeginOptions {
  readonly config: Config;
  readonly store: Store;
  readonly keyStore: KeyStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  /** Between record and checkpoint. */
  readonly onRecord: () => void | Promise<void>;
}

/** May be repeated; answers the successor's policy. The newest checkpoint is of the successor's key when it resolves. */
export async function beginSuccessor(options: BeginOptions): Promise<Policy> {
  const undo: Undo = [];
  try {
    return await beginWith(options, undo);
  } finally {
    await unwind(undo);
  }
}

async function beginWith(options: BeginOptions, undo: Undo): Promise<Policy> {
  const { store, keyStore, journal, clock, random } = options;
  const { successor, predecessor, chainId, contract } = journal;
  const { origin } = successor;
  const config: Config = { ...options.config, origin };
  if (config.copyDirectory !== null)
    await mkdir(config.copyDirectory, { recursive: true, mode: 0o700 });
  const secrets = await loadSecrets(config.keysDirectory, origin, random, false);
  const opened = { store, keyStore, secrets };
  const { vault, copy, begin } = await openBeside(opened, config, random, undo);
  const { logSigner, receiptSigner, signerState } = secrets;
  const map = await openMap(config.dataDirectory, store);
  undo.push(() => map.close());
  // It may be of a longer log than the one that goes on; no version of it is the successor's.
  await map.clear();

  const auditors = (await loadCosigners(config)).filter(({ kind }) => kind === "auditor");
  const policy = policyFor(
    { chainId, contract, ledgerId: successor.ledgerId },
    secrets,
    begin,
    auditors.map(({ vkey }) => vkey),
  );
  const committer = createCommitter({ store, signerState, maxUnits: 1 });
  const ledger = createLedger({
    ...{ store, vault, clock, random, map, policy, origin, receiptSigner, witnesses: [] },
    kinds: kindsByName,
    domainKinds: domainKindsByName,
    read: createTileReader(store),
    commit: (units) => committer.commitMany(units),
    promiseMilliseconds: config.batchMilliseconds + 2 * config.anchorMilliseconds,
  });
  const { ledgerId, size, root } = predecessor;
  await ledger.ensureFirmRecord({ ledgerId, size, root });
  await options.onRecord();
  const sealer = createSealer({ store, signer: logSigner, signerState, origin, clock, map, copy });
  await sealer.seal();
  const newest = await store.newestCheckpoint();
  if (newest === null || !isOwnCheckpoint(newest, logSigner)) {
    throw new Error("the successor's first checkpoint is missing");
  }
  return policy;
}
