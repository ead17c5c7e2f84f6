/** Every area's words; loaded when somebody reads this language. */
import { customer } from "./customer.ts";
import { frame } from "./frame.ts";

export const zh = { customer, frame };
