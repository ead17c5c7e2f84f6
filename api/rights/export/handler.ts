/** What is done when access or portability is granted: the export lies ready in the portal, for the person to fetch. */
import type { Done, RequestHandler } from "../cases/handlers.ts";
import type { Form } from "./bundle/form.ts";
import type { Exports } from "./exports.ts";

/**
 * No copy is kept: it is made anew when the person fetches it, with what came since, and its hash is then on record. That it can be made is tried before it is said to be ready.
 *
 * @param exports `null`: not yet there; it is asked again
 */
export function exportHandlers(
  exports: () => Pick<Exports, "tryOut"> | null,
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
      return {
        regarding: [{ what: "export", id: requestId }],
        answer: { format: "application/zip", how: "portal", reference: form },
      };
    },
  });
  return { access: handler("access"), portability: handler("portability") };
}
