import { Box, Text } from "@mantine/core";
import type { ReactNode } from "react";

/** Words, and what stands for each: side by side, below one another where there is no room. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <Box component="dl" m={0} className="facts">
      {children}
    </Box>
  );
}

export function Fact({ word, children }: { readonly word: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {word}
      </Text>
      <Text component="dd" size="sm" m={0}>
        {children}
      </Text>
    </div>
  );
}
