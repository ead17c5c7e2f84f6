import { Anchor, Container, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Container component="main" size="sm" py={72}>
      <Stack>
        <Title order={1}>{t("noPage")}</Title>
        <Text>
          <Anchor href="/app">{t("toBegin")}</Anchor>
        </Text>
      </Stack>
    </Container>
  );
}
