/**
 * Who may call what. Deny by default: a route that is not named here as public needs the token, whether it exists or not, so that
 * no answer tells a stranger which addresses there are below `/v1`.
 */
const PUBLIC: readonly RegExp[] = [
  /^\/$/,
  /^\/checkpoint$/,
  /^\/healthz$/,
  /^\/docs(\/[a-z0-9.-]+)?$/,
  /^\/openapi\.json$/,
];

export const isPublic = (path: string): boolean => PUBLIC.some((pattern) => pattern.test(path));
