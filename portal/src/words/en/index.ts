/** Every area's words; loaded when somebody reads this language. */
import { audits } from "./audits.ts";
import { frame } from "./frame.ts";
import { packs } from "./packs.ts";

export const en = { audits, frame, packs };
