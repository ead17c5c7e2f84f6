import { Box, Paper, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { TxLink } from "../parts/TxLink.tsx";
import type { Agreement } from "./queries.ts";
import { acknowledgedWord } from "./steps.ts";
import { Who } from "./Who.tsx";

/** Where there is no room for columns, all of a step stands below its name. */
const WIDE = "md";

/** What happened, with its transaction where the chain did it. */
export function Steps({ steps }: Pick<Agreement, "steps">) {
  const { t } = useTranslation("agreements");
  const { time } = useFormats();
  // A partner is not told who of the firm did something.
  const isWithActors = steps.some(({ actor }) => actor !== null);
  const columns = isWithActors
    ? (["step", "when", "who", "transaction"] as const)
    : (["step", "when", "transaction"] as const);
  return (
    <Paper component="section" aria-labelledby="steps">
      <Title order={2} size="h4" id="steps" mb="sm">
        {t("steps")}
      </Title>
      <Table>
        <Table.Thead visibleFrom={WIDE}>
          <Table.Tr>
            {columns.map((name) => (
              <Table.Th scope="col" key={name}>
                {t(name)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map((step) => {
            const { id, event, version, occurredAt, transaction, link } = step;
            const at = time(transaction?.time ?? occurredAt);
            const word = event === "acknowledged" ? acknowledgedWord(step, steps) : null;
            return (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={500}>
                  {t(word ?? `event_${event}`)} · {t("versionIs", { n: version })}
                  <Box hiddenFrom={WIDE} mt={2}>
                    <Text size="sm" c="dimmed" component="div">
                      {at}
                      {isWithActors ? (
                        <>
                          {" · "}
                          <Who step={step} />
                        </>
                      ) : null}
                    </Text>
                    {transaction === null ? null : (
                      <TxLink transaction={transaction.hash} link={link} />
                    )}
                  </Box>
                </Table.Th>
                <Table.Td visibleFrom={WIDE}>{at}</Table.Td>
                {isWithActors ? (
                  <Table.Td visibleFrom={WIDE}>
                    <Who step={step} />
                  </Table.Td>
                ) : null}
                <Table.Td visibleFrom={WIDE}>
                  <TxLink transaction={transaction?.hash ?? null} link={link} />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
