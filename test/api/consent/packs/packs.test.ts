/** Whose packs there are, for how long, and how many: nobody's push out another's. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type MadePack,
  type Order,
  openPacks,
  type Packs,
} from "../../../../api/consent/packs/packs.ts";
import type { Given, Principal } from "../../../../api/core/principal.ts";
import { reachOf } from "../../../../api/core/reach.ts";
import { testClock } from "../../../helpers/repeatable.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { person } from "../../http/principals.ts";

const PERIOD = { from: "2026-01-01T00:00:00.000Z", until: "2026-02-01T00:00:00.000Z" };
const MADE: MadePack = {
  ...{ files: 1, people: 1, gone: 0, verdicts: [], bytes: 1, sha256: "" },
};

let place: ReturnType<typeof newPlace>;
let clock: ReturnType<typeof testClock>;
let packs: Packs;
/** Lets what is being made come to its end; until it is called everything waits. */
let release: () => void;
let ids: number;
/** What people have become since they asked. */
let became: Map<string, Principal | null>;
/** How often something was to become a file. */
let written: number;

beforeEach(async () => {
  place = newPlace();
  clock = testClock();
  ids = 0;
  written = 0;
  became = new Map();
  const gate = Promise.withResolvers<void>();
  release = () => gate.resolve();
  packs = await openPacks({
    ...{ directory: join(place.directory, "packs"), clock, newId: () => String(++ids) },
    personNow: (asked) => (became.has(asked.id) ? became.get(asked.id)! : asked),
    make: async (_, { assertStillTheirs }) => {
      await gate.promise;
      assertStillTheirs();
      written++;
      return MADE;
    },
    onBug: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  release();
  await packs.close();
  place.remove();
});

const officer = (name = "officer"): Principal => ({ ...person("officer"), id: `person/${name}` });
const auditor = (change: Partial<Given> = {}): Principal => {
  const ends = new Date(clock.now() + 1_000_000).toISOString();
  return person("auditor", {
    given: { ...PERIOD, subjects: new Set(["a", "b"]), ends, ...change },
  });
};
const begin = (by: Principal, request: Partial<Order["request"]> = {}) => {
  const condition = by.role === "auditor" ? "given" : "any";
  return packs.begin({
    ...{ request: { ...PERIOD, ...request }, by, reach: reachOf(by, condition, clock.now()) },
    ...{ reason: null, language: "en", show: async () => {}, asked: null },
  });
};
const made = async (by: Principal, request: Partial<Order["request"]> = {}) => {
  const { id } = begin(by, request);
  release();
  await expect.poll(() => packs.get(id, by).state).toBe("done");
  return id;
};
const gone = { code: "not_found", details: { what: "pack" } };

function expectGone(id: string, by: Principal): void {
  expect(() => packs.get(id, by)).toThrow(expect.objectContaining(gone));
  expect(() => packs.file(id, by)).toThrow(expect.objectContaining(gone));
  expect(packs.all(by)).toEqual([]);
}

describe("a pack of evidence outlives no right", () => {
  it("of an officer who has become an auditor", async () => {
    const id = await made(officer());
    expect(packs.file(id, officer()).made).toEqual(MADE);
    expectGone(id, { ...auditor(), id: "person/officer" });
  });

  it("of an auditor who was given less since, or nothing more", async () => {
    const id = await made(auditor());
    for (const same of [auditor(), auditor({ subjects: null })])
      expect(packs.get(id, same).state).toBe("done");
    for (const less of [
      auditor({ subjects: new Set(["a"]) }),
      auditor({ subjects: new Set() }),
      auditor({ from: "2026-01-02T00:00:00.000Z" }),
      auditor({ until: "2026-01-31T00:00:00.000Z" }),
      auditor({ ends: new Date(clock.now()).toISOString() }),
      { ...auditor(), given: null },
    ])
      expectGone(id, less);
    const named = await made(auditor(), { subjects: ["a"] });
    expect(packs.get(named, auditor({ subjects: new Set(["a"]) })).state).toBe("done");
    const ofAll = await made(auditor({ subjects: null }));
    expect(() => packs.get(ofAll, auditor())).toThrow(expect.objectContaining(gone));
  });

  it("and is not made where the access has ended when its turn comes", async () => {
    begin(officer());
    const ends = clock.now() + 1_000;
    const { id } = begin(auditor({ ends: new Date(ends).toISOString() }));
    clock.advance(1_000);
    release();
    // As one whose access was made longer meanwhile sees it.
    await expect.poll(() => packs.get(id, auditor()).state).toBe("failed");
    expect(packs.get(id, auditor()).failure).toMatchObject({ code: "forbidden" });
  });
});

describe("a pack whose maker's rights were narrowed meanwhile", () => {
  const narrowed = () => auditor({ subjects: new Set(["a"]) });
  const less = (): readonly (Principal | null)[] => [
    narrowed(),
    { ...auditor(), given: null },
    { ...officer(), id: auditor().id },
    null,
  ];

  it("is refused when its turn comes", async () => {
    for (const now of less()) {
      // Something of somebody else is made first, so that it waits.
      begin(officer());
      const { id } = begin(auditor());
      became.set(auditor().id, now);
      release();
      await expect.poll(() => packs.get(id, auditor()).state).toBe("failed");
      expect(packs.get(id, auditor())).toMatchObject({
        made: null,
        failure: { code: "forbidden" },
      });
      became.clear();
    }
    expect(written).toBe(less().length);
  });

  it("is refused before it becomes a file, where it happens while it is made", async () => {
    const { id } = begin(auditor());
    await expect.poll(() => packs.get(id, auditor()).state).toBe("running");
    became.set(auditor().id, narrowed());
    release();
    await expect.poll(() => packs.get(id, auditor()).state).toBe("failed");
    expect(packs.get(id, auditor()).failure).toMatchObject({ code: "forbidden" });
    expect(written).toBe(0);
  });

  it("is made where it asks for no more than what is left", async () => {
    const { id } = begin(auditor(), { subjects: ["a"] });
    became.set(auditor().id, narrowed());
    release();
    await expect.poll(() => packs.get(id, auditor()).state).toBe("done");
  });
});

describe("how many packs there are", () => {
  it("waiting is limited for each, and does not keep others from theirs", () => {
    for (let i = 0; i < 3; i++) begin(auditor());
    const refused = { code: "too_many_requests", details: { seconds: 30 } };
    expect(() => begin(auditor())).toThrow(expect.objectContaining(refused));
    for (let i = 0; i < 9; i++) begin(officer(`officer-${i}`));
    expect(() => begin(officer("one more"))).toThrow(expect.objectContaining({ code: "busy" }));
  });

  it("kept is limited for each, and over all by who has the most", async () => {
    const first = await made(officer("one"));
    const own: string[] = [];
    for (let i = 0; i < 11; i++) own.push(await made(auditor()));
    await expect
      .poll(() => packs.all(auditor()).map(({ id }) => id))
      .toEqual(own.slice(1).reverse());
    for (let of = 0; of < 7; of++) for (let i = 0; i < 8; i++) await made(officer(`officer-${of}`));
    expect(packs.get(first, officer("one")).state).toBe("done");
    expect(packs.all(auditor()).length).toBeLessThan(10);
  });
});
