/** Every area's words; loaded when somebody reads this language. */
import { frame } from "./frame.ts";
import { verify } from "./verify.ts";

export const en = { frame, verify };
