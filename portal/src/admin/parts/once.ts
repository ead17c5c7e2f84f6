/** A key by which the ledger knows a request again: what is sent twice is recorded once. */
export const onceKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
