/** Where a firm's messages arrive: one address, one method. It says that a message is here when it is on the disk, and nothing more. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { readAtMost } from "../../../api/core/at-most.ts";
import type { Inbox } from "./receive-inbox.ts";
import { MESSAGE_ID, parseMessage } from "./receive-message.ts";
import { checkSignature, type Unsigned } from "./receive-signature.ts";

/** Messages have at most 8 KiB. */
const MOST_BYTES = 65_536;

export interface Receiving {
  readonly inbox: Inbox;
  readonly secrets: readonly Buffer[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** There is something to do. */
  readonly onMessage: () => void;
  readonly onRefused: (why: Unsigned | "not_a_message") => void;
  readonly onFault: (error: unknown) => void;
}

export function receiver(receiving: Receiving): Server {
  return createServer((request, response) => {
    answer(request, receiving).then(
      (status) => response.writeHead(status).end(),
      (error) => {
        // It was not written down: the firm sends it again.
        receiving.onFault(error);
        response.writeHead(500).end();
      },
    );
  });
}

async function answer(request: IncomingMessage, receiving: Receiving): Promise<number> {
  const { inbox, secrets, now, onMessage, onRefused } = receiving;
  if (request.method !== "POST") return 405;
  const body = await readAtMost(request, MOST_BYTES);
  if (body === null) return 413;
  const header = (name: string): string => String(request.headers[name] ?? "");
  const id = header("webhook-id");
  const [timestamp, signature] = [header("webhook-timestamp"), header("webhook-signature")];
  const unsigned = checkSignature({ id, timestamp, signature, body }, secrets, now());
  if (unsigned !== null) {
    onRefused(unsigned);
    return 401;
  }
  const text = body.toString("utf8");
  if (!MESSAGE_ID.test(id) || parseMessage(text) === null) {
    onRefused("not_a_message");
    return 400;
  }
  // Of what is known already nothing is done twice.
  if (await inbox.add(id, text, now())) onMessage();
  return 204;
}
