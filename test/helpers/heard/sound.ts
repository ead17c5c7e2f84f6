/** Before each file of tests: what its clients ask for over the network is heard, too; behind it nothing planted may have been. */
import { afterAll, expect } from "vitest";
import { hear, hearAnswer, takeLeaks } from "./heard.ts";

const HEARD = Symbol.for("counterfoil.heard");
type Fetch = typeof globalThis.fetch & { [HEARD]?: true };

const { fetch } = globalThis as { fetch: Fetch };
if (fetch[HEARD] === undefined) {
  const heard: Fetch = async (input, init) => {
    hear("address", input instanceof Request ? input.url : String(input));
    const response = await fetch(input, init);
    await hearAnswer(response);
    return response;
  };
  heard[HEARD] = true;
  globalThis.fetch = heard;
}

afterAll(() => {
  expect(takeLeaks(), "what was told of people or secrets").toEqual([]);
});
