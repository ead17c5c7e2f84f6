/** Changes of accounts and keys, and their records: both or neither, and none is lost. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import {
  type Administration,
  createAdministration,
  createChanges,
  OPERATOR,
} from "../../../api/identity/administration.ts";
import type { AdministrationEvent } from "../../../api/ledger/administration.ts";
import { type AccountsFile, openAccountsFile } from "../../../api/store/sqlite/accounts.ts";
import { rejection } from "../../helpers/ledger.ts";
import { seededRandom, type TestClock, testClock } from "../../helpers/repeatable.ts";
import { newPlace } from "../../helpers/store/places.ts";

let place: ReturnType<typeof newPlace>;
let path: string;
let file: AccountsFile;
let clock: TestClock;
beforeEach(() => {
  place = newPlace();
  path = join(place.directory, "accounts.db");
  file = openAccountsFile({ file: path });
  clock = testClock(1_000);
});
afterEach(() => {
  file.close();
  place.remove();
});

type Recorded = { readonly event: AdministrationEvent; readonly at: number | undefined };
type Fails = "before" | "behind" | null;

/** A ledger that takes records, and can fail before or behind it. */
function fakeLedger() {
  const recorded: Recorded[] = [];
  const ledger = {
    recorded,
    fails: null as Fails,
    async recordAdministration(event: AdministrationEvent, at?: number) {
      await new Promise((resolve) => setImmediate(resolve));
      if (ledger.fails === "before") throw new Refusal("halted", {});
      recorded.push({ event, at });
      if (ledger.fails === "behind") throw new Error("the process has ended");
      return "id";
    },
  };
  return ledger;
}

const opened = (ledger = fakeLedger()): Administration & { ledger: typeof ledger } => ({
  ledger,
  ...createAdministration({ outbox: file.outbox, clock, random: seededRandom("a"), ledger }),
});
const revoked = (id: string): AdministrationEvent => ({
  ...{ event: "key-revoked", actor: OPERATOR, target: { type: "key", id } },
});
const idsOf = (recorded: readonly Recorded[]) => recorded.map(({ event }) => event.target?.id);
/** Something that is changed in the same file. */
const tie = (subject: string): void =>
  file.contacts.tie(new Uint8Array(32), { subject, relation: "self", createdAt: 0 });
const tied = () => file.contacts.of(new Uint8Array(32)).map(({ subject }) => subject);

describe("a change and its record", () => {
  it("are both there, with when it was done and a name that no other has", async () => {
    const { change, drain, ledger } = opened();
    const answer = change((note) => {
      tie("a");
      note(revoked("1"));
      note(revoked("2"));
      return "answer";
    });
    expect([answer, tied(), ledger.recorded]).toEqual(["answer", ["a"], []]);
    clock.advance(500);
    await drain();
    expect(idsOf(ledger.recorded)).toEqual(["1", "2"]);
    expect(ledger.recorded.map(({ at }) => at)).toEqual([1_000, 1_000]);
    expect(new Set(ledger.recorded.map(({ event }) => event.request)).size).toBe(2);
    expect(ledger.recorded[0]?.event).toEqual({ ...revoked("1"), request: expect.any(String) });
    await drain();
    expect(ledger.recorded).toHaveLength(2);
  });

  it.each<[string, (note: (event: AdministrationEvent) => void) => unknown]>([
    [
      "it fails",
      () => {
        throw new Error("no");
      },
    ],
    ["the note is no such event", (note) => note({ ...revoked("2"), count: -1 })],
    ["it would go on outside", () => Promise.resolve()],
  ])("are neither there if %s", async (_why, then) => {
    const { change, drain, ledger } = opened();
    expect(() =>
      change((note) => {
        tie("a");
        note(revoked("1"));
        return then(note);
      }),
    ).toThrow();
    await drain();
    expect([tied(), ledger.recorded]).toEqual([[], []]);
  });

  it("keep the request that the note names", async () => {
    const { change, drain, ledger } = opened();
    change((note) => note({ ...revoked("1"), request: "r" }));
    await drain();
    expect(ledger.recorded[0]?.event.request).toBe("r");
  });
});

describe("what is noted", () => {
  it("by another process is recorded too", async () => {
    const { drain, ledger } = opened();
    const other = openAccountsFile({ file: path });
    createChanges({ outbox: other.outbox, clock, random: seededRandom("b") }).change((note) =>
      note(revoked("1")),
    );
    other.close();
    await drain();
    expect(idsOf(ledger.recorded)).toEqual(["1"]);
  });

  it("survives a crash before its record", async () => {
    opened().change((note) => note(revoked("1")));
    file.close();
    file = openAccountsFile({ file: path });
    const { drain, ledger } = opened();
    await drain();
    expect(idsOf(ledger.recorded)).toEqual(["1"]);
  });

  it("is recorded again after a crash right behind it, under the same request", async () => {
    const { change, drain, ledger } = opened();
    change((note) => note(revoked("1")));
    ledger.fails = "behind";
    await rejection(drain());
    file.close();
    file = openAccountsFile({ file: path });
    ledger.fails = null;
    await opened(ledger).drain();
    expect(idsOf(ledger.recorded)).toEqual(["1", "1"]);
    expect(ledger.recorded[1]).toEqual(ledger.recorded[0]);
  });

  it("waits while the ledger takes nothing, and whoever waits for it is told", async () => {
    const { change, drain, ledger } = opened();
    change((note) => note(revoked("1")));
    ledger.fails = "before";
    expect(await rejection(drain())).toMatchObject({ code: "halted" });
    change((note) => note(revoked("2")));
    expect(await rejection(drain())).toMatchObject({ code: "halted" });
    ledger.fails = null;
    await drain();
    expect(idsOf(ledger.recorded)).toEqual(["1", "2"]);
  });

  it("is recorded once and in order, however many wait for it", async () => {
    const { change, drain, ledger } = opened();
    const ids = Array.from({ length: 20 }, (_, i) => String(i));
    const recordedThen = await Promise.all(
      ids.map(async (id) => {
        change((note) => note(revoked(id)));
        await drain();
        return idsOf(ledger.recorded).includes(id);
      }),
    );
    expect(recordedThen).toEqual(ids.map(() => true));
    expect(idsOf(ledger.recorded)).toEqual(ids);
  });
});
