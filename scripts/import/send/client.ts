import { type LineAnswer, readAnswer, readProblem } from "./answer.ts";

export interface ServerAddress {
  readonly baseUrl: string;
  readonly token: string;
  /** Of the sentences in problems. */
  readonly language: string;
}

/** What came back for lines that were sent; a line may lack its answer if the connection broke. */
export type Answers = ReadonlyMap<number, LineAnswer>;

/** The server is away or busy: the same lines may be sent again. */
export class ServerAway extends Error {
  readonly retryAfterMs: number | null;

  constructor(retryAfterMs: number | null = null) {
    super("the server is away or busy");
    this.name = "ServerAway";
    this.retryAfterMs = retryAfterMs;
  }
}

/** The server refuses the request as a whole, and would again. */
export class ServerRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ServerRefusal";
    this.status = status;
    this.code = code;
  }
}

const AWAY_STATUS: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
export const AWAY_CODES: ReadonlySet<string> = new Set(["busy", "shutting_down"]);
/** Longer than any answer takes: a request that hangs must not hang the import for ever. */
const TIMEOUT_MS = 120_000;

export type PostLines = (path: string, lines: readonly string[]) => Promise<Answers>;

/** Sends lines of JSON and collects the answers to them by line, counted from 1. */
export function linePoster({ baseUrl, token, language }: ServerAddress): PostLines {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/x-ndjson",
    accept: "application/x-ndjson, application/problem+json",
    "accept-language": language,
  };
  return async (path, lines) => {
    const body = `${lines.join("\n")}\n`;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(new URL(path, baseUrl), {
      method: "POST",
      headers,
      body,
      signal,
      redirect: "error",
    }).catch(() => {
      throw new ServerAway();
    });
    if (!response.ok) throw await refusalOf(response);
    return readAnswers(await wholeLines(response), lines.length);
  };
}

/** The lines of the answer that arrived whole. */
async function wholeLines(response: Response): Promise<string[]> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    text += "\n";
  } catch {
    text = text.slice(0, text.lastIndexOf("\n") + 1);
  }
  return text.split("\n").filter((line) => line.trim() !== "");
}

function readAnswers(texts: readonly string[], sent: number): Answers {
  const answers = new Map<number, LineAnswer>();
  for (const text of texts) {
    const { line, answer } = readAnswer(text);
    if (line === 0) breakOff(answer);
    else if (line <= sent) answers.set(line, answer);
  }
  return answers;
}

/** The lines before are answered; whether the rest may be sent again is for the code to say. */
function breakOff(answer: LineAnswer): void {
  if (answer.type !== "problem" || AWAY_CODES.has(answer.problem.code)) return;
  throw new ServerRefusal(200, answer.problem.code, answer.problem.message);
}

async function refusalOf(response: Response): Promise<ServerAway | ServerRefusal> {
  const text = await response.text().catch(() => "");
  let problem = { code: "", message: "" };
  try {
    problem = readProblem(JSON.parse(text));
  } catch {
    // A proxy in between may answer in its own words: the status is all there is then.
  }
  if (AWAY_STATUS.has(response.status) || AWAY_CODES.has(problem.code)) {
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    return new ServerAway(seconds >= 0 ? seconds * 1000 : null);
  }
  return new ServerRefusal(response.status, problem.code, problem.message);
}
