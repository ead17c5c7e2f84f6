/** Addresses at a block explorer that the operator has named: for people who look on, and trusted by nothing. */

const PLACE = "{tx}";
const MOST = 300;

/** `https://explorer.example/tx/{tx}`: one place for the transaction, in path or query, and no name or password. @returns whether it is such an address */
export function isExplorerTemplate(text: string): boolean {
  if (
    text.length > MOST ||
    text.split(PLACE).length !== 2 ||
    /[{}\s]/.test(text.replace(PLACE, ""))
  )
    return false;
  const filled = text.replace(PLACE, "0");
  if (!URL.canParse(filled)) return false;
  const { protocol, hostname, username, password } = new URL(filled);
  const isHere = hostname === "localhost" || hostname === "127.0.0.1";
  if (protocol !== "https:" && !(protocol === "http:" && isHere)) return false;
  // In the host it would lead to a host of its own for each transaction.
  const host = new URL(text.replace(PLACE, "x")).host;
  return username + password === "" && host === new URL(filled).host;
}

/** Where a transaction is shown; `null`: there is none, or nobody has named an explorer. */
export const explorerLink = (template: string | null, transaction: string | null): string | null =>
  template === null || transaction === null || !/^0x[0-9a-f]{64}$/.test(transaction)
    ? null
    : template.replace(PLACE, transaction);
