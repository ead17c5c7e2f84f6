/** What becomes of an audit when a part fails that runs beside the others. */
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import type { Progress, StepName } from "../../../api/audit/steps.ts";
import { fillSmall } from "../../helpers/audit/fill.ts";
import { auditOptions, newInstallation, remove } from "../../helpers/audit/installation.ts";

let directory: string;
beforeAll(async () => {
  const installation = await newInstallation("full");
  await fillSmall(installation);
  await installation.close();
  directory = installation.directory;
});
afterAll(() => remove(directory));

const BESIDE: readonly StepName[] = ["integrity", "idempotency", "records", "subjects"];

it.each(BESIDE)("whoever began it learns of it, and nobody else: %s", async (name) => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  const onProgress = ({ step }: Progress): void => {
    if (step === name) throw new Error(`${name} fails`);
  };
  try {
    await expect(runAudit(auditOptions(directory, { onProgress }))).rejects.toThrow("fails");
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    expect(unhandled).toEqual([]);
  } finally {
    process.off("unhandledRejection", note);
  }
});
