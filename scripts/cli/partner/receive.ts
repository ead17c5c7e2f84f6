/**
 * `counterfoil partner receive DIRECTORY...`: the sample receiver. It listens where a proxy of the partner's hands on what the firm sends (https is the proxy's), does what a message
 * asks for in the copies that `pull` has made, and acknowledges it. The parts, each for itself: receive-signature, receive-message, receive-inbox, receive-apply, receive-work.
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { readPrivate } from "../../../api/core/private-files.ts";
import { visible } from "../../../api/core/visible.ts";
import { EXIT_CODES } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { post } from "../server.ts";
import { loadKey } from "./key.ts";
import type { PartnerCommand } from "./options.ts";
import { prepare } from "./pull.ts";
import { openInbox } from "./receive-inbox.ts";
import { receiver } from "./receive-server.ts";
import { readSecrets } from "./receive-signature.ts";
import { newRounds, type Sent, type Worker, workOnce } from "./receive-work.ts";
import { partnerAccess, pinnedIn, stateIn } from "./settings.ts";
import { reasonText } from "./told.ts";
import { walkPerson, worstWord } from "./walk.ts";

const wrong = (message: string): CliError => new CliError(EXIT.usage, message);

export async function receive(
  context: Context,
  directories: readonly string[],
  options: PartnerCommand,
): Promise<number> {
  const { m, terminal, clock } = context;
  const { secretFile, keyFile } = options;
  if (secretFile === undefined) throw wrong(m.partner.needsOption("--secret-file"));
  if (keyFile === undefined) throw wrong(m.partner.needsOption("--key-file"));
  const secrets = readSecrets(await readPrivate(secretFile, "--secret-file"));
  if (secrets === null) throw wrong(m.partner.badSecret(visible(secretFile)));
  const worker = await workerOf(context, directories, options, keyFile);
  const stop = new AbortController();
  const bell = doorbell();
  const server = receiver({
    ...{ inbox: worker.inbox, secrets, now: worker.now, onMessage: bell.ring },
    onRefused: (why) => say(context, m.partner.notReceived[why]),
    onFault: worker.onFault,
  });
  const end = (): void => {
    stop.abort();
    bell.ring();
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  try {
    const port = portOf(context, options.port);
    const address = await listen(server, options.host ?? "127.0.0.1", port, context);
    await terminal.out(`${m.partner.listening(address)}\n`);
    await workOn(worker, bell, stop.signal);
    await terminal.out(`${m.partner.stoppedReceiving}\n`);
    return EXIT.ok;
  } finally {
    process.off("SIGTERM", end);
    process.off("SIGINT", end);
    server.close();
    server.closeAllConnections();
  }

  function say(here: Context, text: string): void {
    const at = new Date(clock.now()).toISOString();
    void here.terminal.out(`${at} ${text}\n`);
  }
}

/** Rung when there is something to do; then nobody waits. */
export function doorbell() {
  let wake = (): void => {};
  let rung = false;
  return {
    ring(): void {
      rung = true;
      wake();
    },
    /** Until it is rung, or so long. */
    async wait(milliseconds: number | null): Promise<void> {
      if (!rung)
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (milliseconds !== null) setTimeout(resolve, milliseconds).unref();
        });
      rung = false;
    },
  };
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** What is left from before comes first. Until it is told to stop: whatever goes wrong is tried again. */
export async function workOn(
  worker: Worker,
  bell: ReturnType<typeof doorbell>,
  signal: AbortSignal,
): Promise<void> {
  const rounds = newRounds();
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; ) {
    const again = await workOnce(worker, rounds).catch((error: unknown) => {
      worker.onFault(error);
      return true;
    });
    await bell.wait(again ? pause : null);
    pause = again ? Math.min(LONGEST_PAUSE_MS, 2 * pause) : FIRST_PAUSE_MS;
  }
}

async function workerOf(
  context: Context,
  directories: readonly string[],
  options: PartnerCommand,
  keyFile: string,
): Promise<Worker> {
  const { m, clock, terminal } = context;
  const [first = ""] = directories;
  const states = await Promise.all(directories.map((one) => stateIn(context, one)));
  const missing = states.indexOf(null);
  if (missing >= 0) throw wrong(m.partner.noCopy(visible(directories[missing] as string)));
  const server = options.server ?? states[0]?.server ?? "";
  const access = await partnerAccess(context, options);
  const onFault = (error: unknown): void => void terminal.err(`${faultText(error)}\n`);
  return {
    inbox: await openInbox(join(first, "messages"), onFault),
    key: await loadKey(context, keyFile),
    now: () => clock.now(),
    directories,
    pinned: (directory) => pinnedIn(context, directory, {}),
    async pullPerson(directory, subject) {
      const { prepared, state } = await prepare(context, directory, options);
      const { tally } = await walkPerson(prepared.walking, state, subject);
      const [why] = [...(tally.stopped === null ? [] : [tally.stopped]), ...tally.refused];
      if (why !== undefined)
        throw new CliError(EXIT_CODES[worstWord(tally)], reasonText(context, why.why));
    },
    onPullFailed: (error) => void terminal.err(`${m.partner.notPulled(faultText(error))}\n`),
    onFault,
    async send(agreement, note): Promise<Sent> {
      const path = `/v1/agreements/${encodeURIComponent(agreement)}/acknowledgements`;
      const body = JSON.stringify({ acknowledgement: note });
      const answer = await post(context, server, path, access, body).catch(() => null);
      return answer === null ? "later" : outcomeOf(answer.status, problemOf(answer.bytes));
    },
    log(event, letter, type) {
      const at = new Date(clock.now()).toISOString();
      void terminal.out(`${at} ${letter.id} ${visible(type)} ${m.partner.logged[event]}\n`);
    },
  };
}

/** As with the API key: the firm may not have been told the right one yet. And a clock that is ahead is overtaken. */
const PASSING: ReadonlySet<string> = new Set(["no_key", "other_key", "in_the_future"]);

/** What a refusal of the firm names as its problem. */
function problemOf(bytes: Buffer): string | null {
  try {
    const { problem } = JSON.parse(bytes.toString("utf8"));
    return typeof problem === "string" ? problem : null;
  } catch {
    return null;
  }
}

/** A key that is refused may be put right; what the ledger does not take of an acknowledgement stays as it is. */
export function outcomeOf(status: number, problem: string | null = null): Sent {
  if (status >= 200 && status < 300) return "taken";
  if (problem !== null && PASSING.has(problem)) return "later";
  const isForGood = status >= 400 && status < 500 && ![401, 403, 408, 425, 429].includes(status);
  return isForGood ? "refused" : "later";
}

const faultText = (error: unknown): string =>
  visible(error instanceof CliError ? error.message : error instanceof Error ? error.name : "?");

function portOf({ m }: Context, text: string | undefined): number {
  if (text === undefined) return 8_788;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw wrong(m.partner.notANumber("--port", "0–65535"));
}

function listen(server: Server, host: string, port: number, { m }: Context): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", () => reject(wrong(m.partner.cannotListen(visible(host), port))));
    server.listen(port, host, () => {
      const { address, port: own, family } = server.address() as AddressInfo;
      resolve(`http://${family === "IPv6" ? `[${address}]` : address}:${own}`);
    });
  });
}
