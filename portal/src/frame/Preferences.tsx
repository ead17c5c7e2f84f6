import {
  ActionIcon,
  Button,
  Group,
  Popover,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconMoon, IconSun } from "./icons.ts";
import { speak } from "./words.ts";

/** Language, and light or dark: at the head of every page. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark";
  const other = i18n.language === "zh" ? "en" : "zh";
  const [failed, setFailed] = useState(false);
  const change = (): void => {
    setFailed(false);
    speak(other).catch(() => setFailed(true));
  };
  const scheme = t(isDark ? "toLight" : "toDark");
  return (
    <Group gap={2} wrap="nowrap">
      <Popover opened={failed} onChange={setFailed} position="bottom-end" width={240}>
        <Popover.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            px={8}
            lang={other === "zh" ? "zh-CN" : "en"}
            onClick={change}
          >
            {t("otherLanguage")}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Text role="alert" size="sm">
            {t("languageFailed")}
          </Text>
        </Popover.Dropdown>
      </Popover>
      <Tooltip label={scheme}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={scheme}
          onClick={() => setColorScheme(isDark ? "light" : "dark")}
        >
          {isDark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
