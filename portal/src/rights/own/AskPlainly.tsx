import type { Right } from "../terms.ts";
import { RequestForm } from "./RequestForm.tsx";

/** In words alone. */
export function AskPlainly({
  subject,
  right,
}: {
  readonly subject: string;
  readonly right: Extract<Right, "restriction" | "review">;
}) {
  return <RequestForm subject={subject} right={right} needsDetails />;
}
