/** The icons that are used: each by its own file, so that a build reads no others. */
export { default as IconAlert } from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
export { default as IconArrowDown } from "@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs";
export { default as IconArrowLeft } from "@tabler/icons-react/dist/esm/icons/IconArrowLeft.mjs";
export { default as IconArrowRight } from "@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs";
export { default as IconCalendar } from "@tabler/icons-react/dist/esm/icons/IconCalendar.mjs";
export { default as IconCheck } from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
export { default as IconChevronDown } from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
export { default as IconChevronRight } from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
export { default as IconCircleCheck } from "@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs";
export { default as IconCircleDashed } from "@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs";
export {
  default as IconCircleX,
} from "@tabler/icons-react/dist/esm/icons/IconCircleX.mjs";
export { default as IconClipboardCheck } from "@tabler/icons-react/dist/esm/icons/IconClipboardCheck.mjs";
export { default as IconClipboard } from "@tabler/icons-react/dist/esm/icons/IconClipboardText.mjs";
export { default as IconClock } from "@tabler/icons-react/dist/esm/icons/IconClock.mjs";
export { default as IconCopy } from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
export { default as IconCreditCard } from "@tabler/icons-react/dist/esm/icons/IconCreditCard.mjs";
export { default as IconDownload } from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
export { default as IconExternalLink } from "@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs";
export { default as IconEye } from "@tabler/icons-react/dist/esm/icons/IconEye.mjs";
export { default as IconFile } from "@tabler/icons-react/dist/esm/icons/IconFileCertificate.mjs";
export { default as IconFileText } from "@tabler/icons-react/dist/esm/icons/IconFileText.mjs";
export { default as IconFileZip } from "@tabler/icons-react/dist/esm/icons/IconFileZip.mjs";
export { default as IconHandStop } from "@tabler/icons-react/dist/esm/icons/IconHandStop.mjs";
export { default as IconHelp } from "@tabler/icons-react/dist/esm/icons/IconHelpCircle.mjs";
export { default as IconHourglass } from "@tabler/icons-react/dist/esm/icons/IconHourglass.mjs";
  default as IconLanguage,
} from "@tabler/icons-react/dist/esm/icons/IconLanguage.mjs";
  default as IconLink,
} from "@tabler/icons-react/dist/esm/icons/IconLink.mjs";
export { default as IconLinkBroken } from "@tabler/icons-react/dist/esm/icons/IconLinkOff.mjs";
export { default as IconListCheck } from "@tabler/icons-react/dist/esm/icons/IconListCheck.mjs";
export { default as IconLogout } from "@tabler/icons-react/dist/esm/icons/IconLogout.mjs";
export { default as IconMoon } from "@tabler/icons-react/dist/esm/icons/IconMoon.mjs";
export { default as IconPackage } from "@tabler/icons-react/dist/esm/icons/IconPackage.mjs";
export { default as IconQuestion } from "@tabler/icons-react/dist/esm/icons/IconQuestionMark.mjs";
export { default as IconReceipt } from "@tabler/icons-react/dist/esm/icons/IconReceipt2.mjs";
export { default as IconSearch } from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
export { default as IconShieldCheck } from "@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs";
export { default as IconSun } from "@tabler/icons-react/dist/esm/icons/IconSun.mjs";
export { default as IconTrash } from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
export { default as IconUser } from "@tabler/icons-react/dist/esm/icons/IconUser.mjs";
export { default as IconX } from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
