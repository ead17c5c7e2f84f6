/** An audit in a process of its own that stands still in the middle, to be killed there. `node audit-process.ts <directory> <pieces>` */
import { join } from "node:path";
import { runAudit } from "../../../api/audit/audit.ts";
import { auditOptions } from "./installation.ts";
import { KEEP } from "./keep.ts";

const [directory = "", pieces = ""] = process.argv.slice(2);
const standing = new Int32Array(new SharedArrayBuffer(4));
let read = 0;

await runAudit(
  auditOptions(directory, {
    keep: { ...KEEP, directory: join(directory, "kept") },
    onProgress({ step }) {
      if (step !== "records" || ++read < Number(pieces)) return;
      process.stdout.write("standing\n");
      Atomics.wait(standing, 0, 0);
    },
  }),
);
