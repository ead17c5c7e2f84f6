import type { FieldProblemCode } from "../../api/core/errors.ts";
import type { Draft, Refused } from "./model.ts";

/** What the server, or in a dry run the record kind, has against one field of a record, or against it as a whole. */
export interface FieldComplaint {
  readonly type: "field";
  readonly file: string;
  readonly line: number;
  readonly column?: string;
  readonly field?: string;
  /** The server's sentence, in the language asked for; a code of a record kind in a dry run. */
  readonly said:
    | { readonly message: string }
    | {
        readonly code: FieldProblemCode;
        readonly params: Readonly<Record<string, string | number>>;
      };
}

export type Complaint = Refused | FieldComplaint;

/** Finds the place in the file that a field of a record came from. */
export function fieldComplaint(
  draft: Pick<Draft, "file" | "line" | "columns" | "lineNumbers">,
  field: string | undefined,
  said: FieldComplaint["said"],
): FieldComplaint {
  const { file } = draft;
  if (field === undefined) return { type: "field", file, line: draft.line, said };
  const element = /^lines\[(\d+)\]/.exec(field);
  const line =
    (element === null ? undefined : draft.lineNumbers?.[Number(element[1])]) ?? draft.line;
  const column = columnOf(field, draft.columns ?? {});
  return { type: "field", file, line, field, said, ...(column === undefined ? {} : { column }) };
}

/** The column of the field, else of the nearest field around it. */
function columnOf(field: string, columns: Readonly<Record<string, string>>): string | undefined {
  const steps = field.replace(/\[\d+\]/g, "").split(".");
  for (let length = steps.length; length > 0; length--) {
    const column = columns[steps.slice(0, length).join(".")];
    if (column !== undefined) return column;
  }
  return undefined;
}
