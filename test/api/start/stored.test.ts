import { expect, it } from "vitest";
import { type Undo, unwind } from "../../../api/start/stored.ts";

it("is rid of all that was opened, the last first, whatever fails on the way; and tells the first failure", async () => {
  const taken: number[] = [];
  const step = (number: number, fails: boolean) => async (): Promise<void> => {
    taken.push(number);
    if (fails) throw new Error(`step ${number}`);
  };
  const undo: Undo = [step(1, true), step(2, false), step(3, true), step(4, false)];
  await expect(unwind(undo)).rejects.toThrow("step 3");
  expect(taken).toEqual([4, 3, 2, 1]);
  await unwind(undo);
  expect(taken).toHaveLength(4);
});
