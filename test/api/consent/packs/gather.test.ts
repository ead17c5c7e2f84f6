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

beforeAll(async () => {
  ledger = await testLedger();
  const subject = await newSubject(ledger, "K-1");
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
});
