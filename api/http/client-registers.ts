/** Types alone: what the portal may ask for of what the firm keeps about its processing. */
import type { z } from "@hono/zod-openapi";
import type { eventAnswer } from "../consent/schemas.ts";
import type { Assessment } from "../rights/register/assessments.ts";
import type { Breach, ClockState } from "../rights/register/breach-state.ts";
import type { ProcessingRecord } from "../rights/register/processing.ts";
import type * as registers from "../rights/register/schemas.ts";
import type { Line } from "./client-line.ts";

type Keyed = { header?: { "idempotency-key": string } };
type OfId = { param: { id: string } };
type ShownBreach = Omit<Breach, "head"> & { readonly clock: ClockState; readonly dueAt: string };

export type OfRegisters = Line<"get", "/v1/processing-register", object, ProcessingRecord> &
  Line<"get", "/v1/breaches", object, { readonly breaches: readonly ShownBreach[] }> &
  Line<"get", "/v1/breaches/:id", OfId, ShownBreach> &
  Line<
    "post",
    "/v1/breaches",
    Keyed & { json: z.input<typeof registers.breachInput> },
    typeof registers.breachOutcome
  > &
  Line<
    "post",
    "/v1/breaches/:id/steps",
    OfId & Keyed & { json: z.input<typeof registers.breachStepInput> },
    typeof registers.breachOutcome
  > &
  Line<
    "get",
    "/v1/purposes/:id/assessments",
    OfId,
    { readonly assessments: readonly Assessment[] }
  > &
  Line<
    "post",
    "/v1/purposes/:id/assessments",
    OfId & Keyed & { json: z.input<typeof registers.assessmentInput> },
    typeof eventAnswer
  >;
