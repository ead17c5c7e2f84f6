/** The whole log, and whom the visitor trusts beside it. */
import { type ReactNode, useRef, useState } from "react";
import type { Trust } from "../useTrust.ts";
import { LedgerCheck } from "./LedgerCheck.tsx";
import { TrustRail } from "./TrustRail.tsx";

export function LedgerView({
  trust,
  below,
}: {
  readonly trust: Trust;
  /** In the rail, below whom is trusted. */
  readonly below: ReactNode;
}) {
  const [isChainOpen, setChainOpen] = useState(trust.chain?.rpc === null);
  const side = useRef<HTMLDivElement>(null);
  const choose = (): void => {
    setChainOpen(true);
    requestAnimationFrame(() => {
      const radio = side.current?.querySelector<HTMLElement>("input[value=rpc]");
      radio?.scrollIntoView({ block: "center" });
      radio?.focus();
    });
  };
  return (
    <div className="v-columns">
      <div className="v-main">
        <LedgerCheck trust={trust} onChooseNode={choose} />
      </div>
      <div className="v-side" ref={side}>
        <TrustRail trust={trust} isChainOpen={isChainOpen} onChainOpen={setChainOpen} />
        {below}
      </div>
    </div>
  );
}
