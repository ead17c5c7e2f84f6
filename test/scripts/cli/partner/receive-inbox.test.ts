/** Letters survive whatever comes at once, and what is finished costs nothing any more. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { openInbox } from "../../../../scripts/cli/partner/receive-inbox.ts";
import { temporaryFolder } from "../../helpers/items.ts";
import { messageOf, newId } from "./messages.ts";

let place: string;
beforeEach(async () => {
  place = join(await temporaryFolder(), "messages");
});
const body = messageOf("webhook.test");
const said = { note: "n", sent: true };

it("a letter that is saved while it is sent again keeps how far it was", async () => {
  const inbox = await openInbox(place);
  for (let i = 0; i < 60; i++) {
    const id = newId();
    await inbox.add(id, body, i);
    const letter = (await inbox.open()).find((one) => one.id === id)!;
    await Promise.all([
      inbox.save({ ...letter, applied: true, received: said, done: said, finished: true }),
      inbox.add(id, body, i),
      inbox.open(),
    ]);
    const [left] = await inbox.open();
    // It was finished, and is sent again, whichever came first.
    if (left !== undefined) {
      expect(left).toMatchObject({ id, applied: true, done: { note: "n", sent: false } });
      await inbox.save({ ...left, finished: true });
    }
  }
  expect(await inbox.open()).toEqual([]);
  expect(readdirSync(place)).toEqual(["finished"]);
});

it("a letter that arrives twice at once is one, also where two processes receive it", async () => {
  const [one, two] = [await openInbox(place), await openInbox(place)];
  for (let i = 0; i < 60; i++) {
    const id = newId();
    const both = await Promise.all([one.add(id, body, 1), one.add(id, body, 2)]);
    expect(both).toEqual([true, false]);
    const other = newId();
    const settled = await Promise.allSettled([one.add(other, body, 1), two.add(other, body, 2)]);
    // The slower one hears of the other at the latest when it gives the letter its name.
    expect(settled.map((each) => each.status === "fulfilled" && each.value)).toContain(true);
    for (const each of settled)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "EEXIST" });
  }
  expect(await one.open()).toHaveLength(120);
});

it("what is finished is not read any more, and known all the same", async () => {
  const inbox = await openInbox(place);
  const id = newId();
  await inbox.add(id, body, 1);
  const [letter] = await inbox.open();
  await inbox.save({ ...letter!, applied: true, received: said, done: said, finished: true });
  const file = join(place, "finished", `${id}.json`);
  expect(readdirSync(place)).toEqual(["finished"]);
  expect(await inbox.add(id, body, 2)).toBe(true);
  expect(await inbox.open()).toMatchObject([
    { id, receivedAt: 1, done: { note: "n", sent: false } },
  ]);
  await inbox.save({ ...letter!, applied: true, finished: true });
  writeFileSync(file, "damaged");
  expect(await inbox.open()).toEqual([]);
});

it("one that is damaged is told, and keeps none back", async () => {
  const told: unknown[] = [];
  const inbox = await openInbox(place, (error) => told.push(error));
  const id = newId();
  await inbox.add(id, body, 1);
  writeFileSync(join(place, `${newId()}.json`), "{");
  expect(await inbox.open()).toMatchObject([{ id }]);
  expect(told).toHaveLength(1);
});

it("what a crash cut short is gone when it opens again", async () => {
  await openInbox(place);
  writeFileSync(join(place, `${newId()}.json.1.new`), "{");
  await openInbox(place);
  expect(readdirSync(place)).toEqual(["finished"]);
});
