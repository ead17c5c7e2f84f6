/** Cheats that the ledger's own program is to notice. */
import { SERVER_CHEATS } from "./rows/server.ts";
import { runCheats } from "./run.ts";

runCheats(SERVER_CHEATS);
