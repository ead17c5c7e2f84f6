/** What the process that owns a chain and the chain's supervisor say to each other. */

/** The supervisor's one argument, as JSON. */
export interface SupervisorTask {
  readonly binary: string;
  /** The public one. */
  readonly port: number;
  readonly stateFile: string;
  /** The web origin that may ask the chain from a browser; null: none. */
  readonly allowOrigins: readonly string[];
}

export type ToSupervisor =
  | { readonly type: "save"; readonly id: number }
  | { readonly type: "stop" };

/**
 * - `port_in_use`: the public port is somebody else's.
 * - `state_unreadable`: neither the state file nor its predecessor can be read.
 * - `chain_failed`: anvil ended or did not answer in time; `detail` is the end of what it wrote.
 */
export type StartFailure = "port_in_use" | "state_unreadable" | "chain_failed";

export type FromSupervisor =
  | { readonly type: "ready"; readonly anvil: number; readonly privateRpcUrl: string }
  | { readonly type: "failed"; readonly reason: StartFailure; readonly detail: string }
  | { readonly type: "saved"; readonly id: number; readonly ok: boolean }
  | { readonly type: "exited"; readonly code: number | null; readonly signal: string | null };
