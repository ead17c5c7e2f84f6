/** What somebody serves of a log, over HTTP: the paths that a test puts there, and how it fails. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Mirror {
  readonly url: string;
  /** By path, with its slash in front. */
  readonly files: Map<string, Uint8Array | string>;
  /** What answers all that is not there. */
  missing: 404 | 500 | "silence" | "redirect" | "endless";
  readonly asked: string[];
  stop(): Promise<void>;
}

export async function mirror(files = new Map<string, Uint8Array | string>()): Promise<Mirror> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const found = files.get(path);
    if (found !== undefined) response.end(found);
    else if (of.missing === "endless") {
      const more = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
      response.on("close", () => clearInterval(more));
    } else if (of.missing === "redirect") {
      response.writeHead(302, { location: [...files.keys()][0] ?? "/" }).end();
    } else if (of.missing !== "silence") response.writeHead(of.missing).end("not there");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  const of: Mirror = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    missing: 404,
    asked,
    stop,
  };
  return of;
}
