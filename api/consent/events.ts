/** What an event of a consent does. Of what takes something back, the one definition is the kernel's (FORMAT §11.4): `takesBack` of portal/verify/as-of.ts. */
import { takesBack } from "../../portal/verify/as-of.ts";
import type { ConsentEvent } from "./kinds/consent.ts";

/** Of these a consent is made. */
export const isConsenting = (event: ConsentEvent): event is "given" | "renewed" =>
  event === "given" || event === "renewed";

/** With these a consent ends, by somebody's doing; they are always taken where there is something to end. */
export const isEnding = (event: ConsentEvent): boolean => takesBack(event) && event !== "expired";
