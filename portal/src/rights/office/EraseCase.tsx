import { Checkbox, Paper, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Loaded } from "../../frame/States.tsx";
import { erasureQuery, planQuery } from "../erasure-queries.ts";
import { ErasureSteps } from "../parts/ErasureSteps.tsx";
import { PlanShown } from "../parts/PlanShown.tsx";
import { planView } from "../plan-view.ts";
import { Decide } from "./Decide.tsx";
import { HandCode } from "./HandCode.tsx";
import type { OfCase } from "./StepDeed.tsx";

const FREE = ["consent", "personal"] as const;

function Planned({ subject, request }: OfCase) {
  const { t, i18n } = useTranslation("erasure");
  const [goNow, setGoNow] = useState<string[]>([]);
  const query = useQuery(planQuery(subject, goNow));
  return (
    <Loaded query={query}>
      {(plan) => {
        const { stays } = planView(plan, i18n.language);
        const free = FREE.filter(
          (one) =>
            goNow.includes(one) || stays.some((part) => part.class === one && !part.kept?.held),
        );
        return (
          <Stack gap="md">
            <PlanShown plan={plan} own={false} />
            {free.length === 0 ? null : (
              <Paper>
                <Checkbox.Group
                  label={t("goNow")}
                  description={t("goNowHint")}
                  value={goNow}
                  onChange={setGoNow}
                >
                  <Stack gap="xs" mt="sm">
                    {free.map((one) => (
                      <Checkbox key={one} value={one} label={t(`class_${one}`)} />
                    ))}
                  </Stack>
                </Checkbox.Group>
              </Paper>
            )}
            <HandCode {...{ subject, request }} />
            <div>
              <Decide
                {...{ subject, request }}
                mayGrant={request.isIdentified && !plan.nothing}
                regarding={[
                  { what: "erasure-plan", id: plan.planHash },
                  ...goNow.map((one) => ({ what: "go-now", id: one })),
                ]}
              />
            </div>
          </Stack>
        );
      }}
    </Loaded>
  );
}

function CarriedOut({ id }: { readonly id: string }) {
  const { t } = useTranslation("erasure");
  const query = useQuery(erasureQuery(id));
  return (
    <Paper component="section" aria-labelledby="how-far">
      <Title order={2} size="h4" id="how-far" mb="md">
        {t("stepsTitle")}
      </Title>
      <Loaded query={query}>
        {({ state, completedAt }) => <ErasureSteps state={state} completedAt={completedAt} />}
      </Loaded>
    </Paper>
  );
}

/** Under which number a request is carried out; `null`: it was not granted. */
export const erasureOf = ({ steps }: OfCase["request"]): string | null =>
  steps.flatMap(({ regarding }) => regarding ?? []).findLast(({ what }) => what === "erasure")
    ?.id ?? null;

/** Of a request to erase: the plan while it can be decided, and then how far it is. */
export function EraseCase({ subject, request }: OfCase) {
  const id = erasureOf(request);
  if (id !== null) return <CarriedOut id={id} />;
  return request.state === "open" ? <Planned {...{ subject, request }} /> : null;
}
