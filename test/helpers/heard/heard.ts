/**
 * Where everything goes that a server tells to who may not know whose data it has: its log, what it prints, problems, metrics, and the addresses of requests. It is searched at
 * once for what fixtures plant; whatever is found fails the file of tests that is running (sound.ts).
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { ROLES } from "../../../api/core/principal.ts";
import { type ServerLog, serverLog } from "../../../api/start/log.ts";
import { plantedIn } from "./planted.ts";

export type Channel = "address" | "log" | "metrics" | "printed" | "problem";

export interface Leak {
  readonly channel: Channel;
  readonly planted: string;
  readonly around: string;
}

/** How much was heard, in characters; that nothing is found means nothing where nothing was heard. */
const lengths: Record<Channel, number> = { address: 0, log: 0, metrics: 0, printed: 0, problem: 0 };
let leaks: Leak[] = [];

const AROUND = 300;

export function hear(channel: Channel, text: string): void {
  lengths[channel] += text.length;
  for (const planted of plantedIn(text)) {
    const at = Math.max(0, text.indexOf(planted) - AROUND);
    leaks.push({ channel, planted, around: text.slice(at, at + 2 * AROUND) });
  }
}

/** Whom one can be in the demonstration, which the start says on purpose, and to nobody's log. */
const DEMONSTRATED = new RegExp(`\\b(${ROLES.join("|")})@example\\.com\\b`, "g");

/** What a server has printed, for people, and written to its log. */
export function hearServer({ out, err }: { readonly out: string; readonly err: string }): void {
  hear("printed", out.replaceAll(DEMONSTRATED, "$1"));
  hear("log", err);
}

export const heardSoFar = (): Readonly<Record<Channel, number>> => ({ ...lengths });

/** What was found since the last time. */
export function takeLeaks(): readonly Leak[] {
  const found = leaks;
  leaks = [];
  return found;
}

/** Addresses that were heard since the last time are ones that a test has asked for on purpose; whatever else was found is kept. */
export function forgetAddresses(): void {
  leaks = leaks.filter(({ channel }) => channel !== "address");
}

/** The server's own log, at its most talkative. */
export const heardLog: ServerLog = serverLog("debug", {
  write: (line) => hear("log", line),
});

const PROBLEM = "application/problem+json";

/** Problems of an answer, and where it sends to. The body itself stays to be read. */
export async function hearAnswer(response: Response): Promise<void> {
  hear("address", response.headers.get("location") ?? "");
  if (response.headers.get("content-type") === PROBLEM)
    hear("problem", await response.clone().text());
}

/** An app whose requests and answers are heard. */
export function overheard(app: OpenAPIHono): OpenAPIHono {
  const { fetch } = app;
  app.fetch = async (request, ...rest) => {
    hear("address", request.url);
    const response = await fetch(request, ...rest);
    await hearAnswer(response);
    if (new URL(request.url).pathname === "/metrics" && response.ok)
      hear("metrics", await response.clone().text());
    return response;
  };
  return app;
}
