/** Of whom processing is restricted, a partner's copy keeps what it has, and uses it for nothing. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as copy from "../../../../scripts/cli/partner/copy.ts";
import { writeOutputs } from "../../../../scripts/cli/partner/output.ts";
import { applyTo } from "../../../../scripts/cli/partner/receive-apply.ts";
import { parseMessage, taskOf } from "../../../../scripts/cli/partner/receive-message.ts";
import { type CopyState, readState, writeState } from "../../../../scripts/cli/partner/state.ts";
import { walkOn, walkPerson } from "../../../../scripts/cli/partner/walk.ts";
import { OFFICER } from "../../../api/sharing/firm.ts";
import { temporaryFolder } from "../../helpers/items.ts";
import { messageOf } from "./messages.ts";
import { type PartnerWorld, partnerWorld } from "./world.ts";

let world: PartnerWorld;
let directory: string;
let subject: string;
let other: string;
beforeEach(async () => {
  world = await partnerWorld();
  directory = await temporaryFolder();
  ({ subject } = await world.person());
  ({ subject: other } = await world.person());
  await world.ledger.anchor();
  await pull();
});
afterEach(() => world.ledger.close());

async function pull(change: Partial<CopyState> = {}) {
  const before = (await readState(directory)) ?? world.state();
  const { tally, state } = await walkOn(world.walking(directory), { ...before, ...change });
  await writeState(directory, state);
  await writeOutputs(directory, world.terms, state);
  return tally;
}
async function say(input: object): Promise<void> {
  world.ledger.clock.advance(1_000);
  await world.ledger.consents.restrict({ subject, actor: OFFICER }, { ...input });
  await world.ledger.anchor();
}
const restrict = () => say({ event: "restricted", ground: "accuracy" });
const lift = () => say({ event: "lifted", ground: "withdrawn" });

const used = (): readonly string[] =>
  [subject, other].filter((one) =>
    ["records.ndjson", "customer.csv"].some((file) =>
      readFileSync(join(directory, file), "utf8").includes(one),
    ),
  );
async function kept(): Promise<readonly string[]> {
  const all = new Set<string>();
  for await (const record of copy.records(directory)) all.add(record.subject);
  return [subject, other].filter((one) => all.has(one));
}
async function receive(type: string): Promise<void> {
  const message = parseMessage(messageOf(type, { agreement: world.agreementId, subject }))!;
  await applyTo(directory, [{ message, task: taskOf(message)! }], {
    directories: [directory],
    pinned: async () => ({ terms: world.terms }),
    pullPerson: async (at, one) => {
      await walkPerson(world.walking(at), (await readState(at))!, one);
    },
    onPullFailed: (error) => {
      throw error;
    },
  });
}

it.each([
  ["changes", {}],
  ["everything", { until: null }],
])("a pull of %s keeps what is here, out of all tables, until it is lifted", async (_, change) => {
  expect(used()).toEqual([subject, other]);
  await restrict();
  expect(await pull(change)).toMatchObject({ held: 1, ended: 0, removed: 0 });
  expect([used(), await kept()]).toEqual([[other], [subject, other]]);
  // Nor does the next one forget it.
  await pull({ until: null });
  expect([used(), await kept()]).toEqual([[other], [subject, other]]);
  await lift();
  expect(await pull(change)).toMatchObject({ held: 0, removed: 0 });
  expect([used(), await kept()]).toEqual([
    [subject, other],
    [subject, other],
  ]);
});

it("a message does so at once, and when it is lifted what is given now is fetched", async () => {
  await restrict();
  await receive("person.restricted");
  expect([used(), await kept()]).toEqual([[other], [subject, other]]);
  // Said twice, or late: the firm still gives nothing.
  await receive("restriction.lifted");
  expect([used(), await kept()]).toEqual([[other], [subject, other]]);
  await lift();
  await receive("restriction.lifted");
  expect(used()).toEqual([subject, other]);
});

it("a message that comes after the restriction was lifted holds nobody", async () => {
  await restrict();
  await pull();
  await lift();
  await pull();
  await receive("restriction.lifted");
  expect(used()).toEqual([subject, other]);
});

it("whoever is deleted leaves nothing, be they restricted or not", async () => {
  await restrict();
  await pull();
  await copy.endPerson(directory, subject);
  expect(existsSync(join(directory, "proofs", subject))).toBe(false);
});
