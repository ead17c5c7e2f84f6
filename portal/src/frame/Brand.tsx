import { Anchor, Group, Text } from "@mantine/core";

/** The name, leading home. */
export function Brand({ href = "/" }: { readonly href?: string }) {
  return (
    <Anchor href={href} underline="never" c="inherit">
      <Group gap={10} wrap="nowrap">
        <img src="/assets/icon.svg" alt="" width={28} height={28} />
        <Text span fw={700} size="lg" lts="-0.01em" style={{ whiteSpace: "nowrap" }}>
          Counterfoil
        </Text>
      </Group>
    </Anchor>
  );
}
