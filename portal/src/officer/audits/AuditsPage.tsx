import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { IconClipboardCheck, IconListCheck } from "../../frame/icons.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded, Trouble } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { AuditMark } from "./marks.tsx";
import { type Audit, type Audits, auditsQuery } from "./queries.ts";
import { Running } from "./Running.tsx";

const MODES = ["quick", "full"] as const;
type Mode = (typeof MODES)[number];

function Begin() {
  const { t } = useTranslation("audits");
  const client = useQueryClient();
  const go = useNavigate();
  const begin = useMutation({
    mutationFn: (mode: Mode) => ask(api.v1.audits.$post({ json: { mode } })),
    onSuccess: ({ id }) => go({ to: "/app/audits/$id", params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["audits"] }),
  });
  return (
    <Stack component="section" aria-label={t("run")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {MODES.map((mode) => (
          <Paper key={mode}>
            <Stack gap="sm" h="100%" justify="space-between" align="flex-start">
              <div>
                <Group gap="xs" mb={6}>
                  {mode === "quick" ? (
                    <IconListCheck size={20} aria-hidden />
                  ) : (
                    <IconClipboardCheck size={20} aria-hidden />
                  )}
                  <Title order={2} size="h5">
                    {t(mode)}
                  </Title>
                </Group>
                <Text size="sm">{t(`${mode}Says`)}</Text>
                <Text size="sm" c="dimmed" mt={4}>
                  {t(`${mode}Time`)}
                </Text>
              </div>
              <Button
                variant={mode === "quick" ? "filled" : "default"}
                loading={begin.isPending && begin.variables === mode}
                onClick={() => begin.mutate(mode)}
              >
                {t(`${mode}Start`)}
              </Button>
            </Stack>
          </Paper>
        ))}
      </SimpleGrid>
      {begin.isError ? <Trouble error={begin.error} /> : null}
    </Stack>
  );
}

function Row({ audit }: { readonly audit: Audit }) {
  const { t } = useTranslation("audits");
  const { t: frame } = useTranslation();
  const { time, number } = useFormats();
  const { findings, size } = audit;
  const role = frame(`role_${audit.by.role}` as "role_officer");
  const told = [
    t("byRole", { role }),
    ...(size === null ? [] : [t("entries", { count: size, formatted: number(size) })]),
    ...(findings === null ? [] : [t("findings", { count: findings, formatted: number(findings) })]),
  ];
  return (
    <Link to="/app/audits/$id" params={{ id: audit.id }} className="row">
      <div>
        <Text fw={600}>
          {t("modeAt", { mode: t(`mode_${audit.mode}`), time: time(audit.startedAt) })}
        </Text>
        <Text size="sm" c="dimmed">
          {told.join(" · ")}
        </Text>
      </div>
      <AuditMark audit={audit} />
    </Link>
  );
}

function History({ audits }: Audits) {
  const { t } = useTranslation("audits");
  const over = audits.filter(({ state }) => state !== "running");
  if (audits.length === 0) return <Empty title={t("none")}>{t("noneSays")}</Empty>;
  if (over.length === 0) return null;
  return (
    <section aria-labelledby="history">
      <Title order={2} size="h4" mb="sm" id="history">
        {t("history")}
      </Title>
      <ul className="rows">
        {over.map((audit) => (
          <li key={audit.id}>
            <Row audit={audit} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `/app/audits`: to run one, to see the one that runs, and those that were. */
export function AuditsPage() {
  const { t } = useTranslation("audits");
  const query = useQuery(auditsQuery(languageNow()));
  const running = query.data?.audits.find(({ state }) => state === "running");
  return (
    <Page title={t("title")} lead={t("lead")}>
      {running ? <Running audit={running} /> : <Begin />}
      <Loaded query={query} skeleton="list">
        {({ audits }) => <History audits={audits} />}
      </Loaded>
    </Page>
  );
}
