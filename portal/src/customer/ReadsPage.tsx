import { Box, Group, Paper, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isDamaged, keyOfPlaced, placed } from "../frame/damaged.ts";
import { LongList } from "../frame/LongList.tsx";
import { ProveIt } from "../frame/ProveIt.tsx";
import { damagedOf, onward, rowsOf } from "../frame/pages.ts";
import { Loaded } from "../frame/States.tsx";
import { readsQuery } from "./data.ts";
import { OwnDamaged } from "./OwnDamaged.tsx";
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
              items={placed(rowsOf(data), damagedOf(data))}
              keyOf={keyOfPlaced}
              estimate={128}
              label={t("allReads")}
              onEnd={onward(query)}
            >
              {(line) => (
                <Box pb="sm">
                  {isDamaged(line) ? (
                    <OwnDamaged entry={line.damaged} />
                  ) : (
                    <ReadRow
                      view={readView(line.record)}
                      organizationName={(id) => names[id] ?? null}
                      purposeName={purposeName}
                    />
                  )}
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
