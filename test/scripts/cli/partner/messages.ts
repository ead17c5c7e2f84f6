/** Messages as a firm sends them: of an entry behind all that was given, unless `index` says another. */

let numbers = 0;
/** Each another, ascending. */
export const newId = (): string => `msg_${(++numbers).toString(16).padStart(32, "0")}`;

export function messageOf(type: string, data: object = {}): string {
  return JSON.stringify({
    data: {
      ...{ acknowledgeBy: null, agreement: "a1".repeat(20), deleteBy: null, index: 1_000_000 },
      ...{ occurredAt: null, purpose: "newsletter", reason: null, record: null },
      ...{ recordVersion: null, subject: null, version: 1, ...data },
    },
    timestamp: "2026-11-27T12:00:00.000Z",
    type,
  });
}
