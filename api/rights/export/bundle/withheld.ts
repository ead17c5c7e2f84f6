/** What of a record an export may keep from the person (docs/FORMAT.md §21.2), which its evidence then shows by the digest alone. Pure. */
import { type Content, shown } from "../../../../portal/verify/content.ts";

/** By kind: what could hurt others, or a case that goes on, if the person read it. A list of this version of the format. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  hold: ["reason", "reference"],
  request: ["note"],
};

export interface Withheld {
  readonly kind: string;
  readonly field: string;
  readonly events: number;
}

/** Fields of a record that are withheld from the person where the firm says so. What the person wrote is never among them. */
function withholdable(kind: string, role: unknown): readonly string[] {
  return kind === "request" && role === "customer" ? [] : (FIELDS[kind] ?? []);
}

/** Who wrote it; `null`: it is not shown. */
function roleOf(content: Content): unknown {
  const actor = shown(content, "actor");
  if (typeof actor !== "object" || actor === null || Array.isArray(actor)) return null;
  return (actor as { readonly role?: unknown }).role ?? null;
}

/** Fields of this record that are withheld and may not be. */
export function surplusWithheld(kind: string, content: Content): readonly string[] {
  const { withheld } = content;
  if (withheld.length === 0) return [];
  const role = roleOf(content);
  const allowed = role === null ? [] : withholdable(kind, role);
  return withheld.filter((name) => !allowed.includes(name));
}
