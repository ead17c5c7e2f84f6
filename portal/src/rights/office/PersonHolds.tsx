import { Checkbox, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Loaded } from "../../frame/States.tsx";
import { useOnce } from "../own/use-ask.ts";
import { type Hold, holdsQuery, type NewHold } from "./queries.ts";
import { filled, said, useFields } from "./use-fields.tsx";

const CLASSES = ["personal", "consent", "statutory", "access"] as const;
type Class = (typeof CLASSES)[number];
const ofHolds = api.v1.subjects[":subject"].holds;

function useHolds<T>(send: (json: T, key: string) => Promise<unknown>) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (json: T) => send(json, once(json)),
    // What is held is not erased: plans are others now.
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["requests", "holds"] }),
        client.invalidateQueries({ queryKey: ["erasures", "plan"] }),
      ]),
  });
}

function Place({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("rightsOffice");
  const { values, fields, reset } = useFields();
  const [classes, setClasses] = useState<Class[]>([]);
  const { mutateAsync } = useHolds((json: NewHold, key) =>
    ask(ofHolds.$post({ param: { subject }, json, header: { "idempotency-key": key } })),
  );
  return (
    <Deed
      label={t("place")}
      text={t("placeText")}
      withReason={false}
      isReady={classes.length > 0 && said(values, "reason") !== ""}
      button={{ size: "sm", variant: "default" }}
      onOpen={() => {
        reset();
        setClasses([]);
      }}
      onDo={() =>
        mutateAsync({
          ...{ classes, reason: said(values, "reason") },
          ...filled(values, ["reference"]),
        })
      }
    >
      <Checkbox.Group
        label={t("classes")}
        value={classes}
        onChange={(all) => setClasses(CLASSES.filter((one) => all.includes(one)))}
      >
        <Stack gap="xs" mt="xs">
          {CLASSES.map((one) => (
            <Checkbox key={one} value={one} label={t(`class_${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      {fields.long("reason", t("reason"), {
        ...{ most: 500, required: true },
        hint: t("holdReasonHint"),
      })}
      {fields.text("reference", t("reference"), { hint: t("referenceHint") })}
    </Deed>
  );
}

function Release({ subject, holdId }: Pick<Hold, "subject" | "holdId">) {
  const { t } = useTranslation("rightsOffice");
  const { values, fields, reset } = useFields();
  const { mutateAsync } = useHolds((json: { reason: string; reference?: string }, key) =>
    ask(
      ofHolds[":hold"].release.$post({
        ...{ param: { subject, hold: holdId }, json },
        header: { "idempotency-key": key },
      }),
    ),
  );
  return (
    <Deed
      label={t("release")}
      text={t("releaseText")}
      withReason={false}
      isReady={said(values, "reason") !== ""}
      button={{ size: "sm", variant: "default" }}
      onOpen={reset}
      onDo={() => mutateAsync({ reason: said(values, "reason"), ...filled(values, ["reference"]) })}
    >
      {fields.long("reason", t("reason"), {
        ...{ most: 500, required: true },
        hint: t("holdReasonHint"),
      })}
      {fields.text("reference", t("reference"), { hint: t("referenceHint") })}
    </Deed>
  );
}

function Line({ hold }: { readonly hold: Hold }) {
  const { t } = useTranslation("rightsOffice");
  const { day } = useFormats();
  const { classes, reason, reference, placedAt, releasedAt, releaseReason } = hold;
  return (
    <Group component="li" justify="space-between" gap="sm">
      <div>
        <Text fw={600}>{classes.map((one) => t(`class_${one}`)).join(", ")}</Text>
        <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
          {reason}
        </Text>
        <Text size="sm" c="dimmed">
          {t("holdOn", { day: day(placedAt) })}
          {reference === null ? "" : ` · ${t("holdReference", { reference })}`}
        </Text>
        {releasedAt === null ? null : (
          <Text size="sm" c="dimmed">
            {t("holdOff", { day: day(releasedAt) })} · {releaseReason}
          </Text>
        )}
      </div>
      {releasedAt === null ? <Release {...hold} /> : null}
    </Group>
  );
}

/** Legal holds on somebody: those that are on, and those that were. */
export function PersonHolds({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("rightsOffice");
  const query = useQuery(holdsQuery(subject));
  return (
    <Paper component="section" aria-labelledby="person-holds">
      <Group justify="space-between" mb="md">
        <div>
          <Title order={2} size="h4" id="person-holds">
            {t("holds")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("holdsText")}
          </Text>
        </div>
        <Place subject={subject} />
      </Group>
      <Loaded
        query={query}
        skeleton="text"
        isEmpty={(holds) => holds.length === 0}
        empty={<Text c="dimmed">{t("holdsNone")}</Text>}
      >
        {(holds) => (
          <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: "none" }}>
            {holds.map((hold) => (
              <Line key={hold.holdId} hold={hold} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Paper>
  );
}
