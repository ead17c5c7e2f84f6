/** Where a partner's records come from: the ledger's HTTP interface. What it answers is held to its shape here, and to everything else by who judges it. */
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { type Answer, ask, queried, refusal } from "../server.ts";
import type { Access } from "../settings.ts";
import { SUBJECT } from "./stored.ts";
import type { Page, PageQuery } from "./walk.ts";

const pageShape = z.object({
  records: z.array(z.unknown()).max(200),
  ended: z.array(z.string().regex(SUBJECT)),
  /** Firms whose ledgers are older tell of nobody. */
  restricted: z.array(z.string().regex(SUBJECT)).default([]),
  leftOut: z.record(z.string().regex(/^[a-z_]{1,64}$/), z.number().int().min(0)),
  next: z.string().min(1).max(2048).nullable(),
  until: z.number().int().min(0),
  complete: z.boolean(),
});

/** Evidence is some kilobytes: of so many records an answer is far below what is read at most. */
const PAGE = "100";
/** Between attempts; a server that is busy says so, and one that starts anew is there again soon. */
const PAUSES_MS: readonly number[] = [500, 2_000, 5_000, 15_000];
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export interface SourceOptions {
  readonly server: string;
  readonly agreement: string;
  readonly purpose: string;
  readonly access: Access;
  readonly pauses?: readonly number[];
}

/** @throws CliError */
export function httpSource(
  context: Context,
  { server, agreement, purpose, access, pauses = PAUSES_MS }: SourceOptions,
): (query: PageQuery) => Promise<Page> {
  async function answer(path: string): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      const pause = pauses[tries];
      try {
        const got = await ask(context, server, path, access);
        if (pause === undefined || !BUSY.has(got.status)) return got;
      } catch (error) {
        const isGone = error instanceof CliError && error.exitCode === EXIT.fault;
        if (pause === undefined || !isGone) throw error;
      }
      await wait(pause);
    }
  }
  return async ({ cursor, since, subject }) => {
    const path = queried(`/v1/agreements/${agreement}/records`, {
      ...{ purpose, limit: PAGE, cursor: cursor ?? undefined, subject: subject ?? undefined },
      since: since === null || cursor !== null ? undefined : String(since),
    });
    const got = await answer(path);
    if (got.status !== 200) {
      const why = refusal(context, server, got);
      if (got.status !== 400 || (cursor ?? since) === null) throw why;
      throw new CliError(why.exitCode, `${why.message} ${context.m.partner.tryWhole}`);
    }
    const page = pageShape.safeParse(parsed(got.bytes));
    // What leads back to itself would never end.
    if (!page.success || (cursor !== null && page.data.next === cursor))
      throw new CliError(EXIT.fault, context.m.errors.badAnswer(server));
    return page.data;
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}
