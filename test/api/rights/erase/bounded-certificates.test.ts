/** Certificates cost the same, however many ask for them. */
import { beforeEach, describe, expect, it } from "vitest";
import { boundedCertificates } from "../../../../api/rights/erase/bounded-certificates.ts";
import type { Certificates } from "../../../../api/rights/erase/certificates.ts";
import { testClock } from "../../../helpers/repeatable.ts";

const codeOf = (n: number): string => Buffer.alloc(32, n).toString("base64url");
const ID = "0197a5c0-0000-4000-8000-000000000007";
const OTHER = "0197a5c0-0000-4000-8000-000000000008";
const busy = expect.objectContaining({ code: "busy" });

let clock: ReturnType<typeof testClock>;
let made: string[];
let length: number;
let outcomes: number;
let held: PromiseWithResolvers<void> | null;
let certificates: Certificates;
beforeEach(() => {
  clock = testClock();
  [made, length, outcomes, held] = [[], 10, 0, null];
  certificates = boundedCertificates(
    {
      of: async () => [{ id: ID }, { id: OTHER }] as never,
      async make(code, id) {
        made.push(`${code[0]} ${id.at(-1)}`);
        await held?.promise;
        return new Uint8Array(length).fill(made.length);
      },
    },
    { clock, outcomes: async () => outcomes },
  );
});
const make = (n: number, id = ID) => certificates.make(codeOf(n), id);

describe("certificates that anybody with a code may ask for", () => {
  it("are made one at a time of a code, and two in all", async () => {
    held = Promise.withResolvers<void>();
    const first = make(1);
    const second = make(2);
    await expect.poll(() => made.length).toBe(2);
    await expect(make(1)).rejects.toEqual(busy);
    await expect(make(1, OTHER)).rejects.toEqual(busy);
    await expect(make(3)).rejects.toEqual(busy);
    held.resolve();
    expect((await Promise.all([first, second])).map((one) => one.length)).toEqual([10, 10]);
    await make(3);
    expect(made).toHaveLength(3);
  });

  it("are made once in a while, and anew when something came of the erasure", async () => {
    const bytes = await make(1);
    for (let n = 0; n < 50; n++) expect(await make(1)).toEqual(bytes);
    expect(made).toHaveLength(1);
    outcomes = 1;
    expect(await make(1)).not.toEqual(bytes);
    clock.advance(60_000);
    await make(1);
    expect(made).toHaveLength(3);
  });

  it("take no more memory than so much, and the oldest go first", async () => {
    length = 12 * 1024 * 1024;
    for (const n of [1, 2, 3]) await make(n);
    await make(3);
    await make(2);
    expect(made).toHaveLength(3);
    await make(1);
    expect(made).toHaveLength(4);
    length = 33 * 1024 * 1024;
    await make(4);
    await make(4);
    expect(made).toHaveLength(6);
    await make(1);
    expect(made).toHaveLength(6);
  });

  it("that fail leave nothing in the way", async () => {
    held = Promise.withResolvers<void>();
    const failed = make(1);
    await expect.poll(() => made.length).toBe(1);
    held.reject(new Error("no disk"));
    await expect(failed).rejects.toThrow("no disk");
    held = null;
    expect(await make(1)).toHaveLength(10);
  });
});
