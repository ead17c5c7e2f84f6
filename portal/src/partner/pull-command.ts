/** What a partner types, with its own values. Pure. */

/** One argument of a shell. Identifiers and addresses need no quotes; what does gets them. */
const argument = (text: string): string =>
  /^[A-Za-z0-9._:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

export function pullCommand(of: {
  readonly server: string;
  readonly agreementId: string;
  readonly purpose: string;
}): string {
  const { server, agreementId, purpose } = of;
  return [
    `curl -fsS -o policy.json ${argument(`${server}/.well-known/counterfoil/policy.json`)}`,
    [
      "counterfoil partner pull copy",
      `--server ${argument(server)} --token-file partner.token`,
      `--agreement ${argument(agreementId)} --purpose ${argument(purpose)}`,
      "--policy policy.json --terms terms.json",
    ].join(" \\\n  "),
  ].join("\n");
}
