/** The checkpoint and who has signed it, and where the chain has it. */
import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AnchorFacts, CheckpointFacts } from "../../../verify/index.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import type { Cosigners } from "../judge/judged.ts";
import { chainName, explorerOf } from "./chains.ts";
import { Facts, Section } from "./Section.tsx";

function Cosigned({ cosigners }: { readonly cosigners: Cosigners }) {
  const { t } = useTranslation("verify");
  const { exactTime } = useFormats();
  if (cosigners === null) return <Text size="sm">{t("cosignatureFails")}</Text>;
  if (cosigners.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("noCosigner")}
      </Text>
    );
  return (
    <ul className="v-plain">
      {cosigners.map(({ name, time }) => (
        <li key={name}>
          <span>{name}</span>
          <Text size="sm" c="dimmed">
            {t("cosignedAt", { time: exactTime(time * 1000) })}
          </Text>
        </li>
      ))}
    </ul>
  );
}

export function CheckpointSection({
  checkpoint,
  cosigners,
  stateTime = null,
}: {
  readonly checkpoint: CheckpointFacts;
  readonly cosigners: Cosigners;
  /** Of the state entry, RFC 3339. */
  readonly stateTime?: string | null;
}) {
  const { t } = useTranslation("verify");
  const { number, exactTime } = useFormats();
  return (
    <Section title={t("checkpoint")} lead={t("checkpointLead")}>
      <Facts
        rows={[
          [t("origin"), checkpoint.origin],
          [t("size"), t("entriesCount", { count: checkpoint.size, size: number(checkpoint.size) })],
          [t("root"), <Id key="root" value={checkpoint.root} of={t("root")} ends={8} />],
          ...(stateTime === null ? [] : [[t("mapTime"), exactTime(stateTime)] as const]),
          [t("cosigners"), <Cosigned key="cosigners" cosigners={cosigners} />],
        ]}
      />
    </Section>
  );
}

/** A transaction or block in the explorer of a chain that has one. It leads away, so it says so by being a link that opens elsewhere. */
function Explored({
  chainId,
  kind,
  value,
  of,
}: {
  readonly chainId: number;
  readonly kind: "tx" | "block";
  readonly value: string;
  readonly of: string;
}) {
  const { t } = useTranslation("verify");
  const address = explorerOf(chainId, kind, value);
  return (
    <span>
      <Id value={value} of={of} ends={8} />
      {address === null ? null : (
        <Anchor href={address} target="_blank" rel="noopener noreferrer" size="sm" ms="xs">
          {t("explorer")}
        </Anchor>
      )}
    </span>
  );
}

export function AnchorSection({
  anchor,
  checkpoint,
}: {
  readonly anchor: AnchorFacts | null;
  readonly checkpoint: CheckpointFacts | null;
}) {
  const { t } = useTranslation("verify");
  const { number, exactTime } = useFormats();
  if (anchor === null || checkpoint === null) return null;
  const { block, chainId } = anchor;
  return (
    <Section title={t("anchor")} lead={t("anchorLead", { size: number(checkpoint.size) })}>
      <Facts
        rows={[
          [t("chain"), chainName(chainId) ?? t("chainNumber", { id: chainId })],
          ...(block === null
            ? [[t("block"), t("blockNotFound")] as const]
            : ([
                [
                  t("anchoredAt"),
                  <time key="time" dateTime={block.time}>
                    {exactTime(block.time)}
                  </time>,
                ],
                [
                  t("block"),
                  <span key="block">
                    {number(block.number)} <Id value={block.hash} of={t("block")} />
                  </span>,
                ],
                [
                  t("transaction"),
                  <Explored
                    key="tx"
                    chainId={chainId}
                    kind="tx"
                    value={block.transaction}
                    of={t("transaction")}
                  />,
                ],
              ] as const)),
          [
            t("contract"),
            <Id key="contract" value={anchor.contract} of={t("contract")} ends={8} />,
          ],
          [t("ledgerId"), <Id key="ledger" value={anchor.ledgerId} of={t("ledgerId")} ends={8} />],
        ]}
      />
    </Section>
  );
}
