import { fileURLToPath } from "node:url";
import { systemClock } from "../../api/core/clock.ts";
import type { Complaint } from "./complaint.ts";
import { northwind } from "./presets/northwind/northwind.ts";
import { newMeter } from "./read/meter.ts";
import { runImport } from "./run.ts";
import { linePoster } from "./send/client.ts";
import { deliverer } from "./send/deliver.ts";
import { laneSink } from "./send/lanes.ts";
import { usualPatience } from "./send/patience.ts";
import { newTally, type Tally } from "./tally.ts";

export const DEMO_DIRECTORY: string = fileURLToPath(
  new URL("../../demo/northwind", import.meta.url),
);

export interface DemoOptions {
  readonly baseUrl: string;
  readonly token: string;
  /** Called after each chunk that the server has answered. */
  readonly onProgress?: (tally: Readonly<Tally>) => void;
  readonly onComplaint?: (complaint: Complaint) => void;
}

/** Sends Northwind to a ledger. Running it again stores nothing twice. */
export async function loadDemo(options: DemoOptions): Promise<Tally> {
  const { baseUrl, token, onProgress = () => {}, onComplaint = () => {} } = options;
  const tally = newTally();
  const meter = newMeter();
  const deliver = deliverer({
    post: linePoster({ baseUrl, token, language: "en" }),
    patience: usualPatience(systemClock),
    tally,
    onComplaint,
    onProgress: () => onProgress(tally),
  });
  await runImport({
    items: northwind(DEMO_DIRECTORY, meter),
    meter,
    tally,
    sink: laneSink(deliver),
    onComplaint,
  });
  return tally;
}
