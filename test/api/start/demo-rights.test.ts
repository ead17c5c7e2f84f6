/** The demonstration of people's rights: what is in it, that it comes once, and that nothing in it is owed to anybody. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { ensureDemoRights } from "../../../api/start/demo-rights.ts";
import { type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await testLedger();
  await ensureDemoRights(ledger, ledger.clock);
});
afterAll(() => ledger.close());

describe("the demonstration of people's rights", () => {
  it("has one request that is open, one that is paused, one complaint that was answered", async () => {
    const rows = await ledger.rights.requests.list({ limit: 10 });
    expect(rows.map(({ type, state }) => [type, state])).toEqual([
      ["complaint", "answered"],
      ["erasure", "paused"],
      ["access", "open"],
    ]);
    expect(await ledger.rights.requests.summary()).toMatchObject({ overdue: 0, dueSoon: 0 });
  });

  it("has a rule that says what holds without, a restriction, and a breach that is closed", async () => {
    const [stated, ...more] = await ledger.rights.retention.stated();
    expect(more).toEqual([]);
    const { inForceFrom, ...rules } = stated!;
    expect(rules.classes).toEqual(
      (await ledger.rights.retention.rulesAt("1990-01-01T00:00:00.000Z")).classes,
    );
    expect(inForceFrom).not.toBeNull();
    const [breach] = await ledger.registers.breaches.list();
    expect(breach).toMatchObject({ closed: true });
    expect(await ledger.registers.breaches.owed()).toEqual({ soon: 0, overdue: 0 });
    const [restricted] = await ledger.ledger.ensureSubjects([
      { source: "northwind", externalNumber: "CENTC" },
    ]);
    const { restricted: since } = await ledger.consents.restriction(restricted!.subject, null);
    expect(since).toHaveLength(1);
  });

  it("comes once, also where it was interrupted anywhere", async () => {
    const size = await ledger.store.size();
    await ensureDemoRights(ledger, ledger.clock);
    expect(await ledger.store.size()).toBe(size);
    for (let after = 0; after < size - 1; after++) {
      const other = await testLedger({ seed: `after ${after}` });
      let left = after;
      const breaking = <T extends object>(target: T): T =>
        new Proxy(target, {
          get(of, name) {
            const found = of[name as keyof T];
            if (typeof found !== "function") return found;
            return async (...args: unknown[]) => {
              const made = await (found as (...all: unknown[]) => unknown).apply(of, args);
              // Kept, and yet not told.
              if (left-- === 0) throw new Refusal("busy", {});
              return made;
            };
          },
        });
      const { rights, registers } = other;
      const broken = {
        ...{ ledger: other.ledger, store: other.store, consents: breaking(other.consents) },
        rights: {
          ...rights,
          requests: breaking(rights.requests),
          retention: breaking(rights.retention),
        },
        registers: { ...registers, breaches: breaking(registers.breaches) },
      };
      await expect(ensureDemoRights(broken, other.clock)).rejects.toEqual(new Refusal("busy", {}));
      await other.restart();
      await ensureDemoRights(other, other.clock);
      expect(await other.store.size()).toBe(size);
      await other.close();
    }
  });
});
