/** A made-up firm's log over HTTP, on the loopback interface. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeBundle } from "../../../api/log/bundles.ts";
import { parseTilePath } from "../../../api/log/tiles.ts";
import type { Firm } from "./firm.ts";

/** What a log serves as tlog-tiles has it, below `/log/`; `partials` false: no partial tiles. */
export const honest =
  (firm: Firm, partials = true): RequestListener =>
  (request, response) => {
    const path = (request.url as string).slice("/log/".length);
    const tile = parseTilePath(path);
    const size = /^checkpoint(?:\/(\d+))?$/.exec(path);
    let body: Uint8Array | string | undefined;
    if (size !== null) body = firm.notes.get(Number(size[1] ?? firm.served));
    else if (tile !== null && (partials || tile.width === 256)) {
      if ("bundle" in tile) {
        const entries = firm.entries.slice(tile.bundle * 256, tile.bundle * 256 + tile.width);
        if (entries.length === tile.width) body = encodeBundle(entries);
      } else {
        const hashes = firm.tile(tile.tile);
        if (hashes.length >= tile.width * 32) body = hashes.subarray(0, tile.width * 32);
      }
    }
    response.statusCode = body === undefined ? 404 : 200;
    response.end(body);
  };

export interface FirmServer {
  readonly url: string;
  /** Whose log is served from now on. */
  show(firm: Firm): void;
  close(): Promise<void>;
}

/** `delay`: milliseconds before each answer. */
export async function serveFirm(shown: Firm, delay = 0): Promise<FirmServer> {
  let listener = honest(shown);
  const server = createServer((request, response) => {
    setTimeout(() => listener(request, response), delay);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`,
    show(firm) {
      listener = honest(firm);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
