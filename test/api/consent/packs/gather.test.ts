/** What bounds a pack, and what ends one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Asked, gather } from "../../../../api/consent/packs/gather.ts";
import { reachOf } from "../../../../api/core/reach.ts";
import {
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { person } from "../../http/principals.ts";

let ledger: TestLedger;
let asked: Asked;
let subject: string;

beforeAll(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
  for (const externalNumber of ["N-1", "N-2", "N-3"])
    await stored(ledger, orderOf(subject, { externalNumber }));
  await ledger.anchor();
  asked = {
    request: { from: "2000-01-01T00:00:00.000Z", until: "2100-01-01T00:00:00.000Z" },
    reach: reachOf(person("officer"), "any", 0),
    signal: new AbortController().signal,
    onProgress: () => {},
  };
});
afterAll(() => ledger.close());

describe("what goes into a pack", () => {
  it("is bounded by files, and by bytes, and says by which", async () => {
    const refused = (bound: object) => gather({ ...ledger, ...bound }, asked);
    await expect(refused({ mostFiles: 2 })).rejects.toMatchObject({
      ...{ code: "pack_too_large", details: { bound: "files", most: 2 } },
    });
    await expect(refused({ mostBytes: 4_000 })).rejects.toMatchObject({
      ...{ code: "pack_too_large", details: { bound: "bytes", most: 4_000 } },
    });
    expect((await refused({ mostFiles: 3 })).files).toHaveLength(3);
  });

  it("opens no more consents than it says to find those of a purpose", async () => {
    const [place, ...rest] = ["a", "b", "c"].map((id, index) => ({
      ...{ id, version: 1, kind: "consent", subject, index, recordedAt: 1 },
    }));
    const opened: string[] = [];
    const made = {
      ...ledger.ledger,
      async *recordedIn() {
        yield { places: [place!, ...rest], gone: 0, upTo: 3, of: 3 };
      },
      record: async (id: string) => {
        opened.push(id);
        return { record: { purposeId: "another" } } as never;
      },
    };
    const request = { ...asked.request, purposes: ["newsletter"] };
    const job = gather({ ...ledger, ledger: made, mostOpened: 2 }, { ...asked, request });
    await expect(job).rejects.toMatchObject({
      ...{ code: "pack_too_large", details: { bound: "opened", most: 2 } },
    });
    expect(opened).toEqual(["a", "b"]);
  });

  it("tells how much is gone to who reaches all and asks for all, and to nobody else", async () => {
    const made = {
      ...ledger.ledger,
      async *recordedIn() {
        yield { places: [], gone: 2, upTo: 2, of: 2 };
      },
    };
    const gone = async (change: Partial<Asked>) =>
      (await gather({ ...ledger, ledger: made }, { ...asked, ...change })).gone;
    const given = { ...asked.request, subjects: new Set([subject]), ends: asked.request.until };
    expect(await gone({})).toBe(2);
    expect(await gone({ request: { ...asked.request, kinds: ["order"] } })).toBe(0);
    expect(await gone({ reach: reachOf(person("auditor", { given }), "given", 0) })).toBe(0);
  });

  it("asks the chain once for all that rests on one anchor, and again where it did not answer", async () => {
    let questions = 0;
    const counting: TestLedger["ask"] = (question) => {
      questions += 1;
      return questions === 1 ? Promise.reject(new Error("away")) : ledger.ask(question);
    };
    const { rows } = await gather({ ...ledger, ask: counting }, asked);
    expect(rows.map(({ verdict }) => verdict)).toEqual(["CANNOT_TELL", "VERIFIED", "VERIFIED"]);
    expect(questions).toBe(2);
  });

  it("is not made any more when the server ends, and tells how far it is until then", async () => {
    const ending = new AbortController();
    const told: string[] = [];
    const onProgress: Asked["onProgress"] = ({ part, done, of }) => {
      told.push(`${part} ${done}/${of}`);
      if (part === "making" && done === 1) ending.abort();
    };
    const job = gather({ ...ledger }, { ...asked, signal: ending.signal, onProgress });
    await expect(job).rejects.toMatchObject({ code: "client_left" });
    expect(told.slice(-2)).toEqual(["making 0/3", "making 1/3"]);
  });

  it("of named people is found by their own rows, and is what the log's have", async () => {
    const other = await newSubject(ledger, "K-2");
    await stored(ledger, orderOf(other, { externalNumber: "N-4" }));
    const request = { ...asked.request, subjects: [subject] };
    const scanned = await gather({ ...ledger }, asked);
    const scan = () => {
      throw new Error("the log is looked through");
    };
    const named = await gather(
      { ...ledger, ledger: { ...ledger.ledger, recordedIn: scan } },
      { ...asked, request },
    );
    const ids = scanned.rows.filter((row) => row.subject === subject).map(({ id }) => id);
    expect(named.rows.map(({ id }) => id)).toEqual(ids);
    expect(ids).toHaveLength(3);
    const never = { ...request, until: "2000-01-02T00:00:00.000Z" };
    expect((await gather({ ...ledger }, { ...asked, request: never })).rows).toEqual([]);
  });
});
