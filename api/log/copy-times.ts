/** When entries were taken, and until when they were promised: what their receipts say, and the entries do not. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { syncDirectory } from "../core/files.ts";

export interface EntryTimes {
  readonly recordedAt: number;
  readonly dueAt: number;
}

export interface TimesFile {
  /** Durable when it resolves. */
  write(from: number, times: readonly EntryTimes[]): Promise<void>;
  /** As many of those asked for as it has. */
  read(from: number, to: number): Promise<readonly EntryTimes[]>;
  close(): Promise<void>;
}

const BYTES = 16;

/** One file of 16 bytes for each entry, written in place: an entry's times never change, so what a crash tears is written again. */
export async function openTimes(path: string): Promise<TimesFile> {
  // Whoever can write to the copy must not make this program write to a file of another place. (Windows has no such links for users.)
  const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(path, flags, 0o600);
  await syncDirectory(dirname(path));
  return {
    async write(from, times) {
      const bytes = Buffer.alloc(times.length * BYTES);
      for (const [i, { recordedAt, dueAt }] of times.entries()) {
        bytes.writeBigUInt64BE(BigInt(recordedAt), i * BYTES);
        bytes.writeBigUInt64BE(BigInt(dueAt), i * BYTES + 8);
      }
      let written = 0;
      while (written < bytes.length) {
        const at = from * BYTES + written;
        written += (await handle.write(bytes, written, bytes.length - written, at)).bytesWritten;
      }
      await handle.datasync();
    },
    async read(from, to) {
      const bytes = Buffer.alloc((to - from) * BYTES);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from * BYTES);
      return Array.from({ length: Math.floor(bytesRead / BYTES) }, (_, i) => ({
        recordedAt: Number(bytes.readBigUInt64BE(i * BYTES)),
        dueAt: Number(bytes.readBigUInt64BE(i * BYTES + 8)),
      }));
    },
    close: () => handle.close(),
  };
}
