/** What officers' pages compute before they draw. */
import { describe, expect, it } from "vitest";
import type { Answer, Entry, Overview } from "../../../../portal/src/officer/data.ts";
import { chainAround, linkBelow } from "../../../../portal/src/officer/view/chain.ts";
import { coinOf, coins } from "../../../../portal/src/officer/view/cost.ts";
import { asDay, endOf, today } from "../../../../portal/src/officer/view/day.ts";
import { wantedOf } from "../../../../portal/src/officer/view/find.ts";
import { hexOf } from "../../../../portal/src/officer/view/hash.ts";
import {
  asState,
  csv,
  fileNameOf,
  peopleCsv,
  STATES,
  sinceOf,
  statedIn,
  toneOf,
} from "../../../../portal/src/officer/view/stands.ts";
import { concernsOf, stepsOf } from "../../../../portal/src/officer/view/steps.ts";

describe("a day that is asked about", () => {
  const now = Date.parse("2026-11-27T12:00:00Z");

  it("is asked about at its end, where the reader is", () => {
    const end = endOf("2026-03-05", now)!;
    const local = new Date(Date.parse(end) + 1);
    expect([local.getDate(), local.getHours(), local.getMinutes()]).toEqual([6, 0, 0]);
    expect(end).toMatch(/\.999Z$/);
  });

  it("is now where it is not over, or none was chosen", () => {
    expect(endOf(undefined, now)).toBeNull();
    expect(endOf(today(now), now)).toBeNull();
    expect(endOf("2030-01-01", now)).toBeNull();
  });

  it("is none where an address has something else", () => {
    for (const value of [undefined, 5, "", "2026-13-45", "5.3.2026", "2026-03-05T00:00"])
      expect(asDay(value)).toBeUndefined();
    expect(asDay("2026-03-05")).toBe("2026-03-05");
  });
});

describe("what anchoring costs", () => {
  it.each([
    ["0", "0"],
    ["108000000000000", "0.000108"],
    ["97437210000000", "0.0000974"],
    ["1", "0.000000000000000001"],
    ["1000000000000000000", "1"],
    ["12345678901234567890", "12.345"],
    ["2000000000000000001", "2"],
  ])("%s wei are %s", (wei, amount) => expect(coins(wei)).toBe(amount));

  it("is in the coin of the chain, if that is known", () => {
    expect([coinOf(1), coinOf(31_337), coinOf(137), coinOf(424_242)]).toEqual([
      ...["ETH", "ETH", "POL", null],
    ]);
  });
});

describe("who is looked for", () => {
  it("is a person or a record by the ledger's own names, else somebody's number", () => {
    const subject = "a".repeat(43);
    const id = "019AB1C2-0000-7000-8000-000000000000";
    expect(wantedOf(` ${subject} `, "")).toEqual({ by: "subject", subject });
    expect(wantedOf(id, "")).toEqual({ by: "record", id: id.toLowerCase() });
    expect(wantedOf(" K-1 ", " shop ")).toEqual({
      ...{ by: "reference", source: "shop", externalNumber: "K-1" },
    });
  });

  it("is nobody yet where something is missing", () => {
    expect(wantedOf("  ", "shop")).toBeNull();
    expect(wantedOf("K-1", " ")).toBeNull();
  });
});

describe("how people stand", () => {
  it("has a tone for every state, and takes no other from an address", () => {
    expect(new Set(STATES.map(toneOf))).toEqual(new Set(["yes", "no", "open", "wrong"]));
    expect([asState("given"), asState("nothing"), asState(1)]).toEqual([
      ...["given", undefined, undefined],
    ]);
  });

  it("goes into a file that no spreadsheet takes for formulas", () => {
    expect(csv([["a,b", 'say "x"', "=1+1", "-2", "line\nbreak"]])).toBe(
      `"a,b","say ""x""",'=1+1,'-2,"line\nbreak"\r\n`,
    );
    const text = peopleCsv(
      ["who", "consent"],
      { purpose: "newsletter", at: "2026-03-05T15:59:59.999Z" },
      [{ subject: "-abc", allowed: true, reason: "given", since: null }],
      (allowed) => (allowed ? "yes" : "no"),
      (state) => state.toUpperCase(),
    );
    expect(text).toBe("who,consent\r\n'-abc,yes,GIVEN,,newsletter,2026-03-05T15:59:59.999Z\r\n");
    expect(fileNameOf("newsletter", "2026-03-05T15:59:59.999Z")).toBe("newsletter-2026-03-05.csv");
  });

  it("since the newest of what made it, or since it ended", () => {
    const made = (occurredAt: string, endsAt: string | null = null) => ({
      ...{ madeBy: { occurredAt }, endsAt },
    });
    const answer = (reason: string, ...identifiers: object[]) =>
      ({ reason, identifiers }) as unknown as Answer;
    expect(sinceOf(answer("withdrawn", made("2026-01-01"), made("2026-02-01")))).toBe("2026-02-01");
    expect(sinceOf(answer("expired", made("2026-01-01", "2026-06-01")))).toBe("2026-06-01");
    expect(sinceOf(answer("never_asked", { madeBy: null, endsAt: null }))).toBeNull();
  });

  it("rests on what the firm has stated, told apart by its stream", () => {
    expect(statedIn("/v1/subjects/x/evidence?claim=history&stream=purpose/a")).toBe(
      "statedPurpose",
    );
    expect(statedIn("/v1/subjects/x/evidence?claim=history&stream=notice/a")).toBe("statedNotice");
  });
});

const overview = (change: Partial<Overview>): Overview =>
  ({
    ...{ size: 10, sealed: 8, sealing: "ok", cosigners: [] },
    anchor: { size: 6, state: "included" },
    final: { size: 4 },
    chain: { state: "ok" },
    ...change,
  }) as unknown as Overview;

describe("how far records have come", () => {
  it("is told step by step", () => {
    const steps = stepsOf(overview({}));
    expect(steps.map(({ step, size, behind, share }) => [step, size, behind, share])).toEqual([
      ["recorded", 10, 0, 1],
      ["sealed", 8, 2, 0.8],
      ["anchored", 6, 4, 0.6],
      ["final", 4, 6, 0.4],
    ]);
  });

  it("does not take for anchored what is only on its way", () => {
    const pending = { size: 9, state: "pending" } as Overview["anchor"];
    expect(stepsOf(overview({ anchor: pending }))[2]).toMatchObject({ size: 4 });
    expect(stepsOf(overview({ anchor: null, final: null }))[2]).toMatchObject({ size: 0 });
  });

  it("shows where it is stuck, and what to think of it", () => {
    const chain = { state: "unreachable" } as Overview["chain"];
    const cosigners = [{ name: "a", state: "refusing", size: 3 }] as Overview["cosigners"];
    const steps = stepsOf(overview({ chain, cosigners, sealing: "failing" }));
    expect(steps.map(({ trouble }) => trouble)).toEqual([false, true, true, false, true]);
    expect(concernsOf({ chain, sealing: "failing" })).toEqual([
      ...["sealingFailing", "chainUnreachable"],
    ]);
    expect(concernsOf({ chain: { ...chain, state: "ok" }, sealing: "ok" })).toEqual([]);
  });

  it("is whole where there is nothing", () => {
    const none = overview({ size: 0, sealed: 0, anchor: null, final: null });
    for (const { share, behind } of stepsOf(none)) expect([share, behind]).toEqual([1, 0]);
  });
});

describe("an entry in its stream", () => {
  const at = (stream: object | null) =>
    ({ index: 7, leafHash: "this", stream }) as unknown as Entry;
  const neighbour = (index: number, fits = true) => ({ index, leafHash: String(index), fits });

  it("is drawn between its neighbours, from the newer to the older", () => {
    const parts = chainAround(at({ seq: 2, before: neighbour(3), behind: neighbour(9) }));
    expect(parts.map(({ index, seq, link }) => [index, seq, link])).toEqual([
      [9, 3, null],
      [7, 2, "linked"],
      [3, 1, "linked"],
    ]);
  });

  it("shows a link that does not hold, and what is missing", () => {
    const broken = chainAround(at({ seq: 3, before: neighbour(3, false), behind: null }));
    expect(broken.map(({ note, link }) => [note, link])).toEqual([
      ["newestOfStream", null],
      [null, null],
      [null, "broken"],
    ]);
    const gone = chainAround(at({ seq: 3, before: null, behind: null })).at(-1);
    expect(gone).toMatchObject({ note: "beforeGone", link: "broken" });
    const first = chainAround(at({ seq: 1, before: null, behind: null })).at(-1);
    expect(first).toMatchObject({ note: "firstOfStream", link: null });
    expect(chainAround(at(null))).toEqual([]);
  });

  it("hangs on the one below it", () => {
    expect([true, false, null].map((fits) => linkBelow({ fits }))).toEqual([
      ...["chainHolds", "chainBroken", "chainFirst"],
    ]);
  });

  it("has its hash in the spelling of block explorers, too", () => {
    expect(hexOf(Buffer.from([0, 1, 255]).toString("base64"))).toBe("0x0001ff");
  });
});
