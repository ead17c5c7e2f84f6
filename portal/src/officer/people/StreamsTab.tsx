import { Alert, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { IconAlert, IconChevronRight } from "../../frame/icons.ts";
import { Loaded } from "../../frame/States.tsx";
import { streamsQuery } from "../data.ts";
import classes from "../parts/parts.module.css";
import { AuditAdvice } from "./TheirDamaged.tsx";
import { useStreamNames } from "./use-person.ts";

/** The chains that their records form. */
export function StreamsTab({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("officer");
  const { time, number } = useFormats();
  const query = useQuery(streamsQuery(subject));
  const nameOf = useStreamNames();
  return (
    <Stack gap="sm">
      <div>
        <Title order={2} size="h4">
          {t("streams")}
        </Title>
        <Text size="sm" c="dimmed" mt={4}>
          {t("streamsLead")}
        </Text>
      </div>
      <Loaded query={query}>
        {({ streams, damaged }) => (
          <>
            {damaged.length === 0 ? null : (
              <Alert color="orange" variant="light" icon={<IconAlert size={20} aria-hidden />}>
                {t("streamsHidden", { count: damaged.length, n: number(damaged.length) })}{" "}
                <AuditAdvice />
              </Alert>
            )}
            <ul aria-label={t("streams")} style={{ margin: 0, padding: 0, listStyle: "none" }}>
              {streams.map(({ stream, entries, newest }) => (
                <li key={stream}>
                  <Link
                    className={classes.row}
                    to="/app/people/$subject/stream"
                    params={{ subject }}
                    search={{ stream }}
                  >
                    <Group justify="space-between" wrap="nowrap">
                      <div>
                        <Text size="sm" fw={600}>
                          {nameOf(stream)}
                        </Text>
                        <Text size="sm" c="dimmed">
                          {t("streamEntries", { count: entries, n: number(entries) })} ·{" "}
                          {time(newest.recordedAt)}
                        </Text>
                        <Text className="mono" size="xs" c="dimmed">
                          {stream}
                        </Text>
                      </div>
                      <IconChevronRight size={18} aria-hidden style={{ flexShrink: 0 }} />
                    </Group>
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Stack>
  );
}
