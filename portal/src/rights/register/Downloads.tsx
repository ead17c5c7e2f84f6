import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../frame/api.ts";
import { IconDownload } from "../../frame/icons.ts";
import { Trouble } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";

type Format = "pdf" | "html" | "csv" | "json";

function One({
  path,
  name,
  of,
  format,
  onError,
}: {
  readonly path: string;
  readonly name: string;
  readonly of: string;
  readonly format: Format;
  readonly onError: (error: unknown) => void;
}) {
  const { t } = useTranslation("processing");
  const getting = useMutation({
    mutationFn: () =>
      download(`${path}?format=${format}&language=${languageNow()}`, `${name}.${format}`),
    onMutate: () => onError(null),
    onError,
  });
  const form = t(`file_${format}`);
  return (
    <Button
      variant="default"
      size="sm"
      loading={getting.isPending}
      leftSection={<IconDownload size={16} aria-hidden />}
      aria-label={t("fileOf", { form, of })}
      onClick={() => getting.mutate()}
    >
      {form}
    </Button>
  );
}

/** A register as a file: to be read, to be handed over, for tables, for programs. In the reader's language. */
export function Downloads({
  formats,
  ...file
}: {
  /** Of the API. */
  readonly path: string;
  /** Without its end, where the server gives none. */
  readonly name: string;
  /** What it is, for whoever hears the buttons. */
  readonly of: string;
  readonly formats: readonly Format[];
}) {
  const [error, setError] = useState<unknown>(null);
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {formats.map((format) => (
          <One key={format} {...file} format={format} onError={setError} />
        ))}
      </Group>
      {error === null ? null : <Trouble error={error} />}
    </Stack>
  );
}
