import { Paper, Table, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { TxLink } from "../parts/TxLink.tsx";
import type { Agreement } from "./queries.ts";

/** Who has no pointer scrolls by the keyboard. */
const REACHABLE = { viewportProps: { tabIndex: 0 } } as const;

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
      <Table.ScrollContainer minWidth={480} scrollAreaProps={REACHABLE}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {columns.map((name) => (
                <Table.Th scope="col" key={name}>
                  {t(name)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map(({ id, event, version, occurredAt, actor, transaction, link }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={500}>
                  {t(`event_${event}`)} · {t("versionIs", { n: version })}
                </Table.Th>
                <Table.Td>{time(transaction?.time ?? occurredAt)}</Table.Td>
                {isWithActors ? (
                  <Table.Td>{actor?.role === "system" ? t("ledger") : (actor?.id ?? "–")}</Table.Td>
                ) : null}
                <Table.Td>
                  <TxLink transaction={transaction?.hash ?? null} link={link} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
