/** The sample receiver as a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { QUICKLY } from "../../helpers/cli.ts";

/** The receiver until it is stopped. */
export function receiving(directory: string, rpcUrl: string, ...args: string[]) {
  const entry = join(import.meta.dirname, "../../../../scripts/counterfoil.ts");
  const argv = ["partner", "receive", directory, "--port", "0", ...args];
  const child = spawn(process.execPath, [...QUICKLY, entry, ...argv], {
    env: { PATH: process.env.PATH, COUNTERFOIL_RPC_URL: rpcUrl },
  });
  let [out, err] = ["", ""];
  const address = new Promise<string>((resolve) => {
    child.stdout.on("data", (part) => {
      out += part;
      const [found] = /http:\/\/[^ ]+:\d+/.exec(out) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  child.stderr.on("data", (part) => {
    err += part;
  });
  const over = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, out, err }));
  });
  return { address, over, stop: () => child.kill("SIGTERM") };
}
