/** Who asks in tests of what stands behind the door: constant tokens, each as if it were a key. Real keys are tried in test/api/identity. */
import { type Principal, SCOPES, type Scope } from "../../api/core/principal.ts";
import type { Authenticator } from "../../api/http/authenticator.ts";

/** Opens `/v1` and the metrics. */
export const TOKEN = "a-token-of-thirty-two-characters-and-more";
/** Opens the entry bundles, and nothing else. */
export const AUDITOR_TOKEN = "another-token-for-those-who-may-read-entries";
/** Opens the metrics, and nothing else. */
export const METRICS_TOKEN = "a-third-token-for-whoever-watches-the-ledger";

const key = (id: string, role: Principal["role"], scopes: readonly Scope[]): Principal => ({
  ...{ id: `key/${id}`, role, scopes: new Set(scopes) },
  ...{ subjects: new Set(), actsFor: new Set(), organization: null, given: null },
});

const PRINCIPALS = new Map([
  [
    TOKEN,
    key(
      "configured",
      "system",
      SCOPES.filter((scope) => scope !== "log:entries" && scope !== "contacts:write"),
    ),
  ],
  [AUDITOR_TOKEN, key("configured-auditor", "auditor", ["log:entries"])],
  [METRICS_TOKEN, key("configured-metrics", "system", ["metrics:read"])],
]);

export const testTokens: Authenticator = async ({ headers }) => {
  const [, token = ""] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  return PRINCIPALS.get(token) ?? null;
};

/** Of several, the first that knows who asks. */
export const firstKnown =
  (...all: readonly Authenticator[]): Authenticator =>
  async (request) => {
    for (const authenticate of all) {
      const principal = await authenticate(request);
      if (principal !== null) return principal;
    }
    return null;
  };
