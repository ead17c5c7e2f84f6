/** What cannot be judged, and what to do instead. */
import { Alert, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconAlert } from "../../frame/icons.ts";
import type { Refused } from "../judge/judged.ts";

export function RefusedView({ judged: { file, why } }: { readonly judged: Refused }) {
  const { t } = useTranslation("verify");
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      icon={<IconAlert size={20} aria-hidden />}
      title={t(`refused_${why}`)}
    >
      <Text size="sm">{t(`refusedDo_${why}`)}</Text>
      {file.name === "" ? null : (
        <Text size="sm" c="dimmed" mt={6}>
          {file.name}
        </Text>
      )}
    </Alert>
  );
}
