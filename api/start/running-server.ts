/** What a started server offers whoever has started it. */
import type { AnchorStatus } from "../anchor/worker.ts";
import type { Consents } from "../consent/service.ts";
import type { CosignerStatus } from "../cosign/status.ts";
import type { Demonstration } from "../identity/demonstration.ts";
import type { Ledger } from "../ledger/service.ts";
import type { Registers } from "../rights/register/service.ts";
import type { Rights } from "../rights/service.ts";
import type { Webhooks } from "../sharing/push/send/webhooks.ts";
import type { Sharing } from "../sharing/service.ts";
import type { Store } from "../store/store.ts";
import type { RunningCosigners } from "./cosigners.ts";
import type { KeyFile } from "./demo-keys.ts";

export interface RunningServer {
  readonly url: string;
  /** What the demonstration opens with; `null`: there is none. */
  readonly demoKey: KeyFile | null;
  /** People to sign in as; `null`: there are none. */
  readonly demonstration: Demonstration | null;
  /** Records what was noted of accounts and keys; the server does so by itself every few seconds. */
  drain(): Promise<void>;
  readonly policyFile: string;
  readonly rpcUrl: string;
  readonly chain: {
    readonly chainId: number;
    readonly contract: string;
    readonly ledgerId: string;
  };
  readonly store: Store;
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly sharing: Sharing;
  readonly webhooks: Webhooks;
  readonly rights: Rights;
  readonly registers: Registers;
  /** Seals everything recorded so far and publishes it; resolves with the worker's state after that round. */
  publish(): Promise<AnchorStatus>;
  /** Auditors and witnesses, as far as the last round with each has shown. */
  cosigners(): readonly CosignerStatus[];
  /** What makes whoever opens it the first administrator; `null`: there is one. */
  readonly invitation: string | null;
  readonly demoAuditor: RunningCosigners["demo"];
  readonly demoAuditorServing: RunningCosigners["demoServing"];
  /** Resolves if the server cannot go on by itself (the embedded chain has ended). */
  readonly failed: Promise<string>;
  /** Stops in order: no request is cut off, nothing acknowledged is lost, the chain's state is saved. */
  stop(): Promise<void>;
}

/** What a start tells while it takes long. */
export interface StartProgress {
  /** The map is made anew: so many entries are done. */
  map(entries: number, of: number): void;
  /** Indexes from `from` up to, not including, `to` may have been promised and are lost: they became void. */
  voided(from: number, to: number): void;
}
