import type { Complaint } from "./complaint.ts";
import type { Draft, ImportItems } from "./model.ts";
import type { Meter } from "./read/meter.ts";
import { countSkipped, type Tally } from "./tally.ts";

/** Where drafts go. Both methods reject with what makes going on useless. */
export interface Sink {
  /** Resolves (or returns at once) when there is room for the next one. */
  take(draft: Draft): Promise<void> | undefined;
  /** Resolves when everything taken is settled. */
  finish(): Promise<void>;
}

export interface ImportRun {
  readonly items: ImportItems;
  readonly meter: Meter;
  readonly tally: Tally;
  readonly sink: Sink;
  readonly onComplaint: (complaint: Complaint) => void;
}

/**
 * Moves items into the sink. If reading breaks off, what was read before is still delivered, and then the error thrown: a second
 * run over the mended file finds it unchanged.
 */
export async function runImport(run: ImportRun): Promise<void> {
  const { items, meter, tally, sink, onComplaint } = run;
  try {
    for await (const item of items) {
      if (item.type === "draft") {
        tally.records++;
        const room = sink.take(item);
        if (room !== undefined) await room;
      } else if (item.type === "skipped") countSkipped(tally, item.reason);
      else {
        tally.refused++;
        onComplaint(item);
      }
      tally.rows = meter.rows;
    }
  } finally {
    tally.rows = meter.rows;
    await sink.finish();
  }
}
