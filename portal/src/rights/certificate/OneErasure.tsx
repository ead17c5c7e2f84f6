import "../../verify/verify.css";
import { Button, Loader, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { IconDownload } from "../../frame/icons.ts";
import { Trouble } from "../../frame/States.tsx";
import { save } from "../../frame/save.ts";
import { Lent } from "../../verify/ui/lent.ts";
import { Result } from "../../verify/ui/Result.tsx";
import { ErasureSteps } from "../parts/ErasureSteps.tsx";
import { type Certified, type Checked, checkedQuery } from "./queries.ts";

/** Before its keys are gone there is no certificate. */
const EARLY = ["begun", "declared", "rows-gone"];

function Verdict({ checked: { name, bytes, judged } }: { readonly checked: Checked }) {
  const { t } = useTranslation("erasure");
  // Here the firm's own server tells of the chain; who wants to ask another does so on the page that verifies.
  const lent = useMemo(
    () => ({ chain: true, policy: true, choose: () => location.assign("/verify") }),
    [],
  );
  return (
    <Stack gap="md">
      <div>
        <Button
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => save(new Blob([bytes], { type: "application/json" }), name)}
        >
          {t("certDownload")}
        </Button>
        <Text size="sm" mt="xs">
          {t("certFormer")}
        </Text>
      </div>
      <Text size="sm" c="dimmed">
        {t("certVerified")}
      </Text>
      <div className="v-main">
        <Lent value={lent}>
          <Result judged={judged} />
        </Lent>
      </div>
    </Stack>
  );
}

/** One erasure: how far it is, and, once its keys are gone, its certificate with the verdict on it. */
export function OneErasure({
  code,
  erasure: { erasureId, state, begunAt, doneAt, completedAt },
  n,
}: {
  readonly code: string;
  readonly erasure: Certified;
  readonly n: string;
}) {
  const { t } = useTranslation("erasure");
  const { time } = useFormats();
  const isEarly = EARLY.includes(state);
  const stage = `${doneAt} ${completedAt}`;
  const query = useQuery({ ...checkedQuery(code, erasureId, stage), enabled: !isEarly });
  const { data, error, isPending, refetch } = query;
  const title = t("certOf", { n });
  return (
    <Stack gap="lg" component="section" aria-label={title}>
      <Paper>
        <Title order={2} size="h4" mb={4}>
          {title}
        </Title>
        <Text size="sm" c="dimmed" mb="md">
          {t("certBegun", { time: time(begunAt) })}
        </Text>
        <ErasureSteps state={state} completedAt={completedAt} />
      </Paper>
      {error !== null ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : isEarly || data === null ? (
        <Text role="status">{t("certNotYet")}</Text>
      ) : isPending || data === undefined ? (
        <Text role="status">
          <Loader size="xs" mr="xs" />
          {t("certChecking")}
        </Text>
      ) : (
        <Verdict checked={data} />
      )}
    </Stack>
  );
}
