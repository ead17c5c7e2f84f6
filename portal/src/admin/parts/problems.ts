/** What a refusal says of single fields. Pure. */

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** @param problem problem details, as they came */
export function problemsIn(problem: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
  const { errors } = problem;
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null) return [];
    const { field, message } = one as Partial<Record<keyof FieldProblem, unknown>>;
    return typeof field === "string" && typeof message === "string" ? [{ field, message }] : [];
  });
}
