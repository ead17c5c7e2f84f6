import {
  Alert,
  Badge,
  Button,
  Group,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePurposeNames } from "../customer/purpose-names.ts";
import { useFormats } from "../frame/format.ts";
import { Id } from "../frame/Id.tsx";
import { Loaded, Trouble } from "../frame/States.tsx";
import { useMe } from "../frame/session.ts";
import { More } from "../officer/parts/More.tsx";
import {
  MESSAGE_STATES,
  type Message,
  type MessageState,
  messagesQuery,
  replay,
  usageQuery,
  webhookQuery,
} from "./queries.ts";
import { typeWord } from "./types.ts";
import { useOutcome } from "./use-outcome.ts";

const COLOURS: Readonly<Record<MessageState, string>> = {
  waiting: "gray",
  delivered: "accent",
  given_up: "red",
};

/** When something happened, or must have. */
function Moments({ message }: { readonly message: Message }) {
  const { t } = useTranslation("partner");
  const { time } = useFormats();
  const { madeAt, attempts, nextAt, deliveredAt, receivedAt, doneAt } = message;
  const { acknowledgeBy, deleteBy, overdue } = message;
  // Partners may state any time: where it was too late, by when it came.
  const came = message.doneCame ?? message.receivedCame;
  const lines = [
    madeAt && t("madeAt", { time: time(madeAt) }),
    attempts === 0 ? null : t("attempts", { count: attempts, n: attempts }),
    nextAt === null ? null : t("nextTry", { time: time(nextAt) }),
    deliveredAt === null ? null : t("deliveredAt", { time: time(deliveredAt) }),
    receivedAt === null
      ? acknowledgeBy && t("acknowledgeBy", { time: time(acknowledgeBy) })
      : t("receivedAt", { time: time(receivedAt) }),
    doneAt === null
      ? deleteBy && t("deleteBy", { time: time(deleteBy) })
      : t("doneAt", { time: time(doneAt) }),
    overdue && came !== null ? t("cameAt", { time: time(came) }) : null,
  ];
  return (
    <Text size="sm" c="dimmed">
      {lines.filter(Boolean).join(" · ")}
    </Text>
  );
}

function Row({ id, message }: { readonly id: string; readonly message: Message }) {
  const { t } = useTranslation("partner");
  const purposeName = usePurposeNames();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => replay(id, message.id),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["messages", id] }),
        client.invalidateQueries({ queryKey: ["webhook"] }),
      ]),
  });
  const { type, state, overdue, subject = null, purpose } = message;
  const word = typeWord(type);
  const name = word === null ? type : t(word);
  return (
    <li>
      <Stack gap={4} p="sm">
        <Group justify="space-between" gap="xs" align="flex-start">
          <Text fw={600} size="sm">
            {name}
          </Text>
          <Group gap="xs">
            {overdue ? (
              <Badge variant="light" color="red" className="state">
                {t("overdue")}
              </Badge>
            ) : null}
            <Badge variant="light" color={COLOURS[state]} className="state">
              {t(`message_${state}`)}
            </Badge>
          </Group>
        </Group>
        {purpose === null ? null : <Text size="sm">{purposeName(purpose)}</Text>}
        <Moments message={message} />
        <Group gap="sm">
          {subject === null ? null : <Id value={subject} of={t("person")} />}
          <Id value={message.id} of={t("messageId")} />
          <Button
            size="compact-xs"
            variant="default"
            loading={again.isPending}
            onClick={() => again.mutate()}
            aria-label={t("replayThis", { name, id: message.id })}
          >
            {t("replay")}
          </Button>
        </Group>
        {again.isError ? <Trouble error={again.error} /> : null}
      </Stack>
    </li>
  );
}

/** How it went the last time that the reader's own server was spoken to: why messages wait. */
function LastAttempt({ organization }: { readonly organization: string }) {
  const { t } = useTranslation("partner");
  const { time } = useFormats();
  const outcome = useOutcome();
  const { data } = useQuery(webhookQuery(organization));
  if (data === undefined) return null;
  const last = data?.lastAttempt;
  return (
    <Text size="sm" mb="sm">
      {data === null
        ? t("noWebhookYet")
        : last
          ? t("lastAttemptWas", { time: time(last.at), outcome: outcome(last.outcome) })
          : t("neverTried")}
    </Text>
  );
}

/** What the partner was told, or is to be told: how it went, and what is still owed. */
export function Messages({ id }: { readonly id: string }) {
  const { t } = useTranslation("partner");
  const { role, organization } = useMe();
  const isPartner = role === "partner";
  const [which, setWhich] = useState<MessageState | "all">("all");
  const overdue = useQuery(usageQuery(id)).data?.overdue ?? 0;
  const query = useInfiniteQuery(messagesQuery(id, which === "all" ? null : which));
  return (
    <Paper component="section" aria-labelledby="messages">
      <Title order={2} size="h4" id="messages" mb={4}>
        {t(isPartner ? "messagesToYou" : "messages")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t(isPartner ? "messagesToYouSay" : "messagesSay")}
      </Text>
      {overdue === 0 ? null : (
        <Alert role="status" color="red" variant="light" mb="sm">
          {t("overdueNow", { count: overdue, n: overdue })}
        </Alert>
      )}
      {isPartner && organization !== null ? <LastAttempt organization={organization} /> : null}
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label={t("whichMessages")}
        value={which}
        onChange={setWhich}
        data={(["all", ...MESSAGE_STATES] as const).map((value) => ({
          value,
          label: t(`message_${value}`),
        }))}
      />
      <Loaded
        query={query}
        isEmpty={({ pages }) => pages.every(({ messages }) => messages.length === 0)}
        empty={<Text size="sm">{t("noMessages")}</Text>}
      >
        {({ pages }) => (
          <>
            <ul className="rows">
              {pages
                .flatMap(({ messages }) => messages)
                .map((message) => (
                  <Row key={message.id} id={id} message={message} />
                ))}
            </ul>
            {query.hasNextPage ? <More query={query} /> : null}
          </>
        )}
      </Loaded>
    </Paper>
  );
}
