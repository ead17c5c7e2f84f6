import { Paper, Text } from "@mantine/core";
import { type ReactNode, useId } from "react";

/** A part of what is told, under a heading of its own. */
export function Section({
  title,
  lead,
  level: Heading = "h3",
  children,
}: {
  readonly title: string;
  /** Of its heading. */
  readonly level?: "h2" | "h3";
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} className="v-section">
      <Heading id={id} className="v-title">
        {title}
      </Heading>
      {lead === undefined ? null : (
        <Text size="sm" c="dimmed" mb="md">
          {lead}
        </Text>
      )}
      {children}
    </Paper>
  );
}

/** Names and what is told of them. */
export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="v-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
