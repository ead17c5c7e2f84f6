/** Every area's words; loaded when somebody reads this language. */
import { admin } from "./admin.ts";
import { customer } from "./customer.ts";
import { frame } from "./frame.ts";

export const zh = { admin, customer, frame };
