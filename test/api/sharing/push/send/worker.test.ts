/** The sender, held against what may be said of it without knowing how it works: over any receivers, any people, any crash. */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { MOST_ATTEMPTS } from "../../../../../api/sharing/push/send/back-off.ts";
import { type Seen, type Simulated, type SimulationOptions, simulation } from "./simulation.ts";

const DAY = 86_400_000;
const running: Simulated[] = [];
function simulate(options: SimulationOptions): Simulated {
  const made = simulation(options);
  running.push(made);
  return made;
}
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

/** What must hold of every run, whatever happened in it. */
function assertSound({ seen, bugs, rows }: Pick<Simulated, "seen" | "bugs" | "rows">): void {
  expect(bugs).toEqual([]);
  for (const one of seen) {
    // In order: nothing of the same person that was made before waits still.
    expect(one.before, one.id).toBe(0);
    const sameOrganization = one.beside.filter((other) => other.organization === one.organization);
    // Never two at once for one person …
    expect(sameOrganization.filter((other) => other.subject === one.subject)).toEqual([]);
    // … nor three for an organization, nor more than four organizations.
    expect(sameOrganization.length).toBeLessThanOrEqual(1);
    const organizations = new Set([one, ...one.beside].map(({ organization }) => organization));
    expect(organizations.size).toBeLessThanOrEqual(4);
  }
  const isTaken = ({ status }: Seen): boolean => status === 200;
  for (const { id, state, attempts } of rows()) {
    const own = seen.filter((one) => one.id === id);
    // Whatever the crash: what is noted was sent, and what was sent is noted or was under way at a crash.
    expect(own.length, id).toBeGreaterThanOrEqual(attempts);
    if (state === "delivered") expect(own.some(isTaken), id).toBe(true);
    if (state === "given_up") {
      expect(attempts).toBe(MOST_ATTEMPTS);
      const lasted = own.at(-1)!.from - own[0]!.from;
      expect(lasted).toBeGreaterThan(4.9 * DAY);
    }
    if (attempts === 1 && own.length === 1 && isTaken(own[0]!)) expect(state).toBe("delivered");
  }
}

describe("what waits", () => {
  it("is sent when it is put in, each once", async () => {
    const test = simulate({ organizations: ["a"], answer: () => 200 });
    await test.put("a", "s1");
    await test.run(1_000);
    expect(test.seen).toMatchObject([{ from: 0, until: 100, status: 200 }]);
    await test.run(DAY);
    expect(test.seen).toHaveLength(1);
    assertSound(test);
  });

  it("waits where there is no webhook, and goes when there is one", async () => {
    const organizations: string[] = [];
    const test = simulate({ organizations, answer: () => 200 });
    await test.put("a", "s1");
    await test.run(30 * DAY);
    expect(test.seen).toEqual([]);
    organizations.push("a");
    test.sender().changed("a");
    await test.run(1_000);
    expect(test.seen).toMatchObject([{ from: 30 * DAY }]);
  });

  it("is sent in turns, and one who does not answer keeps nobody waiting for long", async () => {
    const organizations = ["dead1", "dead2", "dead3", "dead4", "dead5", "fine"];
    const test = simulate({
      organizations,
      answer: (organization) => (organization === "fine" ? 200 : 500),
      takes: () => 15_000,
    });
    for (const organization of organizations)
      for (let person = 0; person < 10; person++) await test.put(organization, `s${person}`);
    await test.run(10 * 60_000);
    const fine = test.rows().filter(({ organization }) => organization === "fine");
    expect(fine.map(({ state }) => state)).toEqual(fine.map(() => "delivered"));
    // Whoever fails is asked less and less often.
    const perMinute = test.seen.filter(
      ({ organization, from }) => organization === "dead1" && from > 9 * 60_000,
    );
    expect(perMinute.length).toBeLessThanOrEqual(2);
    assertSound(test);
  });

  it("of one person holds up that of nobody else", async () => {
    const test = simulate({
      organizations: ["a"],
      answer: (_, _nth, id) => (id === "msg_bad" ? 500 : 200),
    });
    await test.put("a", "s1", "msg_bad");
    await test.put("a", "s1");
    for (let person = 2; person < 12; person++) await test.put("a", `s${person}`);
    await test.run(60_000);
    const states = test.rows().map(({ state }) => state);
    expect(states).toEqual(["waiting", "waiting", ...Array(10).fill("delivered")]);
    await test.run();
    expect(
      test
        .rows()
        .map(({ state }) => state)
        .slice(0, 2),
    ).toEqual(["given_up", "delivered"]);
    assertSound(test);
  });

  it("that is a test is sent once, and keeps no end of an agreement waiting", async () => {
    const test = simulate({
      organizations: ["a"],
      answer: (_, _nth, id) => (id === "msg_test" ? 500 : 200),
    });
    await test.put("a", null, "msg_test", "webhook.test");
    await test.put("a", null, "msg_end", "agreement.ended");
    await test.run(5_000);
    expect(test.rows().map(({ state }) => state)).toEqual(["given_up", "delivered"]);
    await test.run(7 * DAY);
    expect(test.seen.map(({ id }) => id)).toEqual(["msg_test", "msg_end"]);
  });

  it("is left alone for as long as its receiver asks", async () => {
    const test = simulate({
      ...{ organizations: ["a"], answer: (_, nth) => (nth === 1 ? 503 : 200) },
      retryAfter: () => "3600",
    });
    await test.put("a", "s1");
    await test.run();
    expect(test.seen.map(({ from }) => from)).toEqual([0, 3_600_100]);
  });

  it("is sent no more once its receiver is gone, and again when there is another", async () => {
    let gone = true;
    const test = simulate({ organizations: ["a"], answer: () => (gone ? 410 : 200) });
    await test.put("a", "s1");
    await test.put("a", "s2");
    await test.run(7 * DAY);
    expect(test.paused).toEqual(new Set(["a"]));
    // The other was under way.
    expect(test.seen.length).toBeLessThanOrEqual(2);
    expect(test.rows().map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    gone = false;
    test.paused.clear();
    test.sender().changed("a");
    await test.run(1_000);
    expect(test.rows().map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  });

  it("may be kept back by the queue, which is not asked without end then", async () => {
    let keeps = true;
    const test = simulate({ organizations: ["a"], answer: () => 200, keepsBack: () => keeps });
    await test.put("a", "s1");
    await test.run(60_000);
    expect(test.seen).toEqual([]);
    expect(test.looks()).toBeGreaterThan(30);
    expect(test.looks()).toBeLessThan(70);
    keeps = false;
    await test.run(1_500);
    expect(test.seen).toMatchObject([{ status: 200 }]);
  });

  it("is not sent without a signature: where the key store does not open the secret, it waits as after any failure", async () => {
    const test = simulate({ organizations: ["a"], answer: () => 200, keys: [] });
    await test.put("a", "s1");
    await test.run(60_000);
    expect(test.seen).toEqual([]);
    expect(await test.store.attemptsOf(1)).toMatchObject([
      ...[{ outcome: "secret" }, { outcome: "secret" }, { outcome: "secret" }],
    ]);
  });

  it("goes out under the same id when it is replayed, also while another of that person is under way", async () => {
    const test = simulate({ organizations: ["a"], answer: () => 200 });
    await test.put("a", "s1", "msg_first");
    await test.run();
    await test.put("a", "s1", "msg_second");
    expect(await test.store.replay(1, test.now())).toBe(true);
    test.sender().wake();
    await test.run(10_000);
    expect(test.seen.map(({ id }) => id)).toEqual(["msg_first", "msg_second", "msg_first"]);
    expect(test.seen.map(({ beside }) => beside.length)).toEqual([0, 0, 0]);
  });
});

describe("the end of the server", () => {
  it("waits for what is under way, and notes it", async () => {
    const test = simulate({ organizations: ["a"], answer: () => 200, takes: () => 1_000 });
    await test.put("a", "s1");
    const stopping = test.sender().stop();
    await test.run(1_500);
    await stopping;
    expect(test.rows()).toMatchObject([{ state: "delivered", attempts: 1 }]);
    await test.put("a", "s2");
    await test.run(DAY);
    expect(test.seen).toHaveLength(1);
  });

  it("cuts off what takes long, which is sent again at the next start", async () => {
    const test = simulate({
      ...{ organizations: ["a"], answer: () => 200 },
      takes: (nth) => (nth === 1 ? 14_000 : 10),
    });
    await test.put("a", "s1");
    const stopping = test.sender().stop();
    await test.run(2_500);
    await stopping;
    expect(test.rows()).toMatchObject([{ state: "waiting", attempts: 0 }]);
    test.kill();
    await test.run(1_000);
    expect(test.seen.map(({ id }) => id)).toEqual([test.rows()[0]!.id, test.rows()[0]!.id]);
    expect(test.rows()).toMatchObject([{ state: "delivered", attempts: 1 }]);
  });
});

describe("a store that fails", () => {
  it("is told, and asked again a little later", async () => {
    const test = simulate({ organizations: ["a"], answer: () => 200 });
    test.store.client.exec("ALTER TABLE message RENAME TO away");
    test.sender().wake();
    await test.run(4_000);
    expect(test.bugs).toHaveLength(1);
    test.store.client.exec("ALTER TABLE away RENAME TO message");
    await test.put("a", "s1");
    await test.run(6_000);
    expect(test.rows()).toMatchObject([{ state: "delivered" }]);
    test.bugs.length = 0;
  });
});

describe("whatever happens", () => {
  const people = fc.constantFrom("s1", "s2", "s3", null);
  const messages = fc.array(
    fc.record({
      organization: fc.constantFrom("flaky", "fine", "moody", "dead", "slow"),
      subject: people,
      /** How long after the one before. */
      later: fc.constantFrom(0, 50, 5_000, 3_600_000),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const kills = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 120 }), fc.constantFrom("before", "after")),
    { maxLength: 6 },
  );
  const answers = fc.array(fc.constantFrom(200, 500, 404, 301, 429), {
    ...{ minLength: 3, maxLength: 9 },
  });

  it("each is sent in its order until it is taken or given up, at least once, under one id", async () => {
    await fc.assert(
      fc.asyncProperty(messages, kills, answers, async (all, killed, told) => {
        const test = simulation({
          organizations: ["dead", "flaky", "fine", "moody", "slow"],
          answer: (organization, nth) =>
            organization === "dead"
              ? 500
              : organization === "flaky" || organization === "moody"
                ? told[nth % told.length]!
                : 200,
          takes: (nth) => [10, 15_000, 200][nth % 3]!,
          kills: new Map(killed as [number, "before" | "after"][]),
        });
        try {
          for (const { organization, subject, later } of all) {
            await test.put(organization, subject);
            await test.run(later);
          }
          await test.run();
          expect(test.rows().every(({ state }) => state !== "waiting")).toBe(true);
          for (const { organization, state } of test.rows()) {
            if (organization === "dead") expect(state).toBe("given_up");
            if (organization === "fine" || organization === "slow") expect(state).toBe("delivered");
          }
          assertSound(test);
        } finally {
          await test.close();
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
