/** All cheats, in the order in which the table of docs/SECURITY.md has them. */
import type { Cheat } from "../cheat.ts";
import { CHAIN_CHEATS } from "./chain.ts";
import { DATABASE_CHEATS } from "./database.ts";
import { FILE_CHEATS } from "./files.ts";
import { KEY_CHEATS } from "./keys.ts";
import { MAP_CHEATS } from "./maps.ts";
import { RECEIPT_CHEATS } from "./receipts.ts";
import { SERVER_CHEATS } from "./server.ts";
import { STREAM_CHEATS } from "./streams.ts";
import { TIME_CHEATS } from "./times.ts";
import { TREE_CHEATS } from "./trees.ts";

export const KERNEL_CHEATS: readonly Cheat[] = [
  ...STREAM_CHEATS,
  ...MAP_CHEATS,
  ...TREE_CHEATS,
  ...FILE_CHEATS,
  ...RECEIPT_CHEATS,
  ...KEY_CHEATS,
  ...TIME_CHEATS,
];

export const ALL_CHEATS: readonly Cheat[] = [
  ...KERNEL_CHEATS,
  ...CHAIN_CHEATS,
  ...SERVER_CHEATS,
  ...DATABASE_CHEATS,
];
