import { Alert, Badge, Group, List, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { isKind } from "../../frame/kinds.ts";
import type { Plan } from "../erasure-queries.ts";
import { type PartView, planView } from "../plan-view.ts";

/** What kinds of records are called. */
function useKindNames(): (kind: string) => string {
  const { t } = useTranslation("officer");
  return (kind) => (isKind(kind) ? t(`kind_${kind}`) : kind);
}

function Part({ part }: { readonly part: PartView }) {
  const { t } = useTranslation("erasure");
  const { number } = useFormats();
  const kindName = useKindNames();
  const { kinds, kept } = part;
  return (
    <li>
      <Group gap="xs" align="center">
        <Text fw={600}>{t(`class_${part.class}`)}</Text>
        {kept?.held ? (
          <Badge variant="light" color="orange" c="var(--mantine-color-text)">
            {t("held")}
          </Badge>
        ) : null}
      </Group>
      <Text size="sm" c="dimmed">
        {kinds
          .map(({ kind, entries }) => t("kindCount", { kind: kindName(kind), n: number(entries) }))
          .join(" · ")}
      </Text>
      {kept === null ? null : (
        <>
          <Text size="sm" mt={4}>
            {kept.held
              ? t("untilHeld")
              : kept.until === null
                ? t("untilOpen")
                : t("until", { year: String(kept.until) })}
          </Text>
          <Text size="sm">{kept.text}</Text>
          {kept.held ? null : (
            <Text size="xs" c="dimmed">
              {t("ground", { code: kept.code })}
            </Text>
          )}
        </>
      )}
    </li>
  );
}

function Parts({
  title,
  none,
  parts,
}: {
  readonly title: string;
  readonly none: string;
  readonly parts: readonly PartView[];
}) {
  return (
    <Paper component="section" aria-label={title} h="100%">
      <Title order={3} size="h5" mb="sm">
        {title}
      </Title>
      {parts.length === 0 ? (
        <Text c="dimmed">{none}</Text>
      ) : (
        <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: "none" }}>
          {parts.map((part) => (
            <Part key={part.key} part={part} />
          ))}
        </Stack>
      )}
    </Paper>
  );
}

/** What an erasure destroys, what stays and why, and who is told. */
export function PlanShown({ plan, own }: { readonly plan: Plan; readonly own: boolean }) {
  const { t, i18n } = useTranslation("erasure");
  const kindName = useKindNames();
  const { goes, stays } = planView(plan, i18n.language);
  const { copies, partners, nothing } = plan;
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h4" mb={4}>
          {t(own ? "planTitleOwn" : "planTitle")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("planText")}
        </Text>
      </div>
      {nothing ? (
        <Alert color="gray" variant="light" title={t("nothing")}>
          {t("nothingText")}
        </Alert>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Parts title={t("goes")} none={t("goesNothing")} parts={goes} />
        <Parts title={t("stays")} none={t("staysNothing")} parts={stays} />
      </SimpleGrid>
      <Paper>
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {copies.length === 0 ? null : (
            <section aria-labelledby="copies">
              <Title order={3} size="h5" mb="xs" id="copies">
                {t("copies")}
              </Title>
              <List size="sm">
                {copies.map(({ name }) => (
                  <List.Item key={name}>{t(`copy_${name}`)}</List.Item>
                ))}
              </List>
            </section>
          )}
          <section aria-labelledby="partners">
            <Title order={3} size="h5" mb="xs" id="partners">
              {t("partners")}
            </Title>
            {partners.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t("partnersNone")}
              </Text>
            ) : (
              <>
                <List size="sm">
                  {partners.map(({ organization, name, agreement, kinds }) => (
                    <List.Item key={`${organization} ${agreement}`}>
                      {t("partnerGot", {
                        name: name ?? organization,
                        kinds: kinds.map(kindName).join(", "),
                      })}
                    </List.Item>
                  ))}
                </List>
                <Text size="sm" c="dimmed" mt="xs">
                  {t("stop")}
                </Text>
              </>
            )}
          </section>
        </SimpleGrid>
      </Paper>
    </Stack>
  );
}
