/** Random people: everything of each is in their export, and nothing of anybody else; any change to it is told. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseManifest } from "../../../../api/rights/export/bundle/manifest.ts";
import { foundFirm, givenOf, recordOne } from "../../../helpers/consents.ts";
import { checkFiles, exportOf, filesOf } from "../../../helpers/exported.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  paymentOf,
  seededRandom,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";

const PEOPLE = 8;
const STEPS = 90;

let ledger: TestLedger;
/** By person: identifiers that are joined. */
const groups: string[][] = [];
/** By subject: marks of what was recorded of them. */
const marks = new Map<string, string[]>();
const random = seededRandom("exports of random people");
const draw = (below: number): number => new DataView(random.bytes(4).buffer).getUint32(0) % below;

const add = (subject: string, mark: string): void => {
  marks.set(subject, [...(marks.get(subject) ?? []), mark]);
};

async function step(at: number): Promise<void> {
  const group = groups[draw(groups.length)]!;
  const subject = group[draw(group.length)]!;
  const mark = `Mark${at}End`;
  const kind = draw(5);
  if (kind === 0) await stored(ledger, customerOf(subject, { note: mark }));
  if (kind === 1) await stored(ledger, orderOf(subject, { externalNumber: `R-${at}`, note: mark }));
  if (kind === 2)
    await stored(ledger, paymentOf(subject, { externalNumber: `R-${at}`, note: mark }));
  if (kind === 3) await recordOne(ledger, givenOf(subject, { note: mark })).catch(() => {});
  if (kind === 4) {
    const number = `S-${subject.slice(0, 6)}`;
    await stored(ledger, orderOf(subject, { externalNumber: number, note: mark }));
  }
  if (kind !== 3) add(subject, mark);
}

beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  for (let i = 0; i < PEOPLE; i++) {
    const subject = await newSubject(ledger, `P-${i}`);
    groups.push([subject]);
    if (i % 3 !== 0) continue;
    const other = await newSubject(ledger, `Q-${i}`);
    groups.at(-1)?.push(other);
    const joined = { "@subject": subject, other, event: "joined", reference: "case" };
    await ledger.consents.merge(joined);
  }
  for (let at = 0; at < STEPS; at++) await step(at);
  await ledger.anchor();
  await ledger.cosign();
});
afterAll(() => ledger.close());

describe("exports of random people", () => {
  it("have all of them, and of nobody else", async () => {
    for (const group of groups) {
      const subject = group[draw(group.length)]!;
      const files = filesOf((await exportOf(ledger, subject)).zip);
      const { word, faults } = await checkFiles(ledger, files);
      expect([word, faults]).toEqual(["VERIFIED", []]);
      const { identifiers } = parseManifest(files.get("manifest.json")!);
      expect([...identifiers].sort()).toEqual([...group].sort());
      const data = files.get("data.json")!.toString("utf8");
      for (const [whose, all] of marks)
        for (const mark of all)
          expect([mark, data.includes(mark)]).toEqual([mark, group.includes(whose)]);
      // No identifier of anybody else either, in whatever file.
      const others = groups.filter((one) => one !== group).flat();
      for (const [path, content] of files)
        for (const other of others) expect([path, content.includes(other)]).toEqual([path, false]);
    }
  });

  it("are refused for whatever file of another's stands in them", async () => {
    const one = filesOf((await exportOf(ledger, groups[0]![0]!)).zip);
    const other = filesOf((await exportOf(ledger, groups[1]![0]!)).zip);
    for (const path of one.keys()) {
      const foreign = other.get(path);
      if (foreign === undefined || foreign.equals(one.get(path)!)) continue;
      const { word, faults } = await checkFiles(ledger, new Map(one).set(path, foreign));
      expect([path, word, faults.length > 0]).toEqual([path, "INVALID", true]);
      if (path !== "manifest.json") expect(faults[0]).toMatchObject({ file: path });
    }
  });
});
