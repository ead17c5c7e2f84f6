import { Anchor, Button, Group, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { IconArrowLeft, IconDownload } from "../../frame/icons.ts";
import { Page } from "../../frame/Page.tsx";
import { Loaded, Trouble } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { Findings } from "./Findings.tsx";
import { useLocalTimes } from "./local-times.ts";
import { Notice, ToneIcon, toneOf, verdictWord } from "./marks.tsx";
import { type AuditDetail, auditQuery, type Report } from "./queries.ts";
import { Running } from "./Running.tsx";

function Section({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" mb="sm" id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Bullets({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul className="bullets">
      {texts.map((text) => (
        <li key={text}>
          <Text size="sm">{text}</Text>
        </li>
      ))}
    </ul>
  );
}

function Downloads({ id }: { readonly id: string }) {
  const { t } = useTranslation("audits");
  const load = useMutation({
    mutationFn: (form: "html" | "json") =>
      download(`/v1/audits/${id}/report.${form}`, `audit-${id}.${form}`),
  });
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={load.isPending && load.variables === "html"}
          onClick={() => load.mutate("html")}
        >
          {t("downloadHtml")}
        </Button>
        <Button
          variant="default"
          loading={load.isPending && load.variables === "json"}
          onClick={() => load.mutate("json")}
        >
          {t("downloadJson")}
        </Button>
      </Group>
      {load.isError ? <Trouble error={load.error} /> : null}
    </Stack>
  );
}

function Band({ audit, report }: { readonly audit: AuditDetail; readonly report: Report }) {
  const { t } = useTranslation("audits");
  const local = useLocalTimes();
  const tone = toneOf(audit);
  return (
    <div className="tone tone-band" data-tone={tone} role="status">
      <Group gap="sm" align="center" mb={6} wrap="nowrap">
        <ToneIcon tone={tone} size={30} />
        <span className="tone-word">{t(verdictWord(audit.mode, audit.verdict!.tone))}</span>
      </Group>
      <Text className="tone-text">{local(report.sentence)}</Text>
    </div>
  );
}

function Checked({ counts }: Pick<Report, "counts">) {
  const { t } = useTranslation("audits");
  const { number } = useFormats();
  return (
    <Paper p={0} style={{ overflow: "hidden" }}>
      <Table verticalSpacing="xs" horizontalSpacing="md" className="figures">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("columnWhat")}</Table.Th>
            <Table.Th ta="end">{t("columnChecked")}</Table.Th>
            <Table.Th ta="end">{t("columnFindings")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {counts.map(({ name, checked, of, findings, table }) => (
            <Table.Tr key={`${table} ${name}`}>
              <Table.Td className="begin-upper">{name}</Table.Td>
              <Table.Td ta="end">
                {of === null || of === checked
                  ? t("checkedAll", { checked: number(checked) })
                  : t("checkedOf", { checked: number(checked), of: number(of) })}
              </Table.Td>
              <Table.Td ta="end" fw={findings > 0 ? 700 : 400}>
                {table === null ? "" : number(findings)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Told({ audit, report }: { readonly audit: AuditDetail; readonly report: Report }) {
  const { t } = useTranslation("audits");
  const local = useLocalTimes();
  const { notes, notProven, advice, facts, counts, findings } = report;
  return (
    <Stack gap="xl">
      <Band audit={audit} report={report} />
      {findings.length === 0 ? null : (
        <Findings id={audit.id} report={report} count={audit.findings ?? findings.length} />
      )}
      {advice.length < 2 ? null : (
        <Section id="advice" title={t("doFirst")}>
          <Bullets texts={advice.map(({ text, about }) => local(`${text}${about}`))} />
        </Section>
      )}
      <Section id="checked" title={t("checked")}>
        <Checked counts={counts} />
      </Section>
      <Section id="what" title={t("what")}>
        <Paper>
          <dl className="facts">
            {facts.flatMap(({ label, value }) => [
              <Text key={label} component="dt" size="sm">
                {label}
              </Text>,
              <Text key={`${label} =`} component="dd" size="sm">
                {local(value)}
              </Text>,
            ])}
          </dl>
        </Paper>
      </Section>
      {notes.length === 0 ? null : (
        <Section id="notes" title={t("notes")}>
          <Bullets texts={notes.map(local)} />
        </Section>
      )}
      <Section id="not-proven" title={t("notProven")}>
        <Bullets texts={notProven} />
      </Section>
    </Stack>
  );
}

function Body({ audit }: { readonly audit: AuditDetail }) {
  const { t } = useTranslation("audits");
  if (audit.state === "running") return <Running audit={audit} />;
  if (audit.report) return <Told audit={audit} report={audit.report} />;
  return (
    <Notice tone={audit.state === "failed" ? "warn" : "plain"} title={t(`state_${audit.state}`)}>
      {audit.failure?.sentence ?? t("cancelledSays")}
    </Notice>
  );
}

/** `/app/audits/$id`: how far an audit is, and then its report. */
export function AuditPage() {
  const { t } = useTranslation("audits");
  const { time } = useFormats();
  const { id } = useParams({ from: "/app/audits/$id" });
  const query = useQuery(auditQuery(id, languageNow()));
  const audit = query.data;
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/app/audits" size="sm">
        <Group gap={6}>
          <IconArrowLeft size={16} aria-hidden />
          {t("back")}
        </Group>
      </Anchor>
      <Page
        title={audit ? t("auditOf", { mode: t(`mode_${audit.mode}`) }) : t("title")}
        {...(audit ? { lead: time(audit.startedAt) } : {})}
        actions={audit?.report ? <Downloads id={id} /> : undefined}
      >
        <Loaded query={query} skeleton="text">
          {(loaded) => <Body audit={loaded} />}
        </Loaded>
      </Page>
    </Stack>
  );
}
