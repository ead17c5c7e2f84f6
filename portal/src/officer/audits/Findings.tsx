import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Trouble } from "../../frame/States.tsx";
import { useLocalTimes } from "./local-times.ts";
import { Mark } from "./marks.tsx";
import { findingsFrom, type Report } from "./queries.ts";

type Finding = Report["findings"][number];

function One({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation("audits");
  const { number } = useFormats();
  const local = useLocalTimes();
  const place = finding.row === "" ? finding.table : `${finding.table} · ${finding.row}`;
  return (
    <Paper component="li" className="finding" p="md">
      <Stack gap="xs">
        <Group gap="sm" justify="space-between">
          <Group gap="sm">
            <Text fw={600}>{t("finding", { number: number(finding.number) })}</Text>
            <Mark tone="bad">{finding.kindName}</Mark>
          </Group>
          <Text className="mono" size="sm" c="dimmed" title={finding.tableName}>
            {place}
          </Text>
        </Group>
        <Text>{local(finding.sentence)}</Text>
        <Text size="sm">
          <Text span fw={600} inherit>
            {t("whatToDo")}
          </Text>{" "}
          <Text span c="dimmed" inherit>
            {local(finding.advice.text)}
          </Text>
        </Text>
      </Stack>
    </Paper>
  );
}

/** All that was found, each with its row, what is wrong with it and what to do. */
export function Findings({
  id,
  report,
  count,
}: {
  readonly id: string;
  readonly report: Report;
  readonly count: number;
}) {
  const { t } = useTranslation("audits");
  const { number } = useFormats();
  const [more, setMore] = useState<readonly Report[]>([]);
  const shown = [report, ...more];
  const next = shown.at(-1)!.next;
  const load = useMutation({
    mutationFn: (from: number) => findingsFrom(id, from),
    onSuccess: (found) => found && setMore([...more, found]),
  });
  return (
    <section aria-labelledby="wrong">
      <Title order={2} size="h4" id="wrong">
        {t("wrong")}
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {t("wrongLead", { count, formatted: number(count) })}
      </Text>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
        {shown.flatMap(({ findings }) =>
          findings.map((finding) => <One key={finding.number} finding={finding} />),
        )}
      </Stack>
      {load.isError ? <Trouble error={load.error} /> : null}
      {next === null ? null : (
        <Group mt="md">
          <Button variant="default" loading={load.isPending} onClick={() => load.mutate(next)}>
            {t("moreFindings")}
          </Button>
          <Text size="sm" c="dimmed">
            {t("allInReport")}
          </Text>
        </Group>
      )}
    </section>
  );
}
