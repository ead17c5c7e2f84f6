/** Cheats with SQL, that an audit is to name. */
import { DATABASE_CHEATS } from "./rows/database.ts";
import { runCheats } from "./run.ts";

runCheats(DATABASE_CHEATS);
