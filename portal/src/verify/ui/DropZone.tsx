/** Where files are brought: dropped, chosen, or pasted. They are read here, and go nowhere. */
import { Button, Group, Text, Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconClipboard, IconFile } from "../../frame/icons.ts";
import { MAX_CONTAINER_BYTES, MAX_FILE_BYTES } from "../input/recognise.ts";
import type { Brought } from "../judge/judged.ts";

/** As many as are held against each other at once. */
const MOST_FILES = 8;

/** Of what is too large, only so much as tells what it is. */
async function read(file: File): Promise<Brought> {
  const part = file.size > MAX_CONTAINER_BYTES ? file.slice(0, MAX_FILE_BYTES + 1) : file;
  return { name: file.name, bytes: new Uint8Array(await part.arrayBuffer()) };
}

/** What the clipboard adds and takes away at the end: JSON files end without a line's end, notes with one. A file that was chosen is judged as it is. */
function tidied(text: string): string {
  const plain = text.replaceAll("\r\n", "\n").trim();
  return plain.startsWith("{") ? plain : `${plain}\n`;
}

export function DropZone({
  onBring,
  isHidden,
}: {
  readonly onBring: (files: readonly Brought[]) => void;
  /** Files can be dropped and pasted all the same: something is shown in its place. */
  readonly isHidden: boolean;
}) {
  const { t } = useTranslation("verify");
  const [isOver, setOver] = useState(false);
  const [isPasting, setPasting] = useState(false);
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const bring = (list: FileList | null): void => {
    const files = [...(list ?? [])].slice(0, MOST_FILES);
    if (files.length > 0) void Promise.all(files.map(read)).then(onBring);
  };
  const bringText = (pasted: string): void => {
    if (pasted.trim() === "") return;
    setText("");
    setPasting(false);
    onBring([{ name: t("pasted"), bytes: new TextEncoder().encode(tidied(pasted)) }]);
  };
  // Anywhere on the page: nobody should have to aim.
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { target, clipboardData } = event;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      if ((clipboardData?.files.length ?? 0) > 0) bring(clipboardData?.files ?? null);
      else bringText(clipboardData?.getData("text/plain") ?? "");
    };
    const stop = (event: Event): void => event.preventDefault();
    const onDropped = (event: globalThis.DragEvent): void => {
      event.preventDefault();
      setOver(false);
      bring(event.dataTransfer?.files ?? null);
    };
    window.addEventListener("paste", onPaste);
    window.addEventListener("dragover", stop);
    window.addEventListener("drop", onDropped);
    return () => {
      window.removeEventListener("paste", onPaste);
      window.removeEventListener("dragover", stop);
      window.removeEventListener("drop", onDropped);
    };
  });
  if (isHidden) return null;
  return (
    <section
      className={`v-drop${isOver ? " v-over" : ""}`}
      aria-label={t("dropLabel")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      <IconFile size={40} stroke={1.3} aria-hidden className="v-drop-icon" />
      <Text fw={600} size="lg">
        {t("dropHere")}
      </Text>
      <Text size="sm" c="dimmed" maw={460} ta="center">
        {t("dropKinds")}
      </Text>
      <Group gap="xs" justify="center">
        <Button size="sm" onClick={() => input.current?.click()}>
          {t("choose")}
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconClipboard size={16} aria-hidden />}
          aria-expanded={isPasting}
          onClick={() => setPasting(!isPasting)}
        >
          {t("paste")}
        </Button>
      </Group>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-hidden
        tabIndex={-1}
        data-testid="file"
        onChange={({ currentTarget }) => {
          bring(currentTarget.files);
          currentTarget.value = "";
        }}
      />
      {isPasting ? (
        <form
          className="v-paste"
          onSubmit={(event) => {
            event.preventDefault();
            bringText(text);
          }}
        >
          <Textarea
            label={t("pasteLabel")}
            autosize
            minRows={4}
            maxRows={10}
            value={text}
            spellCheck={false}
            data-autofocus
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Button type="submit" size="xs" mt="xs" disabled={text.trim() === ""}>
            {t("check")}
          </Button>
        </form>
      ) : null}
    </section>
  );
}
