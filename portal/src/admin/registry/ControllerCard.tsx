import { Anchor, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import type { Controller } from "../data.ts";
import { Fact, Facts } from "../parts/Facts.tsx";
import { regionName } from "../parts/language-name.ts";
import { inLanguage } from "../parts/languages.ts";
import { ControllerForm } from "./ControllerForm.tsx";

/** Who decides about the data, as it was stated last. */
export function ControllerCard({ controller }: { readonly controller: Controller | null }) {
  const { t, i18n } = useTranslation("admin");
  const { time } = useFormats();
  const places = (codes: readonly string[]): string =>
    codes.map((code) => regionName(code, i18n.language)).join(", ");
  return (
    <>
      <Group justify="space-between" mb="md">
        <Title order={2} size="h5">
          {t("controller")}
        </Title>
        <ControllerForm last={controller} />
      </Group>
      {controller === null ? (
        <Text size="sm" c="dimmed">
          {t("noController")}
        </Text>
      ) : (
        <Facts>
          <Fact word={t("name")}>{controller.name}</Fact>
          <Fact word={t("contact")}>
            {[controller.contact, controller.email, controller.phone].filter(Boolean).join(" · ")}
          </Fact>
          <Fact word={t("address")}>
            {[
              ...controller.address.lines,
              [controller.address.postalCode, controller.address.city].filter(Boolean).join(" "),
              regionName(controller.address.country, i18n.language),
            ]
              .filter(Boolean)
              .join(", ")}
          </Fact>
          <Fact word={t("policyUrl")}>
            <Anchor href={controller.policyUrl} size="sm" rel="noopener noreferrer" target="_blank">
              {controller.policyUrl}
            </Anchor>
          </Fact>
          <Fact word={t("jurisdiction")}>{regionName(controller.jurisdiction, i18n.language)}</Fact>
          <Fact word={t("storageLocations")}>{places(controller.storageLocations)}</Fact>
          <Fact word={t("processingLocations")}>{places(controller.processingLocations)}</Fact>
          <Fact word={t("withdrawalMethod")}>
            {inLanguage(controller.withdrawalMethod, i18n.language)?.text}
          </Fact>
          <Fact word={t("statedAt")}>{time(controller.occurredAt)}</Fact>
        </Facts>
      )}
    </>
  );
}
