import { fill } from "../../../api/core/language.ts";
import { messages } from "../../../api/core/messages.ts";
import { visible } from "../../../api/core/visible.ts";
import type { Complaint } from "../../import/complaint.ts";
import type { FileProblem } from "../../import/read/problem.ts";
import type { Context } from "../context.ts";

/** `orders.csv, line 17, column freight: is not a number` */
export function describeComplaint(context: Context, complaint: Complaint): string {
  const t = context.m.import;
  const { file, line, column } = complaint;
  const place = [file, t.line(line), ...(column === undefined ? [] : [t.column(column)])];
  if (complaint.type === "field" && complaint.field !== undefined) {
    place.push(t.field(complaint.field));
  }
  return visible(`${place.join(", ")}: ${reason(context, complaint)}`);
}

function reason({ m, language }: Context, complaint: Complaint): string {
  if (complaint.type === "refused") {
    return m.import.rowProblem[complaint.code](complaint.params ?? {});
  }
  const { said } = complaint;
  return "message" in said ? said.message : fill(messages[language].fields[said.code], said.params);
}

export function describeFileProblem({ m }: Context, problem: FileProblem): string {
  const { file, line, column = "", code } = problem;
  const place = line === undefined ? file : `${file}, ${m.import.line(line)}`;
  return visible(`${place}: ${m.import.fileProblem[code](column)}`);
}
