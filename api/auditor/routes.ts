/**
 * What an auditor serves: its cosigned checkpoints and the hash tiles under them, which are public; what it thinks; and the C2SP witness call. It takes no
 * token, because nothing here is a secret, and nothing of entries.
 */
import { type Context, Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { utf8Decode } from "../../portal/verify/bytes.ts";
import { parseDecimal } from "../../portal/verify/checkpoint.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { parseNote } from "../../portal/verify/note.ts";
import { formatTime } from "../core/clock.ts";
import { type PublishedContext, publishedTile } from "../ledger/published.ts";
import { logId } from "../log/log-id.ts";
import { parseTilePath } from "../log/tiles.ts";
import type { Auditor } from "./auditor.ts";
import type { Memory } from "./memory.ts";
import { readBody } from "./request-body.ts";
import type { Witness } from "./witness.ts";

export interface AuditorAppOptions {
  /** Of the two keys. */
  readonly vkeys: { readonly auditor: string; readonly witness: string };
  /** Of the log that it follows. */
  readonly origin: string;
  readonly auditor: Pick<Auditor, "status">;
  readonly memory: Pick<Memory, "cosigned">;
  readonly witness: Witness;
  /** The tiles of what it has verified. */
  readonly published: PublishedContext;
  /** A bug: for the log of whoever runs it. */
  readonly onBug: (error: unknown) => void;
  /** For the body of an `add-checkpoint`; by default 15 seconds. */
  readonly bodyMs?: number;
}

const TEXT = "text/plain; charset=utf-8";
const YEAR = "public, max-age=31536000, immutable";
const SOON = "public, max-age=1";
const NONE = { "content-type": TEXT, "cache-control": "no-store" };
/** 63 hashes and a note of 64 lines with the longest names are less. */
const MOST_BYTES = 65_536;
const BODY_MILLISECONDS = 15_000;
/** Signatures are verified one after the other; who comes behind so many is asked to come again. */
const MOST_WAITING = 16;

export function createAuditorApp(options: AuditorAppOptions): Hono {
  const {
    vkeys,
    origin,
    auditor,
    memory,
    witness,
    published,
    onBug,
    bodyMs = BODY_MILLISECONDS,
  } = options;
  const app = new Hono();
  const ids = new Map([origin, ...witness.origins].map((each) => [logId(each), each]));

  app.onError((error, c) => {
    onBug(error);
    return c.text("internal error\n", 500, NONE);
  });
  const none = (c: Context): Response => c.text("not found\n", 404, NONE);
  app.notFound(none);
  app.use(async (c, next) => {
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) =>
        c.text("method not allowed\n", 405, { ...NONE, allow: methods.join(", ") }),
    }),
  );

  app.get("/vkeys", (c) => {
    const lines = `auditor ${vkeys.auditor}\nwitness ${vkeys.witness}\n`;
    return c.text(lines, 200, { "content-type": TEXT, "cache-control": "public, max-age=300" });
  });
  app.get("/status", async (c) => {
    const { checkedAt, refusal, ...status } = await auditor.status();
    const said = {
      ...status,
      checkedAt: checkedAt === null ? null : formatTime(checkedAt),
      refusal: refusal && { code: refusal.code, at: formatTime(refusal.at) },
    };
    return c.json(said, 200, { "cache-control": "no-store" });
  });

  app.get("/:log{[0-9a-f]{64}}/checkpoint", async (c) => {
    const asked = ids.get(c.req.param("log"));
    if (asked === undefined) return none(c);
    const [own, witnessed] = [
      asked === origin ? await memory.cosigned(null) : null,
      await witness.newest(asked),
    ];
    const note = asked === origin ? own && withLineOf(own, witnessed) : witnessed;
    if (note === null) return none(c);
    return c.text(note, 200, { "content-type": TEXT, "cache-control": SOON });
  });
  app.get("/:log{[0-9a-f]{64}}/checkpoint/:size", async (c) => {
    const size = parseDecimal(c.req.param("size"));
    const isOurs = ids.get(c.req.param("log")) === origin;
    const note = isOurs && size !== null ? await memory.cosigned(size) : null;
    if (note === null) return none(c);
    return c.text(note, 200, { "content-type": TEXT, "cache-control": YEAR });
  });
  app.get("/:log{[0-9a-f]{64}}/tile/:level/:tile{.+}", async (c) => {
    // As it came: a path has one spelling, so none with escapes, though the router undoes them.
    const { pathname } = new URL(c.req.url);
    const log = c.req.param("log");
    const path = pathname === c.req.path ? parseTilePath(pathname.slice(log.length + 2)) : null;
    if (path === null || !("tile" in path) || ids.get(log) !== origin) return none(c);
    const tile = await publishedTile(published, path);
    if (tile === null) return none(c);
    return c.body(Buffer.from(tile), 200, {
      "content-type": "application/octet-stream",
      "cache-control": YEAR,
    });
  });

  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  app.post("/add-checkpoint", async (c) => {
    // First: who sends slowly keeps nobody else waiting.
    const read = await readBody(c.req.raw, MOST_BYTES, bodyMs);
    if ("problem" in read) {
      const { word, status } = PROBLEMS[read.problem];
      return c.text(`${word}\n`, status, { ...NONE, connection: "close" });
    }
    const body = readText(read.bytes);
    if (body === null) return c.text("bad request\n", 400, NONE);
    if (waiting >= MOST_WAITING) return c.text("busy\n", 503, { ...NONE, "retry-after": "1" });
    waiting += 1;
    try {
      const answered = turn.then(() => witness.add(body));
      turn = answered.catch(() => undefined);
      const answer = await answered;
      if (answer.status === 200) return c.text(answer.line, 200, NONE);
      if (answer.status !== 409) return c.text(`${WORDS[answer.status]}\n`, answer.status, NONE);
      return c.body(`${answer.size}\n`, 409, { ...NONE, "content-type": "text/x.tlog.size" });
    } finally {
      waiting -= 1;
    }
  });
  return app;
}

const PROBLEMS = {
  too_large: { word: "too large", status: 413 },
  too_slow: { word: "too slow", status: 408 },
  broken_off: { word: "bad request", status: 400 },
} as const;

const WORDS = {
  400: "bad request",
  403: "not signed by a key that is trusted",
  404: "unknown log",
  422: "not consistent",
  503: "the clock here is behind the last signature",
} as const;

/** The auditor's note, with the witness's line where that has cosigned the same text. */
function withLineOf(own: string, witnessed: string | null): string {
  if (witnessed === null) return own;
  const [mine, other] = [parseNote(own), parseNote(witnessed)];
  return mine.text === other.text ? `${own}${witnessed.trimEnd().split("\n").at(-1)}\n` : own;
}

function readText(bytes: Uint8Array): string | null {
  try {
    return utf8Decode(bytes);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
