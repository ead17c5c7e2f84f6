/** What a key opens now, and what one of each role can be for. Pure. */
import type { Key } from "../data.ts";

/** `ends`: within two weeks. */
export type KeyState = "open" | "ends" | "over" | "revoked";
export type KeyRole = Key["role"];
export type Scope = Key["scopes"][number];

const SOON_MS = 14 * 86_400_000;

export function keyState(
  { expiresAt, revokedAt }: Pick<Key, "expiresAt" | "revokedAt">,
  now: number,
): KeyState {
  if (revokedAt !== null) return "revoked";
  const left = new Date(expiresAt).getTime() - now;
  return left <= 0 ? "over" : left <= SOON_MS ? "ends" : "open";
}

const READS = ["records:read", "consents:read", "evidence:read"] as const;

const REQUESTS = ["requests:read", "requests:write"] as const;

/** What the access matrix (api/http/matrix.ts) lets a key of each role do: another scope would open nothing. A test compares the two. */
export const SCOPES_OF: Readonly<Record<KeyRole, readonly Scope[]>> = {
  system: [
    ...READS,
    ...(["records:write", "subjects:write", "consents:write", "registry:write"] as const),
    ...(["contacts:write", "embed:issue", "metrics:read"] as const),
    ...REQUESTS,
  ],
  staff: [
    ...READS,
    ...(["records:write", "subjects:write", "consents:write", "contacts:write"] as const),
    ...REQUESTS,
  ],
  officer: [
    ...READS,
    ...REQUESTS,
    ...(["consents:write", "metrics:read"] as const),
    ...(["sharing:read", "sharing:write"] as const),
  ],
  auditor: [...READS, "log:entries"],
  partner: ["consents:read", "sharing:read", "sharing:write"],
};

type Underscored<S extends string> = S extends `${infer A}:${infer B}` ? `${A}_${B}` : S;

/** Under which its words are found. */
export const scopeWord = (scope: Scope): `scope_${Underscored<Scope>}` =>
  `scope_${scope.replace(":", "_") as Underscored<Scope>}`;
