/** What others do with the same bytes: append-only logs and Merkle batches without encryption, commitments or evidence. */
import { randomFillSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import Database from "better-sqlite3";
import { collectGarbage, collectYoung, stopwatch, type Took } from "./stopwatch.ts";

/** `run` takes in `count` records of so many bytes in groups of `group`. */
export interface Peer {
  run(count: number, group: number): Promise<Took>;
  close(): Promise<void>;
}

const records = (bytes: number, count: number): Buffer[] =>
  Array.from({ length: count }, () => randomFillSync(Buffer.alloc(bytes)));

/** hypercore 10: appends of the plain records in groups. */
export async function openHypercore(bytes: number): Promise<Peer> {
  const { default: Hypercore } = (await import("hypercore" as string)) as {
    default: new (
      folder: string,
    ) => {
      ready(): Promise<void>;
      append(blocks: readonly Buffer[]): Promise<unknown>;
      close(): Promise<void>;
    };
  };
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-hypercore-"));
  const core = new Hypercore(folder);
  await core.ready();
  return {
    async run(count, group) {
      const watch = stopwatch();
      const all = records(bytes, count);
      collectGarbage();
      for (let done = 0; done < count; done += group) {
        const blocks = all.slice(done, done + group);
        await watch.time(() => core.append(blocks));
      }
      await watch.time(collectYoung);
      return watch.took();
    },
    async close() {
      await core.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Insert the plain records, then an OpenZeppelin StandardMerkleTree a batch. */
export async function openStandardTree(bytes: number): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-standard-"));
  const database = new Database(join(folder, "plain.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE TABLE records (idx INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT");
  const insert = database.prepare("INSERT INTO records (data) VALUES (?)");
  const insertAll = database.transaction((rows: readonly Buffer[]) => {
    for (const row of rows) insert.run(row);
  });
  return {
    async run(count, group) {
      const watch = stopwatch();
      const all = records(bytes, count);
      collectGarbage();
      for (let done = 0; done < count; done += group) {
        const rows = all.slice(done, done + group);
        await watch.time(() => {
          insertAll.immediate(rows);
          StandardMerkleTree.of(
            rows.map((row) => [`0x${row.toString("hex")}`]),
            ["bytes"],
          );
        });
      }
      await watch.time(collectYoung);
      return watch.took();
    },
    async close() {
      database.close();
      await rm(folder, { recursive: true });
    },
  };
}
