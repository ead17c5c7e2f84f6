import { Badge, Group, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { More } from "../../officer/parts/More.tsx";
import { Rows } from "../../officer/parts/Rows.tsx";
import { type Erasure, erasuresQuery } from "../erasure-queries.ts";
import { oneOf } from "../terms.ts";

const CAUSES = ["request", "retention", "order"] as const;

function State({ erasure: { state, completedAt } }: { readonly erasure: Erasure }) {
  const { t } = useTranslation("erasure");
  const word = completedAt !== null ? "completed" : state === "done" ? "done" : "begun";
  return (
    <Badge
      variant="light"
      color={word === "begun" ? "orange" : "accent"}
      c="var(--mantine-color-text)"
      radius="sm"
    >
      {t(`state_${word}`)}
    </Badge>
  );
}

/** All erasures: state, numbers, and whether the root key behind them is gone. */
export function ErasuresPage() {
  const { t } = useTranslation("erasure");
  const { time, number } = useFormats();
  const query = useInfiniteQuery(erasuresQuery);
  const count = (n: number | null): string => (n === null ? "–" : number(n));
  return (
    <Page title={t("listTitle")} lead={t("listLead")}>
      <Loaded
        query={query}
        skeleton="table"
        isEmpty={({ pages }) => pages.every(({ erasures }) => erasures.length === 0)}
        empty={<Empty title={t("listNone")}>{t("listNoneText")}</Empty>}
      >
        {({ pages }) => (
          <Stack gap="md">
            <Rows
              label={t("listTitle")}
              rows={pages.flatMap(({ erasures }) => erasures)}
              keyOf={({ erasureId }) => erasureId}
              columns={[
                { head: t("columnBegun"), cell: ({ begunAt }) => time(begunAt) },
                {
                  head: t("columnState"),
                  cell: (erasure) => (
                    <Group gap="xs" justify="flex-end">
                      <State erasure={erasure} />
                    </Group>
                  ),
                },
                {
                  head: t("columnCause"),
                  cell: ({ cause }) => t(`cause_${oneOf(CAUSES, cause) ?? "other"}`),
                },
                {
                  head: t("columnErased"),
                  side: "right",
                  cell: ({ count: erased }) => count(erased),
                },
                { head: t("columnKept"), side: "right", cell: ({ kept }) => count(kept) },
                {
                  head: t("columnAcknowledged"),
                  side: "right",
                  cell: ({ acknowledgements: n }) => number(n),
                },
                {
                  head: t("columnRootKey"),
                  cell: ({ completedAt }) =>
                    completedAt === null ? t("rootKeyNot") : time(completedAt),
                },
                {
                  head: t("record"),
                  cell: ({ erasureId }) => <Id value={erasureId} of={t("record")} ends={4} />,
                },
              ]}
            />
            {query.hasNextPage ? <More query={query} /> : null}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
