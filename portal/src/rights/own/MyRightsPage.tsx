import { Alert, Anchor, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { controllerQuery } from "../../customer/data.ts";
import { OwnPage } from "../../customer/OwnPage.tsx";
import { useRecordedReading } from "../../customer/person.ts";
import { usePurposeNames } from "../../customer/purpose-names.ts";
import { useFormats } from "../../frame/format.ts";
import { IconHandStop } from "../../frame/icons.ts";
import { Loaded } from "../../frame/States.tsx";
import { ButtonLink } from "../../officer/parts/Links.tsx";
import { Due } from "../parts/Due.tsx";
import { RequestState } from "../parts/RequestState.tsx";
import { type Listed, ownRequestsQuery, restrictionQuery } from "../queries.ts";
import { oneOf, RIGHTS } from "../terms.ts";

interface OfSubject {
  readonly subject: string;
}

function RequestRow({
  request,
  timeZone,
}: {
  readonly request: Listed;
  readonly timeZone: string;
}) {
  const { t } = useTranslation("rights");
  const { day } = useFormats();
  const { requestId, requestType, receivedAt, dueAt, state, closedAt } = request;
  const right = oneOf(RIGHTS, requestType);
  return (
    <li>
      <Link className="row" to="/app/rights/$request" params={{ request: requestId }}>
        <span className="row-main">
          <Text span display="block" fw={600}>
            {right === null ? t("what") : t(`right_${right}`)}
          </Text>
          <Text span display="block" size="sm" c="dimmed">
            {t("askedOn", { day: day(receivedAt) })}
          </Text>
          <Due {...{ dueAt, state, closedAt, timeZone }} />
        </span>
        <RequestState state={state} />
      </Link>
    </li>
  );
}

/** The newest are what people come for. */
const FIRST = 5;

function Requests({ subject }: OfSubject) {
  const { t } = useTranslation("rights");
  const query = useQuery({ ...ownRequestsQuery(subject), ...useRecordedReading(subject) });
  const [all, setAll] = useState(false);
  return (
    <section aria-labelledby="yours">
      <Title order={2} size="h4" id="yours" mb="md">
        {t("yours")}
      </Title>
      <Loaded
        query={query}
        isEmpty={({ requests }) => requests.length === 0}
        empty={<Text c="dimmed">{t("yoursNone")}</Text>}
      >
        {({ requests, timeZone }) => (
          <Stack gap="sm" align="flex-start">
            <ul className="rows" style={{ width: "100%" }}>
              {requests.slice(0, all ? undefined : FIRST).map((request) => (
                <RequestRow key={request.requestId} {...{ request, timeZone }} />
              ))}
            </ul>
            {all || requests.length <= FIRST ? null : (
              <Anchor component="button" type="button" size="sm" onClick={() => setAll(true)}>
                {t("yoursMore")}
              </Anchor>
            )}
          </Stack>
        )}
      </Loaded>
    </section>
  );
}

/** Where processing is restricted, or objected to: that it is. */
function Stopped({ subject }: OfSubject) {
  const { t } = useTranslation("rights");
  const { time } = useFormats();
  const purposeName = usePurposeNames();
  const { data } = useQuery({ ...restrictionQuery(subject), ...useRecordedReading(subject) });
  if (data === undefined) return null;
  const { restricted, objections, whole } = data;
  const [first] = restricted;
  const purposes = [...new Set(objections.flatMap(({ purposeId }) => purposeId ?? []))];
  if (first === undefined && purposes.length === 0 && whole) return null;
  return (
    <Stack gap="sm" role="status">
      {first === undefined ? null : (
        <Alert
          variant="light"
          icon={<IconHandStop size={20} aria-hidden />}
          title={t("restrictionNow")}
        >
          {t("restrictionNowSince", { time: time(first.occurredAt) })}
        </Alert>
      )}
      {purposes.length === 0 ? null : (
        <Alert
          variant="light"
          icon={<IconHandStop size={20} aria-hidden />}
          title={t("objectionsNow", { purposes: purposes.map(purposeName).join(", ") })}
        >
          {t("objectionsNowText")}
        </Alert>
      )}
      {whole ? null : (
        <Alert color="orange" variant="light">
          {t("notWholeNow")}
        </Alert>
      )}
    </Stack>
  );
}

function Rights() {
  const { t } = useTranslation("rights");
  return (
    <section aria-labelledby="ask">
      <Title order={2} size="h4" id="ask" mb="md">
        {t("askFor")}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {RIGHTS.map((right) => (
          <Paper key={right} component="article" aria-label={t(`right_${right}`)} h="100%">
            <Stack gap="xs" h="100%">
              <Title order={3} size="h5">
                {t(`right_${right}`)}
              </Title>
              <Text size="sm">{t(`rightText_${right}`)}</Text>
              <Group mt="auto" pt="xs">
                <ButtonLink
                  to="/app/rights/ask/$right"
                  params={{ right }}
                  variant="default"
                  size="sm"
                  aria-label={t("askThing", { thing: t(`right_${right}`) })}
                >
                  {t("ask")}
                </ButtonLink>
              </Group>
            </Stack>
          </Paper>
        ))}
      </SimpleGrid>
    </section>
  );
}

/** What a customer can ask for, and what became of what they asked. */
export function MyRightsPage() {
  const { t } = useTranslation("rights");
  const { data: controller } = useQuery(controllerQuery);
  const lead = controller === undefined ? t("leadPlain") : t("lead", { firm: controller.name });
  return (
    <OwnPage title={t("title")} lead={lead}>
      {({ subject }) => (
        <>
          <Stopped subject={subject} />
          <Requests subject={subject} />
          <Rights />
        </>
      )}
    </OwnPage>
  );
}
