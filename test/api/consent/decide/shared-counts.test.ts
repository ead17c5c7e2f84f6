/** Counts that several ask for at a time. */
import { beforeEach, expect, it } from "vitest";
import type { EverybodyCounts } from "../../../../api/consent/decide/everybody.ts";
import { type CountQuery, sharedCounts } from "../../../../api/consent/decide/shared-counts.ts";
import { Refusal } from "../../../../api/core/errors.ts";

let now: number;
let asked: CountQuery[];
let answers: PromiseWithResolvers<EverybodyCounts>[];
let count: (query: CountQuery) => Promise<EverybodyCounts>;
const told: EverybodyCounts = { at: "t", total: 1, whole: true, counts: {} };
const query = { purposeId: "newsletter", at: null };

beforeEach(() => {
  [now, asked, answers] = [0, [], []];
  count = sharedCounts({ now: () => now }, (one) => {
    asked.push(one);
    const answer = Promise.withResolvers<EverybodyCounts>();
    one.signal?.addEventListener("abort", () => answer.reject(new Refusal("client_left", {})));
    answers.push(answer);
    return answer.promise;
  });
});

it("are counted once for all who ask the same, also some seconds later", async () => {
  const all = [count(query), count(query), count({ ...query, at: "2026-01-01T00:00:00.000Z" })];
  expect(asked).toHaveLength(2);
  for (const { resolve } of answers) resolve(told);
  expect(await Promise.all(all)).toEqual([told, told, told]);
  now += 4_999;
  expect(await count(query)).toEqual(told);
  expect(asked).toHaveLength(2);
  now += 1;
  void count(query);
  expect(asked).toHaveLength(3);
});

it("end when nobody waits any more, and not before", async () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const both = [one, two].map(({ signal }) => count({ ...query, signal }));
  one.abort();
  expect(asked[0]?.signal?.aborted).toBe(false);
  two.abort();
  expect(asked[0]?.signal?.aborted).toBe(true);
  for (const each of both) await expect(each).rejects.toThrow(Refusal);
  void count(query);
  expect(asked).toHaveLength(2);
});

it("that failed are counted anew", async () => {
  const first = count(query);
  answers[0]?.reject(new Error("damaged"));
  await expect(first).rejects.toThrow("damaged");
  void count(query);
  expect(asked).toHaveLength(2);
});
