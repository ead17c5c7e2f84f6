/** Any value of a field as lines to be read: texts as they are, members of objects in one line. Pure. */

const scalar = (value: unknown): string =>
  typeof value === "string" ? value : value === null || value === undefined ? "" : String(value);

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return value.map(oneLine).filter(Boolean).join(", ");
  if (typeof value !== "object" || value === null) return scalar(value);
  return Object.values(value).map(oneLine).filter(Boolean).join(", ");
}

/** Of a list one line each; nothing at all: none. */
export const valueLines = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value.map(oneLine) : [oneLine(value)]).filter((line) => line !== "");
