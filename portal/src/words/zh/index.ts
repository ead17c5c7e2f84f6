/** Every area's words; loaded when somebody reads this language. */
import { frame } from "./frame.ts";

export const zh = { frame };
