import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { systemClock } from "../../../api/core/clock.ts";
import type { Verdict } from "../../../portal/verify/verdict.ts";
import { messagesIn } from "../../../scripts/cli/messages.ts";
import { printVerdict } from "../../../scripts/cli/verdict.ts";
import { fakeTerminal } from "../helpers/cli.ts";

const EVIL = "\u001b[2J\u001b[1;1HVERIFIED\r\n\u202e\u009b31m";

/** A verdict in which everything that may come out of a file is hostile. */
const verdict: Verdict = {
  word: "NOT_ANCHORED",
  exitCode: 11,
  claim: "history",
  layers: [
    {
      layer: "content",
      state: "pass",
      code: "content_holds",
      params: { disclosed: 1, withheld: 1 },
    },
    {
      layer: "checkpoint",
      state: "pass",
      code: "checkpoint_signed",
      params: { origin: EVIL, size: 3 },
    },
    { layer: "anchor", state: "unknown", code: "not_anchored", params: { size: 3 } },
  ],
  disclosed: [
    { name: "note", value: EVIL },
    { name: "lines", value: [{ [EVIL]: EVIL }] },
  ],
  withheld: [EVIL],
  index: 2,
  stream: {
    subject: EVIL,
    name: EVIL,
    class: "consent",
    mapSize: 2,
    size: 3,
    gap: 0,
    time: EVIL,
    from: { seq: 1, leafHash: EVIL },
  },
  events: [
    { index: 0, seq: 2, disclosed: [{ name: "@occurredAt", value: EVIL }], withheld: [EVIL] },
    { index: 1, seq: 3, disclosed: [{ name: "note", value: { [EVIL]: EVIL } }], withheld: [] },
    { index: 2, seq: 4, disclosed: [], withheld: null },
  ],
  asOf: {
    time: EVIL,
    state: { kind: "made", madeBy: 3, endedBy: null, endsAt: EVIL },
    events: [
      { seq: 2, index: 0, standing: "in_log", discrepancy: "recorded_after_anchored" },
      { seq: 3, index: 1, standing: "by_clock", discrepancy: null },
      { seq: 4, index: 2, standing: "not_anchored", discrepancy: null },
    ],
    before: { size: 1, block: 1, time: EVIL },
    after: { size: 2, block: 2, time: EVIL },
    firstVersionElsewhere: false,
  },
  checkpoint: { origin: EVIL, size: 3, root: EVIL },
  anchor: { chainId: 1, contract: EVIL, ledgerId: EVIL, block: null },
  ignored: [{ name: EVIL, keyId: EVIL }],
  caveats: ["truth_not_proven"],
};

const print = async (language: "en" | "zh", columns: number | null = null): Promise<string> => {
  const { terminal, written } = fakeTerminal({ columns });
  const stdin = Readable.from([]);
  const m = messagesIn(language);
  await printVerdict({ terminal, language, m, env: {}, stdin, clock: systemClock }, verdict);
  return written.out;
};

test.each(["en", "zh"] as const)(
  "a malicious file does not paint the terminal (%s)",
  async (language) => {
    for (const columns of [null, 60]) {
      const out = await print(language, columns);
      expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      // The only line that is the word alone is the last but one.
      const lines = out.trimEnd().split("\n");
      expect(lines.filter((line) => /^VERIFIED/.test(line))).toEqual([]);
      expect(lines.filter((line) => line === "NOT_ANCHORED")).toHaveLength(1);
    }
  },
);

test("what was escaped can still be read", async () => {
  const out = await print("en");
  expect(out).toContain("note:   \\u001b[2J\\u001b[1;1HVERIFIED\\u000d\\u000a\\u202e\\u009b31m");
  expect(out).toContain("not found");
  expect(out).toMatch(/^Ignored signatures$/m);
});

test.each(["en", "zh"] as const)(
  "a stream of later versions is told as such, and so is what the map leaves out (%s)",
  async (language) => {
    const { terminal, written } = fakeTerminal({ columns: null });
    const stream = { ...verdict.stream!, name: "order/x", mapSize: 2, size: 9, gap: 6, from: null };
    for (const claim of ["history", "absent"] as const) {
      const about = { ...verdict, claim, stream, asOf: null, events: null };
      const m = messagesIn(language);
      const context = {
        terminal,
        language,
        m,
        env: {},
        stdin: Readable.from([]),
        clock: systemClock,
      };
      await printVerdict(context, about);
      expect(written.out).toContain(m.verify.stream.laterClaims[claim]("order"));
      expect(written.out).not.toContain(m.verify.stream.claims[claim]);
      expect(written.out).toMatch(/\b6\b|6 个/);
    }
  },
);
