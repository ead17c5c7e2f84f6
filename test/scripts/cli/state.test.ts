/** `counterfoil state`: a state as people read it, and as it was answered. */
import { describe, expect, test } from "vitest";
import type { StateAnswer } from "../../../scripts/cli/state/answer.ts";
import { runHere } from "../helpers/cli.ts";
import { fakeLedger, TOKEN } from "../helpers/fake-ledger.ts";
import { temporaryFile } from "../helpers/items.ts";

const SUBJECT = "S".repeat(43);
const PATH = `/v1/subjects/${SUBJECT}/state`;
const ID = "019ab1c2-0000-7000-8000-000000000000";
const AT = "2026-11-10T00:00:00.000Z";

const event = (seq: number) => ({ seq, index: seq * 10, id: ID, version: seq });
type Standing = StateAnswer["events"][number]["standing"];
const events = (...standings: Standing[]): StateAnswer["events"] =>
  standings.map((standing, at) => ({
    ...{ seq: at + 1, index: at * 10 + 10, leafHash: "A".repeat(43), standing },
  }));

const ANSWER: StateAnswer = {
  ...{ subject: SUBJECT, stream: "customer", at: AT, state: "made" },
  madeBy: event(3),
  endedBy: event(4),
  endsAt: "2026-11-12T08:00:00.000Z",
  inForce: {
    id: ID,
    version: 3,
    record: {
      "@kind": "customer",
      "@occurredAt": "2026-11-09T08:00:00.000Z",
      "@recordedAt": "2026-11-09T08:00:01.000Z",
      name: "Wei\u202e \u001b[31m伟",
      note: null,
      phones: [{ number: "1" }],
    },
  },
  bounds: {
    before: { size: 35, block: 7, time: "2026-11-09T09:00:00.000Z" },
    after: { size: 45, block: 9, time: "2026-11-11T09:00:00.000Z" },
  },
  events: events("in_log", "in_log", "in_log", "by_clock", "not_anchored", "not_anchored"),
  named: [
    { seq: 1, index: 10, discrepancy: "recorded_after_anchored" },
    { seq: 2, index: 20, discrepancy: "recorded_after_anchored" },
    { seq: 5, index: 50, discrepancy: "something_newer" },
  ],
  provenBy: { chain: [1, 2, 3, 5, 6], clock: [4], anchored: true },
};

async function run(body: unknown, ...args: string[]) {
  const ledger = await fakeLedger();
  ledger.pages.set(PATH, {
    status: 200,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const file = await temporaryFile("token", TOKEN);
  const env = { COUNTERFOIL_URL: ledger.url, COUNTERFOIL_TOKEN_FILE: file };
  const stream = ["--subject", SUBJECT, "--stream", "customer"];
  const columns = args.includes("--narrow") ? 60 : null;
  const given = args.filter((arg) => arg !== "--narrow");
  const ran = await runHere(["state", ...stream, ...given], { env, terminal: { columns } });
  return { ...ran, requests: ledger.requests };
}

/** The rows below a heading, each in its columns. */
function part(out: string, title: string): string[][] {
  const at = out.indexOf(`${title}\n`);
  expect(at, `${title} is not in:\n${out}`).toBeGreaterThanOrEqual(0);
  const [body = ""] = out.slice(at + title.length + 1).split("\n\n");
  return body.split("\n").map((row) => row.trim().split(/ {2,}/));
}

test("is told as people read it: what, by whom, until when, between which anchors", async () => {
  const { code, out, err, requests } = await run(ANSWER, "--at", AT);
  expect([code, err]).toEqual([0, ""]);
  expect(requests).toEqual([`${PATH}?stream=customer&at=2026-11-10T00%3A00%3A00.000Z`]);
  expect(part(out, `customer at ${AT}`)).toEqual([
    ["Subject:", SUBJECT],
    [
      "State:",
      "by what this history says today there was one, and it was not over: it had occurred by then (when it was recorded is another matter)",
    ],
    ["Made by:", `no. 3 (entry 30), version 3 of record ${ID}`],
    ["Ended by:", `no. 4 (entry 40), version 4 of record ${ID}, at 2026-11-12T08:00:00.000Z`],
    ["Anchor before:", "block 7 (2026-11-09T09:00:00.000Z) with the first 35 entries"],
    ["Anchor after:", "block 9 (2026-11-11T09:00:00.000Z) with the first 45 entries"],
  ]);
  expect(part(out, "The record that made it")).toEqual([
    ["Id:", ID],
    ["Version:", "3"],
    ["Occurred:", "2026-11-09T08:00:00.000Z"],
    ["Recorded:", "2026-11-09T08:00:01.000Z"],
    ["name:", "Wei\\u202e \\u001b[31m伟"],
    ["phones:", '[{"number":"1"}]'],
    ["Empty fields and the envelope are left out here: --json shows all."],
  ]);
  expect(part(out, "Who tells when they came into the log")).toEqual([
    ["no. 1–3", "the chain: they were in it by then"],
    ["no. 5–6", "the chain: neither by then nor by the next anchor were they in it"],
    ["no. 4", "only the ledger's own clock could tell, and it is not shown here"],
  ]);
  expect(part(out, "What contradicts the chain")).toEqual([
    ["no. 1–2", "in the log before the time at which they say they were recorded"],
    ["no. 5", "something_newer"],
  ]);
  expect(out.trimEnd().split("\n").at(-1)).toContain(`--claim history --at ${AT}`);
});

test.each([
  ["2026-11-09T08:00:01.000Z", "by the ledger's own clock recorded by then"],
  ["2026-11-10T00:00:00.001Z", "by the ledger's own clock recorded only after that time"],
  [undefined, "only the ledger's own clock could tell, and it is not shown here"],
])("what the clock says of the one that made the state (%s)", async (recorded, sentence) => {
  const record = { "@kind": "customer", ...(recorded && { "@recordedAt": recorded }) };
  const inForce = { id: ID, version: 3, record };
  const { out } = await run({ ...ANSWER, inForce, events: events("in_log", "in_log", "by_clock") });
  expect(part(out, "Who tells when they came into the log")).toContainEqual(["no. 3", sentence]);
});

test("what does not show when it was recorded contradicts nothing", async () => {
  const named = [{ seq: 1, index: 10, discrepancy: "recorded_withheld" }];
  const { out } = await run({ ...ANSWER, named });
  expect(out).not.toContain("What contradicts the chain");
  expect(part(out, "What cannot be compared with the chain")).toEqual([
    ["no. 1", "do not show when they were recorded (withheld, or their content is gone)"],
  ]);
});

test("in Chinese, and no line wider than the terminal", async () => {
  const { out } = await run(ANSWER, "--lang", "zh");
  expect(part(out, `customer 在 ${AT}`)).toContainEqual([
    "状态:",
    "按这段历史今天所载，当时已有且尚未结束：它当时已经发生（何时记录是另一回事）",
  ]);
  expect(part(out, "它们何时进入日志，由谁说明")).toContainEqual([
    "第 1–3 号",
    "链：当时已在日志中",
  ]);
  const { out: narrow } = await run(ANSWER, "--narrow");
  for (const line of narrow.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
});

describe("other states", () => {
  const facts = async (change: Partial<StateAnswer>) => {
    const { out } = await run({ ...ANSWER, ...change });
    return { out, rows: Object.fromEntries(part(out, `customer at ${AT}`)) };
  };

  test("over by its own validity, or going to be", async () => {
    const over = await facts({ state: "expired", endedBy: null, endsAt: null });
    expect(over.rows["State:"]).toBe(
      "over by then, by what this history says today: its own validity had ended",
    );
    const end = "2026-12-01T00:00:00.000Z";
    const coming = await facts({ endedBy: null, endsAt: end });
    expect(coming.rows["Ended by:"]).toBe(`its own validity, at ${end}`);
    const open = await facts({ endedBy: null, endsAt: null });
    expect(open.rows["Ended by:"]).toBe("nothing so far");
  });

  test("none, in a stream that begins with the second version", async () => {
    const none = { state: "none", madeBy: null, endedBy: null, endsAt: null } as const;
    const { out, rows } = await facts({ ...none, events: [], named: [] });
    expect(rows["State:"]).toContain("none yet");
    expect(rows).not.toHaveProperty("Ended by:");
    expect(
      part(
        out,
        "In force by what is recorded today: the first version, which is in the stream customer",
      )[0],
    ).toEqual(["Id:", ID]);
    expect(out).not.toContain("Who tells");
    expect(out).toContain("--claim absent");
    const begins = await facts({ ...none, endedBy: event(1), endsAt: AT, inForce: null });
    expect(begins.rows["Ended by:"]).toContain("no. 1 (entry 10)");
  });

  test("not to be told any more; nothing anchored", async () => {
    const { out, rows } = await facts({
      ...{ state: "unknown", madeBy: null, endedBy: null, endsAt: null, inForce: null },
      bounds: { before: null, after: null },
    });
    expect(rows["State:"]).toContain("cannot be told");
    expect(rows["Anchor before:"]).toContain("none");
    expect(rows["Anchor after:"]).toBe("none yet");
    expect(out).not.toContain("The record that made it");
    const gone = await facts({ madeBy: { seq: 3, index: 30, id: null, version: null } });
    expect(gone.rows["Made by:"]).toBe("no. 3 (entry 30), a record that is gone");
  });
});

test("as JSON it is the whole answer, and paints nothing", async () => {
  const answer = { ...ANSWER, something: "new" };
  const { code, out } = await run(answer, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(answer);
  for (const hidden of ["\u202e", "\u001b"]) expect(out).not.toContain(hidden);
});

test.each([
  ["what is no JSON", "<html>"],
  ["what is no state", "{}"],
  ["a state of another stream", { ...ANSWER, stream: "order" }],
  ["a state of somebody else", { ...ANSWER, subject: "T".repeat(43) }],
])("%s is not taken for an answer", async (_, body) => {
  const { code, out, err } = await run(body);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toContain("does not speak like a Counterfoil ledger");
});

test("a refusal is told in the ledger's words", async () => {
  const ledger = await fakeLedger();
  const body = '{"code":"invalid_parameter","title":"t","detail":"Not\\u202e valid."}';
  ledger.pages.set(PATH, { status: 400, body });
  const env = {
    COUNTERFOIL_URL: ledger.url,
    COUNTERFOIL_TOKEN_FILE: await temporaryFile("token", TOKEN),
  };
  const args = ["state", "--subject", SUBJECT, "--stream", "nope"];
  expect(await runHere(args, { env })).toEqual({
    ...{ code: 2, out: "" },
    err: "counterfoil: The ledger refused (400). Not\\u202e valid.\n",
  });
});
