import { Button, Group, List, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconDownload } from "../../frame/icons.ts";
import { Trouble } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { fetchFile, type Progress as HowFar } from "./fetch-file.ts";

/** As it is typed (scripts/cli). */
const CHECK = "counterfoil export verify";

const isStopped = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "AbortError";

/** Whoever leaves the page, or presses stop, waits for it no more. */
function useFetching(path: string, name: string) {
  const [progress, tell] = useState<HowFar>(null);
  const stopping = useRef<AbortController | null>(null);
  useEffect(() => () => stopping.current?.abort(), []);
  const fetching = useMutation({
    mutationFn: () => {
      stopping.current = new AbortController();
      return fetchFile(path, name, tell, stopping.current.signal);
    },
  });
  return { ...fetching, progress, stop: () => stopping.current?.abort() };
}

function HowToVerify() {
  const { t } = useTranslation("rights");
  return (
    <section aria-labelledby="how-to-verify">
      <Title order={3} size="h6" id="how-to-verify" mb={4}>
        {t("verifyHow")}
      </Title>
      <List size="sm" spacing={4}>
        <List.Item>{t("verifyHow1")}</List.Item>
        <List.Item>{t("verifyHow2")}</List.Item>
        <List.Item>
          {t("verifyHow3")} <code className="mono">{CHECK}</code>
        </List.Item>
      </List>
    </section>
  );
}

/** Everything of a person, or what they gave, in one file: made when it is asked for. */
export function Export({
  subject,
  form,
}: {
  readonly subject: string;
  readonly form: "access" | "portability";
}) {
  const { t } = useTranslation("rights");
  const path = `/v1/subjects/${subject}/export?form=${form}&language=${languageNow()}`;
  const { isPending, isSuccess, isError, error, mutate, progress, stop } = useFetching(
    path,
    `${form}.zip`,
  );
  const percent = Math.floor((progress ?? 0) * 100);
  const said = progress === null ? t("exportMaking") : t("exportComing", { percent });
  return (
    <Paper component="section" aria-labelledby="export">
      <Stack gap="md">
        <div>
          <Title order={2} size="h4" id="export" mb={4}>
            {t("exportTitle")}
          </Title>
          <Text size="sm">{t(`exportText_${form}`)}</Text>
        </div>
        <Group>
          <Button
            loading={isPending}
            leftSection={<IconDownload size={18} aria-hidden />}
            onClick={() => mutate()}
          >
            {t(isSuccess ? "exportAgain" : "exportGo")}
          </Button>
          {isPending ? (
            <Button variant="default" onClick={stop}>
              {t("exportStop")}
            </Button>
          ) : null}
        </Group>
        {isPending ? (
          <Progress
            value={progress === null ? 100 : percent}
            animated={progress === null}
            aria-label={said}
          />
        ) : null}
        <Text size="sm" role="status">
          {isPending ? said : isSuccess ? t("exportDone") : ""}
        </Text>
        {isError && !isStopped(error) ? <Trouble error={error} onRetry={() => mutate()} /> : null}
        <HowToVerify />
      </Stack>
    </Paper>
  );
}
