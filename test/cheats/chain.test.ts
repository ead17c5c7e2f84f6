/** Cheats on a real chain. */
import { CHAIN_CHEATS } from "./rows/chain.ts";
import { runCheats } from "./run.ts";

runCheats(CHAIN_CHEATS);
