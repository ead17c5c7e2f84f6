/** A ledger on files in a directory, with all that holds something of people, as another process may have left it: what a test of a killed erasure opens again. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createConsents } from "../../api/consent/service.ts";
import { systemClock } from "../../api/core/clock.ts";
import { systemRandom } from "../../api/core/random.ts";
import { kindsByName } from "../../api/ledger/kinds/registry.ts";
import { createLedger } from "../../api/ledger/service.ts";
import { createCommitter } from "../../api/log/committer.ts";
import { generateNoteSigner, loadNoteSigner } from "../../api/log/keys.ts";
import { openStreamMap } from "../../api/log/map/open-stream-map.ts";
import { createSignerFile, fileSignerState } from "../../api/log/signer-file.ts";
import { newSignerRecord } from "../../api/log/signer-state.ts";
import { createTileReader } from "../../api/log/tile-reader.ts";
import { domainKindsByName } from "../../api/rights/kinds/registry.ts";
import { openErasures, toldOfErasures } from "../../api/start/erasures.ts";
import { openPush } from "../../api/start/push.ts";
import { openCasesFile } from "../../api/store/sqlite/cases.ts";
import { openPartnersFile } from "../../api/store/sqlite/partners.ts";
import { openSqliteKeyStore } from "../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteMapStore } from "../../api/store/sqlite/sqlite-map-store.ts";
import { openSqliteStore } from "../../api/store/sqlite/sqlite-store.ts";
import { rootKeyProvider } from "../../api/vault/key-provider.ts";
import { openVault } from "../../api/vault/vault.ts";
import { asContractAddress, asLedgerId, asTreeSize } from "../../portal/verify/brands.ts";
import { seededRandom } from "./repeatable.ts";
import { testRowMac } from "./store/row-mac.ts";

const ORIGIN = "ledger.example/killed";
const random = systemRandom();
const clock = systemClock;

export async function openErasable(
  directory: string,
  wrap: <T extends object>(inner: T) => T = (one) => one,
) {
  // The same each time it is opened.
  const own = seededRandom("killed");
  const signer = (name: string) => loadNoteSigner(generateNoteSigner(name, own));
  const [log, receiptSigner] = [signer(ORIGIN), signer(`${ORIGIN}/receipt`)];
  const signerFile = join(directory, "signer-state.json");
  if (!existsSync(signerFile)) await createSignerFile(signerFile, newSignerRecord(random));
  const signerState = fileSignerState(signerFile);
  const store = wrap(
    await openSqliteStore({ file: join(directory, "ledger.db"), rowMac: testRowMac }),
  );
  const keyStore = wrap(await openSqliteKeyStore({ file: join(directory, "keys.db") }));
  const provider = rootKeyProvider(Buffer.alloc(8, 1), Buffer.alloc(32, 2), random);
  const vault = await openVault({ store: keyStore, provider, random, origin: ORIGIN });
  const map = openStreamMap({
    store: await openSqliteMapStore({ file: join(directory, "map.db") }),
    moves: (from, to) => store.moves(from, to),
  });
  const committer = createCommitter({ store, signerState, maxUnits: 100 });
  const ledger = createLedger({
    ...{ store, vault, clock, random, map, receiptSigner, origin: ORIGIN, witnesses: [] },
    ...{ kinds: kindsByName, domainKinds: domainKindsByName, read: createTileReader(store) },
    policy: {
      ...{ chainId: 31337, maxAgeSeconds: null },
      contract: asContractAddress(`0x${"c0".repeat(20)}`),
      ledgerId: asLedgerId(`0x${"1d".repeat(32)}`),
      keys: [
        { role: "log", vkey: log.vkey, fromSize: asTreeSize(0) },
        { role: "receipt", vkey: receiptSigner.vkey, fromSize: asTreeSize(0) },
      ],
    },
    commit: (units) => committer.commitMany(units),
    promiseMilliseconds: 20_000,
  });
  const partners = openPartnersFile({ file: join(directory, "partners.db") });
  const onBug = (error: unknown): void => {
    throw error;
  };
  const { follower } = openPush({
    ...{ partners, ledger, clock, onBug, size: () => store.size(), wake: () => {} },
    ...toldOfErasures({ keyStore, ledger, clock }),
  });
  const cases = openCasesFile({ file: join(directory, "cases.db") });
  const { erasures } = openErasures({
    ...{ ledger, store, keyStore, vault, clock, random, partners, onBug },
    ...{ cases, followers: [follower] },
  });

  await ledger.ensureFirmRecord();
  return {
    ...{ ledger, store, keyStore, erasures, consents: createConsents({ ledger, clock }) },
    async close() {
      partners.close();
      cases.close();
      await map.close();
      await store.close();
      await keyStore.close();
    },
  };
}
