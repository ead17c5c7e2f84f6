/** Recording a choice. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { ApiError, api, ask } from "../frame/api.ts";
import { type Choice, type Chosen, type Consent, consentsQuery, type Offer } from "./data.ts";

/** One for each dialog that is opened: what is sent again, because no answer came, is recorded once. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What is sent: of a yes the text that was in view. */
const choiceBody = (purposeId: string, choice: Choice, offer: Offer) => ({
  ...{ purposeId, choice, language: offer.language, purposeVersion: offer.purpose.version },
  noticeId: offer.notice?.noticeId ?? null,
  noticeVersion: offer.notice?.noticeVersion ?? null,
});

/** The ledger has judged it by something newer than what was shown. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof ApiError && error.code === "consent_refused";

export function useDecision(subject: string, purposeId: string) {
  const client = useQueryClient();
  const key = useRef<string>(null);
  key.current ??= newKey();
  return useMutation({
    mutationFn: ({ choice, offer }: { choice: Choice; offer: Offer }): Promise<Chosen> =>
      ask(
        api.v1.subjects[":subject"].choices.$post({
          param: { subject },
          json: choiceBody(purposeId, choice, offer),
          header: { "idempotency-key": `${key.current}-${choice}` },
        }),
      ),
    async onSuccess({ state }) {
      // What the server answered, and nothing that was hoped for.
      client.setQueryData<readonly Consent[]>(consentsQuery(subject).queryKey, (before) =>
        before?.map((one) => (one.purposeId === purposeId ? state : one)),
      );
      // A browser's signal may have ended others beside it.
      await Promise.all(
        (["consents", "timeline"] as const).map((name) =>
          client.invalidateQueries({ queryKey: [name, subject] }),
        ),
      );
    },
    async onError(error) {
      if (!isOutdated(error)) return;
      for (const name of ["offer", "consents"] as const)
        await client.invalidateQueries({ queryKey: [name, subject] });
    },
  });
}
