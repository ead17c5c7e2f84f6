import { Anchor, Container, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "./Page.tsx";

/** An address that leads nowhere, among one's pages. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("noPage")}>
      <Text>
        <Anchor href="/app">{t("toBegin")}</Anchor>
      </Text>
    </Page>
  );
}

/** A page that other roles have. */
export function NotForRole() {
  const { t } = useTranslation();
  return (
    <Page title={t("notForRole")}>
      <Text>{t("notForRoleText")}</Text>
      <Text>
        <Anchor href="/app">{t("toBegin")}</Anchor>
      </Text>
    </Page>
  );
}

/** An address that leads nowhere, outside of them. */
export function NowhereAtAll() {
  return (
    <Container component="main" size="sm" py={72}>
      <NotFound />
    </Container>
  );
}
