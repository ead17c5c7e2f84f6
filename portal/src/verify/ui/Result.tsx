import type { Judged } from "../judge/judged.ts";
import { CertificateView } from "./CertificateView.tsx";
import { ComparisonView } from "./ComparisonView.tsx";
import { EvidenceView } from "./EvidenceView.tsx";
import { LogTextView } from "./LogTextView.tsx";
import { MisbehaviourView } from "./MisbehaviourView.tsx";
import { PromiseView } from "./PromiseView.tsx";
import { RefusedView } from "./RefusedView.tsx";

export function Result({ judged }: { readonly judged: Judged }) {
  switch (judged.kind) {
    case "evidence":
      return <EvidenceView judged={judged} />;
    case "certificate":
      return <CertificateView judged={judged} />;
    case "misbehaviour":
      return <MisbehaviourView judged={judged} />;
    case "log_text":
      return <LogTextView judged={judged} />;
    case "promise":
      return <PromiseView judged={judged} />;
    case "comparison":
      return <ComparisonView judged={judged} />;
    case "refused":
      return <RefusedView judged={judged} />;
  }
}
