import { Group, NativeSelect, Paper, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePurposeNames } from "../../customer/purpose-names.ts";
import { useFormats } from "../../frame/format.ts";
import { Loaded } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { aboutOf, memberWord, type Words, wordsOf } from "./changes.ts";
import { type Agreement, compareQuery } from "./queries.ts";
import { useRecordNames } from "./record-names.ts";

/** Who has no pointer scrolls by the keyboard. */
const REACHABLE = { viewportProps: { tabIndex: 0 } } as const;

/** What one version says differently from another. */
export function Compare({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useTranslation("agreements");
  const { time } = useFormats();
  const purpose = usePurposeNames();
  const { kindName, fieldName } = useRecordNames();
  const numbers = agreement.versions.map(({ version }) => version);
  const [from, setFrom] = useState(numbers.at(-2) ?? 1);
  const [to, setTo] = useState(numbers.at(-1) ?? 1);
  const query = useQuery(compareQuery(agreement.agreementId, from, to));
  const choices = [
    ["compareFrom", from, setFrom],
    ["compareTo", to, setTo],
  ] as const;
  const words: Words = {
    ...{ language: languageNow(), time, purpose, kind: kindName, field: fieldName },
    ...{ prohibited: t("prohibited"), allowed: t("onwardTo") },
  };
  return (
    <Paper component="section" aria-labelledby="compare">
      <Title order={2} size="h4" id="compare" mb="sm">
        {t("compare")}
      </Title>
      <Group mb="md">
        {choices.map(([name, value, set]) => (
          <NativeSelect
            key={name}
            label={t(name)}
            data={numbers.map(String)}
            value={String(value)}
            onChange={({ currentTarget }) => set(Number(currentTarget.value))}
          />
        ))}
      </Group>
      <Loaded
        query={query}
        skeleton="table"
        isEmpty={(changes) => changes.length === 0}
        empty={<Text size="sm">{t("nothingDiffers")}</Text>}
      >
        {(changes) => (
          <Table.ScrollContainer minWidth={480} scrollAreaProps={REACHABLE}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {(["member", "before", "after"] as const).map((name) => (
                    <Table.Th scope="col" key={name}>
                      {t(name)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {changes.map((change) => {
                  const { member, of, before, after } = change;
                  const about = aboutOf(change, words);
                  const told = (value: string | null) =>
                    value === null ? "–" : wordsOf(member, value, words);
                  return (
                    <Table.Tr key={`${member} ${of} ${before} ${after}`}>
                      <Table.Th scope="row" fw={500}>
                        {t(memberWord(member))}
                        {about === null ? null : (
                          <Text size="sm" c="dimmed">
                            {about}
                          </Text>
                        )}
                      </Table.Th>
                      <Table.Td>{told(before)}</Table.Td>
                      <Table.Td>{told(after)}</Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </Paper>
  );
}
