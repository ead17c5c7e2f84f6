import { Box, Group, Paper, ScrollArea, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";

export interface Column<T> {
  readonly head: string;
  readonly side?: "left" | "right";
  readonly cell: (row: T) => ReactNode;
}

/** Rows of a table; on a phone a card each, of which the first column is the heading. A table that has no room scrolls by itself, also by keyboard. */
export function Rows<T>({
  label,
  columns,
  rows,
  keyOf,
}: {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string | number;
}) {
  const isWide = useMediaQuery("(min-width: 48em)", true, { getInitialValueInEffect: false });
  const [first, ...others] = columns;
  if (!isWide)
    return (
      <Stack component="ul" gap="sm" p={0} m={0} aria-label={label} style={{ listStyle: "none" }}>
        {rows.map((row) => (
          <Paper key={keyOf(row)} component="li" p="md">
            <Text fw={650} mb={6}>
              {first?.head} {first?.cell(row)}
            </Text>
            <Box component="dl" m={0}>
              {others.map(({ head, cell }) => (
                <Group key={head} justify="space-between" gap="sm" wrap="nowrap" py={3}>
                  <Text component="dt" size="sm" c="dimmed">
                    {head}
                  </Text>
                  <Text component="dd" size="sm" m={0} ta="right">
                    {cell(row)}
                  </Text>
                </Group>
              ))}
            </Box>
          </Paper>
        ))}
      </Stack>
    );
  return (
    <ScrollArea viewportProps={{ tabIndex: 0, role: "region", "aria-label": label }}>
      <Table aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ head, side = "left" }) => (
              <Table.Th key={head} scope="col" ta={side}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map(({ head, side = "left", cell }, i) =>
                i === 0 ? (
                  <Table.Th key={head} scope="row" ta={side} fw={600}>
                    {cell(row)}
                  </Table.Th>
                ) : (
                  <Table.Td key={head} ta={side}>
                    {cell(row)}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
