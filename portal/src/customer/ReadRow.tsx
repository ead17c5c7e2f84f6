import { Badge, Button, Collapse, Group, Paper, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useFormats } from "../frame/format.ts";
import { Id } from "../frame/Id.tsx";
import { IconChevronDown } from "../frame/icons.ts";
import { FactOf, Facts } from "./Facts.tsx";
import type { ReadView } from "./read-view.ts";
import { useReader } from "./reader.ts";

/** What was shown, in words; `customer`: as it is said to the person themself, `officer`: as of somebody else. */
export function useShown(
  to: "customer" | "officer",
): (view: ReadView, purposeName: (id: string) => string) => string {
  const { t: said, i18n } = useTranslation(to);
  // Both have the same words of this.
  const t = said as TFunction<"customer">;
  return ({ seen, told }, purposeName) => {
    const parts = [
      ...seen.map(({ kind, count }) =>
        kind === "customer" ? t("seen_customer") : t(`seen_${kind}`, { count }),
      ),
      ...told.map(({ what, of }) => t(`told_${what}`, { of: of === null ? "" : purposeName(of) })),
    ];
    if (parts.length === 0) return t("nothingShown");
    const tag = i18n.language === "zh" ? "zh-CN" : "en";
    return new Intl.ListFormat(tag, { type: "conjunction" }).format(parts);
  };
}

/** One reading: who, when, what, why; the rest on demand. */
export function ReadRow({
  view,
  organizationName,
  purposeName,
}: {
  readonly view: ReadView;
  readonly organizationName: (id: string) => string | null;
  readonly purposeName: (id: string) => string;
}) {
  const { t } = useTranslation("customer");
  const { time } = useFormats();
  const shownOf = useShown("customer");
  const readerOf = useReader();
  const [opened, { toggle }] = useDisclosure(false);
  const { role, organization, refused, reason, purposeId, fields, route, readerId } = view;
  const name = organization === null ? null : organizationName(organization);
  const who = readerOf(role, organization === null ? null : (name ?? t("unknownOrganization")));
  const why = [
    ...(reason === null ? [] : [reason]),
    ...(purposeId === null ? [] : [t("readFor", { purpose: purposeName(purposeId) })]),
  ];
  return (
    <Paper component="article" aria-label={`${who}, ${time(view.at)}`} p="md">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs" align="baseline">
          <Group gap="xs">
            <Text fw={600}>{who}</Text>
            {refused ? (
              <Badge
                color="orange"
                variant="light"
                c="var(--mantine-color-text)"
                tt="none"
                radius="sm"
              >
                {t("readRefused")}
              </Badge>
            ) : null}
          </Group>
          <Text size="sm" c="dimmed">
            {time(view.at)}
          </Text>
        </Group>
        <dl className="pairs">
          <Text component="dt" size="sm" c="dimmed">
            {t("readWhat")}
          </Text>
          <Text component="dd" size="sm">
            {shownOf(view, purposeName)}
            {fields.length === 0 ? null : (
              <Text span size="sm" c="dimmed">
                {" "}
                ({t("seenFields", { fields: fields.join(", ") })})
              </Text>
            )}
          </Text>
          <Text component="dt" size="sm" c="dimmed">
            {t("readWhy")}
          </Text>
          <Text component="dd" size="sm" {...(why.length === 0 ? { c: "dimmed" } : {})}>
            {why.length === 0 ? t("noReason") : why.join(" · ")}
          </Text>
        </dl>
        <Collapse expanded={opened} keepMounted={false}>
          <Facts>
            <FactOf word={t("readerId")}>
              <Id value={readerId} of={t("readerId")} ends={10} />
            </FactOf>
            <FactOf word={t("readRoute")}>
              <span className="mono">{route}</span>
            </FactOf>
            <FactOf word={t("reading")}>
              <Id value={view.id} of={t("reading")} />
            </FactOf>
          </Facts>
        </Collapse>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={opened}
          onClick={toggle}
          style={{ alignSelf: "flex-start" }}
          ml={-8}
          rightSection={
            <IconChevronDown
              size={14}
              aria-hidden
              style={{ transform: opened ? "rotate(180deg)" : undefined }}
            />
          }
        >
          {t(opened ? "hideDetails" : "showDetails")}
        </Button>
      </Stack>
    </Paper>
  );
}
