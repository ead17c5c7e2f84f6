import type { z } from "@hono/zod-openapi";
import type { Layout } from "../../../portal/verify/kinds.ts";
import { ENVELOPE_NAMES, schemaHash } from "../../../portal/verify/record.ts";
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import type { Body, JsonValue, RecordKind } from "../../core/kind.ts";
import { fieldProblems, MOST_PROBLEMS, surplusProblems } from "./problems.ts";

export interface KindDefinition<S extends z.ZodObject> {
  readonly kind: string;
  readonly layout: Layout;
  readonly retentionClass: RetentionClass;
  readonly retentionYears: number | null;
  /** `subject` if left out. */
  readonly about?: RecordKind["about"];
  /** `null` if left out. */
  readonly streamField?: RecordKind["streamField"];
  /** `null` if left out. */
  readonly standing?: RecordKind["standing"];
  /** A strict object; a field that may be left out is optional or nullable. */
  readonly body: S;
}

/** A record kind together with its zod schema, from which the API page is made. */
export interface SchemaKind<S extends z.ZodObject = z.ZodObject> extends RecordKind {
  readonly body: S;
}

const asciiOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Makes a kind out of its definition; the name list is the envelope's names and the body's, in ASCII order. */
export function defineKind<S extends z.ZodObject>(definition: KindDefinition<S>): SchemaKind<S> {
  // Sorted, so that neither bodies nor what is hashed of them depend on the order in which a source file names the fields.
  const fields = Object.keys(definition.body.shape).sort(asciiOrder);
  const names = [...ENVELOPE_NAMES, ...fields].sort(asciiOrder);
  return {
    ...{ about: "subject", streamField: null, standing: null },
    ...definition,
    names,
    schemaHash: schemaHash(names),
    parseBody(input) {
      // With that many names too many the answer is known, and zod would look at every one of them for it.
      if (Object.keys(input).length > fields.length + MOST_PROBLEMS)
        return { ok: false, problems: surplusProblems(input, fields) };
      const parsed = definition.body.safeParse(input);
      if (!parsed.success) return { ok: false, problems: fieldProblems(parsed.error, input) };
      const given = parsed.data as Record<string, JsonValue | undefined>;
      const body: Record<string, JsonValue> = {};
      for (const field of fields) body[field] = given[field] ?? null;
      return { ok: true, body: body satisfies Body };
    },
  };
}
