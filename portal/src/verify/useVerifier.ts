/** What was brought, and what is said of it under whom the visitor trusts now. */
import { useCallback, useEffect, useRef, useState } from "react";
import { kindOf } from "./input/recognise.ts";
import { judge } from "./judge/judge.ts";
import type { Brought, Judged } from "./judge/judged.ts";
import { policyOf } from "./policy/pins.ts";
import type { Trust } from "./useTrust.ts";

export type State =
  | { readonly kind: "nothing" }
  | { readonly kind: "busy" }
  | { readonly kind: "judged"; readonly judged: Judged; readonly at: number }
  /** A fault of the verifier itself. */
  | { readonly kind: "fault" };

export interface Verifier {
  readonly files: readonly Brought[];
  readonly state: State;
  /** By the visitor's own hand. */
  bring(files: readonly Brought[]): void;
  /** By a link: none of it says whom to trust. */
  bringLinked(files: readonly Brought[]): void;
  again(): void;
  clear(): void;
}

/** A policy among what was brought is whom to trust, not what to judge. */
function parted(files: readonly Brought[]) {
  const texts = files.filter(({ bytes }) => kindOf(bytes) === "policy");
  const found = texts.flatMap(({ bytes }) => {
    const policy = policyOf(bytes);
    return policy === null ? [] : [{ policy, text: new TextDecoder().decode(bytes) }];
  });
  return {
    given: found.at(-1) ?? null,
    rest: found.length === 0 ? files : files.filter((file) => !texts.includes(file)),
  };
}

export function useVerifier(trust: Trust): Verifier {
  const [files, setFiles] = useState<readonly Brought[]>([]);
  const [state, setState] = useState<State>({ kind: "nothing" });
  const [round, setRound] = useState(0);
  const { policy, chain, isWaiting, offer } = trust;
  const running = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is the same question, asked again.
  useEffect(() => {
    running.current += 1;
    const mine = running.current;
    if (files.length === 0) {
      setState({ kind: "nothing" });
      return;
    }
    setState({ kind: "busy" });
    if (isWaiting) return;

    // Painted first: large files keep the page busy.
    const timer = setTimeout(() => {
      const now = Date.now();
      judge(files, { policy, chain, now }).then(
        (judged) => {
          if (mine === running.current) setState({ kind: "judged", judged, at: now });
        },
        () => {
          if (mine === running.current) setState({ kind: "fault" });
        },
      );
    }, 30);
    return () => clearTimeout(timer);
  }, [files, policy, chain, isWaiting, round]);
  const bring = useCallback(
    (brought: readonly Brought[]) => {
      const { given, rest } = parted(brought);
      if (given !== null) offer(given, rest.length > 0);
      if (rest.length > 0) setFiles(rest);
    },
    [offer],
  );
  return {
    files,
    state,
    bring,
    bringLinked: setFiles,
    again: () => setRound((before) => before + 1),
    clear: () => setFiles([]),
  };
}
