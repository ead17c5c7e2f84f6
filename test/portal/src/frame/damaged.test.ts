/** An entry that is damaged: it stands where it was, and says in words what it is and what to do. */
import { createElement } from "react";
import { describe, expect, it } from "vitest";
import { OwnDamaged } from "../../../../portal/src/customer/OwnDamaged.tsx";
import { keyOfPlaced, placed } from "../../../../portal/src/frame/damaged.ts";
import { StreamsTab } from "../../../../portal/src/officer/people/StreamsTab.tsx";
import { TheirDamaged } from "../../../../portal/src/officer/people/TheirDamaged.tsx";
import { draw } from "../draw.ts";

const entry = { id: "a", version: 2, index: 1_857, kind: "order" };

it("stands between the others, newest first, and is told from other versions", () => {
  const record = (index: number) => ({ id: "a", version: 1, index });
  const lines = placed([record(9_000), record(3)], [entry]);
  expect(lines).toEqual([{ record: record(9_000) }, { damaged: entry }, { record: record(3) }]);
  expect(lines.slice(1).map(keyOfPlaced)).toEqual(["a 2", "a 1"]);
  expect(placed([], [entry])).toEqual([{ damaged: entry }]);
});

describe("a damaged entry", () => {
  it("tells a customer which it is, and whom to turn to", () => {
    const { text } = draw(createElement(OwnDamaged, { entry }), { role: "customer" });
    expect(text).toContain("This entry is damaged");
    expect(text).toContain("Order, version 2: entry 1,857 of the log.");
    expect(text).toContain("Tell the firm");
    const other = { ...entry, kind: "contract" };
    const chinese = draw(createElement(OwnDamaged, { entry: other }), { language: "zh" }).text;
    expect(chinese).toContain("此条目已损坏");
    expect(chinese).toContain("记录，第 2 版：日志条目 1,857。");
    expect(chinese).toContain("请告知企业");
  });

  it("leads an officer to an audit, and staff to an officer", () => {
    const { html, text } = draw(createElement(TheirDamaged, { entry }));
    expect(text).toContain("Rest nothing on it. An audit names what was changed");
    expect(html).toContain('href="/app/audits"');
    const staff = draw(createElement(TheirDamaged, { entry }), { role: "staff", language: "zh" });
    expect(staff.text).toContain("并告知合规官");
    expect(staff.html).not.toContain("href=");
  });

  it("may hide a stream, which is said where streams are listed", () => {
    const of = (damaged: readonly object[]) =>
      draw(createElement(StreamsTab, { subject: "s" }), {
        answers: [[["streams", "s"], { subject: "s", streams: [], damaged }]],
      }).text;
    expect(of([entry, entry])).toContain("2 records cannot be read");
    expect(of([])).not.toContain("cannot be read");
  });
});
