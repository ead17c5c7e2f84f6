/** The whole server, put together from settings. What is started is stopped again, in the opposite order, also when a start fails. */
import { resolve } from "node:path";
import { createChainReader } from "../anchor/reader.ts";
import { createEmbed } from "../consent/embed/service.ts";
import { createExpiry, tellingEnds } from "../consent/expiry/expiry.ts";
import { type Consents, createConsents } from "../consent/service.ts";
import { joinedSubjects } from "../consent/standings/joined-subjects.ts";
import { systemClock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { type Misbehaviour, Refusal } from "../core/errors.ts";
import { type Networks, NO_NETWORKS, parseNetworks } from "../core/networks.ts";
import { systemRandom } from "../core/random.ts";
import type { CosignerStatus } from "../cosign/status.ts";
import { createApp } from "../http/app.ts";
import { chainHealth, health } from "../http/health.ts";
import { createMetrics } from "../http/metrics/metrics.ts";
import { loadPortal } from "../http/portal/files.ts";
import { requestLimits } from "../http/request-limits.ts";
import { assertOwnLog } from "../ledger/firm.ts";
import { kindsByName } from "../ledger/kinds/registry.ts";
import { promiseWatch, riskMilliseconds } from "../ledger/promises.ts";
import { createLedger } from "../ledger/service.ts";
import { checkCopy } from "../log/copy-check.ts";
import { beginEpoch } from "../log/epoch.ts";
import { checkLog } from "../log/self-check.ts";
import { createTileReader } from "../log/tile-reader.ts";
import { assertListed } from "../rights/erase/listed.ts";
import { domainKindsByName } from "../rights/kinds/registry.ts";
import { createRegisters } from "../rights/register/service.ts";
import { openAudits } from "./audits.ts";
import { type ChainConnection, connectChain, type KnownLedger, knownLedger } from "./chain.ts";
import { loadCosigners, openCosigners, type RunningCosigners } from "./cosigners.ts";
import { ensureDemoKeys } from "./demo-keys.ts";
import {
  erasureAlarms,
  erasureGrants,
  type OpenErasures,
  openErasures,
  tendErasures,
  toldOfErasures,
} from "./erasures.ts";
import { requestHandlers } from "./handlers.ts";
import { type Handouts, openHandouts } from "./handouts.ts";
import { openIdentity, recordChanges } from "./identity.ts";
import { listen } from "./listen.ts";
import type { ServerLog } from "./log.ts";
import { openMap } from "./map.ts";
import { keepEvidence } from "./misbehaviour.ts";
import { startPipeline } from "./pipeline.ts";
import { policyFor, writePolicy } from "./policy.ts";
import { openTelling, type Telling } from "./push.ts";
import { openRights, type RunningRights } from "./rights.ts";
import { openRootKey } from "./root-key.ts";
import type { RunningServer, StartProgress } from "./running-server.ts";
import { recordSettings, toldSettings } from "./settings-record.ts";
import { shownSettings } from "./settings-shown.ts";
import { agreementAlarms, followAgreements, openAgreements, openSharingRelay } from "./sharing.ts";
import {
  makeDirectories,
  namingRemedy,
  openStored,
  type Undo,
  unwind,
  usingCopy,
} from "./stored.ts";
import { assertNoUnfinishedSuccession } from "./succession/journal.ts";
import { remembered, startWatch } from "./watch.ts";
import { openWebhooks } from "./webhooks.ts";

/** As `npm run build` has made it. */
const PORTAL = resolve(import.meta.dirname, "../../portal/dist");

export async function startServer(
  config: Config,
  version: string,
  log: ServerLog,
  progress: StartProgress = { map: () => {}, voided: () => {} },
): Promise<RunningServer> {
  const undo: Undo = [];
  const stop = (): Promise<void> => unwind(undo);
  try {
    return await assemble(config, version, log, progress, undo, stop);
  } catch (error) {
    await stop().catch((second) => log.bug(second));
    throw error;
  }
}

/** How often promises and auditors are looked at by the server itself. */
const WATCH_MS = 2_000;
/** Health is for everybody: it tells of promises what was found so long ago at most. */
const PROMISES_FRESH_MS = 1_000;

async function assemble(
  config: Config,
  version: string,
  log: ServerLog,
  progress: StartProgress,
  undo: Undo,
  stop: () => Promise<void>,
): Promise<RunningServer> {
  const clock = systemClock;
  const random = systemRandom();
  const { origin, dataDirectory, keysDirectory } = config;
  // What is wrong with settings shows before anything is started.
  const named = await loadCosigners(config);
  await makeDirectories(config);
  await assertNoUnfinishedSuccession(keysDirectory);

  // Nothing is promised, and of the log nothing written, before all that was signed has been compared.
  const stored = await openStored(config, random, undo);
  const { store, secrets, vault, copy, begin, keyStore } = stored;
  const { logSigner, receiptSigner, signerState } = secrets;
  const own = { store, vault, origin };
  const known = await knownLedger(store);
  if (known !== null) {
    await assertOwnLog({ ...own, policy: policyFor(known, secrets, begin, []) });
  } else if ((await store.size()) > 0) {
    // Which ledger it is was remembered before the first entry.
    throw new Refusal("unknown_schema", { what: "database" });
  }
  const map = await openMap(dataDirectory, store);
  undo.push(() => map.close());
  const cosignersOf = ({ ledgerId }: Pick<KnownLedger, "ledgerId">) =>
    openCosigners(config, named, ledgerId, random);
  const before = known === null ? null : await cosignersOf(known);
  const newestCosigned = () => store.newestCosignedAnchor(before?.auditors ?? [], ["finalized"], 0);
  const check = {
    ...{ store, signer: logSigner, signerState, map, newestCosigned },
    onRebuild: progress.map,
  };
  await namingRemedy(copy, checkLog(check));
  const signed = await signerState.get();
  if (copy !== null) {
    const onDropped = (from: number, to: number): void => log.dropped(from, to);
    await usingCopy(checkCopy({ copy, store, signer: logSigner, signed, onDropped }));
  }
  // Now the log is as long as it can be, and the list of the erased as complete.
  if (known !== null)
    await assertListed({ ...own, keyStore, policy: policyFor(known, secrets, begin, []) });
  const connected = connectChain({ config, store, logSigner, random, log: log.anchor });
  const chain = await namingRemedy(copy, connected);
  if (chain.embedded) undo.push(() => chain.embedded!.stop());
  const cosigners = before ?? (await cosignersOf(chain.ledger));
  const policy = policyFor(chain.ledger, secrets, begin, cosigners.auditors);
  const policyFile = await writePolicy(dataDirectory, policy);

  const keeping = new Set<Promise<void>>();
  const keep = (found: Misbehaviour): void => {
    const kept = keepEvidence(dataDirectory, found, clock.now(), log).finally(() =>
      keeping.delete(kept),
    );
    keeping.add(kept);
  };
  undo.push(() => Promise.all(keeping));
  const epoch = await beginEpoch({ store, signerState, random });
  undo.push(() => epoch.settle());
  // The first entry of a log is the firm's record, also where promises were lost with a whole database.
  const isNew = (await store.size()) === 0;
  const fill = async (): Promise<void> => {
    const count = await epoch.fill(clock.now());
    if (count === 0) return;
    const to = await store.size();
    log.voided(to - count, to);
    progress.voided(to - count, to);
  };
  if (!isNew) await fill();
  const read = createTileReader(store);
  const stopwatch = () => performance.now();
  const metrics = createMetrics(version);
  undo.push(async () => metrics.stop());
  let cosigning: RunningCosigners | null = null;
  const pipeline = await startPipeline({
    config,
    store,
    read,
    signer: logSigner,
    signerState,
    map,
    copy,
    auditors: cosigners.auditors,
    ledger: chain.ledger,
    clock,
    log,
    measuring: { work: metrics.work, stopwatch },
    onFinal: () => cosigning?.nudge(),
    onMisbehaviour: keep,
  });
  undo.push(() => pipeline.stop());

  let telling: Telling | null = null;
  let handouts: Handouts | null = null;
  let rightly: RunningRights | null = null;
  const poke = (): void => {
    telling?.poke();
    rightly?.poke();
  };
  const ledger = createLedger({
    ...{ store, vault, clock, random },
    kinds: kindsByName,
    domainKinds: domainKindsByName,
    read,
    map,
    policy,
    witnesses: cosigners.witnesses,
    ...{ origin, receiptSigner },
    commit: (units) => pipeline.commit(units).finally(poke),
    // A batch, then twice the interval: an anchor that just missed it, and one that had to be sent again.
    promiseMilliseconds: config.batchMilliseconds + 2 * config.anchorMilliseconds,
  });
  const joined = joinedSubjects();
  const consents: Consents = createConsents({
    ledger: tellingEnds(ledger, (...end) => expiry.tell(...end)),
    ...{ clock, joined },
  });
  const expiry = createExpiry({
    ...{ ledger, consents, clock, joined },
    ...{ onError: log.bug, onRefused: log.notExpired },
  });
  const embed = createEmbed({ ledger, consents, clock, random, mac: vault.mac, origin });
  const relay = await openSharingRelay({ config, chain, random, log: log.anchor });
  const following = { ledger, clock, size: () => store.size(), onBug: log.bug };
  telling = openTelling(
    { ...following, dataDirectory, ...toldOfErasures({ keyStore, ledger, clock }) },
    undo,
  );
  const { partners, push, queue, wasGiven } = telling;
  const identity = await openIdentity(
    config,
    { mac: vault.mac, clock, random, ledger, onBug: log.bug, onUnsent: log.notSent },
    undo,
  );
  const { sharing, delivery, counts } = openAgreements(
    {
      ...{ config, ledger, consents, clock, random, relay, identity, mac: vault.mac, origin },
      ...{ issuer: secrets.issuer, wasGiven },
    },
    undo,
  );
  let erasing: OpenErasures | null = null;
  rightly = openRights(
    {
      ...{ ...following, config, identity, random, onUnsent: log.notReminded },
      handlers: {
        ...requestHandlers({
          ledger,
          consents,
          identity,
          exports: () => handouts?.exports ?? null,
        }),
        ...erasureGrants(() => erasing?.erasures ?? null),
      },
      erasedAmong: async (subjects) => new Set((await store.closed(subjects)).keys()),
    },
    undo,
  );
  const { cases } = rightly;
  const { keys } = identity;
  const demoKeys = await ensureDemoKeys({ config, keys, clock });
  if (identity.demonstration === null) identity.endDemonstration();
  else await identity.demonstration.ensure();
  await ledger.ensureFirmRecord();
  if (isNew) await fill();
  await recordSettings({ store, ledger }, toldSettings(config, named, version));
  await recordChanges(identity, { onBug: log.bug }, undo);
  const { webhooks, start: startSending } = await openWebhooks({
    ...{ config, partners, queue, identity, ledger, mac: vault.mac, clock, random },
    ...{ stopwatch, onBug: log.bug },
  });
  const { look } = promiseWatch({
    ...{ store, clock, begin, riskMilliseconds: riskMilliseconds(config.anchorMilliseconds) },
  });
  const promises = remembered(look, PROMISES_FRESH_MS, stopwatch);
  const statuses = (): readonly CosignerStatus[] => cosigning?.statuses() ?? [];
  const erasingAlarms = erasureAlarms(() => erasing?.erasures ?? null);
  const rootKey = openRootKey({ ...{ config, keyStore, clock, log }, roots: stored.roots });
  const { rollFails } = rootKey;
  const looking = {
    ...{ promises, cosigners: statuses, rollFails },
    ...{ ...agreementAlarms(sharing), ...erasingAlarms },
  };
  const watch = startWatch({ ...looking, log, everyMilliseconds: WATCH_MS });
  undo.push(() => watch.stop());
  const audits = await openAudits({
    ...{ config, rpcUrl: chain.rpcUrl, clock, random, onBug: log.bug },
    drain: identity.drain,
  });
  undo.push(() => audits.close());
  handouts = await openHandouts(
    {
      ...{ ledger, consents, identity, clock, origin, dataDirectory, onBug: log.bug },
      ask: createChainReader(chain.rpcUrl),
    },
    undo,
  );
  const { press, packs, exports } = handouts;
  erasing = openErasures({
    ...{ ledger, store, keyStore, vault, clock, random, partners, cases, identity },
    ...{ packs, exports, onBug: log.bug, followers: [telling.follower, rightly] },
    keyFiles: rootKey.files,
  });
  // Nobody is let in before what was interrupted is done.
  await erasing.erasures.resume();
  const rights = { ...rightly.rights, ...erasing };
  const registers = createRegisters({ ledger, consents, sharing, clock });
  const portal = loadPortal(PORTAL);
  const app = createApp({
    portal: portal && { files: portal, nonce: () => random.bytes(16).toString("base64") },
    receipts: { press, publicUrl: config.publicUrl },
    ...{ ledger, consents, embed, sharing, delivery, counts, rights },
    ...{ registers, push, webhooks, audits, packs, exports },
    ...{ identity, clock, version, metrics, stopwatch },
    limits: requestLimits(
      { perAddress: config.requestsPerAddress, perAccount: config.requestsPerAccount },
      stopwatch,
    ),
    trustedProxies: trustedProxies(config),
    authenticate: identity.authenticate,
    askChain: createChainReader(chain.rpcUrl),
    recordReads: true,
    figures: { store, name: origin, explorer: config.explorerUrl },
    settings: shownSettings(config, named, version),
    health: () =>
      health({
        ...{ ...looking, store, clock, onBug: log.bug },
        sealing: pipeline.sealing,
        chain: () => chainHealth(pipeline.anchoring()),
      }),
    onRequest: (entry) => {
      log.request(entry);
      metrics.request(entry);
    },
    onBug: log.bug,
  });
  const server = await listen(app.fetch, config.host, config.port);
  undo.push(() => server.stop());
  expiry.start();
  undo.push(() => expiry.stop());
  telling.start(startSending(undo));
  rightly.start();
  tendErasures(erasing, log.bug, undo);
  const onChain = followAgreements(sharing, { log: log.anchor, onBug: log.bug });
  undo.push(() => onChain.stop());
  cosigning = cosigners.start({
    ...{ store, read, ownKey: logSigner, clock, random, log: log.anchor },
    demo: demoKeys.auditor && {
      ...{ ledgerUrl: server.url, rpcUrl: chain.rpcUrl, policyFile },
      tokenFile: demoKeys.auditor.file,
    },
    // Recording goes on: the chain vouches for this history, and will not take another.
    onMisbehaviour: keep,
    onCosigned: () => pipeline.cosigned(),
  });
  const { demo, demoServing } = cosigning;
  undo.push(async () => cosigning?.stop());

  rootKey.start(rights, undo);

  const link = await identity.invite();

  return {
    invitation: link === null ? null : `${config.publicUrl ?? server.url}${link}`,
    url: server.url,
    demoKey: demoKeys.demo,
    demonstration: identity.demonstration,
    drain: () => identity.drain(),
    policyFile,
    rpcUrl: chain.rpcUrl,
    chain: { chainId: policy.chainId, contract: policy.contract, ledgerId: policy.ledgerId },
    store,
    ledger,
    consents,
    sharing,
    webhooks,
    rights,
    registers,
    publish: pipeline.publish,
    cosigners: statuses,
    demoAuditor: demo,
    demoAuditorServing: demoServing,
    failed: chainFailure(chain),
    stop,
  };
}

const trustedProxies = ({ trustedProxies: text }: Config): Networks =>
  (text === null ? null : parseNetworks(text)) ?? NO_NETWORKS;

async function chainFailure({ embedded }: ChainConnection): Promise<string> {
  if (embedded === null) return new Promise(() => {});
  const { wanted } = await embedded.exited;
  return wanted ? new Promise(() => {}) : "chain_ended";
}
