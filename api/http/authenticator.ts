/** Who asks, by what a request carries. */
import type { Principal } from "../core/principal.ts";

/**
 * Resolves with who asks; `null`: nobody that is known, whether nothing was shown or something that does not hold, expired or revoked ones too. Never reads the body.
 *
 * @param peer the address that the request came from, as far as we believe it
 */
export type Authenticator = (request: Request, peer: string) => Promise<Principal | null>;
