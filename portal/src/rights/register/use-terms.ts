import { useTerm } from "../../admin/parts/use-term.ts";

/** What terms are called; what nobody has worded stands as its own name: `TaxCode`. */
export function useTerms(): (term: string) => string {
  const termOf = useTerm();
  return (term) => termOf(term) ?? term.split(":")[1] ?? term;
}
