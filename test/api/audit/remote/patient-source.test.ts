import { describe, expect, it } from "vitest";
import { patientSource } from "../../../../api/audit/remote/patient-source.ts";
import {
  type LogSource,
  SourceFailure,
  type SourceFailureCode,
} from "../../../../api/auditor/source.ts";
import { rejection } from "../../../helpers/ledger.ts";

const TILE = { level: 0, n: 3 };

/** A log that fails so often before it answers, whatever it is asked. */
function failing(times: number, code: SourceFailureCode) {
  let asked = 0;
  const answer = async <T>(value: T): Promise<T> => {
    asked += 1;
    if (asked <= times) throw new SourceFailure(code, "tile", TILE);
    return value;
  };
  const source: LogSource = {
    checkpoint: () => answer("note"),
    checkpointAt: (size) => answer(`note of ${size}`),
    tile: (tile, width) => answer(Uint8Array.of(tile.n, width)),
    bundle: (n, width) => answer([Uint8Array.of(n, width)]),
  };
  return { source: patientSource(source, 0), asked: () => asked };
}

const QUESTIONS: [string, (source: LogSource) => Promise<unknown>, unknown][] = [
  ["the checkpoint", (source) => source.checkpoint(), "note"],
  ["an older one", (source) => source.checkpointAt(7), "note of 7"],
  ["a tile", (source) => source.tile(TILE, 5), Uint8Array.of(3, 5)],
  ["a bundle", (source) => source.bundle(2, 6), [Uint8Array.of(2, 6)]],
];

describe("a log that does not answer at once", () => {
  it.each(QUESTIONS)("is asked for %s again, twice", async (_, ask, answer) => {
    for (const code of ["unreachable", "timeout", "missing"] as const) {
      const log = failing(2, code);
      expect(await ask(log.source)).toEqual(answer);
      expect(log.asked()).toBe(3);
    }
  });

  it.each(QUESTIONS)("is not asked for %s for ever", async (_, ask) => {
    const log = failing(9, "timeout");
    expect(await rejection(ask(log.source))).toMatchObject({ code: "timeout", tile: TILE });
    expect(log.asked()).toBe(3);
  });

  it("is taken at its word where it answers", async () => {
    for (const code of ["unauthorized", "redirected", "bad_answer", "too_large"] as const) {
      const log = failing(1, code);
      expect(await rejection(log.source.checkpoint())).toMatchObject({ code });
      expect(log.asked()).toBe(1);
    }
  });
});
