/** The auditor of the product, who follows what a firm serves, and who audits it from outside. */
import { readFile } from "node:fs/promises";
import { auditRemotely } from "../../api/audit/remote/remote.ts";
import type { LogSource } from "../../api/auditor/source.ts";
import { tilePath } from "../../api/log/tiles.ts";
import type { AskChain } from "../../portal/verify/chain.ts";
import { verifyMisbehaviour } from "../../portal/verify/verify-misbehaviour.ts";
import { checkpointText, logKey, type SigningKey } from "../../scripts/vectors/world.ts";
import { FakeChain } from "../api/auditor/firm.ts";
import { auditorPlace, type OpenedAuditor } from "../api/auditor/place.ts";
import { promisedLog } from "../helpers/promised-log.ts";
import type { Look } from "./cheat.ts";
import type { Firm } from "./firm.ts";
import { pinned } from "./readers.ts";

const GRACE_MS = 60_000;
const BUNDLE = 256;

/** What a firm serves to one who asks. */
export interface Serving {
  readonly firm: Firm;
  /** Its newest checkpoint; all of the log if left out. */
  readonly size?: number;
  readonly key?: SigningKey;
  /** Whose entries the bundles hold, if not its own. */
  readonly entries?: readonly Uint8Array[];
  /** Whose hash tiles, if not its own. */
  readonly tiles?: Firm;
}

function sourceOf({
  firm,
  size = firm.size,
  key = logKey,
  entries = firm.entries,
  tiles: shown = firm,
}: Serving): LogSource {
  const note = (at: number) => firm.note(checkpointText(firm.log(at)), key);
  const tiles = promisedLog(shown.log().leaves);
  return {
    checkpoint: async () => note(size),
    checkpointAt: async (at) => (firm.states.has(at - 1) && at <= size ? note(at) : null),
    tile: async (tile, width) => tiles.tiles(size).get(tilePath(tile, width)) ?? new Uint8Array(),
    bundle: async (n, width) => entries.slice(n * BUNDLE, n * BUNDLE + width),
  };
}

/** `cosigns`, what it waits for, or what it refuses for, with what its proof comes to where there is one. */
async function said(auditor: OpenedAuditor, ask: AskChain | null): Promise<string> {
  const outcome = await auditor.round();
  if (outcome.state === "ok") return "cosigns";
  if (outcome.state === "waiting") return `waits ${outcome.reason}`;
  const { code, proof } = outcome.refusing;
  if (proof === null) return `refuses ${code}`;
  const verdict = await verifyMisbehaviour(await readFile(proof), { policy: pinned(), ask });
  return `refuses ${code}, keeps ${verdict.word} ${verdict.kind}`;
}

export interface Followed {
  readonly servings: readonly (Serving & { readonly anchored?: Anchoring })[];
}

/** The sizes that the chain holds, and of whose ledger. */
export interface Anchoring {
  readonly firm: Firm;
  readonly sizes: readonly number[];
}

/** The auditor looks at each of them in turn, and long after at the last one again. A chain is asked if the first has one. */
export async function audit({ servings }: Followed): Promise<string> {
  const place = auditorPlace("auditor.example/a9");
  const [first] = servings;
  const policy = pinned();
  const chain = new FakeChain();
  chain.chainId = policy.chainId;
  let serving = sourceOf(first as Serving);
  const source: LogSource = {
    checkpoint: () => serving.checkpoint(),
    checkpointAt: (size) => serving.checkpointAt(size),
    tile: (tile, width) => serving.tile(tile, width),
    bundle: (n, width) => serving.bundle(n, width),
  };
  const follows = { policy, source, chain: first?.anchored ? chain : null, graceMs: GRACE_MS };
  const auditor = await place.open(follows);
  try {
    let word = "";
    for (const { anchored, ...served } of servings) {
      serving = sourceOf(served);
      if (anchored !== undefined) hold(chain, anchored);
      const sizes = anchored?.sizes.map((size) => ({ size })) ?? [];
      const ask = anchored?.firm.chain(...sizes) ?? null;
      word = await said(auditor, ask);
      if (!word.startsWith("waits")) continue;
      place.clock.advance(GRACE_MS);
      word = await said(auditor, ask);
    }
    return word;
  } finally {
    await auditor.close();
    place.remove();
  }
}

/** One look at the last of them, by somebody who has seen nothing before: `clean`, or what is found. */
export async function auditOnce({ servings }: Followed): Promise<string> {
  const place = auditorPlace();
  const { anchored, ...serving } = servings.at(-1) as Followed["servings"][number];
  const policy = pinned();
  const chain = new FakeChain();
  chain.chainId = policy.chainId;
  if (anchored !== undefined) hold(chain, anchored);
  const source = sourceOf(serving);
  const { context, close } = await place.open({ policy, source, chain: null, graceMs: 0 });
  try {
    const { report } = await auditRemotely({
      ...{ ...context, chain: anchored === undefined ? null : chain },
      ...{ url: "https://ledger.example", pauseMs: 0 },
      ...{ onProgress: () => undefined, watchEntries: () => undefined },
    });
    return report.findings.map(({ cause }) => `finds ${cause}`).join(", ") || "clean";
  } finally {
    await close();
    place.remove();
  }
}

function hold(chain: FakeChain, { firm, sizes }: Anchoring): void {
  chain.anchors.length = 0;
  for (const size of sizes) chain.anchor(size, firm.root(size));
  chain.mine();
}

/** What the auditor is served, where that is not simply the log of the firm. */
export interface Audited {
  readonly firm: Firm;
  readonly followed?: Followed;
}

/** Who follows the log of the firm. */
export const audits = (cheat: string, of: Pick<Look<Audited>, "of"> = {}): Look<Audited> => ({
  ...{ by: "auditor", honest: "cosigns", cheat, ...of },
  sees: ({ firm, followed = { servings: [{ firm }] } }) => audit(followed),
});

/** Who looks at the log of the firm once, from outside. */
export const looksIn = (cheat: string, of: Pick<Look<Audited>, "of"> = {}): Look<Audited> => ({
  ...{ by: "audit --remote", honest: "clean", cheat, ...of },
  sees: ({ firm, followed = { servings: [{ firm }] } }) => auditOnce(followed),
});
