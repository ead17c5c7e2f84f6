/** What is done when a request is granted. The parts of this domain that do it register here; what was decided and what is done cannot part. */
import type { z } from "@hono/zod-openapi";
import type { Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import type { EventDraft } from "../../ledger/append.ts";
import type { RequestType, request } from "../kinds/request.ts";

type Step = z.infer<typeof request.body>;

export type Asked = Readonly<Record<string, unknown>>;
export type Regarding = readonly {
  readonly what: string;
  readonly id: string;
  readonly version?: number;
}[];
export type Answer = Readonly<NonNullable<Step["answer"]>>;

/** A request as it is granted. */
export interface Grant {
  readonly requestId: string;
  readonly requestType: RequestType;
  readonly subject: string;
  /** `partly`: `regarding` says what of it, or the reason does. */
  readonly decision: "granted" | "partly";
  /** What was asked for in fields (kinds/request.ts). */
  readonly asked: Asked | null;
  /** What whoever decides names: the plan of an erasure, records … */
  readonly regarding: Regarding;
  /** Who decides. */
  readonly actor: Pick<Principal, "id" | "role">;
  readonly reason: string;
  readonly ground: string | null;
  /** That the person is answered in; `null`: it was not said. */
  readonly language: string | null;
  readonly jurisdiction: string;
  /** RFC 3339: of the decision. */
  readonly occurredAt: string;
}

/** What is recorded together with the decision: all of it, or nothing. */
export interface Prepared {
  readonly events: readonly EventDraft[];
  /** What the decision then names as done. */
  readonly regarding: Regarding;
}

/** What was done after the decision. `answer`: it lies ready for the person, and is recorded as the answer; `null`: somebody answers. */
export interface Done {
  readonly regarding: Regarding;
  readonly answer: Answer | null;
}

/** It cannot be done as it was decided: whoever decides is told why, and decides anew. */
export interface Stopped {
  readonly stopped: Refusal;
  /** What of it was done before, and stays. */
  readonly regarding: Regarding;
}

/**
 * - `prepare` is called before the grant is recorded, each time that it is decided anew because a stream has moved, and writes nothing. Its events stand in the unit of the decision, behind it.
 *   @throws Refusal where it cannot be granted like this
 * - `carryOut` is called once the grant is durable, and again after a crash, or when it has thrown, until it resolves with what was done. It finds by `requestId` what it did before, and does
 *   nothing twice. `null`: it is under way and not done; it is asked again. {@link Stopped}: it cannot be, and the case is open again.
 *   @throws Refusal where it cannot be: of those that do not pass by themselves (carry.ts) the case tells, and is open again
 */
export interface RequestHandler {
  prepare?(grant: Grant): Promise<Prepared>;
  /** Whether anything of it was carried out, or is begun; left out: nothing ever is before it is done. Not called while it is carried out. */
  hasBegun?(grant: Grant): Promise<boolean>;
  carryOut?(grant: Grant): Promise<Done | Stopped | null>;
}

/** By type; of a complaint and of a review somebody does what is to be done before it is decided, and there is none. */
export type RequestHandlers = Partial<Record<RequestType, RequestHandler>>;
