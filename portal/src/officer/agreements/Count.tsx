import { Alert, Button, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePurposeNames } from "../../customer/purpose-names.ts";
import { useFormats } from "../../frame/format.ts";
import { Trouble } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { type Agreement, type AgreementCount, askCount } from "./queries.ts";

/** The answer as a sentence. */
function Counted({ told }: { readonly told: AgreementCount }) {
  const { t } = useTranslation("partner");
  const { number, time } = useFormats();
  const { count, exact, threshold, version, nextAt } = told;
  const said =
    count === null
      ? t("countBelow", { n: number(threshold) })
      : t(exact ? "countExact" : "countAbout", { n: number(count), count });
  return (
    <Alert role="status" variant="light" title={said}>
      {nextAt === null
        ? t("countByVersion", { n: version })
        : t("countNext", { n: version, time: time(nextAt) })}
    </Alert>
  );
}

/** How many people the terms cover: for planning, and before they are proposed. It is asked for, not shown by itself: that a partner asks is on record. */
export function Count({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useTranslation("partner");
  const purposeName = usePurposeNames();
  const isPartner = useMe().role === "partner";
  const { versions, inForce, agreementId } = agreement;
  const [chosen, setChosen] = useState<number | null>(null);
  const number = chosen ?? inForce ?? versions.at(-1)?.version ?? 1;
  const purposes = versions.find(({ version }) => version === number)?.terms.purposes ?? [];
  const [wanted, setWanted] = useState<string | null>(null);
  const purpose =
    purposes.find(({ purposeId }) => purposeId === wanted)?.purposeId ?? purposes[0]?.purposeId;
  const asking = useMutation({
    mutationFn: () => askCount(agreementId, purpose ?? "", isPartner ? null : number),
  });
  return (
    <Paper component="section" aria-labelledby="count">
      <Title order={2} size="h4" id="count" mb={4}>
        {t("count")}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t(isPartner ? "countSaysPartner" : "countSays")}
      </Text>
      <Stack gap="md">
        <Group align="flex-end">
          {isPartner || versions.length < 2 ? null : (
            <NativeSelect
              label={t("countVersion")}
              data={versions.map(({ version }) => String(version))}
              value={String(number)}
              onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
            />
          )}
          <NativeSelect
            label={t("countPurpose")}
            data={purposes.map(({ purposeId: value }) => ({ value, label: purposeName(value) }))}
            value={purpose ?? ""}
            onChange={({ currentTarget }) => setWanted(currentTarget.value)}
          />
          <Button
            variant="default"
            loading={asking.isPending}
            disabled={purpose === undefined}
            onClick={() => asking.mutate()}
          >
            {t("countNow")}
          </Button>
        </Group>
        {asking.data === undefined || asking.isPending ? null : <Counted told={asking.data} />}
        {asking.isError ? <Trouble error={asking.error} /> : null}
      </Stack>
    </Paper>
  );
}
