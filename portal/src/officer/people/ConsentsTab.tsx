import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Empty, Loaded } from "../../frame/States.tsx";
import { consentsQuery } from "../data.ts";
import { StateBadge } from "../parts/Badges.tsx";
import { AnchorLink } from "../parts/Links.tsx";
import { sinceOf } from "../view/stands.ts";
import { usePurposeNames, useWhen } from "./use-person.ts";

/** What they had consented to, purpose by purpose. */
export function ConsentsTab({
  subject,
  at,
  day,
}: {
  readonly subject: string;
  readonly at: string | null;
  readonly day: string | undefined;
}) {
  const { t } = useTranslation("officer");
  const { day: dayOf } = useFormats();
  const query = useQuery(consentsQuery(subject, at));
  const nameOf = usePurposeNames();
  const when = useWhen();
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("consentsOn", { when: when(at) })}
      </Title>
      <Loaded
        query={query}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("consentsNone")} />}
      >
        {(all) => (
          <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
            {all.map((one) => {
              const since = sinceOf(one);
              const name = nameOf(one.purposeId);
              return (
                <Paper key={one.purposeId} component="li" p="md">
                  <Group justify="space-between" gap="sm">
                    <div>
                      <Text fw={600}>{name}</Text>
                      {since === null ? null : (
                        <Text size="sm" c="dimmed">
                          {t("since")} {dayOf(since)}
                        </Text>
                      )}
                    </div>
                    <Group gap="md">
                      <StateBadge state={one.reason} />
                      <AnchorLink
                        to="/app/people/$subject/consents/$purpose"
                        params={{ subject, purpose: one.purposeId }}
                        search={day === undefined ? {} : { day }}
                        size="sm"
                        aria-label={t("answerFor", { purpose: name })}
                      >
                        {t("answer")}
                      </AnchorLink>
                    </Group>
                  </Group>
                </Paper>
              );
            })}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
