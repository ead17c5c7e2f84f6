/** What was granted and what is done cannot part: it is refused before, recorded with the decision, or gone on with until it is done. */
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { parseInput } from "../../../../api/consent/input.ts";
import { merge } from "../../../../api/consent/kinds/merge.ts";
import { readConfig } from "../../../../api/core/config.ts";
import { Refusal } from "../../../../api/core/errors.ts";
import type { CaseContext } from "../../../../api/rights/cases/context.ts";
import type { Grant, RequestHandlers } from "../../../../api/rights/cases/handlers.ts";
import { shownCase } from "../../../../api/rights/cases/shown.ts";
import { openCases } from "../../../../api/start/rights.ts";
import { newSubject, rejection, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { asks, STAFF, stateOf, step } from "./shared.ts";

let ledger: TestLedger;
let subject: string;
let handlers: RequestHandlers;
let cases: ReturnType<typeof openCases>;

/** As after a restart: whatever is only in memory is gone. */
function reopen(): void {
  const { clock } = ledger;
  cases = openCases({
    ...{ ledger: ledger.ledger, clock, random: null as unknown as CaseContext["random"] },
    ...{ store: ledger.cases, size: () => ledger.store.size(), handlers },
    settings: readConfig({}).rights,
    onBug: (error) => expect.fail(String(error)),
  });
}

beforeEach(async () => {
  ledger = await testLedger();
  onTestFinished(() => ledger.close());
  subject = await newSubject(ledger, "K-1");
  handlers = {};
  reopen();
});

const eventsOf = async (stream: string) =>
  (await ledger.ledger.events(subject, stream)).events.map(({ record }) => record!);
const namesOf = async (id: string) => (await eventsOf(`request/${id}`)).map(({ event }) => event);
const granted = async (requestType: string) => {
  const id = await asks(cases, subject, { requestType });
  await step(cases, subject, id, "granted");
  await cases.follower.caughtUp();
  return id;
};
const round = async () => {
  const errors: unknown[] = [];
  const carried = await cases.carrier.round((error) => void errors.push(error));
  await cases.follower.caughtUp();
  return { carried, errors };
};

/** Writes an event of its own into another stream of the person, in the decision's unit. */
const joining = (other: string, expect: null | undefined) => ({
  prepare: async ({ subject: about }: Grant) => {
    const input = { "@subject": about, event: "joined", other, reference: "x" };
    const { draft } = parseInput(merge, input, ledger.clock);
    const id = ledger.ledger.newId();
    return { events: [{ draft, id, expect }], regarding: [{ what: "merge", id }] };
  },
});

describe("what a grant writes with itself", () => {
  it("is there with the decision, which names it", async () => {
    handlers.restriction = joining(await newSubject(ledger, "K-2"), undefined);
    const id = await granted("restriction");
    const [, decided] = await eventsOf(`request/${id}`);
    const [joined] = await eventsOf("merge");
    expect(decided!.regarding).toEqual([{ what: "merge", id: joined!["@id"] }]);
    expect((await stateOf(cases, subject, id)).state).toBe("decided");
  });

  it("is not there without it, and neither it without that", async () => {
    handlers.restriction = joining(await newSubject(ledger, "K-2"), null);
    await granted("restriction");
    // The stream that must not exist exists: decided again and again, and then not at all.
    const second = await asks(cases, subject, { requestType: "restriction" });
    expect(await rejection(step(cases, subject, second, "granted"))).toMatchObject({
      code: "busy",
    });
    expect(await namesOf(second)).toEqual(["received"]);
    expect(await eventsOf("merge")).toHaveLength(1);
  });

  it("refuses the grant where it cannot be", async () => {
    handlers.objection = {
      prepare: async () => {
        throw new Refusal("request_refused", { problem: "nothing_asked" });
      },
    };
    const id = await asks(cases, subject, { requestType: "objection" });
    expect(await rejection(step(cases, subject, id, "granted"))).toMatchObject({
      details: { problem: "nothing_asked" },
    });
    await step(cases, subject, id, "refused");
    expect(await namesOf(id)).toEqual(["received", "decided"]);
  });
});

describe("what is carried out behind a grant", () => {
  it("is gone on with until it is done, and answered where its answer lies ready", async () => {
    const asked: Grant[] = [];
    const answers = [
      () => Promise.reject(new Error("no disk")),
      async () => null,
      async () => ({
        regarding: [{ what: "export", id: "7" }],
        answer: { format: "application/zip", how: "portal" as const },
      }),
    ];
    handlers.access = {
      carryOut: (grant) => {
        asked.push(grant);
        return answers[asked.length - 1]!();
      },
    };
    const id = await granted("access");
    expect((await stateOf(cases, subject, id)).state).toBe("granted");
    expect(await rejection(step(cases, subject, id, "answered"))).toMatchObject({
      details: { problem: "not_carried_out" },
    });
    expect(await cases.rights.requests.waiting()).toEqual({ overdue: 0, toCarryOut: 1, stuck: 0 });
    expect(await round()).toMatchObject({ carried: 0, errors: [new Error("no disk")] });
    reopen();
    expect(await round()).toEqual({ carried: 0, errors: [] });
    expect(await round()).toEqual({ carried: 1, errors: [] });
    expect(await namesOf(id)).toEqual(["received", "decided", "carried-out", "answered"]);
    expect(await round()).toEqual({ carried: 0, errors: [] });
    expect(asked).toHaveLength(3);
    expect(asked[0]).toEqual(asked[2]);
    expect(asked[0]).toMatchObject({ requestId: id, decision: "granted", subject });
  });

  it("that was done before a crash, and not recorded, is done again under the same request, and recorded once", async () => {
    const done: string[] = [];
    handlers.portability = {
      carryOut: async ({ requestId }) => {
        done.push(requestId);
        return { regarding: [], answer: null };
      },
    };
    const id = await granted("portability");
    // Two servers' worth of rounds at once stand for a crash between doing and recording.
    await Promise.all([round(), round()]);
    expect(new Set(done)).toEqual(new Set([id]));
    expect(await namesOf(id)).toEqual(["received", "decided", "carried-out"]);
    await step(cases, subject, id, "answered");
    expect((await stateOf(cases, subject, id)).state).toBe("answered");
  });

  it("of a partial grant is told what whoever decided has named", async () => {
    let told: Grant | null = null;
    handlers.erasure = {
      carryOut: async (grant) => {
        told = grant;
        return { regarding: [{ what: "erasure", id: "e" }], answer: null };
      },
    };
    const id = await asks(cases, subject, { requestType: "erasure" });
    const change = { decision: "partly", regarding: [{ what: "plan", id: "p" }] };
    await step(cases, subject, id, "granted", { change });
    await cases.follower.caughtUp();
    await round();
    expect(told).toMatchObject({ decision: "partly", regarding: [{ what: "plan", id: "p" }] });
    const [, , carried] = await eventsOf(`request/${id}`);
    expect(carried).toMatchObject({
      regarding: [{ what: "erasure", id: "e" }],
      actor: { id: "ledger", role: "system" },
    });
  });

  it("waits longer each time that it fails, and keeps nothing behind it waiting", async () => {
    let tries = 0;
    handlers.access = {
      carryOut: async () => {
        tries++;
        throw new Error("no disk");
      },
    };
    handlers.portability = { carryOut: async () => ({ regarding: [], answer: null }) };
    const stuck = await granted("access");
    const behind = await granted("portability");
    expect(await round()).toMatchObject({ carried: 1, errors: [new Error("no disk")] });
    expect((await stateOf(cases, subject, behind)).state).toBe("decided");
    for (let second = 0; second < 120; second += 5) {
      ledger.clock.advance(5_000);
      await round();
    }
    // After 5, 10, 20, 40 seconds.
    expect(tries).toBe(5);
    const { waits } = cases.rights.requests;
    const since = ledger.clock.now() - 120_000;
    expect([waits(stuck), waits(behind)]).toMatchObject([{ since, refusal: null }, null]);
    // What passes by itself is tried each time.
    handlers.access.carryOut = async () => {
      tries++;
      throw new Refusal("busy", {});
    };
    ledger.clock.advance(3_600_000);
    for (let n = 0; n < 4; n++) await round();
    expect(tries).toBe(9);
    expect(waits(stuck)).toMatchObject({ since, refusal: { code: "busy" } });
    expect((await stateOf(cases, subject, stuck)).state).toBe("granted");
    const read = await cases.rights.requests.read({ subject, requestId: stuck });
    const how = { now: ledger.clock.now(), waits: waits(stuck) };
    const told = { since: new Date(since).toISOString() };
    expect(shownCase(read, { ...how, language: "zh" }).waits).toEqual({
      ...told,
      why: expect.stringMatching(/\p{Script=Han}/u),
    });
    const bug = { since, refusal: null };
    expect(shownCase(read, { ...how, waits: bug, language: "en" }).waits).toEqual({
      ...told,
      why: null,
    });
    expect(shownCase(read, { ...how, waits: null, language: "en" }).waits).toBeNull();
  });

  it("is an alarm when it has not been done for an hour, whatever was noted meanwhile", async () => {
    handlers.access = { carryOut: async () => null };
    const id = await granted("access");
    const stuck = async () => (await cases.rights.requests.waiting()).stuck;
    ledger.clock.advance(3_599_000);
    await step(cases, subject, id, "noted");
    await cases.follower.caughtUp();
    expect(await stuck()).toBe(0);
    ledger.clock.advance(1_000);
    expect(await stuck()).toBe(1);
    handlers.access.carryOut = async () => ({ regarding: [], answer: null });
    expect(await round()).toEqual({ carried: 1, errors: [] });
    expect(await stuck()).toBe(0);
  });

  it.each([
    ["not_found", "not_found", new Refusal("not_found", { what: "record" })],
    ["a problem of it", "asked_moved", new Refusal("request_refused", { problem: "asked_moved" })],
    ["a field", "invalid_record", new Refusal("invalid_record", { problems: [] })],
  ])(
    "and is refused for good (%s), is open again, told once in the case, and decided anew",
    async (_, name, refusal) => {
      let tries = 0;
      const done = [{ what: "record", id: "r", version: 2 }];
      handlers.rectification = {
        carryOut: async () => {
          if (tries++ === 0) throw refusal;
          return tries === 2
            ? { stopped: refusal, regarding: done }
            : { regarding: [], answer: null };
        },
      };
      const asked = { corrections: [{ record: "r", field: "name", value: "x" }] };
      const id = await asks(cases, subject, { requestType: "rectification", asked });
      const { dueAt } = await stateOf(cases, subject, id);
      for (const regarding of [[], done]) {
        await step(cases, subject, id, "granted");
        await cases.follower.caughtUp();
        expect(await round()).toEqual({ carried: 0, errors: [] });
        expect(await round()).toEqual({ carried: 0, errors: [] });
        const noted = (await eventsOf(`request/${id}`)).at(-1);
        expect(noted).toMatchObject({
          ...{ event: "noted", actor: { id: "ledger", role: "system" } },
          regarding: [{ what: "not-carried-out", id: name }, ...regarding],
          note: expect.stringMatching(/.+ \/ .*\p{Script=Han}/u),
        });
        expect(await stateOf(cases, subject, id)).toMatchObject({
          ...{ state: "open", decision: null, decided: null, dueAt },
        });
      }
      expect(tries).toBe(2);
      await step(cases, subject, id, "granted");
      await cases.follower.caughtUp();
      expect(await round()).toEqual({ carried: 1, errors: [] });
    },
  );

  it("is taken back with a reason as long as nothing of it is done, and decided anew", async () => {
    let tries = 0;
    let begun = true;
    handlers.erasure = {
      hasBegun: async () => begun,
      carryOut: async () => {
        if (++tries === 1) throw new Error("no disk");
        return { regarding: [], answer: null };
      },
    };
    const id = await granted("erasure");
    const { dueAt } = await stateOf(cases, subject, id);
    expect(await round()).toMatchObject({ errors: [new Error("no disk")] });
    const back = () => step(cases, subject, id, "reopened");
    expect(await rejection(back())).toMatchObject({ details: { problem: "begun_already" } });
    begun = false;
    expect(await rejection(step(cases, subject, id, "reopened", { by: STAFF }))).toMatchObject({
      code: "forbidden",
    });
    await back();
    expect(await stateOf(cases, subject, id)).toMatchObject({
      ...{ state: "open", decision: null, decided: null, dueAt },
    });
    expect(await rejection(back())).toMatchObject({ details: { problem: "not_decided" } });
    await cases.follower.caughtUp();
    expect(await round()).toEqual({ carried: 0, errors: [] });
    // Granted anew it does not wait for what failed before.
    await step(cases, subject, id, "granted");
    await cases.follower.caughtUp();
    expect(await round()).toEqual({ carried: 1, errors: [] });
    expect(await rejection(back())).toMatchObject({ details: { problem: "nothing_to_take_back" } });
    expect(await namesOf(id)).toEqual([
      ...["received", "decided", "reopened", "decided", "carried-out"],
    ]);
  });

  it("is not taken back while it is being done, nor begun while it is taken back", async () => {
    let goOn = () => {};
    const running = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let tries = 0;
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    handlers.access = {
      carryOut: async () => {
        tries++;
        asked();
        await running;
        return { regarding: [], answer: null };
      },
    };
    const id = await granted("access");
    const working = round();
    await isAsked;
    expect(await rejection(step(cases, subject, id, "reopened"))).toMatchObject({
      details: { problem: "begun_already" },
    });
    goOn();
    expect(await working).toEqual({ carried: 1, errors: [] });
    let looked = 0;
    handlers.portability = {
      hasBegun: async () => {
        looked++;
        expect(await cases.carrier.round((error) => expect.fail(String(error)))).toBe(0);
        return false;
      },
      carryOut: handlers.access.carryOut!,
    };
    const second = await granted("portability");
    await step(cases, subject, second, "reopened");
    expect([looked, tries]).toEqual([1, 1]);
    expect((await stateOf(cases, subject, second)).state).toBe("open");
  });

  it.each([
    ["pack_too_large", new Refusal("pack_too_large", { bound: "files", most: 60_000 })],
    ["stream_too_long", new Refusal("stream_too_long", { events: 60_000, limit: null })],
  ])(
    "and can never be (%s), is told in the case, once, for somebody to answer in another way",
    async (code, refusal) => {
      let tries = 0;
      handlers.access = {
        carryOut: async () => {
          tries++;
          throw refusal;
        },
      };
      const id = await granted("access");
      expect(await round()).toEqual({ carried: 1, errors: [] });
      expect(await round()).toEqual({ carried: 0, errors: [] });
      expect(tries).toBe(1);
      const [, , carried] = await eventsOf(`request/${id}`);
      expect(carried).toMatchObject({
        ...{ event: "carried-out", regarding: [{ what: "failed", id: code }] },
        note: expect.stringMatching(/60[,.]?000.* \/ .*60[,.]?000/),
      });
      await step(cases, subject, id, "answered");
      expect((await stateOf(cases, subject, id)).state).toBe("answered");
    },
  );
});
