/** Links and buttons that lead to pages of ours: typed by the router. */
import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithRef } from "react";

type OfAnchor = Omit<ComponentPropsWithRef<"a">, keyof AnchorProps>;

const PlainAnchor = (props: AnchorProps & OfAnchor) => <Anchor {...props} />;
export const AnchorLink = createLink(PlainAnchor);

const PlainButton = (props: ButtonProps & Omit<ComponentPropsWithRef<"a">, keyof ButtonProps>) => (
  <Button component="a" {...props} />
);
export const ButtonLink = createLink(PlainButton);
