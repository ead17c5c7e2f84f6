import { Group, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./parts.module.css";

/** One figure of many, with what it means. */
export function Figure({
  name,
  value,
  hint,
  badge,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly hint?: ReactNode;
  readonly badge?: ReactNode;
}) {
  return (
    <Paper component="section" aria-label={name}>
      <Text size="sm" c="dimmed" mb={6}>
        {name}
      </Text>
      <Group gap="sm" align="center">
        <span className={classes.figure}>{value}</span>
        {badge}
      </Group>
      {hint === undefined ? null : (
        <Text size="sm" c="dimmed" mt={6}>
          {hint}
        </Text>
      )}
    </Paper>
  );
}
