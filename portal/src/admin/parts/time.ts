/** Between the times of the ledger and the fields in which people enter them, which are of the device's place. Pure. */

const two = (number: number): string => String(number).padStart(2, "0");

/** As `<input type="datetime-local">` has it. */
export function toField(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return "";
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** RFC 3339, as records have it; `null`: nothing, or no time. */
export function fromField(text: string): string | null {
  const time = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
