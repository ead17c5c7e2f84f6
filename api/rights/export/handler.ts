/** What is done when access or portability is granted: the export lies ready in the portal, for the person to fetch. */
import type { Done, RequestHandler } from "../cases/handlers.ts";
import type { Form } from "./bundle/form.ts";
import type { Exports } from "./exports.ts";

/**
 * No copy is kept: it is made anew when the person fetches it, with what came since, and its hash is then on record. That it can be made is tried before it is said to be ready.
 *
 * Where nobody can sign in for the person it lies ready for nobody: then it is carried out, and answered once an officer says how it was handed over.
 *
 * @param reads whether somebody can sign in who stands for this identifier
 * @param exports `null`: not yet there; it is asked again
 */
export function exportHandlers(
  exports: () => Pick<Exports, "tryOut"> | null,
  reads: (subject: string) => Promise<boolean>,
): Readonly<Record<"access" | "portability", RequestHandler>> {
  const handler = (form: Form): RequestHandler => ({
    async carryOut({ subject, requestId, language }): Promise<Done | null> {
      const maker = exports();
      if (maker === null) return null;
      const spoken = language?.toLowerCase().startsWith("zh") ? "zh" : "en";
      const order = {
        subject,
        form,
        language: spoken,
        checkpoint: "final",
        mayName: null,
      } as const;
      await maker.tryOut(order);
      const answer = { format: "application/zip", how: "portal", reference: form } as const;
      const isRead = await reads(subject);
      return {
        regarding: [{ what: "export", id: requestId }],
        answer: isRead ? answer : null,
      };
    },
  });
  return { access: handler("access"), portability: handler("portability") };
}
