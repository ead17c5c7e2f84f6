/** Requests of people in a running server: followed, carried out and reminded of by themselves, and gone on with by the next one. */
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readConfig } from "../../../api/core/config.ts";
import type { Mail } from "../../../api/identity/mailer.ts";
import type { Identity } from "../../../api/identity/service.ts";
import type { RequestHandlers } from "../../../api/rights/cases/handlers.ts";
import { openRights } from "../../../api/start/rights.ts";
import { type Undo, unwind } from "../../../api/start/stored.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { asks, DAY_MS, stateOf, step } from "../rights/cases/shared.ts";

const person = (id: string, role: string, email: string | null) => ({ id, role, email });
/** More than a page of them. */
const PEOPLE = [
  ...Array.from({ length: 250 }, (_, i) => person(`a${String(i).padStart(3, "0")}`, "staff", "s")),
  ...[person("b1", "officer", "o@firm.example"), person("b2", "officer", null)],
];

async function running(ledger: TestLedger, directory: string, handlers: RequestHandlers) {
  const undo: Undo = [];
  const mails: Mail[] = [];
  const bugs: unknown[] = [];
  const identity = {
    mailer: { send: async (mail: Mail) => void mails.push(mail) },
    accounts: {
      list: ({ after, limit }: { after: string; limit: number }) =>
        PEOPLE.filter(({ id }) => id > after).slice(0, limit),
    },
    contacts: { of: () => [], subjectsOf: () => new Map() },
  } as unknown as Pick<Identity, "accounts" | "contacts" | "mailer">;
  const opened = openRights(
    {
      config: { ...readConfig({}), dataDirectory: directory },
      ...{ ledger: ledger.ledger, clock: ledger.clock, size: () => ledger.store.size() },
      ...{ random: null as never, identity, handlers, onUnsent: () => {} },
      onBug: (error) => void bugs.push(error),
    },
    undo,
  );
  opened.start();
  return { ...opened, mails, bugs, stop: () => unwind(undo) };
}

describe("requests in a running server", () => {
  it("that are granted are carried out without anybody's asking, also by the next server", async () => {
    const ledger = await testLedger();
    onTestFinished(() => ledger.close());
    const { directory, remove } = newPlace();
    onTestFinished(remove);
    const subject = await newSubject(ledger, "K-1");
    const tried: string[] = [];
    const failing: RequestHandlers = {
      access: {
        carryOut: async ({ requestId }) => {
          tried.push(requestId);
          throw new Error("no disk");
        },
      },
    };
    const first = await running(ledger, directory, failing);
    const id = await asks(first, subject);
    await step(first, subject, id, "granted");
    first.poke();
    await vi.waitFor(() => expect(tried).toContain(id));
    await first.stop();
    expect(first.bugs).toEqual([new Error("no disk")]);
    expect((await stateOf(first, subject, id)).state).toBe("granted");

    const answer = { format: "application/zip", how: "portal" as const };
    const second = await running(ledger, directory, {
      access: { carryOut: async () => ({ regarding: [], answer }) },
    });
    await vi.waitFor(async () =>
      expect((await stateOf(second, subject, id)).state).toBe("answered"),
    );
    await second.stop();
    expect(second.bugs).toEqual([]);
  });

  it("remind officers who have an address, once, over a restart", async () => {
    const ledger = await testLedger();
    onTestFinished(() => ledger.close());
    const { directory, remove } = newPlace();
    onTestFinished(remove);
    const subject = await newSubject(ledger, "K-1");
    await asks(ledger, subject);
    ledger.clock.advance(40 * DAY_MS);
    const first = await running(ledger, directory, {});
    await first.rights.requests.summary();
    await first.stop();
    const second = await running(ledger, directory, {});
    await vi.waitFor(() => expect([...first.mails, ...second.mails]).toHaveLength(1));
    await second.stop();
    const third = await running(ledger, join(directory), {});
    await third.rights.requests.summary();
    await third.stop();
    const all = [...first.mails, ...second.mails, ...third.mails];
    expect(all.map(({ to }) => to)).toEqual(["o@firm.example"]);
  });
});
