import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { fromField, toField } from "../../admin/parts/time.ts";
import { usePurposeNames } from "../../customer/purpose-names.ts";
import { api, ask } from "../../frame/api.ts";
import { CHANNELS } from "../../frame/channels.ts";
import { useFormats } from "../../frame/format.ts";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { Loaded } from "../../frame/States.tsx";
import { useOnce } from "../own/use-ask.ts";
import { type Restriction, restrictionQuery } from "../queries.ts";
import { oneOf } from "../terms.ts";
import type { NewRestriction } from "./queries.ts";
import { said, useFields } from "./use-fields.tsx";

/** By what happens; as the ledger has them (api/consent/restriction/rules.ts). */
const GROUNDS = {
  restricted: ["accuracy", "unlawful", "claims", "objection", "refusal", "other"],
  lifted: ["over", "withdrawn"],
  "objection-ended": ["compelling-grounds", "legal-claims", "public-interest", "withdrawn"],
} as const;
type Event = keyof typeof GROUNDS;

function useChange(subject: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (json: NewRestriction) =>
      ask(
        api.v1.subjects[":subject"].restriction.$post({
          ...{ param: { subject }, json },
          header: { "idempotency-key": once(json) },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["requests", "restriction"] }),
  });
}

/** One change: on which ground, why, and, where the law has the person told before, when and how that was. */
function Change({
  subject,
  event,
  purposeId,
  label,
  text,
}: {
  readonly subject: string;
  readonly event: Event;
  readonly purposeId: string | null;
  readonly label: string;
  readonly text: string;
}) {
  const { t } = useTranslation("rightsOffice");
  const { mutateAsync } = useChange(subject);
  const { values, fields, reset } = useFields({
    ...{ ground: GROUNDS[event][0], toldBy: "email", channel: "email" },
    toldAt: toField(new Date(Date.now()).toISOString()),
  });
  const ground = oneOf(GROUNDS[event], values.ground) ?? GROUNDS[event][0];
  const isTold = event !== "restricted" && ground !== "withdrawn";
  // That the person takes an objection back they say themselves, or somebody says how they did.
  const isReported = event === "objection-ended" && ground === "withdrawn";
  const needsReason = isTold || isReported || ground === "other";
  const reference = said(values, "reference");
  const toldAt = fromField(values.toldAt ?? "");
  const reason = said(values, "reason");
  return (
    <Deed
      label={label}
      text={text}
      withReason={false}
      isReady={
        (!needsReason || reason !== "") &&
        (!isTold || toldAt !== null) &&
        (!isReported || reference !== "")
      }
      button={{ size: "sm", variant: "default" }}
      onOpen={reset}
      onDo={() =>
        mutateAsync({
          ...{ event, ground },
          ...(purposeId === null ? {} : { purposeId }),
          ...(reason === "" ? {} : { reason }),
          ...(isReported ? { channel: oneOf(CHANNELS, values.channel) ?? "other", reference } : {}),
          ...(isTold && toldAt !== null
            ? { toldAt, toldBy: oneOf(CHANNELS, values.toldBy) ?? "other" }
            : {}),
        })
      }
    >
      {fields.choose(
        "ground",
        t("why"),
        GROUNDS[event].map((value) => ({ value, label: t(`ground_${value}`) })),
      )}
      {fields.long("reason", t("reason"), { hint: t("reasonHint"), required: needsReason })}
      {isReported ? (
        <>
          {fields.choose(
            "channel",
            t("channel"),
            CHANNELS.map((value) => ({ value, label: t(`channel_${value}`) })),
          )}
          {fields.text("reference", t("reference"), { hint: t("referenceHint"), required: true })}
        </>
      ) : null}
      {isTold ? (
        <>
          {fields.time("toldAt", t("toldAt"))}
          {fields.choose(
            "toldBy",
            t("toldBy"),
            CHANNELS.map((value) => ({ value, label: t(`channel_${value}`) })),
          )}
        </>
      ) : null}
    </Deed>
  );
}

function Line({
  title,
  since,
  evidence,
  children,
}: {
  readonly title: string;
  readonly since: string;
  /** Of the record that says so. */
  readonly evidence: string;
  readonly children?: ReactNode;
}) {
  const { time } = useFormats();
  return (
    <Group justify="space-between" gap="sm" component="li">
      <div>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {time(since)}
        </Text>
        <ProveIt path={evidence} of={title} quiet />
      </div>
      {children}
    </Group>
  );
}

function Stands({
  subject,
  restriction: { restricted, objections },
  mayChange,
}: {
  readonly subject: string;
  readonly restriction: Restriction;
  readonly mayChange: boolean;
}) {
  const { t } = useTranslation("rightsOffice");
  const purposeName = usePurposeNames();
  const evidenceOf = (id: string): string => `/v1/records/${id}/evidence`;
  const isRestricted = restricted.length > 0;
  return (
    <Stack gap="md">
      {!isRestricted && objections.length === 0 ? (
        <Text c="dimmed">{t("restrictionNone")}</Text>
      ) : (
        <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: "none" }}>
          {restricted.map(({ id, subject: of, occurredAt }) => (
            <Line key={id} title={t("restricted")} since={occurredAt} evidence={evidenceOf(id)}>
              {mayChange ? (
                <Change
                  {...{ subject: of, event: "lifted", purposeId: null }}
                  label={t("lift")}
                  text={t("liftText")}
                />
              ) : null}
            </Line>
          ))}
          {objections.map(({ id, subject: of, purposeId, occurredAt }) => (
            <Line
              key={id}
              title={t("objectionTo", { purpose: purposeName(purposeId ?? "") })}
              since={occurredAt}
              evidence={evidenceOf(id)}
            >
              {mayChange ? (
                <Change
                  {...{ subject: of, event: "objection-ended", purposeId: purposeId ?? null }}
                  label={t("endObjection")}
                  text={t("endObjectionText")}
                />
              ) : null}
            </Line>
          ))}
        </Stack>
      )}
      {isRestricted ? <Text size="sm">{t("restrictedText")}</Text> : null}
      {mayChange && !isRestricted ? (
        <div>
          <Change
            {...{ subject, event: "restricted", purposeId: null }}
            label={t("restrict")}
            text={t("restrictText")}
          />
        </div>
      ) : null}
    </Stack>
  );
}

/** Whether the use of somebody's data is restricted, and what they object to. */
export function PersonRestriction({
  subject,
  mayChange,
}: {
  readonly subject: string;
  readonly mayChange: boolean;
}) {
  const { t } = useTranslation("rightsOffice");
  const query = useQuery(restrictionQuery(subject));
  return (
    <Paper component="section" aria-labelledby="person-restriction">
      <Title order={2} size="h4" id="person-restriction" mb="md">
        {t("restriction")}
      </Title>
      <Loaded query={query} skeleton="text">
        {(restriction) => <Stands {...{ subject, restriction, mayChange }} />}
      </Loaded>
    </Paper>
  );
}
