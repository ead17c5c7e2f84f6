/** Who asks, by what a request carries. */
import type { Principal } from "../core/principal.ts";

/**
 * Resolves with who asks; `null`: nobody that is known, whether nothing was shown or something that does not hold, expired or revoked ones too. Never reads the body.
 */
export type Authenticator = (request: Request) => Promise<Principal | null>;
