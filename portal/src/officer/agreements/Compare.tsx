import { Group, NativeSelect, Paper, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Loaded } from "../../frame/States.tsx";
import { type Agreement, compareQuery } from "./queries.ts";

/** Who has no pointer scrolls by the keyboard. */
const REACHABLE = { viewportProps: { tabIndex: 0 } } as const;

/** What one version says differently from another. */
export function Compare({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useTranslation("agreements");
  const numbers = agreement.versions.map(({ version }) => version);
  const [from, setFrom] = useState(numbers.at(-2) ?? 1);
  const [to, setTo] = useState(numbers.at(-1) ?? 1);
  const query = useQuery(compareQuery(agreement.agreementId, from, to));
  const choices = [
    ["compareFrom", from, setFrom],
    ["compareTo", to, setTo],
  ] as const;
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
                {changes.map(({ member, of, before, after }) => (
                  <Table.Tr key={`${member} ${of} ${before} ${after}`}>
                    <Table.Th scope="row" fw={500} className="mono">
                      {of === null ? member : `${member} (${of})`}
                    </Table.Th>
                    <Table.Td>{before ?? "–"}</Table.Td>
                    <Table.Td>{after ?? "–"}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </Paper>
  );
}
