import { Paper, Select, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../frame/Page.tsx";
import { useMe } from "../frame/session.ts";
import { profileQuery } from "./data.ts";
import { choosePerson, type Person, usePeople } from "./person.ts";

/** What somebody is called here: oneself by that word, others by the name that is recorded of them. */
function useNames(people: readonly Person[]): readonly string[] {
  const { t } = useTranslation("customer");
  const profiles = useQueries({
    queries: people.map(({ subject, isSelf }) => ({
      ...profileQuery(subject),
      // To look is recorded where it is of somebody else, so it is done once, and only where there is a choice.
      staleTime: Number.POSITIVE_INFINITY,
      enabled: !isSelf,
    })),
  });
  return people.map(({ isSelf }, at) => {
    if (isSelf) return t("yourself");
    const name = profiles[at]?.data?.newest?.record.name;
    return typeof name === "string" ? name : t("personNumber", { n: at + 1 });
  });
}

function Switch({
  people,
  person,
}: {
  readonly people: readonly Person[];
  readonly person: Person;
}) {
  const { t } = useTranslation("customer");
  const names = useNames(people);
  const name = names[people.indexOf(person)] ?? "";
  return (
    <Stack gap={6}>
      {people.length < 2 ? null : (
        <Select
          label={t("whom")}
          data={people.map(({ subject }, at) => ({ value: subject, label: names[at] ?? subject }))}
          value={person.subject}
          allowDeselect={false}
          onChange={(subject) => subject !== null && choosePerson(subject)}
          w={280}
          maw="100%"
        />
      )}
      {person.isSelf ? null : (
        <Text size="sm" c="dimmed">
          {t("onBehalf", { name })}
        </Text>
      )}
    </Stack>
  );
}

function Nobody() {
  const { t } = useTranslation("customer");
  const { email, phone } = useMe();
  return (
    <Paper p="xl" maw={640}>
      <Stack gap="sm">
        <Text fw={600} size="lg">
          {t("nobodyTitle")}
        </Text>
        <Text>{t("nobody")}</Text>
        <Text size="sm" c="dimmed">
          {t("nobodySignedInAs", { name: email ?? phone ?? "" })}
        </Text>
      </Stack>
    </Paper>
  );
}

/** A page about a person: whose it is can be chosen where there are several. Whoever is tied to nobody is told what to do. */
export function OwnPage({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: (person: Person) => ReactNode;
  readonly children: (person: Person) => ReactNode;
}) {
  const { person, people } = usePeople();
  return (
    <Page
      title={title}
      lead={person === null ? undefined : lead}
      actions={person === null ? undefined : actions?.(person)}
    >
      {person === null ? (
        <Nobody />
      ) : (
        <Stack gap="xl" key={person.subject}>
          {people.length < 2 && person.isSelf ? null : <Switch people={people} person={person} />}
          {children(person)}
        </Stack>
      )}
    </Page>
  );
}
