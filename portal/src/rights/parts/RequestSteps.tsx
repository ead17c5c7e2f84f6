import { Paper, Stack, Text, Timeline, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { type Step, type StepView, stepView } from "../case-view.ts";
import { lastDay } from "../due.ts";

function Said({ view, timeZone }: { readonly view: StepView; readonly timeZone: string }) {
  const { t } = useTranslation("rights");
  const { dayUtc } = useFormats();
  const { texts, method, how, dueAt } = view;
  return (
    <>
      {method === null ? null : <Text size="sm">{t(`method_${method}`)}</Text>}
      {how === null ? null : <Text size="sm">{t(`how_${how}`)}</Text>}
      {texts.map((text) => (
        <Text key={text} size="sm" style={{ whiteSpace: "pre-wrap" }}>
          {text}
        </Text>
      ))}
      {dueAt === null ? null : (
        <Text size="sm" fw={600}>
          {t("stepDue", { day: dayUtc(lastDay(dueAt, timeZone)) })}
        </Text>
      )}
    </>
  );
}

/** All that happened to a request, the newest last. */
export function RequestSteps({
  steps,
  whole,
  timeZone,
  own,
}: {
  readonly steps: readonly Step[];
  /** False: the record of a step is gone. */
  readonly whole: boolean;
  readonly timeZone: string;
  /** Whoever reads is who has asked. */
  readonly own: boolean;
}) {
  const { t } = useTranslation("rights");
  const { time } = useFormats();
  const views = steps.map(stepView);
  return (
    <Paper component="section" aria-labelledby="steps">
      <Title order={2} size="h4" id="steps" mb="md">
        {t("steps")}
      </Title>
      <Timeline active={views.length - 1} bulletSize={16} lineWidth={2}>
        {views.map((view) => {
          const word = t(`step_${view.word}`);
          return (
            <Timeline.Item key={view.key} title={word}>
              <Stack gap={4} align="flex-start">
                <Text size="sm" c="dimmed">
                  {time(view.at)} ·{" "}
                  {t(view.by === "customer" && !own ? "by_person" : `by_${view.by}`)}
                </Text>
                <Said view={view} timeZone={timeZone} />
                <ProveIt path={view.evidence} of={word} quiet />
              </Stack>
            </Timeline.Item>
          );
        })}
      </Timeline>
      {whole ? null : (
        <Text size="sm" mt="md">
          {t("stepsLost")}
        </Text>
      )}
    </Paper>
  );
}
