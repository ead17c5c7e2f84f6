import { Badge, Button, Divider, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../frame/format.ts";
import { IconFileText, IconReceipt } from "../frame/icons.ts";
import { ProveIt } from "../frame/ProveIt.tsx";
import type { Group as ConsentGroup, ConsentView } from "./consent-view.ts";
import { countryName } from "./display-names.ts";
import { FactOf, Facts } from "./Facts.tsx";
import { receiptPath } from "./receipt.ts";

const COLORS: Readonly<Record<ConsentGroup, string>> = {
  active: "accent",
  open: "orange",
  notGiven: "gray",
  rest: "gray",
};

const SINCE = {
  withdrawn: "since_withdrawn",
  expired: "since_expired",
  refused: "since_refused",
} as const;
const sinceWord = (reason: ConsentView["reason"]) =>
  reason in SINCE ? SINCE[reason as keyof typeof SINCE] : "since";

const HOW = { signal: "bySignal", guardian: "byGuardian", controller: "byController" } as const;

/** Since when, until when, to whom, and on what it rests. */
function Circumstances({ view }: { readonly view: ConsentView }) {
  const { t } = useTranslation("customer");
  const { day } = useFormats();
  const { since, until, recipients, basis, how, reason } = view;
  const to = recipients.map(({ name, country }) =>
    country === null ? name : t("recipientIn", { name, country: countryName(country) }),
  );
  return (
    <Facts>
      {since === null ? null : <FactOf word={t(sinceWord(reason))}>{day(since)}</FactOf>}
      {reason !== "given" ? null : (
        <FactOf word={t("until")}>{until === null ? t("untilWithdrawn") : day(until)}</FactOf>
      )}
      {how === null ? null : <FactOf word={t("how")}>{t(HOW[how])}</FactOf>}
      {to.length === 0 ? null : <FactOf word={t("recipients")}>{to.join(", ")}</FactOf>}
      {basis === null ? null : (
        <FactOf word={t("basis")}>{t(`basis_${basis.word}`, { term: basis.term })}</FactOf>
      )}
    </Facts>
  );
}

export const cardId = ({ purposeId }: Pick<ConsentView, "purposeId">): string =>
  `purpose-${purposeId}`;

/** One purpose: how it stands, and what can be done about it. */
export function ConsentCard({
  view,
  onDecide,
  onText,
}: {
  readonly view: ConsentView;
  /** Left out: whoever looks is not who decides. */
  readonly onDecide?: () => void;
  readonly onText: () => void;
}) {
  const { t } = useTranslation("customer");
  const { title, description, reason, group, action, recordId, evidence, text } = view;
  return (
    <Paper component="article" id={cardId(view)} tabIndex={-1} aria-label={title} h="100%">
      <Stack gap="md" h="100%">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Title order={3} size="h4" flex="1 1 10rem">
            {title}
          </Title>
          <Badge
            color={COLORS[group]}
            variant="light"
            c="var(--mantine-color-text)"
            tt="none"
            size="lg"
            fw={600}
            radius="sm"
          >
            {t(`state_${reason}`)}
          </Badge>
        </Group>
        <div>
          {description === "" ? null : <Text mb={6}>{description}</Text>}
          <Text size="sm" c="dimmed">
            {t(`means_${reason}`)}
          </Text>
        </div>
        <Circumstances view={view} />
        <Stack gap="sm" mt="auto">
          {action === null || onDecide === undefined ? null : (
            <Button
              size="sm"
              variant={action === "decide" ? "filled" : "default"}
              style={{ alignSelf: "flex-start" }}
              aria-label={`${t(action)}: ${title}`}
              onClick={onDecide}
            >
              {t(action)}
            </Button>
          )}
          <Divider />
          <Group gap={6} mx={-8}>
            {text === null ? null : (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<IconFileText size={16} aria-hidden />}
                aria-label={`${t("textISaw")}: ${title}`}
                onClick={onText}
              >
                {t("textISaw")}
              </Button>
            )}
            {recordId === null ? null : (
              <Button
                component="a"
                href={receiptPath(recordId)}
                target="_blank"
                rel="noopener"
                size="compact-sm"
                variant="subtle"
                leftSection={<IconReceipt size={16} aria-hidden />}
                aria-label={t("receiptOf", { thing: title })}
              >
                {t("receipt")}
              </Button>
            )}
            <ProveIt path={evidence} of={title} quiet />
          </Group>
        </Stack>
      </Stack>
    </Paper>
  );
}
