/** What no terms may say, whatever the firm has stated. */
export { limitProblems } from "../../../portal/verify/sharing-limits.ts";
