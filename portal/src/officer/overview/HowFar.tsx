import { Badge, Group, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import type { Overview } from "../data.ts";
import classes from "../parts/parts.module.css";
import { stepsOf } from "../view/steps.ts";

/** From the record to the chain. */
export function HowFar({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation("officer");
  const { number } = useFormats();
  return (
    <Paper component="section" aria-labelledby="how-far">
      <Stack gap="md">
        <div>
          <Title order={2} size="h4" id="how-far">
            {t("howFar")}
          </Title>
          <Text size="sm" c="dimmed" mt={4}>
            {t("howFarLead")}
          </Text>
        </div>
        <Table layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("step")}</Table.Th>
              <Table.Th scope="col" ta="right" w={{ base: 84, sm: 140 }}>
                {t("upTo")}
              </Table.Th>
              <Table.Th scope="col" ta="right" w={{ base: 96, sm: 140 }}>
                {t("behind")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {stepsOf(overview).map(({ step, by, size, behind, share, trouble }) => (
              <Table.Tr key={`${step} ${by}`}>
                <Table.Th scope="row" fw={400}>
                  <Group gap="xs" mb={6}>
                    {t(`step_${step}`, { by: by ?? "" })}
                    {trouble ? (
                      <Badge color="red" variant="light" tt="none">
                        {t("troubled")}
                      </Badge>
                    ) : null}
                  </Group>
                  <div className={classes.rail} aria-hidden>
                    <span style={{ width: `${share * 100}%` }} />
                  </div>
                </Table.Th>
                <Table.Td ta="right">{number(size)}</Table.Td>
                <Table.Td ta="right">
                  {behind === 0 ? (
                    <Text span size="sm" c="dimmed">
                      {t("nothingBehind")}
                    </Text>
                  ) : (
                    number(behind)
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {overview.cosigners.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("noCosigners")}
          </Text>
        ) : null}
      </Stack>
    </Paper>
  );
}
