import { Group, Stack, Text, ThemeIcon } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconCheck, IconClock, IconHourglass } from "../../frame/icons.ts";

const STEPS = [
  "begun",
  "declared",
  "rows-gone",
  "keys-gone",
  "copies-gone",
  "done",
  "completed",
] as const;

/** How far an erasure is, step by step. */
export function ErasureSteps({
  state,
  completedAt,
}: {
  readonly state: (typeof STEPS)[number];
  /** `null`: the root key is still there. */
  readonly completedAt: string | null;
}) {
  const { t } = useTranslation("erasure");
  const last = completedAt === null ? STEPS.indexOf(state) : STEPS.length - 1;
  const is = (at: number) => {
    if (at <= last) return "stepDone";
    // The root key is rolled within its period, and nothing hurries it.
    if (STEPS[at] === "completed") return state === "done" ? "stepLater" : "stepNext";
    return at === last + 1 ? "stepNow" : "stepNext";
  };
  return (
    <Stack component="ol" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
      {STEPS.map((step, at) => {
        const how = is(at);
        const Icon = how === "stepDone" ? IconCheck : how === "stepNow" ? IconHourglass : IconClock;
        return (
          <Group key={step} component="li" gap="sm" wrap="nowrap" align="flex-start">
            <ThemeIcon
              size={24}
              radius="xl"
              variant={how === "stepDone" ? "filled" : "light"}
              color={how === "stepDone" ? "accent" : "gray"}
              aria-hidden
            >
              <Icon size={14} />
            </ThemeIcon>
            <div>
              <Text fw={how === "stepNow" ? 600 : 400}>{t(`step_${step}`)}</Text>
              <Text size="xs" c="dimmed">
                {t(how)}
              </Text>
            </div>
          </Group>
        );
      })}
    </Stack>
  );
}
