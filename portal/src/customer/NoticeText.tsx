import { List, ScrollArea, Stack, Text } from "@mantine/core";
import { useId } from "react";
import { type Block, noticeBlocks } from "./notice-text.ts";

function Line({ block }: { readonly block: Block }) {
  const runs = block.runs.map(({ text, style }) =>
    style === "bold" ? (
      <strong key={text}>{text}</strong>
    ) : style === "slanted" ? (
      <em key={text}>{text}</em>
    ) : (
      text
    ),
  );
  if (block.kind === "item")
    return (
      <List size="sm" withPadding>
        <List.Item>{runs}</List.Item>
      </List>
    );
  return (
    <Text size="sm" fw={block.kind === "heading" ? 600 : undefined}>
      {runs}
    </Text>
  );
}

/** The exact text of a notice, in its own language; a long one scrolls. */
export function NoticeText({
  title,
  text,
  language,
  mediaType,
}: {
  readonly title: string;
  readonly text: string;
  readonly language: string;
  /** `null`: not known. */
  readonly mediaType: string | null;
}) {
  const heading = useId();
  return (
    <ScrollArea.Autosize
      mah="40vh"
      type="auto"
      viewportProps={{ tabIndex: 0, role: "region", "aria-labelledby": heading }}
      style={{
        border: "1px solid var(--mantine-color-default-border)",
        borderRadius: "var(--mantine-radius-md)",
      }}
    >
      <Stack gap={6} p="md" lang={language}>
        <Text fw={600} id={heading}>
          {title}
        </Text>
        {noticeBlocks(text, title, mediaType).map((block) => (
          <Line key={block.key} block={block} />
        ))}
      </Stack>
    </ScrollArea.Autosize>
  );
}
