import { Button, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../frame/format.ts";
import { Page } from "../frame/Page.tsx";
import { Empty } from "../frame/States.tsx";
import { type Me, useMe } from "../frame/session.ts";
import { GivenRecords } from "./GivenRecords.tsx";
import "./given.css";

type Given = NonNullable<Me["given"]>;

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} fw={600}>
        {children}
      </Text>
    </div>
  );
}

function Bounds({ given }: { readonly given: Given }) {
  const { t } = useTranslation("given");
  const { time, number } = useFormats();
  const count = given.subjects?.length ?? 0;
  return (
    <Paper>
      <SimpleGrid component="dl" cols={{ base: 1, xs: 2, lg: 4 }} m={0}>
        <Fact label={t("from")}>{time(given.from)}</Fact>
        <Fact label={t("until")}>{time(given.until)}</Fact>
        <Fact label={t("people")}>
          {given.subjects === null
            ? t("everybody")
            : t("peopleCount", { count, formatted: number(count) })}
        </Fact>
        <Fact label={t("ends")}>{time(given.ends)}</Fact>
      </SimpleGrid>
    </Paper>
  );
}

function Card({
  title,
  says,
  children,
}: {
  readonly title: string;
  readonly says: string;
  readonly children: ReactNode;
}) {
  return (
    <Paper>
      <Stack gap="sm" h="100%" justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h5" mb={6}>
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {says}
          </Text>
        </div>
        {children}
      </Stack>
    </Paper>
  );
}

function Ways() {
  const { t } = useTranslation("given");
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Card title={t("chainTitle")} says={t("chainSays")}>
        <Button component="a" href="/verify#ledger">
          {t("chainGo")}
        </Button>
      </Card>
      <Card title={t("auditTitle")} says={t("auditSays")}>
        <Button variant="default" component={Link} to="/app/audits">
          {t("auditGo")}
        </Button>
      </Card>
      <Card title={t("packTitle")} says={t("packSays")}>
        <Button variant="default" component={Link} to="/app/packs">
          {t("packGo")}
        </Button>
      </Card>
    </SimpleGrid>
  );
}

/** `/app/given`: of what an auditor may read, that, and the ways to check the rest. */
export function GivenPage() {
  const { t } = useTranslation("given");
  const { time } = useFormats();
  const { given } = useMe();
  const isOver = given !== null && Date.parse(given.ends) <= Date.now();
  return (
    <Page title={t("title")} lead={t("lead")}>
      {given === null ? (
        <Empty title={t("nothing")}>{t("nothingSays")}</Empty>
      ) : isOver ? (
        <Empty title={t("over")}>{t("overSays", { time: time(given.ends) })}</Empty>
      ) : (
        <>
          <Bounds given={given} />
          <Ways />
          <GivenRecords />
        </>
      )}
    </Page>
  );
}
