import {
  Anchor,
  Box,
  Button,
  Container,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Brand } from "./Brand.tsx";
import { Demonstration } from "./Demonstration.tsx";
import { IconArrowRight, IconShieldCheck } from "./icons.ts";
import { Preferences } from "./Preferences.tsx";
import { meQuery } from "./session.ts";

const POINTS = ["Consents", "Missing", "Yourself"] as const;

/** `/`: what this is, and the two ways on: signing in, and verifying without. */
export function Landing() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  useDocumentTitle("Counterfoil");
  return (
    <>
      <Box component="header" px="md" py="sm">
        <Group justify="space-between" wrap="nowrap">
          <Brand />
          <Preferences />
        </Group>
      </Box>
      <Container component="main" size="md" py={{ base: 32, sm: 72 }}>
        <Stack gap={48}>
          <Stack gap="lg" maw={680}>
            <Title order={1} fz={{ base: 32, sm: 46 }} lh={1.12} lts="-0.02em">
              {t("landingTitle")}
            </Title>
            <Text size="lg" c="dimmed">
              {t("landingLead")}
            </Text>
            <Group>
              <Button
                component="a"
                href={me ? "/app" : "/sign-in"}
                size="md"
                rightSection={<IconArrowRight size={18} aria-hidden />}
              >
                {t(me ? "continue" : "signIn")}
              </Button>
              <Button
                component="a"
                href="/verify"
                size="md"
                variant="default"
                leftSection={<IconShieldCheck size={18} aria-hidden />}
              >
                {t("verifyFile")}
              </Button>
            </Group>
          </Stack>
          <Demonstration />
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            {POINTS.map((point) => (
              <Paper key={point}>
                <Title order={2} size="h5" mb={6}>
                  {t(`landing${point}Title`)}
                </Title>
                <Text size="sm" c="dimmed">
                  {t(`landing${point}`)}
                </Text>
              </Paper>
            ))}
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            {t("landingFoot")}{" "}
            <Anchor href="/docs" underline="always">
              {t("apiPage")}
            </Anchor>
          </Text>
        </Stack>
      </Container>
    </>
  );
}
