const MOST_LETTERS = 300;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether this is the origin of a page, spelled as browsers send it (RFC 6454 §6.2): scheme, host, and a port only where it is not the scheme's own. Of `http` this machine's alone,
 * for trying out.
 */
export function isWebOrigin(text: string): boolean {
  if (text.length > MOST_LETTERS || !URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
  return origin === text && isSafe;
}
