/** The file `escrow` among the keys: which copies of root keys were ever made, and which of them are destroyed. Nothing of any key stands in it. */
import { join } from "node:path";
import { z } from "zod";
import type { Config } from "../core/config.ts";
import { type LineFile, openLineFile, readLineFile } from "../store/line-file.ts";

/** SHA-256 of the age file, hex. */
const file = z.string().regex(/^[0-9a-f]{64}$/);
const madeForm = z.strictObject({
  /** Milliseconds since 1970. */
  at: z.number().int(),
  file,
  for: z.enum(["recipients", "passphrase"]),
  /** Id of the root key. */
  root: z.string(),
});
const destroyedForm = z.strictObject({ at: z.number().int(), destroyed: file });

export interface EscrowCopy extends z.infer<typeof madeForm> {
  /** When somebody said that it is destroyed. */
  readonly destroyedAt: number | null;
}

const FORMAT = "counterfoil/escrow/v1";
type Place = Pick<Config, "keysDirectory">;
const pathOf = ({ keysDirectory }: Place): string => join(keysDirectory, "escrow");

/** All copies that were ever made, the oldest first. @throws TornLines */
export async function escrowCopies(place: Place): Promise<readonly EscrowCopy[]> {
  const copies = new Map<string, EscrowCopy>();
  for (const line of (await readLineFile(pathOf(place), FORMAT)) ?? []) {
    const made = madeForm.safeParse(line);
    if (made.success) {
      copies.set(made.data.file, { ...made.data, destroyedAt: null });
      continue;
    }
    const { at, destroyed } = destroyedForm.parse(line);
    const copy = copies.get(destroyed);
    if (copy !== undefined) copies.set(destroyed, { ...copy, destroyedAt: at });
  }
  return [...copies.values()];
}

/** Where the next line goes. @throws TornLines */
export async function openEscrowList(place: Place): Promise<{
  made(copy: z.infer<typeof madeForm>): void;
  destroyed(at: number, copy: EscrowCopy): void;
}> {
  const list: LineFile = await openLineFile(pathOf(place), FORMAT);
  return {
    made: (copy) => list.append(copy),
    destroyed: (at, copy) => list.append({ at, destroyed: copy.file }),
  };
}
