/** Whom the visitor trusts, in two lines that open. */
import { Paper } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { policyOrigin } from "../../../verify/index.ts";
import { IconChevronRight } from "../../frame/icons.ts";
import type { Trust } from "../useTrust.ts";
import { ChainPanel } from "./ChainPanel.tsx";
import { PolicyPanel } from "./PolicyPanel.tsx";

function Line({
  title,
  said,
  note,
  isWeak,
  isOpen,
  onOpen,
  children,
}: {
  readonly title: string;
  readonly said: string;
  readonly note: string;
  /** What the visitor takes somebody's word for. */
  readonly isWeak: boolean;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <details
      className="v-trust"
      open={isOpen}
      onToggle={({ currentTarget }) => onOpen(currentTarget.open)}
    >
      <summary>
        <span className="v-trust-text">
          <span className="v-trust-title">{title}</span>
          <strong>{said}</strong>
          <span className={isWeak ? "v-trust-note v-weak" : "v-trust-note"}>{note}</span>
        </span>
        <IconChevronRight size={18} aria-hidden className="v-chevron" />
      </summary>
      <div className="v-trust-body">{children}</div>
    </details>
  );
}

export function TrustRail({
  trust,
  isChainOpen,
  onChainOpen,
}: {
  readonly trust: Trust;
  readonly isChainOpen: boolean;
  readonly onChainOpen: (isOpen: boolean) => void;
}) {
  const { t } = useTranslation("verify");
  const { source, policy, pins, chainSource, wallets, home } = trust;
  const [isPolicyOpen, setPolicyOpen] = useState(home === "file" && policy === null);
  const pin = source.kind === "pin" ? pins.pins.find(({ id }) => id === source.id) : undefined;
  const whose =
    pin?.name ??
    (policy === null
      ? t(trust.isWaiting ? "policyComing" : "noPolicyChosen")
      : policyOrigin(policy));
  const wallet =
    chainSource.kind === "wallet" ? wallets.find(({ id }) => id === chainSource.id) : undefined;
  const asked = {
    firm: t("firmChain"),
    wallet: wallet?.name ?? t("wallet"),
    rpc: chainSource.kind === "rpc" ? new URL(chainSource.address).host : "",
    none: t("nobody"),
  }[chainSource.kind];
  return (
    <Paper component="aside" p={0} className="v-rail" id="trust" aria-label={t("trustTitle")}>
      <Line
        title={t("whoseLedger")}
        said={whose}
        note={t(`policyNote_${source.kind}`)}
        isWeak={source.kind !== "pin"}
        isOpen={isPolicyOpen}
        onOpen={setPolicyOpen}
      >
        <PolicyPanel trust={trust} />
      </Line>
      <Line
        title={t("whoIsAsked")}
        said={asked}
        note={t(`chainNote_${chainSource.kind}`)}
        isWeak={chainSource.kind === "firm" || chainSource.kind === "none"}
        isOpen={isChainOpen}
        onOpen={onChainOpen}
      >
        <ChainPanel trust={trust} />
      </Line>
    </Paper>
  );
}
