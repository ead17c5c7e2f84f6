import {
  Accordion,
  Button,
  Group,
  MultiSelect,
  Paper,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { languageNow } from "../../frame/words.ts";
import { KINDS } from "./kinds.ts";
import { dayOf, type Span, spanOf } from "./period.ts";
import { makePack, type NewPack, purposesQuery } from "./queries.ts";

const SUBJECT = /^[A-Za-z0-9_-]{43}$/;
const MOST_REASON = 500;

interface Draft {
  readonly first: string;
  readonly last: string;
  readonly reason: string;
  readonly purposes: readonly string[];
  readonly people: readonly string[];
  readonly kinds: readonly string[];
}

function beginning(given: Span | null): Draft {
  const now = new Date();
  const first = given
    ? dayOf(new Date(given.from))
    : dayOf(new Date(now.getFullYear(), now.getMonth(), 1));
  const end = given === null ? now : new Date(Math.min(now.getTime(), Date.parse(given.until) - 1));
  return { first, last: dayOf(end), reason: "", purposes: [], people: [], kinds: [] };
}

function Presets({
  given,
  onPick,
}: {
  readonly given: Span | null;
  readonly onPick: (days: Pick<Draft, "first" | "last">) => void;
}) {
  const { t } = useTranslation("packs");
  const now = new Date();
  const last = dayOf(now);
  const days = {
    month: dayOf(new Date(now.getFullYear(), now.getMonth(), 1)),
    quarter: dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 89)),
    year: dayOf(new Date(now.getFullYear(), 0, 1)),
  } as const;
  const names = Object.keys(days) as (keyof typeof days)[];
  return (
    <Group gap="xs">
      {given ? (
        <Button size="compact-sm" variant="light" onClick={() => onPick(beginning(given))}>
          {t("preset_given")}
        </Button>
      ) : (
        names.map((name) => (
          <Button
            key={name}
            size="compact-sm"
            variant="light"
            onClick={() => onPick({ first: days[name], last })}
          >
            {t(`preset_${name}`)}
          </Button>
        ))
      )}
    </Group>
  );
}

function Narrow({
  draft,
  isAuditor,
  onChange,
}: {
  readonly draft: Draft;
  readonly isAuditor: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
}) {
  const { t } = useTranslation("packs");
  const purposes = useQuery(purposesQuery);
  const tag = languageNow();
  const options = (purposes.data?.purposes ?? []).map(({ purposeId, versions }) => {
    const titles = versions.at(-1)?.titles ?? [];
    const title = titles.find(({ language }) => language.startsWith(tag)) ?? titles[0];
    return { value: purposeId, label: title ? `${title.text} (${purposeId})` : purposeId };
  });
  const isBad = draft.people.some((one) => !SUBJECT.test(one));
  return (
    <Stack>
      <MultiSelect
        label={t("purposes")}
        description={t(isAuditor ? "purposesSaysAuditor" : "purposesSays")}
        placeholder={draft.purposes.length === 0 ? t("purposesAny") : ""}
        data={options}
        value={[...draft.purposes]}
        onChange={(value) => onChange({ purposes: value })}
        searchable
        clearable
      />
      <TagsInput
        label={t("people")}
        description={t("peopleSays")}
        placeholder={draft.people.length === 0 ? t("peopleAny") : ""}
        value={[...draft.people]}
        onChange={(value) => onChange({ people: value.map((one) => one.trim()) })}
        splitChars={[",", " ", "\n"]}
        error={isBad ? t("peopleBad") : undefined}
        clearable
      />
      <MultiSelect
        label={t("kinds")}
        placeholder={draft.kinds.length === 0 ? t("kindsAny") : ""}
        data={KINDS.map((kind) => ({ value: kind, label: t(`kind_${kind}`) }))}
        value={[...draft.kinds]}
        onChange={(value) => onChange({ kinds: value })}
        clearable
      />
    </Stack>
  );
}

const orNothing = <K extends string>(name: K, values: readonly string[]) =>
  values.length === 0 ? {} : ({ [name]: values } as Record<K, readonly string[]>);

/** What is asked for: days, why, and what of all that. */
export function PackForm() {
  const { t } = useTranslation("packs");
  const { role, given } = useMe();
  const client = useQueryClient();
  const isAuditor = role === "auditor";
  const [draft, setDraft] = useState(() => beginning(given));
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const span = spanOf(draft.first, draft.last, given);
  const reason = draft.reason.trim();
  const lacksReason = !isAuditor && reason === "";
  const make = useMutation({
    mutationFn: (asked: Span) =>
      makePack(
        {
          ...asked,
          ...orNothing("purposes", draft.purposes),
          ...orNothing("subjects", draft.people),
          ...orNothing("kinds", draft.kinds),
        } as NewPack,
        isAuditor ? null : reason,
      ),
    onSuccess: () => {
      setTried(false);
      return client.invalidateQueries({ queryKey: ["packs"] });
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (typeof span === "string" || lacksReason) return;
    if (draft.people.every((one) => SUBJECT.test(one))) make.mutate(span);
  };
  const problem =
    typeof span === "string" ? t(span === "missing" ? "periodMissing" : "periodOrder") : null;
  return (
    <Paper component="section" aria-labelledby="make">
      <form onSubmit={send} noValidate>
        <Stack gap="lg">
          <Group justify="space-between" gap="xs">
            <Title order={2} size="h4" id="make">
              {t("make")}
            </Title>
            <Presets given={given} onPick={change} />
          </Group>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              type="date"
              label={t("from")}
              description={t("periodSays")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              value={draft.first}
              onChange={(event) => change({ first: event.currentTarget.value })}
              error={tried ? problem : null}
            />
            <TextInput
              type="date"
              label={t("until")}
              value={draft.last}
              onChange={(event) => change({ last: event.currentTarget.value })}
            />
          </SimpleGrid>
          {isAuditor ? null : (
            <TextInput
              label={t("reason")}
              description={t("reasonSays")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              withAsterisk
              maxLength={MOST_REASON}
              value={draft.reason}
              onChange={(event) => change({ reason: event.currentTarget.value })}
              error={tried && lacksReason ? t("reasonMissing") : null}
            />
          )}
          <Accordion variant="contained" radius="md">
            <Accordion.Item value="narrow">
              <Accordion.Control>{t("narrow")}</Accordion.Control>
              <Accordion.Panel>
                <Narrow draft={draft} isAuditor={isAuditor} onChange={change} />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
          {make.isError ? <Trouble error={make.error} /> : null}
          <Group gap="md">
            <Button type="submit" loading={make.isPending}>
              {t("start")}
            </Button>
            <Text size="sm" c="dimmed" flex={1} miw={220}>
              {t("everyoneSees")}
            </Text>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
