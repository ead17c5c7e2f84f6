import { Alert, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconAlert } from "../../frame/icons.ts";

/** A link that was cut, or that names what this page does not fetch. */
export function RefusedLink() {
  const { t } = useTranslation("verify");
  return (
    <Alert
      role="alert"
      mb="lg"
      color="orange"
      variant="light"
      icon={<IconAlert size={20} aria-hidden />}
      title={t("linkBroken")}
    >
      <Text size="sm">{t("linkBrokenDo")}</Text>
    </Alert>
  );
}
