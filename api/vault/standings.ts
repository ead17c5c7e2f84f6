/**
 * Standings, sealed and opened: what is derived from a person's records to decide by is as personal as these, so it lies under a key that goes when the records'
 * keys go.
 */
import type { Random } from "../core/random.ts";
import type { SealingKeyName } from "../store/key-name.ts";
import type { StandingRow } from "../store/standings.ts";
import { decrypt, encrypt } from "./aead.ts";
import type { SubjectKeys } from "./keys.ts";

export type SealedStanding = Pick<StandingRow, "key" | "subject" | "sealed">;

export interface PlainStanding extends Omit<SealedStanding, "sealed"> {
  readonly plain: Uint8Array;
}

/** The key that a subject's standings are sealed under: that of records of class consent which are kept until they are erased. */
export const standingKeyName = (subject: string): SealingKeyName => ({
  subject,
  retentionClass: "consent",
  expiry: "open",
});

/** Associated data: what the row says beside the box, so that rows cannot be swapped or relabelled. */
export function standingData(
  origin: string,
  { key, subject }: Pick<SealedStanding, "key" | "subject">,
): Buffer {
  const name = bufferOf(key).toString("base64");
  return Buffer.from(JSON.stringify(["counterfoil/standing/v1", origin, name, subject]), "utf8");
}

export function standingSeals({
  keys,
  random,
  origin,
}: {
  readonly keys: SubjectKeys;
  readonly random: Random;
  readonly origin: string;
}) {
  return {
    async sealStandings(plain: readonly PlainStanding[]): Promise<Buffer[]> {
      const sealing = await keys.sealingKeys(plain.map(({ subject }) => standingKeyName(subject)));
      return plain.map((one, i) =>
        encrypt(sealing[i]!, bufferOf(one.plain), standingData(origin, one), random),
      );
    },
    async openStandings(rows: readonly SealedStanding[]): Promise<(Buffer | null)[]> {
      const names = rows.map(({ subject }) => standingKeyName(subject));
      const found = await keys.existingSealingKeys(names);
      return rows.map((row, i) => {
        const key = found[i] ?? null;
        if (key === null || key === "damaged") return null;
        return decrypt(key, row.sealed, standingData(origin, row));
      });
    },
  };
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
