/** What no terms may say, whatever the firm has stated. */
export { dutyMilliseconds, limitProblems } from "../../../portal/verify/sharing-limits.ts";
