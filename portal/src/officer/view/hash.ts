/** Hashes come as base64; block explorers and contracts write them as 0x… Pure. */

export function hexOf(base64: string): string {
  const bytes = atob(base64);
  let hex = "0x";
  for (let i = 0; i < bytes.length; i++) hex += bytes.charCodeAt(i).toString(16).padStart(2, "0");
  return hex;
}
