import type { Draft, FieldColumns } from "../model.ts";
import { type CustomerRef, subjectKey } from "./subjects.ts";

/** A draft ready for sending: its text, and what is needed to tell where it came from. */
export interface Parcel {
  readonly key: string;
  readonly customer: CustomerRef;
  /** The record as JSON, without `@subject`. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly columns?: FieldColumns;
  readonly lineNumbers?: readonly number[];
}

export function parcel(draft: Draft): Parcel {
  const { file, line, record, columns, lineNumbers } = draft;
  const customer = { source: record["@source"], externalNumber: draft.customer };
  return {
    key: subjectKey(customer),
    customer,
    text: JSON.stringify(record),
    file,
    line,
    ...(columns === undefined ? {} : { columns }),
    ...(lineNumbers === undefined ? {} : { lineNumbers }),
  };
}

/** The line that is sent: the subject goes in front of the members that are there. */
export function addressed({ text }: Parcel, subject: string): string {
  return `{"@subject":${JSON.stringify(subject)},${text.slice(1)}`;
}

/** Which of `lanes` ways a customer's records all take (FNV-1a over the key). */
export function laneOf(key: string, lanes: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % lanes;
}
