import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useShown } from "../../customer/ReadRow.tsx";
import { readView } from "../../customer/read-view.ts";
import { isDamaged, keyOfPlaced, placed } from "../../frame/damaged.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { LongList } from "../../frame/LongList.tsx";
import { damagedOf, onward, rowsOf } from "../../frame/pages.ts";
import { Empty, Loaded } from "../../frame/States.tsx";
import { readsQuery } from "../data.ts";
import { More } from "../parts/More.tsx";
import classes from "../parts/parts.module.css";
import { TheirDamaged } from "./TheirDamaged.tsx";
import { usePurposeNames } from "./use-person.ts";

/** Who has read of them, and why: the newest first. */
export function ReadsTab({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("officer");
  const { time, number } = useFormats();
  const query = useInfiniteQuery(readsQuery(subject));
  const shownOf = useShown("officer");
  const purposeName = usePurposeNames();
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("tab_reads")}
      </Title>
      <Loaded
        query={query}
        isEmpty={(data) => rowsOf(data).length + damagedOf(data).length === 0}
        empty={<Empty title={t("readsNone")} />}
      >
        {(data) => {
          const { pages } = data;
          const count = pages[0]?.count ?? 0;
          const names = Object.assign({}, ...pages.map(({ organizations }) => organizations));
          return (
            <>
              <Text size="sm" c="dimmed">
                {t("readsCount", { count, n: number(count) })}
              </Text>
              <LongList
                items={placed(rowsOf(data), damagedOf(data))}
                keyOf={keyOfPlaced}
                label={t("reads")}
                onEnd={onward(query)}
              >
                {(line) => {
                  if (isDamaged(line)) return <TheirDamaged entry={line.damaged} />;
                  const view = readView(line.record);
                  const { at, role, readerId, organization, refused, reason, route } = view;
                  return (
                    <div className={classes.row}>
                      <Group justify="space-between" gap="xs">
                        <Group gap="xs">
                          <Text fw={600}>{t(`role_${role}`)}</Text>
                          {organization === null ? null : (
                            <Text c="dimmed">{names[organization] ?? organization}</Text>
                          )}
                          {refused ? (
                            <Badge color="orange" variant="light" tt="none">
                              {t("refusedRead")}
                            </Badge>
                          ) : null}
                        </Group>
                        <Text size="sm" c="dimmed">
                          {time(at)}
                        </Text>
                      </Group>
                      <Text size="sm" mt={2}>
                        {t("readWhat", { what: shownOf(view, purposeName) })}
                      </Text>
                      <Text size="sm" mt={2}>
                        {reason ?? t("noReason")}
                      </Text>
                      <details>
                        <Text component="summary" size="xs" c="dimmed">
                          {t("readDetails")}
                        </Text>
                        <Group gap="xs" mt={2}>
                          <Id value={readerId} of={t("identifier")} />
                          <Text size="xs" c="dimmed" className="mono">
                            {route}
                          </Text>
                        </Group>
                      </details>
                    </div>
                  );
                }}
              </LongList>
              <More query={query} />
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}
