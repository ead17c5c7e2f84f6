import type { Readable } from "node:stream";
import type { Clock } from "../../api/core/clock.ts";
import type { Language } from "../../api/core/language.ts";
import type { Messages } from "./catalogue.ts";
import type { Terminal } from "./terminal.ts";

/** All that a command has of the world. */
export interface Context {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly m: Messages;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly clock: Clock;
}
