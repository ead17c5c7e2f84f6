/** It came by way of a proxy, from wherever: also where the proxy names this machine as the host. */
export const isForwarded = ({ headers }: Pick<Request, "headers">): boolean =>
  ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"].some((name) =>
    headers.has(name),
  );
