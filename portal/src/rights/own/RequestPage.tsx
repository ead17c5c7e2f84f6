import { Alert, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { FactOf, Facts } from "../../customer/Facts.tsx";
import { OwnPage } from "../../customer/OwnPage.tsx";
import { useFormats } from "../../frame/format.ts";
import { IconCheck } from "../../frame/icons.ts";
import { Loaded } from "../../frame/States.tsx";
import { AnchorLink } from "../../officer/parts/Links.tsx";
import { type CaseView, caseView } from "../case-view.ts";
import { lastDay } from "../due.ts";
import { AskedFor } from "../parts/AskedFor.tsx";
import { Due } from "../parts/Due.tsx";
import { RequestState } from "../parts/RequestState.tsx";
import { RequestSteps } from "../parts/RequestSteps.tsx";
import { type Request, requestQuery } from "../queries.ts";
import { OUTCOMES, oneOf } from "../terms.ts";
import { Export } from "./Export.tsx";
import { AddNote, Withdraw } from "./OwnSteps.tsx";

function Decision({ view, outcome }: { readonly view: CaseView; readonly outcome: string | null }) {
  const { t } = useTranslation("rights");
  const { decided, answered } = view;
  const known = oneOf(OUTCOMES, outcome);
  if (decided === null) return null;
  const { decision, reason, ground, summary } = decided;
  return (
    <Paper component="section" aria-labelledby="decision">
      <Title order={2} size="h4" id="decision" mb="md">
        {t("decision")}
      </Title>
      <Stack gap="sm">
        <Text fw={600}>{t(`decision_${decision ?? "granted"}`)}</Text>
        {[reason, summary, answered?.summary].map((text) =>
          text == null ? null : (
            <Text key={text} style={{ whiteSpace: "pre-wrap" }}>
              {text}
            </Text>
          ),
        )}
        <Facts>
          {ground == null ? null : <FactOf word={t("decisionGround")}>{ground}</FactOf>}
          {known === null ? null : <FactOf word={t("outcome")}>{t(`outcome_${known}`)}</FactOf>}
          {answered?.answer == null ? null : (
            <FactOf word={t("answer")}>
              {answered.answer.format} · {t(`how_${answered.answer.how}`)}
            </FactOf>
          )}
          {answered?.answer?.reference == null ? null : (
            <FactOf word={t("answerReference")}>{answered.answer.reference}</FactOf>
          )}
        </Facts>
        {decision === "granted" ? null : (
          <Text size="sm" c="dimmed">
            {t("complainTo")}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function Whole({ subject, request }: { readonly subject: string; readonly request: Request }) {
  const { t } = useTranslation("rights");
  const { day } = useFormats();
  const { requestId, requestType, state, dueAt, closedAt, receivedAt, deadline } = request;
  const view = caseView(request.steps);
  const { timeZone } = deadline;
  const mayWithdraw = state === "open" || state === "paused";
  const isCopy = requestType === "access" || requestType === "portability";
  const isGranted = request.decision !== null && request.decision !== "refused";
  return (
    <Stack gap="lg" maw={760}>
      <Paper component="section" aria-label={t("what")}>
        <Stack gap="sm">
          <Group justify="space-between" align="flex-start" gap="xs">
            <div>
              <Text size="sm" c="dimmed">
                {t("askedOn", { day: day(receivedAt) })}
              </Text>
              <Due {...{ dueAt, state, closedAt, timeZone }} />
            </div>
            <RequestState state={state} />
          </Group>
          {view.details === null ? null : (
            <div>
              <Text size="sm" c="dimmed">
                {t("yourWords")}
              </Text>
              <Text style={{ whiteSpace: "pre-wrap" }}>{view.details}</Text>
            </div>
          )}
          <AskedFor asked={request.asked ?? null} />
          <Group mt="xs">
            <AddNote {...{ subject, requestId }} />
            {mayWithdraw ? <Withdraw {...{ subject, requestId }} /> : null}
          </Group>
        </Stack>
      </Paper>
      <Decision view={view} outcome={request.outcome} />
      {isCopy && isGranted ? <Export subject={subject} form={requestType} /> : null}
      <RequestSteps steps={request.steps} whole={request.whole} timeZone={timeZone} own />
    </Stack>
  );
}

function Sent({ request }: { readonly request: Request }) {
  const { t } = useTranslation("rights");
  const { dayUtc } = useFormats();
  const { dueAt, deadline } = request;
  return (
    <Alert
      role="status"
      variant="light"
      icon={<IconCheck size={20} aria-hidden />}
      title={t("sent")}
      maw={760}
    >
      {dueAt === null
        ? t("sentTextNoDay")
        : t("sentText", { day: dayUtc(lastDay(dueAt, deadline.timeZone)) })}
    </Alert>
  );
}

function OfPerson({
  subject,
  requestId,
  isSent,
}: {
  readonly subject: string;
  readonly requestId: string;
  readonly isSent: boolean;
}) {
  const query = useQuery(requestQuery(subject, requestId));
  return (
    <Loaded query={query}>
      {(request) => (
        <>
          {isSent && request.state === "open" ? <Sent request={request} /> : null}
          <Whole subject={subject} request={request} />
        </>
      )}
    </Loaded>
  );
}

/** One request of one's own: by when it is answered, what happened, and what one can still do. */
export function OwnRequestPage() {
  const { t } = useTranslation("rights");
  const { request: requestId = "" } = useParams({ strict: false });
  const { sent } = useSearch({ strict: false }) as { sent?: boolean };
  return (
    <OwnPage
      title={t("what")}
      actions={() => <AnchorLink to="/app/rights">{t("back")}</AnchorLink>}
    >
      {({ subject }) => <OfPerson {...{ subject, requestId }} isSent={sent === true} />}
    </OwnPage>
  );
}
