/** Terms as the policy that is hashed and signed. It is made where it is verified, too, so in the kernel. */
import type { JsonObject } from "../../../portal/verify/jcs.ts";

export { sharingPolicyOf as policyOf } from "../../../portal/verify/sharing-policy.ts";

/** What a JSON-LD policy holds. */
export type Policy = JsonObject;
