/** Every area's words; loaded when somebody reads this language. */
import { customer } from "./customer.ts";
import { frame } from "./frame.ts";
import { officer } from "./officer.ts";
import { verify } from "./verify.ts";

export const en = {
  customer,
  frame,
  officer,
  verify,
};
