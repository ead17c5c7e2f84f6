import { Box, Text } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import classes from "./parts.module.css";

/** Names and what they stand for, in two columns; below one another where there is no room. What is `null` is left out. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ReactNode] | null)[] }) {
  const shown = of.filter((one) => one !== null);
  return (
    <Box component="dl" className={classes.facts}>
      {shown.map(([name, value]) => (
        <Fragment key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0}>
            {value}
          </Text>
        </Fragment>
      ))}
    </Box>
  );
}
