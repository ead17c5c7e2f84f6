import { Alert, Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../admin/parts/Deed.tsx";
import { Refused } from "../admin/parts/Refused.tsx";
import { useFormats } from "../frame/format.ts";
import { Page } from "../frame/Page.tsx";
import { Empty, Loaded } from "../frame/States.tsx";
import { useMe } from "../frame/session.ts";
import { Facts } from "../officer/parts/Facts.tsx";
import { remove, rotate, test, type Webhook, webhookQuery } from "./queries.ts";
import { Register } from "./Register.tsx";
import { useOutcome } from "./use-outcome.ts";
import { WebhookSecret } from "./WebhookSecret.tsx";

/** Tests are taken no more often (api/sharing/push/send/webhooks.ts). */
const TEST_EVERY_MS = 5_000;

function There({
  organization,
  webhook,
  onSecret,
}: {
  readonly organization: string;
  readonly webhook: Webhook;
  readonly onSecret: (secret: string) => void;
}) {
  const { t } = useTranslation("partner");
  const { time } = useFormats();
  const outcome = useOutcome();
  const client = useQueryClient();
  const fresh = () => client.invalidateQueries({ queryKey: ["webhook"] });
  const [isResting, setResting] = useState(false);
  const testing = useMutation({
    mutationFn: () => test(organization, t("testReason")),
    onSuccess: () => setResting(true),
    onSettled: fresh,
  });
  useEffect(() => {
    if (!isResting) return undefined;
    const timer = setTimeout(() => setResting(false), TEST_EVERY_MS);
    return () => clearTimeout(timer);
  }, [isResting]);
  const { url, acknowledgementKey, createdAt, pausedAt, oldSecretUntil, lastAttempt } = webhook;
  return (
    <Paper component="section" aria-labelledby="address">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="address">
          {t("address")}
        </Title>
        <Badge variant="light" color={pausedAt === null ? "accent" : "orange"} className="state">
          {t(pausedAt === null ? "webhookOn" : "webhookPaused")}
        </Badge>
      </Group>
      {pausedAt === null ? null : (
        <Alert color="orange" variant="light" mb="md">
          {t("pausedText", { time: time(pausedAt) })}
        </Alert>
      )}
      <Facts
        of={[
          [
            t("url"),
            <span key="url" style={{ overflowWrap: "anywhere" }}>
              {url}
            </span>,
          ],
          [
            t("acknowledgementKey"),
            acknowledgementKey === null ? (
              t("noAcknowledgementKey")
            ) : (
              <code key="key" style={{ overflowWrap: "anywhere" }}>
                {acknowledgementKey}
              </code>
            ),
          ],
          [t("since"), time(createdAt)],
          oldSecretUntil === null ? null : [t("oldSecret"), time(oldSecretUntil)],
          [
            t("lastAttempt"),
            lastAttempt === null
              ? t("neverTried")
              : `${time(lastAttempt.at)} · ${outcome(lastAttempt.outcome)}`,
          ],
        ]}
      />
      <Group gap="sm" mt="md">
        <Button loading={testing.isPending} disabled={isResting} onClick={() => testing.mutate()}>
          {t("sendTest")}
        </Button>
        <Register organization={organization} before={webhook} onSecret={onSecret} />
        <Deed
          label={t("rotate")}
          text={t("rotateText")}
          button={{ variant: "default" }}
          onDo={async (reason) => {
            const { secret } = await rotate(organization, reason);
            onSecret(secret);
            await fresh();
          }}
        />
        <Deed
          isGrave
          label={t("remove")}
          text={t("removeText")}
          onDo={async (reason) => {
            await remove(organization, reason);
            await fresh();
          }}
        />
      </Group>
      {testing.isSuccess ? (
        <Alert role="status" variant="light" mt="md">
          {t("testSent")}
        </Alert>
      ) : null}
      {testing.isError ? <Refused error={testing.error} /> : null}
    </Paper>
  );
}

function Own({ organization }: { readonly organization: string }) {
  const { t } = useTranslation("partner");
  const [secret, setSecret] = useState<string | null>(null);
  const query = useQuery(webhookQuery(organization));
  return (
    <Stack gap="lg">
      {secret === null ? null : <WebhookSecret secret={secret} onKept={() => setSecret(null)} />}
      <Loaded query={query} skeleton="text">
        {(webhook) =>
          webhook === null ? (
            <Empty title={t("noWebhook")}>
              <Stack align="center" gap="md">
                <span>{t("noWebhookText")}</span>
                <Register organization={organization} before={null} onSecret={setSecret} />
              </Stack>
            </Empty>
          ) : (
            <There organization={organization} webhook={webhook} onSecret={setSecret} />
          )
        }
      </Loaded>
      <Text size="sm" c="dimmed">
        {t("webhookFoot")}
      </Text>
    </Stack>
  );
}

/** `/app/webhook`: where a partner is told what concerns it. */
export function WebhookPage() {
  const { t } = useTranslation("partner");
  const { organization } = useMe();
  return (
    <Page title={t("webhook")} lead={t("webhookLead")}>
      {organization === null ? (
        <Empty title={t("ofNoOrganization")} />
      ) : (
        <Own organization={organization} />
      )}
    </Page>
  );
}
