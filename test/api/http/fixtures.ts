/** Requests to the app of a test ledger, and what every answer of it must be. */
import { expect } from "vitest";
import type { Problem } from "../../../api/core/problem.ts";
import { hear } from "../../helpers/heard/heard.ts";
import { newSubject, type TestLedger, TOKEN, testLedger } from "../../helpers/ledger.ts";

export interface TestApp extends Omit<TestLedger, "fetch"> {
  readonly subject: string;
  send(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** NDJSON: objects become lines; text and bytes are sent as they are. */
  lines(
    path: string,
    body: Sent | readonly object[],
    headers?: Record<string, string>,
  ): Promise<Answered>;
}

type Sent = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

export interface Answered {
  readonly response: Response;
  readonly lines: readonly Line[];
}

/** One line of an answer. */
export interface Line {
  readonly line?: number;
  readonly outcome?: string;
  readonly id?: string;
  readonly version?: number;
  readonly index?: number;
  readonly receipt?: string;
  readonly disclosures?: readonly string[];
  readonly subject?: string;
  readonly created?: boolean;
  readonly problem?: Problem;
}

export async function testApp(options?: Parameters<typeof testLedger>[0]): Promise<TestApp> {
  const ledger = await testLedger(options);
  const subject = await newSubject(ledger, "K-1");
  const send: TestApp["send"] = async (path, init) => {
    const response = await ledger.fetch(path, init);
    checkHeaders(response);
    return response;
  };
  const app: Pick<TestApp, "subject" | "send" | "post" | "lines"> = {
    subject,
    send,
    post: (path, body, headers = {}) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    async lines(path, body, headers = {}) {
      const sent = Array.isArray(body)
        ? body.map((each) => `${JSON.stringify(each)}\n`).join("")
        : (body as Sent);
      const response = await send(path, {
        method: "POST",
        headers: { "content-type": "application/x-ndjson", ...headers },
        body: sent,
        ...(sent instanceof ReadableStream ? { duplex: "half" } : {}),
      } as RequestInit);
      const text = await response.text();
      const found = text.split("\n").filter((line) => line !== "");
      const told = found.map((line) => JSON.parse(line) as Line);
      for (const { problem } of told) hear("problem", JSON.stringify(problem ?? null));
      return { response, lines: told };
    },
  };
  return Object.defineProperties(app, Object.getOwnPropertyDescriptors(ledger)) as TestApp;
}

/** On every answer, good or bad. */
export function checkHeaders({ headers }: Response): void {
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/default-src '(self|none)'/);
  expect(policy).not.toContain("unsafe");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/https?:|\*/);
}

/** The problem of a refused request, checked for its form. */
export async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as Problem;
  expect(problem).toMatchObject({
    type: `urn:counterfoil:problem:${problem.code}`,
    status: response.status,
  });
  expect(problem.title.length).toBeGreaterThan(0);
  expect(problem.detail).not.toMatch(/[{}]|undefined/);
  return problem;
}

/** `status code` of a refused request. */
export async function refusal(response: Response | Promise<Response>): Promise<string> {
  const answered = await response;
  return `${answered.status} ${(await problemOf(answered)).code}`;
}

export const bearer = (token: string = TOKEN) => ({ authorization: `Bearer ${token}` });
