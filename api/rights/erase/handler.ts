/** What grants a request for erasure: the plan that was seen is held against what is so, and carried out under a name that follows from the request's. */
import { isRefusal, Refusal } from "../../core/errors.ts";
import { canSealTo } from "../../vault/sealed-box.ts";
import type { Grant, RequestHandler } from "../cases/handlers.ts";
import { asFree, isNothing } from "./look.ts";
import { identifiersHash } from "./person.ts";
import type { FreeClass } from "./plan.ts";
import type { Erasures } from "./service.ts";

/** What whoever decides names: by its hash the plan that was seen, and classes that are to go though the rules would keep them. */
const ERASURE_PLAN = "erasure-plan";
const GO_NOW = "go-now";
const ERASURE = "erasure";
/** By their hash: under which identifiers the person was known when it was decided. */
const IDENTIFIERS = "identifiers";

const goNowOf = ({ regarding }: Grant): ReadonlySet<FreeClass> =>
  asFree(regarding.flatMap(({ what, id }) => (what === GO_NOW ? [id] : [])));

function publicKeyOf({ asked }: Grant): Uint8Array | null {
  const { certificate } = asked ?? {};
  return typeof certificate === "string" ? Buffer.from(certificate, "base64url") : null;
}

export function erasureHandler(
  erasures: Pick<Erasures, "preview" | "carryOut" | "find" | "idOf">,
): RequestHandler {
  return {
    async prepare(grant) {
      const plan = grant.regarding.find(({ what }) => what === ERASURE_PLAN);
      const preview = await erasures.preview(grant.subject, goNowOf(grant));
      const { hash, subjects } = preview;
      if (plan?.id !== hash) throw new Refusal("plan_moved", {});
      // What could not be carried out is not granted.
      if (isNothing(preview)) throw new Refusal("erasure_refused", { problem: "nothing" });
      const publicKey = publicKeyOf(grant);
      if (publicKey !== null && !canSealTo(publicKey))
        throw new Refusal("erasure_refused", { problem: "certificate" });
      const seen = { what: IDENTIFIERS, id: identifiersHash(subjects) };
      const itself = { what: ERASURE, id: erasures.idOf(grant) };
      return { events: [], regarding: [...grant.regarding, seen, itself] };
    },
    async hasBegun(grant) {
      const before = await erasures.find(erasures.idOf(grant));
      return before?.scopes.some(({ subject }) => subject === grant.subject) ?? false;
    },
    async carryOut(grant) {
      const erasureId = erasures.idOf(grant);
      const regarding = [{ what: ERASURE, id: erasureId }];
      const before = await erasures.find(erasureId);
      const isTheirs = before?.scopes.some(({ subject }) => subject === grant.subject) ?? false;
      if (before !== null && isTheirs)
        return before.state === "done" ? { regarding, answer: null } : null;
      // What was granted is done: what came since the decision goes or stays by the same rules. But nobody has seen what others the person is known as since.
      const identifiers = grant.regarding.find(({ what }) => what === IDENTIFIERS)?.id ?? null;
      try {
        const { erasure } = await erasures.carryOut({
          ...{ erasureId, subject: grant.subject, planHash: null, goNow: goNowOf(grant) },
          ...{ cause: "request", publicKey: publicKeyOf(grant), identifiers, order: grant.actor },
        });
        return erasure.state === "done" ? { regarding, answer: null } : null;
      } catch (error) {
        if (!isRefusal(error, "erasure_refused")) throw error;
        return { stopped: error, regarding: [] };
      }
    },
  };
}
