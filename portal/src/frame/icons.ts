/** The icons that are used: each by its own file, so that a build reads no others. */
export { default as IconAlert } from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
export { default as IconArrowRight } from "@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs";
export { default as IconCheck } from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
export { default as IconChevronRight } from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
export { default as IconClipboard } from "@tabler/icons-react/dist/esm/icons/IconClipboardText.mjs";
export { default as IconCopy } from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
export { default as IconDownload } from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
export { default as IconFile } from "@tabler/icons-react/dist/esm/icons/IconFileCertificate.mjs";
export { default as IconLanguage } from "@tabler/icons-react/dist/esm/icons/IconLanguage.mjs";
export { default as IconLogout } from "@tabler/icons-react/dist/esm/icons/IconLogout.mjs";
export { default as IconMoon } from "@tabler/icons-react/dist/esm/icons/IconMoon.mjs";
export { default as IconQuestion } from "@tabler/icons-react/dist/esm/icons/IconQuestionMark.mjs";
export { default as IconShieldCheck } from "@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs";
export { default as IconSun } from "@tabler/icons-react/dist/esm/icons/IconSun.mjs";
export { default as IconUser } from "@tabler/icons-react/dist/esm/icons/IconUser.mjs";
export { default as IconX } from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
