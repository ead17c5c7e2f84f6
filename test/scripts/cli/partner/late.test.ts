/** A message that comes late: its receiver was off, and meanwhile the person has agreed again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOfLater } from "../../../../scripts/cli/partner/later.ts";
import { writeOutputs } from "../../../../scripts/cli/partner/output.ts";
import { applyTo, type Copies } from "../../../../scripts/cli/partner/receive-apply.ts";
import { parseMessage, taskOf } from "../../../../scripts/cli/partner/receive-message.ts";
import { readState } from "../../../../scripts/cli/partner/state.ts";
import { walkOn, walkPerson } from "../../../../scripts/cli/partner/walk.ts";
import { givenOf, recordOne } from "../../../helpers/consents.ts";
import { temporaryFolder } from "../../helpers/items.ts";
import { messageOf } from "./messages.ts";
import { type PartnerWorld, partnerWorld } from "./world.ts";

let world: PartnerWorld;
let copy: string;
let subject: string;
let failed: unknown[];
let asked: number;
/** Of the withdrawal, and when it was. */
let index: number;
let timestamp: string;
beforeEach(async () => {
  world = await partnerWorld();
  copy = await temporaryFolder();
  [failed, asked] = [[], 0];
  ({ subject } = await world.person());
  await world.person();
  await world.ledger.anchor();
  await pull();
  index = await world.ledger.store.size();
  timestamp = new Date(world.ledger.clock.now()).toISOString();
  await withdraw();
});
afterEach(() => world.ledger.close());

const withdraw = () =>
  recordOne(world.ledger, {
    ...{ "@subject": subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
  });
async function agreeAgain(): Promise<void> {
  world.ledger.clock.advance(1_000);
  const now = { "@occurredAt": new Date(world.ledger.clock.now()).toISOString() };
  await recordOne(world.ledger, givenOf(subject, { ...now, noticeVersion: 2 }));
  await world.ledger.anchor();
}
/** What has changed; everything the first time. */
async function pull(): Promise<void> {
  const { state } = await walkOn(world.walking(copy), (await readState(copy)) ?? world.state());
  await writeOutputs(copy, world.terms, state);
}
const message = (change: object = {}) =>
  parseMessage(
    messageOf("consent.withdrawn", { agreement: world.agreementId, subject, index, ...change }),
  )!;
const copies = (change: Partial<Copies> = {}): Copies => ({
  directories: [copy],
  pinned: async () => ({ terms: world.terms }),
  async pullPerson(directory, one) {
    asked += 1;
    await walkPerson(world.walking(directory), (await readState(directory))!, one);
  },
  onPullFailed: (error) => failed.push(error),
  ...change,
});
const arrives = (change: Partial<Copies> = {}, data: object = {}) => {
  const one = message(data);
  return applyTo(copy, [{ message: one, task: taskOf(one)! }], copies(change));
};
const isHere = (): boolean => readFileSync(join(copy, "records.ndjson"), "utf8").includes(subject);
const away = async () => {
  throw new Error("nobody answers");
};

describe("an old withdrawal", () => {
  it("leaves who has agreed again since, and was pulled again", async () => {
    await agreeAgain();
    await pull();
    const before = await readState(copy);
    await arrives();
    expect([isHere(), asked, failed]).toEqual([true, 1, []]);
    // Nor is everything pulled again for it.
    expect(await readState(copy)).toMatchObject({ until: before!.until, walk: null });
  });

  it("deletes who has taken it back again meanwhile: what is given now the firm says", async () => {
    await agreeAgain();
    await pull();
    await withdraw();
    await arrives();
    expect([isHere(), asked, failed]).toEqual([false, 1, []]);
  });

  it("deletes where nobody can be asked, and the next pull brings who has agreed again", async () => {
    await agreeAgain();
    await pull();
    await arrives({ pullPerson: away });
    expect([isHere(), failed.length]).toEqual([false, 1]);
    await pull();
    expect(isHere()).toBe(true);
  });

  it("that comes in time deletes, and nobody is asked", async () => {
    await agreeAgain();
    await arrives();
    expect([isHere(), asked]).toEqual([false, 0]);
  });
});

it("of a message without an entry, two clocks say whether it came late", async () => {
  const of = (time: string) =>
    isOfLater(copy, subject, { ...message({ index: null }), timestamp: time });
  expect(await of(timestamp)).toBe(true);
  const after = new Date(world.ledger.clock.now() + 2 * 3_600_000).toISOString();
  expect(await of(after)).toBe(false);
  expect(await of("no time")).toBe(true);
});
