import { Box, Text } from "@mantine/core";
import type { ReactNode } from "react";

/** Words and what stands beside each: below it where there is no room. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{
        display: "grid",
        gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 12rem), 1fr))",
        gap: "0.75rem 1.5rem",
      }}
    >
      {children}
    </Box>
  );
}

export function FactOf({
  word,
  children,
}: {
  readonly word: string;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {word}
      </Text>
      <Text component="dd" size="sm" m={0}>
        {children}
      </Text>
    </div>
  );
}
