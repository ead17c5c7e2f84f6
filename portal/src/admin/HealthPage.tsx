import { Alert, Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../frame/format.ts";
import { IconAlert, IconCheck } from "../frame/icons.ts";
import { Page } from "../frame/Page.tsx";
import { Loaded } from "../frame/States.tsx";
import { type Health, healthQuery } from "./data.ts";
import { Fact, Facts } from "./parts/Facts.tsx";

type State = Health["log"]["state"];
const COLOURS: Readonly<Record<State, string>> = {
  ok: "accent",
  starting: "gray",
  unreachable: "orange",
  failing: "red",
  diverged: "red",
};
const OF_STATUS = { ok: "accent", degraded: "orange", down: "red" } as const;

const OF_COSIGNER: Readonly<Partial<Record<Health["cosigners"][number]["state"], string>>> = {
  ...{ ok: "accent", waiting: "accent", unreachable: "orange", failing: "orange" },
  ...{ refusing: "red", diverged: "red" },
};

function StateBadge({ state }: { readonly state: State }) {
  const { t } = useTranslation("admin");
  return (
    <Badge variant="light" color={COLOURS[state]} className="state">
      {t(`part_${state}`)}
    </Badge>
  );
}

function Part({
  title,
  state,
  children,
}: {
  readonly title: string;
  readonly state: State;
  readonly children: ReactNode;
}) {
  return (
    <Paper component="section">
      <Group justify="space-between" mb="md" wrap="nowrap">
        <Title order={2} size="h5">
          {title}
        </Title>
        <StateBadge state={state} />
      </Group>
      {children}
    </Paper>
  );
}

function Log({ log, promises }: Pick<Health, "log" | "promises">) {
  const { t } = useTranslation("admin");
  const { number, duration } = useFormats();
  const waits = (count: number, seconds: number): string =>
    count === 0 ? t("none") : t("waiting", { count, age: duration(seconds) });
  return (
    <Part title={t("healthLog")} state={log.state}>
      <Facts>
        <Fact word={t("entries")}>{number(log.size)}</Fact>
        <Fact word={t("sealed")}>{number(log.sealed)}</Fact>
        <Fact word={t("openEntries")}>{waits(log.openEntries, log.openSeconds)}</Fact>
        <Fact word={t("unanchored")}>{waits(log.unanchoredEntries, log.unanchoredSeconds)}</Fact>
        {promises === null ? null : (
          <Fact word={t("promises")}>
            {t(`promises_${promises.state}`)}
            {promises.secondsLeft === null || promises.secondsLeft < 0
              ? null
              : ` · ${t("promisesNext", { left: duration(promises.secondsLeft) })}`}
          </Fact>
        )}
      </Facts>
    </Part>
  );
}

function Chain({ chain }: Pick<Health, "chain">) {
  const { t } = useTranslation("admin");
  const { number, time } = useFormats();
  const { lastAnchor } = chain;
  const size = (value: number | null): string => (value === null ? t("unknown") : number(value));
  return (
    <Part title={t("healthChain")} state={chain.state}>
      <Facts>
        <Fact word={t("headSize")}>{size(chain.headSize)}</Fact>
        <Fact word={t("finalSize")}>{size(chain.finalizedSize)}</Fact>
        <Fact word={t("lastAnchor")}>
          {lastAnchor === null
            ? t("none")
            : [
                t(`anchor_${lastAnchor.state}`),
                ...(lastAnchor.block === null
                  ? []
                  : [t("inBlock", { block: number(lastAnchor.block) })]),
                ...(lastAnchor.time === null ? [] : [time(lastAnchor.time)]),
              ].join(" · ")}
        </Fact>
        {chain.lastError ? (
          <Fact word={t("lastError")}>
            <span className="mono">{chain.lastError}</span>
          </Fact>
        ) : null}
      </Facts>
    </Part>
  );
}

function Cosigners({ cosigners }: Pick<Health, "cosigners">) {
  const { t } = useTranslation("admin");
  const { number } = useFormats();
  if (cosigners.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("noCosigners")}
      </Text>
    );
  return (
    <ul className="rows">
      {cosigners.map(({ name, kind, state, size }) => (
        <li key={name} className="row">
          <span className="row-main">
            <Text span fw={600} display="block">
              {name}
            </Text>
            <Text span size="sm" c="dimmed">
              {t(`cosigner_${kind}`)} · {t("cosignedTo", { size: number(size) })}
            </Text>
          </span>
          <Badge variant="light" color={OF_COSIGNER[state] ?? "gray"} className="state">
            {t(`cosigning_${state}`)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function Shown({ health }: { readonly health: Health }) {
  const { t } = useTranslation("admin");
  const { status, alarms, store, log, chain, promises, cosigners } = health;
  return (
    <Stack gap="lg">
      <Alert
        color={OF_STATUS[status]}
        variant="light"
        role="status"
        icon={status === "ok" ? <IconCheck aria-hidden /> : <IconAlert aria-hidden />}
        title={t(`status_${status}`)}
      >
        {t(`statusText_${status}`)}
      </Alert>
      {alarms.map((alarm) => (
        <Alert
          key={alarm}
          color="red"
          variant="light"
          role="alert"
          icon={<IconAlert aria-hidden />}
          title={t(`alarm_${alarm}`)}
        >
          {t(`alarmDo_${alarm}`)}
        </Alert>
      ))}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Log log={log} promises={promises} />
        <Stack>
          <Chain chain={chain} />
          <Part title={t("healthStore")} state={store.state}>
            <Text size="sm" c="dimmed">
              {t(store.state === "ok" ? "storeOk" : "storeFails")}
            </Text>
          </Part>
        </Stack>
      </SimpleGrid>
      <section aria-labelledby="cosigners">
        <Title order={2} size="h5" mb="sm" id="cosigners">
          {t("cosigners")}
        </Title>
        <Cosigners cosigners={cosigners} />
      </section>
    </Stack>
  );
}

/** `/app/health`: how the ledger is, and what to do where it is not well. It looks again by itself. */
export function HealthPage() {
  const { t } = useTranslation("admin");
  const health = useQuery(healthQuery);
  return (
    <Page title={t("healthTitle")} lead={t("healthLead")}>
      <Loaded query={health} skeleton="cards">
        {(data) => <Shown health={data} />}
      </Loaded>
    </Page>
  );
}
