import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { BadAnswer } from "../../../../scripts/import/send/answer.ts";
import { linePoster, ServerAway, ServerRefusal } from "../../../../scripts/import/send/client.ts";

/** Posts three lines to a server that does this. */
async function postTo(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = linePoster({ baseUrl, token: "t", language: "zh" });
  return post("/v1/records?insist=false", ["{}", "{}", "{}"]);
}

const line = (n: number) => `{"line":${n},"subject":"S${n}"}\n`;
const answer =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);
const problem = (code: string) => JSON.stringify({ code, title: "T", detail: "D" });

test("sends the lines with token, type and language", async () => {
  let seen: unknown;
  await postTo((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const { authorization, "content-type": type, "accept-language": language } = request.headers;
      seen = { url: request.url, body, authorization, type, language };
      response.end(line(1) + line(2) + line(3));
    });
  });
  expect(seen).toEqual({
    url: "/v1/records?insist=false",
    body: "{}\n{}\n{}\n",
    authorization: "Bearer t",
    type: "application/x-ndjson",
    language: "zh",
  });
});

describe("answers by line", () => {
  test.each([
    ["all", line(1) + line(2) + line(3), [1, 2, 3]],
    ["in any order, blank lines between", `${line(3)}\n${line(1)}`, [3, 1]],
    ["without the last line's end", line(1) + line(2).trim(), [1, 2]],
    ["to lines that were not sent", line(1) + line(9), [1]],
    ["none", "", []],
    ["broken off by a server that stops", `${line(1)}{"problem":${problem("shutting_down")}}`, [1]],
  ])("%s", async (_, body, lines) => {
    const answers = await postTo(answer(200, body));
    expect([...answers.keys()]).toEqual(lines);
  });

  test("what arrived before the connection broke", async () => {
    const answers = await postTo((_, response) => {
      response.writeHead(200, { "content-length": 1000 });
      response.write(`${line(1) + line(2)}{"line":3,"sub`, () => response.destroy());
    });
    expect([...answers.keys()]).toEqual([1, 2]);
  });
});

describe("may be sent again", () => {
  test.each([429, 502, 503, 504, 408])("status %i", async (status) => {
    await expect(postTo(answer(status, "<html>"))).rejects.toThrow(ServerAway);
  });

  test("busy, by its code, with a wait", async () => {
    const busy = postTo(answer(500, problem("busy"), { "retry-after": "2" }));
    await expect(busy).rejects.toMatchObject({ name: "ServerAway", retryAfterMs: 2000 });
    const later = postTo(answer(503, "", { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }));
    await expect(later).rejects.toMatchObject({ retryAfterMs: null });
  });

  test("a connection that is cut before any answer", async () => {
    await expect(postTo((_, response) => response.destroy())).rejects.toThrow(ServerAway);
  });
});

describe("may not", () => {
  test.each([
    [401, "unauthorized"],
    [413, "too_large"],
    [415, "unsupported_media_type"],
    [500, "internal"],
  ])("status %i", async (status, code) => {
    const refused = postTo(answer(status, problem(code)));
    await expect(refused).rejects.toThrow(ServerRefusal);
    await expect(refused).rejects.toMatchObject({ status, code, message: "D" });
  });

  test("a stream that is broken off for another reason", async () => {
    const broken = postTo(answer(200, `${line(1)}{"problem":${problem("damaged")}}`));
    await expect(broken).rejects.toMatchObject({ code: "damaged" });
  });

  test("what is no ledger at all", async () => {
    await expect(postTo(answer(200, "<html>hello</html>"))).rejects.toThrow(BadAnswer);
    await expect(postTo(answer(404, "nothing here"))).rejects.toMatchObject({ status: 404 });
  });

  test("a redirection, which could carry the token elsewhere", async () => {
    const moved = answer(307, "", { location: "http://127.0.0.1:9/" });
    await expect(postTo(moved)).rejects.toThrow();
  });
});
