import type Database from "better-sqlite3";

/** At most one link waits at a time. Times are milliseconds since 1970. */
export interface Invitations {
  /** From now on this is the one that waits. */
  replace(hash: Uint8Array, expiresAt: number): void;
  /** Takes it away. False: there is none of this hash, or its time was over at `now`. However many call at the same time, one gets true. */
  take(hash: Uint8Array, now: number): boolean;
}

export function invitationsIn(client: Database.Database): Invitations {
  const clear = client.prepare("DELETE FROM invitation");
  const insert = client.prepare("INSERT INTO invitation (hash, expires_at) VALUES (?, ?)");
  const take = client.prepare("DELETE FROM invitation WHERE hash = ? AND expires_at > ?");
  const replace = client.transaction((hash: Uint8Array, expiresAt: number) => {
    clear.run();
    insert.run(hash, expiresAt);
  });
  return {
    replace: (hash, expiresAt) => void replace.immediate(hash, expiresAt),
    take: (hash, now) => take.run(hash, now).changes === 1,
  };
}
