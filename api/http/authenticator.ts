/** Who asks, by what a request carries. */
import { timingSafeEqual } from "node:crypto";
import { sha256 } from "../core/hash.ts";
import { type Principal, SCOPES, type Scope } from "../core/principal.ts";

/**
 * Resolves with who asks; `null`: nobody that is known, whether nothing was shown or something that does not hold, expired or revoked ones too. Never reads the body.
 *
 * @param peer the address that the request came from, as far as we believe it
 */
export type Authenticator = (request: Request, peer: string) => Promise<Principal | null>;

/** What follows `Bearer` in the header, in any case (RFC 9110 §11.1); `""`: nothing that could be a token. */
const bearerOf = ({ headers }: Request): string =>
  /^Bearer +([\x21-\x7e]{1,512})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";

const key = (id: string, role: Principal["role"], scopes: readonly Scope[]): Principal => ({
  id: `key/${id}`,
  role,
  scopes: new Set(scopes),
  subjects: new Set(),
  organization: null,
  given: null,
});

/** Of several, the first that knows who asks. */
export const firstKnown =
  (...all: readonly Authenticator[]): Authenticator =>
  async (request, peer) => {
    for (const authenticate of all) {
      const principal = await authenticate(request, peer);
      if (principal !== null) return principal;
    }
    return null;
  };

export interface ConfiguredTokens {
  /** Opens `/v1` and the metrics. */
  readonly token: string;
  /** Opens the entry bundles, and nothing else. */
  readonly auditorToken: string;
  /** Opens the metrics, and nothing else. */
  readonly metricsToken: string;
}

/** The tokens of the configuration, each a key of its own. */
export function configuredTokens(tokens: ConfiguredTokens): Authenticator {
  const { token, auditorToken, metricsToken } = tokens;
  if (new Set([token, auditorToken, metricsToken]).size < 3)
    throw new Error("one token for two doors");
  const all = SCOPES.filter((scope) => scope !== "log:entries");
  const keys = [
    { hash: sha256(token), principal: key("configured", "system", all) },
    {
      hash: sha256(auditorToken),
      principal: key("configured-auditor", "auditor", ["log:entries"]),
    },
    {
      hash: sha256(metricsToken),
      principal: key("configured-metrics", "system", ["metrics:read"]),
    },
  ];
  return async (request) => {
    const hash = sha256(bearerOf(request));
    // Hashes are compared, all of them, so neither time nor length tells of any.
    const fits = keys.filter((one) => timingSafeEqual(hash, one.hash));
    return fits[0]?.principal ?? null;
  };
}
