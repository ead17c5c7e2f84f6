import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showProgress } from "../../../../scripts/cli/import/progress.ts";
import { messagesIn } from "../../../../scripts/cli/messages.ts";
import { newMeter } from "../../../../scripts/import/read/meter.ts";
import { newTally } from "../../../../scripts/import/tally.ts";
import { fakeTerminal } from "../../helpers/cli.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a log gets a line now and then: what is answered, not what is read", () => {
  const { terminal, written } = fakeTerminal();
  let now = 1_000_000;
  const context = {
    terminal,
    language: "en" as const,
    m: messagesIn("en"),
    env: {},
    stdin: Readable.from([]),
    clock: { now: () => now },
  };
  const meter = { ...newMeter(), bytesTotal: 1000 };
  const tally = newTally();
  const progress = showProgress(context, meter, tally);
  // Read to the end, half of it answered.
  meter.bytesRead = 1000;
  Object.assign(tally, { records: 40_000, stored: 19_000, unchanged: 900, refused: 100 });
  now += 5_000;
  vi.advanceTimersByTime(5_000);
  expect(written.err).toBe("50 %: 20,000 records done, 100 refused, 4,000 a second\n");
  progress.stop();
  vi.advanceTimersByTime(60_000);
  expect(written.err.split("\n")).toHaveLength(2);
});
