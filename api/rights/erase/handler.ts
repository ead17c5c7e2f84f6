/** What grants a request for erasure: the plan that was seen is held against what is so, and carried out under a name that follows from the request's. */
import { Refusal } from "../../core/errors.ts";
import { canSealTo } from "../../vault/sealed-box.ts";
import type { Grant, RequestHandler } from "../cases/handlers.ts";
import { erasureIdOf } from "./erasure-id.ts";
import { asFree } from "./look.ts";
import type { FreeClass } from "./plan.ts";
import type { Erasures } from "./service.ts";

/** What whoever decides names: by its hash the plan that was seen, and classes that are to go though the rules would keep them. */
const ERASURE_PLAN = "erasure-plan";
const GO_NOW = "go-now";
const ERASURE = "erasure";

const goNowOf = ({ regarding }: Grant): ReadonlySet<FreeClass> =>
  asFree(regarding.flatMap(({ what, id }) => (what === GO_NOW ? [id] : [])));

function publicKeyOf({ asked }: Grant): Uint8Array | null {
  const { certificate } = asked ?? {};
  return typeof certificate === "string" ? Buffer.from(certificate, "base64url") : null;
}

export function erasureHandler(
  erasures: Pick<Erasures, "preview" | "carryOut" | "find">,
): RequestHandler {
  return {
    async prepare(grant) {
      const plan = grant.regarding.find(({ what }) => what === ERASURE_PLAN);
      const { hash } = await erasures.preview(grant.subject, goNowOf(grant));
      if (plan?.id !== hash) throw new Refusal("plan_moved", {});
      const publicKey = publicKeyOf(grant);
      if (publicKey !== null && !canSealTo(publicKey))
        throw new Refusal("erasure_refused", { problem: "certificate" });
      const id = erasureIdOf(grant.requestId);
      return { events: [], regarding: [...grant.regarding, { what: ERASURE, id }] };
    },
    async carryOut(grant) {
      const erasureId = erasureIdOf(grant.requestId);
      const regarding = [{ what: ERASURE, id: erasureId }];
      const before = await erasures.find(erasureId);
      if (before !== null) return before.state === "done" ? { regarding, answer: null } : null;
      // What was granted is done: what came since the decision goes or stays by the same rules.
      await erasures.carryOut({
        ...{ erasureId, subject: grant.subject, planHash: null, goNow: goNowOf(grant) },
        ...{ cause: "request", publicKey: publicKeyOf(grant) },
        order: { by: grant.actor, requestId: grant.requestId },
      });
      return null;
    },
  };
}
