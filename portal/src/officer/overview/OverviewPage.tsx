import { Paper, SimpleGrid, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Page } from "../../frame/Page.tsx";
import { Loaded } from "../../frame/States.tsx";
import { type Overview, overviewQuery } from "../data.ts";
import { AnchorBadge } from "../parts/Badges.tsx";
import { Facts } from "../parts/Facts.tsx";
import { Figure } from "../parts/Figure.tsx";
import { Hash } from "../parts/Hash.tsx";
import { AnchorLink } from "../parts/Links.tsx";
import { TxLink } from "../parts/TxLink.tsx";
import { useFee } from "../parts/use-fee.ts";
import { Alarms } from "./Alarms.tsx";
import { HowFar } from "./HowFar.tsx";
import { OverTime } from "./OverTime.tsx";

/** Below this nobody wants to know how many seconds. */
const JUST_MS = 10_000;

function NewestAnchor({ anchor }: { readonly anchor: Overview["anchor"] }) {
  const { t } = useTranslation("officer");
  const { number, ago } = useFormats();
  if (anchor === null) return <Figure name={t("figureAnchor")} value={t("figureAnchorNone")} />;
  const { size, time, state } = anchor;
  const n = number(size);
  return (
    <Figure
      name={t("figureAnchor")}
      value={number(size)}
      badge={<AnchorBadge state={state} />}
      hint={
        time === null ? t("figureAnchorSent", { n }) : t("figureAnchorHint", { n, ago: ago(time) })
      }
    />
  );
}

function Figures({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation("officer");
  const { number, duration } = useFormats();
  const fee = useFee(overview.chain.chainId);
  const { day, month } = overview.cost;
  const { open } = overview;
  const dayHint =
    day.unknown > 0
      ? t("figureCostUnknown", { gas: number(day.gas), n: number(day.unknown) })
      : t("figureCostHint", { count: day.anchors, n: number(day.anchors), gas: number(day.gas) });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
      <Figure
        name={t("figureEntries")}
        value={number(overview.size)}
        hint={t("figureEntriesHint", { name: overview.name })}
      />
      <Figure
        name={t("figureOpen")}
        value={number(open.entries)}
        hint={
          open.entries === 0
            ? t("figureOpenNone")
            : t("figureOpenHint", { duration: duration(open.seconds) })
        }
      />
      <NewestAnchor anchor={overview.anchor} />
      <Figure
        name={t("figureCost")}
        value={fee(day.fee)}
        hint={
          <>
            {dayHint}
            <br />
            {t("costMonth", { fee: fee(month.fee) })}
          </>
        }
      />
    </SimpleGrid>
  );
}

function LedgerItself({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation("officer");
  const { chain, checkpoint, final } = overview;
  return (
    <Paper component="section" aria-labelledby="ledger-itself">
      <Title order={2} size="h4" id="ledger-itself" mb="md">
        {t("ledgerItself")}
      </Title>
      <Facts
        of={[
          [t("nameOfLedger"), overview.name],
          [t("chainId"), String(chain.chainId)],
          [t("contract"), <Id key="c" value={chain.contract} of={t("contract")} ends={8} />],
          [t("ledgerId"), <Id key="l" value={chain.ledgerId} of={t("ledgerId")} ends={8} />],
          checkpoint && [
            t("newestRoot"),
            <Hash key="r" value={checkpoint.root} of={t("newestRoot")} />,
          ],
          final && [
            t("newestFinal"),
            <TxLink key="t" transaction={final.transaction} link={final.link} />,
          ],
        ]}
      />
      <AnchorLink to="/app/batches" size="sm" mt="md" display="inline-block">
        {t("allBatches")}
      </AnchorLink>
    </Paper>
  );
}

/** How the ledger stands; looks again by itself. */
export function OverviewPage() {
  const { t } = useTranslation("officer");
  const { ago } = useFormats();
  const query = useQuery(overviewQuery);
  const lead = query.data
    ? Date.now() - new Date(query.data.at).getTime() < JUST_MS
      ? t("overviewJust")
      : t("overviewLead", { ago: ago(query.data.at) })
    : undefined;
  return (
    <Page title={t("overviewTitle")} lead={lead}>
      <Loaded query={query} skeleton="cards">
        {(overview) => (
          <>
            <Alarms overview={overview} />
            <Figures overview={overview} />
            <OverTime />
            <HowFar overview={overview} />
            <LedgerItself overview={overview} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
