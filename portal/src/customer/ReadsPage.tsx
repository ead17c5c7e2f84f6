import { Box, Group, Paper, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LongList } from "../frame/LongList.tsx";
import { ProveIt } from "../frame/ProveIt.tsx";
import { onward, rowsOf } from "../frame/pages.ts";
import { Loaded } from "../frame/States.tsx";
import { readsQuery } from "./data.ts";
import { OwnPage } from "./OwnPage.tsx";
import { useRecordedReading } from "./person.ts";
import { usePurposeNames } from "./purpose-names.ts";
import { ReadRow } from "./ReadRow.tsx";
import { readView } from "./read-view.ts";

/** Of the whole list; that it is empty is proven otherwise. */
const readsEvidence = (subject: string, count: number): string =>
  `/v1/subjects/${subject}/evidence?claim=${count === 0 ? "absent" : "history"}&stream=access`;

function Reads({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("customer");
  const query = useInfiniteQuery({ ...readsQuery(subject), ...useRecordedReading(subject) });
  const purposeName = usePurposeNames();
  return (
    <Loaded query={query}>
      {(data) => {
        const count = data.pages[0]?.count ?? 0;
        const names = Object.assign({}, ...data.pages.map(({ organizations }) => organizations));
        return (
          <Stack gap="lg">
            <Paper>
              <Group justify="space-between" gap="md">
                <Box flex="1 1 16rem">
                  <Text fw={650} size="lg">
                    {count === 0 ? t("readsEmpty") : t("readsCount", { count })}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {t(count === 0 ? "readsEmptyText" : "readsProven")}
                  </Text>
                </Box>
                <ProveIt path={readsEvidence(subject, count)} of={t("theList")} />
              </Group>
            </Paper>
            <LongList
              items={rowsOf(data).map(readView)}
              keyOf={({ id }) => id}
              estimate={128}
              label={t("allReads")}
              onEnd={onward(query)}
            >
              {(view) => (
                <Box pb="sm">
                  <ReadRow
                    view={view}
                    organizationName={(id) => names[id] ?? null}
                    purposeName={purposeName}
                  />
                </Box>
              )}
            </LongList>
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** Who has read my data. */
export function ReadsPage() {
  const { t } = useTranslation("customer");
  return (
    <OwnPage title={t("readsTitle")} lead={t("readsLead")}>
      {({ subject }) => <Reads subject={subject} />}
    </OwnPage>
  );
}
