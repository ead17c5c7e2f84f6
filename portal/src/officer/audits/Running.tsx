import {
  Button,
  Group,
  Modal,
  Paper,
  Progress,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Trouble } from "../../frame/States.tsx";
import type { Audit } from "./queries.ts";

function Cancel({ audit }: { readonly audit: Audit }) {
  const { t } = useTranslation("audits");
  const client = useQueryClient();
  const [asked, { open, close }] = useDisclosure();
  const cancel = useMutation({
    mutationFn: () =>
      ask(api.v1.audits[":id"].cancellation.$post({ param: { id: audit.id }, json: {} })),
    onSuccess: close,
    onSettled: () => client.invalidateQueries({ queryKey: ["audits"] }),
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        {t("cancel")}
      </Button>
      <Modal opened={asked} onClose={close} title={t("cancelSure")} centered>
        <Stack>
          <Text size="sm">{t("cancelSays")}</Text>
          {cancel.isError ? <Trouble error={cancel.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancelNo")}
            </Button>
            <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t("cancelYes")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

type Part = NonNullable<Audit["progress"]>["parts"][number];

function PartBar({ part, now }: { readonly part: Part; readonly now: boolean }) {
  const { t } = useTranslation("audits");
  const { number } = useFormats();
  const share = part.of === 0 ? 100 : Math.floor((100 * part.done) / part.of);
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={4} wrap="nowrap">
        <Text size="sm" fw={now ? 600 : 400} truncate className="begin-upper">
          {part.name}
        </Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {t("partOf", { done: number(part.done), of: number(part.of) })}
        </Text>
      </Group>
      <Progress value={share} size="sm" aria-label={part.name} />
    </div>
  );
}

/** One that runs: how far it is as a whole, and part by part. */
export function Running({ audit }: { readonly audit: Audit }) {
  const { t } = useTranslation("audits");
  const { ago, duration } = useFormats();
  const { progress } = audit;
  const percent = Math.floor((progress?.share ?? 0) * 100);
  const seconds = Math.max(0, (Date.now() - Date.parse(audit.startedAt)) / 1_000);
  const title = t(`runningMode_${audit.mode}`);
  return (
    <Paper component="section" aria-label={title}>
      <Stack gap="lg">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div>
            <Title order={2} size="h4">
              {title}
            </Title>
            <Text size="sm" c="dimmed">
              {seconds < 60
                ? t("beganAgo", { ago: ago(audit.startedAt) })
                : t("elapsed", { time: duration(seconds) })}
            </Text>
          </div>
          {audit.mayCancel ? <Cancel audit={audit} /> : null}
        </Group>
        <Group gap="md" wrap="nowrap">
          <Progress value={percent} size="lg" flex={1} aria-label={title} />
          <Text fw={600} miw={52} ta="end">
            {t("percent", { percent })}
          </Text>
        </Group>
        {progress === null || progress.parts.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("counting")}
          </Text>
        ) : (
          <SimpleGrid
            component="section"
            aria-label={t("parts")}
            cols={{ base: 1, sm: 2, lg: 3 }}
            verticalSpacing="md"
          >
            {progress.parts.map((part) => (
              <PartBar key={part.part} part={part} now={part.part === progress.part} />
            ))}
          </SimpleGrid>
        )}
      </Stack>
    </Paper>
  );
}
