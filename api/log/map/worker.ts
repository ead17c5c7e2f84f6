/** The map's own thread: it owns the connection that writes, and does all hashing. Started by `startMapThread`. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { openSqliteMapStore } from "../../store/sqlite/sqlite-map-store.ts";
import { type FromThread, MovesUnread, pack, type ToThread } from "./crossing.ts";
import { openStreamMap } from "./open-stream-map.ts";
import type { StreamMap } from "./stream-map.ts";

async function run(port: MessagePort, file: string): Promise<void> {
  const say = (message: FromThread): void => port.postMessage(message);
  const awaited = new Map<number, (bytes: Uint8Array | null) => void>();
  let wanted = 0;

  async function moves(from: number, to: number): Promise<Uint8Array> {
    const bytes = await new Promise<Uint8Array | null>((resolve) => {
      awaited.set(++wanted, resolve);
      say({ wanted, from, to });
    });
    if (bytes === null) throw new MovesUnread();
    return bytes;
  }

  async function answer(map: StreamMap, message: ToThread): Promise<void> {
    if ("moves" in message) {
      awaited.get(message.moves)?.(message.bytes);
      awaited.delete(message.moves);
      return;
    }
    const { call, method, argument, keep } = message;
    try {
      say({ call, value: await map[method](argument, keep) });
    } catch (error) {
      say({ call, error: pack(error) });
    }
  }

  try {
    const map = openStreamMap({ store: await openSqliteMapStore({ file }), moves });
    port.on("message", (message: ToThread) => void answer(map, message));
    say({ ready: true });
  } catch (error) {
    say({ ready: false, error: pack(error) });
  }
}

if (parentPort !== null) void run(parentPort, (workerData as { file: string }).file);
