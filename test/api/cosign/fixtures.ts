/** Logs with checkpoints of ours, and real HTTP servers that play auditors and witnesses, honest and not. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CosignStore } from "../../../api/cosign/store.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import type { AnchorRow, StoredCheckpoint } from "../../../api/store/store.ts";
import { parseCosignerVkey } from "../../../portal/verify/note.ts";
import { type TestAuditor, testAuditor } from "../../helpers/auditor.ts";
import { ORIGIN, seal, type TestLog, testLog } from "../log/fixtures.ts";

export const NOW = 1_795_340_000_000;
export const SECONDS = NOW / 1000;

export interface TestCosigner extends TestAuditor {
  readonly key: ReturnType<typeof parseCosignerVkey>;
  /** Its line alone. */
  line(note: string, seconds?: number): string;
}

export function testCosigner(name = "auditor.example/a1", seed = 7): TestCosigner {
  const auditor = testAuditor(name, new Uint8Array(32).fill(seed));
  return {
    ...auditor,
    key: parseCosignerVkey(auditor.vkey),
    line: (note, seconds = SECONDS) => `${auditor.cosign(note, seconds).split("\n").at(-2)}\n`,
  };
}

export interface SealedLog extends TestLog {
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly read: ReturnType<typeof createTileReader>;
}

/** A log with checkpoints of just these sizes, each at least 2 above the one before. */
export async function logOf(sizes: readonly number[]): Promise<SealedLog> {
  const log = testLog();
  const checkpoints: StoredCheckpoint[] = [];
  for (const size of sizes) {
    log.store.add(size - 1 - (await log.store.size()));
    checkpoints.push((await seal(log))!);
  }
  return { ...log, checkpoints, read: createTileReader(log.store) };
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface TestServer {
  readonly url: string;
  /** What was asked, in order. */
  readonly asked: Asked[];
  stop(): Promise<void>;
}

export type Handler = (asked: Asked, response: ServerResponse) => void;

/** Answers with a status and a text. */
export const answer =
  (status: number, text: string | Buffer = ""): Handler =>
  (_, response) =>
    void response.writeHead(status).end(text);

/** On loopback, at a port of the system's choice if none is given. */
export async function serve(handler: Handler, wanted = 0): Promise<TestServer> {
  const asked: Asked[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method = "", url = "" } = request;
      const one = { method, path: url, body: Buffer.concat(parts).toString() };
      asked.push(one);
      handler(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface TestCosignStore extends CosignStore {
  /** The chain has the checkpoint of this size now. */
  anchor(size: number, state?: AnchorRow["state"], blockTime?: number): void;
  /** What is kept: size, key, line. */
  readonly kept: [number, string, string][];
}

/** As much of a store as collecting cosignatures needs, over a log's checkpoints. */
export function cosignStore({ store }: Pick<TestLog, "store">): TestCosignStore {
  const anchors = new Map<number, AnchorRow>();
  const kept: [number, string, string][] = [];
  const has = (size: number, vkey: string) =>
    kept.some(([one, other]) => one === size && other === vkey);
  const descending = (states: readonly AnchorRow["state"][]) =>
    [...anchors.values()]
      .filter(({ state }) => states.includes(state))
      .sort((a, b) => b.size - a.size);
  return {
    kept,
    anchor(size, state = "finalized", blockTime = SECONDS) {
      const row = { size, state, blockTime } as unknown as AnchorRow;
      anchors.set(size, row);
    },
    checkpoint: (size) => store.checkpoint(size),
    newestCheckpoint: () => store.newestCheckpoint(),
    newestAnchor: async (states, above) =>
      descending(states).find(({ size }) => size > above) ?? null,
    newestCosignedAnchor: async (vkeys, states, above) =>
      descending(states).find(
        ({ size }) => size > above && vkeys.some((vkey) => has(size, vkey)),
      ) ?? null,
    uncosignedAnchors: async (vkey, states, { upTo, most }) =>
      descending(states)
        .filter(({ size }) => size <= upTo)
        .slice(0, most)
        .filter(({ size }) => !has(size, vkey)),
    async putCosignatures(rows) {
      for (const { size, vkey, line } of rows) if (!has(size, vkey)) kept.push([size, vkey, line]);
    },
    cosignatures: async (size) =>
      kept.filter(([one]) => one === size).map(([, vkey, line]) => ({ vkey, line })),
  };
}

/** `<url>/<this>/checkpoint`: C2SP's name of a log, by itself. */
export const hexOf = (origin: string): string => createHash("sha256").update(origin).digest("hex");
export const LOG_HEX = hexOf(ORIGIN);

/** An auditor that has cosigned these checkpoints, as a handler. */
export const honest =
  (auditor: TestCosigner, notes: () => ReadonlyMap<number, string>, status: object = {}): Handler =>
  ({ path }, response) => {
    const sizes = [...notes().keys()].sort((a, b) => b - a);
    const size =
      path === `/${LOG_HEX}/checkpoint`
        ? sizes[0]
        : Number(path.split(`/${LOG_HEX}/checkpoint/`)[1]);
    const note = size === undefined ? undefined : notes().get(size);
    if (path === "/status") response.writeHead(200).end(JSON.stringify({ state: "ok", ...status }));
    else if (note === undefined) response.writeHead(404).end();
    else response.writeHead(200).end(auditor.cosign(note, SECONDS));
  };
