/** A policy was dropped that would change whom the visitor trusts: it waits for their word. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { policyOrigin } from "../../../verify/index.ts";
import { IconAlert } from "../../frame/icons.ts";
import { differences } from "../policy/compare.ts";
import type { Trust } from "../useTrust.ts";

export function PolicyOffer({ trust }: { readonly trust: Trust }) {
  const { t } = useTranslation("verify");
  const { offered, policy, source } = trust;
  if (offered === null) return null;
  const found = policy === null ? [] : differences(policy, offered.policy);
  return (
    <Alert
      role="alert"
      mb="lg"
      color="orange"
      variant="light"
      icon={<IconAlert size={20} aria-hidden />}
      title={t("offerTitle")}
    >
      <Text size="sm">
        {t("offerSays", { origin: policyOrigin(offered.policy) })}{" "}
        {source.kind === "pin" ? t("offerPin") : null}
      </Text>
      {found.length === 0 ? null : (
        <Text size="sm" mt="xs">
          {t("offerDiffers", {
            what: found.map((one) => t(`difference_${one}`)).join(t("listJoin")),
          })}
        </Text>
      )}
      <Group gap="xs" mt="sm">
        <Button size="xs" onClick={() => trust.answer(false)}>
          {t("offerKeep")}
        </Button>
        <Button size="xs" variant="default" onClick={() => trust.answer(true)}>
          {t("offerUse")}
        </Button>
      </Group>
    </Alert>
  );
}
