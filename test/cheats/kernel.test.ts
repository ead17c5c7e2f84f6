/** What needs neither server nor chain: files, and who looks at them. */
import { KERNEL_CHEATS } from "./rows/all.ts";
import { runCheats } from "./run.ts";

runCheats(KERNEL_CHEATS);
