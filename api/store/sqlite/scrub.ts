/** Taking what was deleted off the disk: pages are overwritten as they become free (`secure_delete`), but the write-ahead log still has what they held. */
import type Database from "better-sqlite3";

type Checkpointed = { readonly busy: number; readonly log: number };

/** How long a statement waits for another connection: see open.ts. */
const TIMEOUT = 5_000;

/** See {@link RowErasure.scrub}. Does not wait for readers: whoever calls it tries again. */
export function scrubber(client: Database.Database): () => boolean {
  return () => {
    client.pragma("busy_timeout = 0");
    try {
      const [done] = client.pragma("wal_checkpoint(TRUNCATE)") as Checkpointed[];
      return done !== undefined && done.busy === 0 && done.log === 0;
    } finally {
      client.pragma(`busy_timeout = ${TIMEOUT}`);
    }
  };
}
