/** What a partner types, with its own values. Pure. */

/** Where a reader has not named a node yet: nobody's, or that of a demonstration on this machine, where nothing else was set. */
export const nodeAt = (host: string): string =>
  host === "localhost" || host === "127.0.0.1"
    ? "http://127.0.0.1:8545"
    : "https://your-node.example";

/** One argument of a shell. Identifiers and addresses need no quotes; what does gets them. */
const argument = (text: string): string =>
  /^[A-Za-z0-9._:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

export function pullCommand(of: {
  readonly server: string;
  readonly agreementId: string;
  readonly purpose: string;
  /** The reader's own node of the chain. */
  readonly rpc: string;
}): string {
  const { server, agreementId, purpose, rpc } = of;
  return [
    "chmod 600 partner.token",
    `curl -fsS -o policy.json ${argument(`${server}/.well-known/counterfoil/policy.json`)}`,
    [
      "npm run -s counterfoil -- partner pull copy",
      `--server ${argument(server)} --token-file partner.token`,
      `--agreement ${argument(agreementId)} --purpose ${argument(purpose)}`,
      "--policy policy.json --terms terms.json",
      `--rpc ${argument(rpc)}`,
    ].join(" \\\n  "),
  ].join("\n");
}
