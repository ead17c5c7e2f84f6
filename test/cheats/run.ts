/** Each cheat as a test, with its row's id. */
import { describe, expect, it } from "vitest";
import { type Cheat, isCaught } from "./cheat.ts";

export function runCheats(cheats: readonly Cheat[]): void {
  for (const { id, sightings } of cheats) {
    describe(id, () => {
      for (const sighting of sightings) {
        const { by, of, honest, cheat, look } = sighting;
        const who = of === null ? by : `${by} of ${of}`;
        it(`${isCaught(sighting) ? "is caught" : "is not caught"} by ${who}: ${cheat}`, async () => {
          expect(await look(false), "without the cheat").toBe(honest);
          expect(await look(true), "with it").toBe(cheat);
        });
      }
    });
  }
}
