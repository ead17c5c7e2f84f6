import {
  ActionIcon,
  Button,
  Container,
  Group,
  Paper,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { IconMoon, IconSun } from "../frame/icons.ts";
import { RefusedLink } from "../verify/ui/RefusedLink.tsx";
import { Verifier } from "../verify/ui/Verifier.tsx";
import { useLink } from "../verify/useLink.ts";
import { useTrust } from "../verify/useTrust.ts";
import { useVerifier } from "../verify/useVerifier.ts";
import { speak } from "./words.ts";

/** Of the release that this file is of; put in by the build. */
declare const __VERIFIER_VERSION__: string;

function Choices() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark";
  const other = i18n.language === "zh" ? "en" : "zh";
  return (
    <Group gap={4} wrap="nowrap">
      <Button
        variant="subtle"
        color="gray"
        size="compact-md"
        lang={other === "zh" ? "zh-CN" : "en"}
        onClick={() => void speak(other)}
      >
        {t("otherLanguage")}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t(isDark ? "toLight" : "toDark")}
        onClick={() => setColorScheme(isDark ? "light" : "dark")}
      >
        {isDark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
    </Group>
  );
}

export function StandAloneApp() {
  const { t } = useTranslation("verify");
  useDocumentTitle(`${t("aloneName")} ${__VERIFIER_VERSION__}`);
  const trust = useTrust("file");
  const work = useVerifier(trust);
  const { isBroken } = useLink(work.bringLinked);
  return (
    <>
      <a className="skip" href="#verify">
        {t("toContent")}
      </a>
      <header className="v-header">
        <Container size="lg">
          <Group justify="space-between" mih={60} py="xs" wrap="nowrap">
            <span className="v-alone-name">
              <strong>{t("aloneName")}</strong>
              <Text span size="sm" c="dimmed">
                {t("aloneVersion", { version: __VERIFIER_VERSION__ })}
              </Text>
            </span>
            <Choices />
          </Group>
        </Container>
      </header>
      <Container size="lg" component="main" id="verify" className="v-page">
        <h1 className="v-h1">{t("title")}</h1>
        <Text c="dimmed" maw={680} mb="xl" className={work.files.length === 0 ? "" : "v-said"}>
          {t("lead")}
        </Text>
        {isBroken ? <RefusedLink /> : null}
        <Verifier
          trust={trust}
          work={work}
          below={
            <Paper>
              <Text size="sm" c="dimmed">
                {t("aloneHere")}
              </Text>
            </Paper>
          }
        />
      </Container>
      <footer className="v-footer">
        <Container size="lg">
          <Text size="sm" c="dimmed">
            {t("privacy")}
          </Text>
        </Container>
      </footer>
    </>
  );
}
