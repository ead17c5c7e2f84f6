import { describe, expect, it } from "vitest";
import { type Candidate, decide } from "../../../api/ledger/decide.ts";
import type { KnownRecord as Known } from "../../../api/store/record-reads.ts";
import type { RecordRow } from "../../../api/store/store.ts";

type KnownRecord = Known<RecordRow>;

const mac = (n: number): Buffer => Buffer.alloc(32, n);

/** A record with versions of these contents; the last is the newest. */
const known = (...contents: number[]): KnownRecord => ({
  newest: {
    id: "id",
    version: contents.length,
    subject: "somebody",
    contentMac: mac(contents.at(-1)!),
  } as unknown as KnownRecord["newest"],
  contentMacs: contents.map((content, i) => ({ version: i + 1, contentMac: mac(content) })),
});

const NEWEST_AT = "2026-11-20T08:00:00.000Z";
const LATER = "2026-11-20T08:00:00.001Z";
const EARLIER = "2026-11-20T07:59:59.999Z";

const candidate = (content: number, change: Partial<Candidate> = {}): Candidate => ({
  subject: "somebody",
  contentMac: mac(content),
  occurredAt: LATER,
  insist: false,
  newestLost: false,
  ...change,
});

async function decision(c: Candidate, record: KnownRecord | null): Promise<string> {
  const made = await decide(c, record, async () => NEWEST_AT);
  return "version" in made ? `${made.what} ${made.version}` : made.what;
}

describe("what becomes of a draft", () => {
  const insisting = { insist: true };
  const old = { occurredAt: EARLIER };
  const lost = { newestLost: true };
  const cases: [string, Candidate, KnownRecord | null, string][] = [
    ["nothing known", candidate(1), null, "new"],
    ["nothing known, insisting", candidate(1, insisting), null, "new"],
    ["other content, later", candidate(2), known(1), "version 2"],
    [
      "other content, at the same time",
      candidate(2, { occurredAt: NEWEST_AT }),
      known(1),
      "version 2",
    ],
    ["the newest's content", candidate(1), known(1), "unchanged 1"],
    ["the newest's content, older", candidate(3, old), known(1, 2, 3), "unchanged 3"],
    ["the newest's content, insisting", candidate(1, insisting), known(1), "unchanged 1"],
    ["an earlier content", candidate(1), known(1, 2), "equals_earlier 1"],
    ["an earlier content, older", candidate(2, old), known(1, 2, 3), "equals_earlier 2"],
    ["an earlier content, insisting", candidate(1, insisting), known(1, 2), "version 3"],
    [
      "a content twice before: the first is told",
      candidate(1),
      known(1, 2, 1, 3),
      "equals_earlier 1",
    ],
    [
      "the newest known content, but a later one was lost",
      candidate(1, lost),
      known(1),
      "equals_earlier 1",
    ],
    ["the same, insisting", candidate(1, { ...lost, ...insisting }), known(1), "version 2"],
    ["other content, but a later one was lost", candidate(2, lost), known(1), "version 2"],
    ["newest again after others", candidate(1), known(1, 2, 1), "unchanged 3"],
    ["other content, older", candidate(2, old), known(1), "older 1"],
    [
      "other content, older, insisting",
      candidate(2, { ...old, ...insisting }),
      known(1),
      "version 2",
    ],
    ["another subject's", candidate(2, { subject: "other" }), known(1), "conflict"],
    ["another subject's, same content", candidate(1, { subject: "other" }), known(1), "conflict"],
    [
      "another subject's, insisting",
      candidate(2, { subject: "other", insist: true }),
      known(1),
      "conflict",
    ],
  ];

  it.each(cases)("%s", async (_, c, record, expected) => {
    expect(await decision(c, record)).toBe(expected);
  });

  it("opens the newest version only where its time decides", async () => {
    let asked = 0;
    const newestAt = async (): Promise<string> => {
      asked++;
      return NEWEST_AT;
    };
    for (const [, c, record, expected] of cases) {
      asked = 0;
      await decide(c, record, newestAt);
      const decides = /^(older|version)/.test(expected) && !c.insist;
      expect(asked).toBe(decides ? 1 : 0);
    }
  });
});
