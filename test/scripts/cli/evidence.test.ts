/** `counterfoil evidence` about records and streams: what is asked for, and what is refused before anybody is asked. */
import { describe, expect, test } from "vitest";
import { runHere } from "../helpers/cli.ts";
import { fakeLedger, TOKEN } from "../helpers/fake-ledger.ts";
import { temporaryFile } from "../helpers/items.ts";

const ID = "019ab1c2-0000-7000-8000-000000000000";
const SUBJECT = "S".repeat(43);
const RECORD = `/v1/records/${ID}/evidence`;
const STREAM = `/v1/subjects/${SUBJECT}/evidence`;
const HASH = "A".repeat(42);

const history = ["--subject", SUBJECT, "--stream", "order", "--claim", "history"];
const absent = ["--subject", SUBJECT, "--stream", "consent/a b&c", "--claim", "absent"];

async function world() {
  const ledger = await fakeLedger();
  for (const path of [RECORD, STREAM]) ledger.pages.set(path, { status: 200, body: "{}" });
  const file = await temporaryFile("token", TOKEN);
  return { ledger, env: { COUNTERFOIL_URL: ledger.url, COUNTERFOIL_TOKEN_FILE: file } };
}

test.each([
  [[ID], RECORD],
  [[ID, "--claim", "record"], `${RECORD}?claim=record`],
  [[ID, "--claim", "current", "--fields", "total"], `${RECORD}?claim=current&fields=total`],
  [history, `${STREAM}?stream=order&claim=history`],
  [
    [...history, "--fields", "total,lines", "--checkpoint", "newest", "--withhold", "1,2"],
    `${STREAM}?stream=order&claim=history&fields=total%2Clines&withhold=1%2C2&checkpoint=newest`,
  ],
  [
    [...history, "--at", "2026-01-31T09:30:00.000Z"],
    `${STREAM}?stream=order&claim=history&at=2026-01-31T09%3A30%3A00.000Z`,
  ],
  // As the API spells leaf hashes, and as files and verdicts do.
  [[...history, "--from", `2:${HASH}-`], `${STREAM}?stream=order&claim=history&from=2%3A${HASH}-`],
  [
    [...history, "--from", `2:/${HASH}+=`],
    `${STREAM}?stream=order&claim=history&from=2%3A_${HASH}-`,
  ],
  [absent, `${STREAM}?stream=consent%2Fa+b%26c&claim=absent`],
])("%j asks for %s", async (args, path) => {
  const { ledger, env } = await world();
  const ran = await runHere(["evidence", ...args], { env });
  expect(ran).toEqual({ code: 0, out: "{}", err: "" });
  expect(ledger.requests).toEqual([path]);
});

test("the token is not written over", async () => {
  const { ledger, env } = await world();
  const args = ["evidence", ID, "--out", env.COUNTERFOIL_TOKEN_FILE];
  expect((await runHere(args, { env })).code).toBe(2);
  expect(ledger.requests).toEqual([]);
});

test("what the ledger has against a claim is told in its words", async () => {
  const { ledger, env } = await world();
  const body = '{"code":"stream_exists","title":"t","detail":"Ask for its history."}';
  ledger.pages.set(STREAM, { status: 409, body });
  const { code, out, err } = await runHere(["evidence", ...absent], { env });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toBe("counterfoil: The ledger refused (409). Ask for its history.\n");
});

describe("nobody is asked", () => {
  const stream = ["--subject", SUBJECT, "--stream", "order"];
  test.each([
    ["about nothing", [], "Name what the file is about"],
    ["about half a stream", ["--subject", SUBJECT, "--claim", "history"], "Name what"],
    ["about the other half", ["--stream", "order", "--claim", "absent"], "Name what"],
    ["without a claim", stream, "--claim history or --claim absent"],
    [
      "with another claim",
      [...stream, "--claim", "best"],
      "--claim <what> does not take this value",
    ],
    ["of a record with a stream", [...stream, "--claim", "current"], "--claim current is for"],
    ["of a stream with a record", [ID, "--claim", "history"], "--claim history is for"],
    ["of both", [ID, ...stream, "--claim", "history"], "--subject is for files about streams"],
    ["at a time of a record", [ID, "--at", "2026-01-31T09:30:00.000Z"], "--at is for"],
    ["at a time of nothing", [...absent, "--at", "2026-01-31T09:30:00.000Z"], "knows no --at"],
    ["with fields of nothing", [...absent, "--fields", "total"], "knows no --fields"],
    [
      "about nobody",
      ["--subject", "../x", "--stream", "order", "--claim", "absent"],
      "“../x” is not the @subject",
    ],
  ])("%s", async (_, args, said) => {
    const { ledger, env } = await world();
    const { code, out, err } = await runHere(["evidence", ...args], { env });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(said);
    const chinese = await runHere(["evidence", ...args, "--lang", "zh"], { env });
    expect(chinese.code).toBe(2);
    expect(chinese.err).toMatch(/\p{Script=Han}/u);
    expect(ledger.requests).toEqual([]);
  });
});
