/** `state.json` of a partner's copy: what it is of, and how far it has come. */
import { join } from "node:path";
import { z } from "zod";
import { readFileAtMost } from "../../../api/core/at-most.ts";
import { writeDurably } from "../../../api/core/files.ts";

export const FORMATS = ["csv", "ndjson", "both"] as const;
export type Format = (typeof FORMATS)[number];

const MOST_BYTES = 65_536;
const count = z.number().int().min(0);

const stateShape = z.strictObject({
  format: z.literal("counterfoil/partner-copy/v1"),
  server: z.string(),
  /** As the ledger's addresses have it. */
  agreement: z.string(),
  purpose: z.string(),
  files: z.enum(FORMATS),
  /** To be passed as `since`; `null`: everything is pulled. */
  until: count.nullable(),
  /** Numbers of walks: what an earlier one has taken and a whole one does not see is not covered any more. */
  walks: count,
  /** One that was interrupted. `open`: it met something that holds only later, so that it has to be walked again. */
  walk: z
    .strictObject({ number: count, cursor: z.string().nullable(), open: z.boolean() })
    .nullable(),
  /** Kinds of which there is a file. */
  kinds: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/)),
});
export type CopyState = z.infer<typeof stateShape>;

const stateFile = (directory: string): string => join(directory, "state.json");

/** `null`: there is none. @throws SyntaxError, ZodError for what is none */
export async function readState(directory: string): Promise<CopyState | null> {
  try {
    const bytes = await readFileAtMost(stateFile(directory), MOST_BYTES);
    return stateShape.parse(JSON.parse(bytes?.toString("utf8") ?? ""));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export const writeState = (directory: string, state: CopyState): Promise<void> =>
  writeDurably(stateFile(directory), `${JSON.stringify(state, null, 2)}\n`);
