import { Alert, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { languageName } from "../../customer/display-names.ts";
import { CHANNELS } from "../../frame/channels.ts";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { ReasonGate } from "../../frame/ReasonGate.tsx";
import { Loaded } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { Facts } from "../../officer/parts/Facts.tsx";
import { AnchorLink } from "../../officer/parts/Links.tsx";
import { usePersonName } from "../../officer/people/use-person.ts";
import { caseView } from "../case-view.ts";
import { erasureQuery } from "../erasure-queries.ts";
import { AskedFor } from "../parts/AskedFor.tsx";
import { RequestState } from "../parts/RequestState.tsx";
import { RequestSteps } from "../parts/RequestSteps.tsx";
import { type Request, requestQuery } from "../queries.ts";
import { oneOf } from "../terms.ts";
import { DeadlineLine } from "./DeadlineLine.tsx";
import { Decide } from "./Decide.tsx";
import { EraseCase, erasureOf } from "./EraseCase.tsx";
import { OtherActions } from "./OtherSteps.tsx";
import { usePeriod } from "./use-period.ts";

interface OfCase {
  readonly subject: string;
  readonly request: Request;
}

/** What comes next. */
function todoOf({ state, isIdentified, requestType }: Request) {
  if (state === "paused") return "todoResume";
  if (state === "granted") return "todoCarry";
  if (state === "decided") return "todoAnswer";
  if (state === "erased") return "todoErased";
  if (state !== "open") return "todoNothing";
  if (!isIdentified && requestType !== "complaint") return "todoIdentify";
  return requestType === "erasure" ? "todoErase" : "todoDecide";
}

function Todo({ subject, request }: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { time } = useFormats();
  const { state, requestType, isIdentified, waits } = request;
  const isOfficer = useMe().role === "officer";
  const mayDecide = isOfficer && state === "open" && requestType !== "erasure";
  return (
    <Alert variant="light" title={t("todo")}>
      <Stack gap="md">
        <Text size="sm">{t(todoOf(request))}</Text>
        {waits === null ? null : (
          <Text size="sm">
            {t("waitsSince", { since: time(waits.since), why: waits.why ?? t("waitsLog") })}
          </Text>
        )}
        <div style={{ display: "flex", flexWrap: "wrap", gap: "var(--mantine-spacing-sm)" }}>
          {mayDecide ? (
            <Decide
              {...{ subject, request }}
              mayGrant={isIdentified || requestType === "complaint"}
            />
          ) : null}
          <OtherActions {...{ subject, request }} />
        </div>
      </Stack>
    </Alert>
  );
}

function About({ subject, request }: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { t: said } = useTranslation("rights");
  const { time } = useFormats();
  const period = usePeriod();
  const { receivedAt, dueAt, state, closedAt, deadline, jurisdiction, language } = request;
  const { channel: came, method, pauses } = caseView(request.steps);
  const channel = oneOf(CHANNELS, came);
  return (
    <Paper component="section" aria-label={said("what")}>
      <Stack gap="md">
        <RequestState state={state} />
        <DeadlineLine
          {...{ receivedAt, dueAt, state, closedAt, pauses }}
          timeZone={deadline.timeZone}
        />
        <Facts
          of={[
            [
              t("person"),
              <AnchorLink key="p" to="/app/people/$subject" params={{ subject }} search={{}}>
                {t("toPerson")}
              </AnchorLink>,
            ],
            [t("receivedAt"), time(receivedAt)],
            channel && [t("channel"), t(`channel_${channel}`)],
            [
              t("identity"),
              method === null
                ? t("identityNot")
                : t("identityBy", { method: t(`method_${method}`) }),
            ],
            [
              t("rule"),
              t("ruleText", { period: period(deadline.period), source: deadline.source }),
            ],
            [t("jurisdiction"), jurisdiction],
            language === null ? null : [t("language"), languageName(language)],
            [
              t("proof"),
              <ProveIt
                key="e"
                path={`/v1/subjects/${subject}/evidence?claim=history&stream=request/${request.requestId}`}
                of={t("proof")}
                quiet
              />,
            ],
          ]}
        />
      </Stack>
    </Paper>
  );
}

function Said({ request }: { readonly request: Request }) {
  const { t } = useTranslation("rightsOffice");
  const { details } = caseView(request.steps);
  return (
    <Paper component="section" aria-labelledby="said">
      <Title order={2} size="h4" id="said" mb="sm">
        {t("said")}
      </Title>
      <Stack gap="md">
        {details === null ? (
          <Text c="dimmed">{t("saidNothing")}</Text>
        ) : (
          <Text style={{ whiteSpace: "pre-wrap" }}>{details}</Text>
        )}
        <AskedFor asked={request.asked ?? null} />
      </Stack>
    </Paper>
  );
}

/** Who was erased is told nothing more by steps: nobody can write any. The erasure itself says that it is done. */
function useAsErased(request: Request): Request {
  const id = erasureOf(request);
  const { data } = useQuery({ ...erasureQuery(id ?? ""), enabled: id !== null });
  if (request.state !== "granted" || data == null || data.doneAt === null) return request;
  return { ...request, state: "erased", dueAt: null, closedAt: data.doneAt };
}

function Whole({ subject, request: told }: OfCase) {
  const request = useAsErased(told);
  const { steps, whole, deadline, requestType } = request;
  const isOfficer = useMe().role === "officer";
  return (
    <Stack gap="lg">
      <Todo {...{ subject, request }} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <About {...{ subject, request }} />
        <Said request={request} />
      </SimpleGrid>
      {isOfficer && requestType === "erasure" ? <EraseCase {...{ subject, request }} /> : null}
      <RequestSteps {...{ steps, whole }} timeZone={deadline.timeZone} own={false} />
    </Stack>
  );
}

function OneCase({ subject, requestId }: { readonly subject: string; readonly requestId: string }) {
  const { t } = useTranslation("rightsOffice");
  const { t: said } = useTranslation("rights");
  const query = useQuery(requestQuery(subject, requestId));
  const name = usePersonName(subject);
  const right = query.data?.requestType;
  return (
    <Page
      title={
        right === undefined
          ? said("what")
          : t("caseTitle", { right: t(`right_${right}`), person: name ?? t("somebody") })
      }
      actions={<AnchorLink to="/app/requests">{t("title")}</AnchorLink>}
    >
      <Loaded query={query}>{(request) => <Whole subject={subject} request={request} />}</Loaded>
    </Page>
  );
}

/** One request as an officer works on it. */
export function CasePage() {
  const { t } = useTranslation("rights");
  const { subject = "", request: requestId = "" } = useParams({ strict: false });
  return (
    <ReasonGate subject={subject} key={`${subject} ${requestId}`} title={t("what")}>
      <OneCase subject={subject} requestId={requestId} />
    </ReasonGate>
  );
}
