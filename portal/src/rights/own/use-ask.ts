/** Sending a request, or a step of one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { onceKey } from "../../admin/parts/once.ts";
import { askFor, type NewRequest, type NewStep, takeStep } from "../queries.ts";

/** What is sent again unchanged, because no answer came, is recorded once; what was changed is something else. */
export function useOnce(): (sent: unknown) => string {
  const last = useRef<{ readonly text: string; readonly key: string } | null>(null);
  return (sent) => {
    const text = JSON.stringify(sent);
    if (last.current?.text !== text) last.current = { text, key: onceKey() };
    return last.current.key;
  };
}

export function useAsk(subject: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (json: NewRequest) => askFor(subject, json, once(json)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["requests"] }),
  });
}

export function useStep(subject: string, requestId: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (json: NewStep) => takeStep(subject, requestId, json, once(json)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["requests"] }),
  });
}
