import { Group, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { fromField } from "../../admin/parts/time.ts";
import { CHANNELS } from "../../frame/channels.ts";
import { Loaded } from "../../frame/States.tsx";
import { useOnce } from "../own/use-ask.ts";
import { askFor, ownRequestsQuery } from "../queries.ts";
import { oneOf, RIGHTS } from "../terms.ts";
import { RequestLine } from "./RequestLine.tsx";
import { said, useFields } from "./use-fields.tsx";

/** A request that came by post, by phone, or at the counter. */
function Record({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("rightsOffice");
  const client = useQueryClient();
  const once = useOnce();
  const { values, fields, reset } = useFields({ right: "access", channel: "email" });
  const sending = useMutation({
    mutationFn: (json: Parameters<typeof askFor>[1]) => askFor(subject, json, once(json)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["requests"] }),
  });
  const came = fromField(values.came ?? "");
  const details = said(values, "details");
  return (
    <Deed
      label={t("record")}
      title={t("recordTitle")}
      text={t("recordText")}
      withReason={false}
      button={{ size: "sm", variant: "default" }}
      onOpen={reset}
      onDo={() =>
        sending.mutateAsync({
          requestType: oneOf(RIGHTS, values.right) ?? "access",
          channel: oneOf(CHANNELS, values.channel) ?? "other",
          ...(details === "" ? {} : { details }),
          ...(came === null ? {} : { "@occurredAt": came }),
        })
      }
    >
      {fields.choose(
        "right",
        t("recordRight"),
        RIGHTS.map((value) => ({ value, label: t(`right_${value}`) })),
      )}
      {fields.choose(
        "channel",
        t("channel"),
        CHANNELS.map((value) => ({ value, label: t(`channel_${value}`) })),
      )}
      {fields.time("came", t("recordCame"), t("recordCameHint"))}
      {fields.long("details", t("recordSaid"), { most: 10_000 })}
    </Deed>
  );
}

export function PersonRequests({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("rightsOffice");
  const query = useQuery(ownRequestsQuery(subject));
  return (
    <section aria-labelledby="person-requests">
      <Group justify="space-between" mb="md">
        <Title order={2} size="h4" id="person-requests">
          {t("title")}
        </Title>
        <Record subject={subject} />
      </Group>
      <Loaded
        query={query}
        isEmpty={({ requests }) => requests.length === 0}
        empty={<Text c="dimmed">{t("personNone")}</Text>}
      >
        {({ requests, timeZone }) => (
          <ul className="rows" aria-label={t("title")}>
            {requests.map((row) => (
              <RequestLine key={row.requestId} {...{ row, timeZone }} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
