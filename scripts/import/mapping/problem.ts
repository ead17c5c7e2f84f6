/** What is wrong with a mapping file. */
export type MappingProblemCode =
  | "not_json"
  | "missing_member"
  | "surplus_member"
  | "wrong_type"
  | "wrong_format"
  | "unknown_kind"
  | "unknown_field"
  | "bad_source"
  | "bad_delimiter"
  | "bad_pattern"
  | "bad_zone"
  | "bad_template"
  | "bad_currency"
  | "bad_decimals"
  | "one_form"
  | "only_with_group"
  | "rows_in_rows";

export class MappingProblem extends Error {
  readonly code: MappingProblemCode;
  /** The member as a path, `fields.total.currency`; empty for the file as a whole. */
  readonly member: string;
  readonly allowed: string | undefined;

  constructor(code: MappingProblemCode, member: string, allowed?: string) {
    super(code);
    this.name = "MappingProblem";
    this.code = code;
    this.member = member;
    this.allowed = allowed;
  }
}
