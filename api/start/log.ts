import { type DestinationStream, pino } from "pino";
import type { AnchorLog } from "../anchor/log.ts";
import type { Config } from "../core/config.ts";
import type { Misbehaviour, RefusalCode } from "../core/errors.ts";
import type { Alarm } from "../http/alarms.ts";
import type { RequestLog } from "../http/request-log.ts";

/** What the server writes down. Nothing in it is personal: routes by pattern, codes, sizes, times. */
export interface ServerLog {
  readonly anchor: AnchorLog;
  request(entry: RequestLog): void;
  /** Name, code and stack of an unexpected error; its message may quote what it choked on, so that stays out. */
  bug(error: unknown): void;
  misbehaviour(found: Misbehaviour): void;
  /** A consent that is over could not be recorded to be so. */
  notExpired(code: RefusalCode): void;
  /** A code could not be sent to whoever wants to sign in. */
  /** Officers were not reminded of what is due. */
  notReminded(): void;
  notSent(channel: "mail" | "sms", code: string | null): void;
  /** An alarm went on or off. */
  alarm(alarm: Alarm, on: boolean, details: object): void;
  /** Entries from `from` up to, not including, `to` that nobody signed were removed from the second copy. */
  dropped(from: number, to: number): void;
  /** The root key: rolling it has begun, or the old one is gone. */
  rootKey(state: "rolling" | "rolled"): void;
  /** Indexes from `from` up to, not including, `to` may have been promised, and became void. */
  voided(from: number, to: number): void;
}

/** Frames without the message, which stands before the first of them, and may itself have lines that look like one. */
function frames(error: Error): string {
  const stack = error.stack ?? "";
  const at = stack.indexOf(error.message);
  if (at < 0) return "";
  const rest = stack.slice(at + error.message.length);
  const first = rest.search(/^\s+at /m);
  return first < 0 ? "" : rest.slice(first);
}

const describe = (error: unknown): object =>
  error instanceof Error
    ? {
        name: error.name,
        code: "code" in error && typeof error.code === "string" ? error.code : undefined,
        stack: frames(error),
        cause: error.cause instanceof Error ? describe(error.cause) : undefined,
      }
    : { name: typeof error };

/** In order with what else is written there, and nothing left unwritten when the process ends. */
const standardError = (): DestinationStream => pino.destination({ dest: 2, sync: true });

/** JSON lines on standard error; standard output is for people. @param to elsewhere */
export function serverLog(
  level: Config["logLevel"],
  to: DestinationStream = standardError(),
): ServerLog {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to);
  const guarded = (details: object): object =>
    "err" in details ? { ...details, err: describe(details.err) } : details;
  return {
    anchor: {
      info: (details, message) => logger.info(guarded(details), message),
      warn: (details, message) => logger.warn(guarded(details), message),
      error: (details, message) => logger.error(guarded(details), message),
    },
    request: (entry) => logger.debug(entry, "request"),
    bug: (error) => logger.error({ error: describe(error) }, "unexpected error"),
    notExpired: (code) =>
      logger.warn({ code }, "a consent that is over could not be recorded to be over"),
    notReminded: () =>
      logger.error("a reminder could not be sent: look at the mail server of COUNTERFOIL_SMTP_URL"),
    notSent: (channel, code) =>
      logger.error(
        { channel, code },
        channel === "mail"
          ? "a code could not be sent: look at the mail server of COUNTERFOIL_SMTP_URL"
          : "a code could not be sent: look at the gateway of COUNTERFOIL_SMS_URL",
      ),
    alarm: (alarm, on, details) =>
      on
        ? logger.error({ alarm, ...details }, "alarm")
        : logger.warn({ alarm, ...details }, "the alarm is over"),
    dropped: (from, to) =>
      logger.warn(
        { from, to },
        "the second copy had entries that were never signed and that the database does not have: removed from it",
      ),
    rootKey: (state) =>
      logger.info(
        { state },
        state === "rolling"
          ? "the root key is rolled: every key is wrapped under a new one"
          : "the root key was rolled: the old one is gone",
      ),
    voided: (from, to) =>
      logger.warn(
        { from, to },
        "indexes that may have been promised before a crash or a restore, and that no file holds, became void: receipts for them are broken",
      ),
    misbehaviour: (found) => logger.fatal({ code: found.code, ...found.evidence }, "misbehaviour"),
  };
}
