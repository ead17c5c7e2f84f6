import { Alert, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { countryName } from "../../customer/display-names.ts";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { Facts } from "../../officer/parts/Facts.tsx";
import { AnchorLink } from "../../officer/parts/Links.tsx";
import { ActivityCard } from "./ActivityCard.tsx";
import { Downloads } from "./Downloads.tsx";
import { type ProcessingRecord, processingQuery } from "./queries.ts";

function Controller({ controller }: Pick<ProcessingRecord, "controller">) {
  const { t } = useTranslation("processing");
  const places = (codes: readonly string[]): string => codes.map(countryName).join(t("and"));
  return (
    <Paper component="section" aria-labelledby="controller">
      <Title order={2} size="h4" id="controller" mb="md">
        {t("controller")}
      </Title>
      {controller === null ? (
        <Text size="sm">{t("noController")}</Text>
      ) : (
        <Facts
          of={[
            [t("name"), controller.name],
            [
              t("contact"),
              [controller.contact, controller.email, controller.phone].filter(Boolean).join(" · "),
            ],
            [t("processedIn"), places(controller.processingLocations)],
            [t("storedIn"), places(controller.storageLocations)],
            controller.authority && [t("authority"), controller.authority.name],
          ]}
        />
      )}
    </Paper>
  );
}

/** The record of processing activities (GDPR 30(1)), made of what the firm has stated, with the impact assessment of each. */
export function ProcessingPage() {
  const { t } = useTranslation("processing");
  const { time, number } = useFormats();
  const query = useQuery(processingQuery);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Loaded query={query}>
        {({ at, controller, activities }) => {
          const lacking = activities.filter(
            ({ assessment, needsAssessment, retiredFrom }) =>
              assessment === null && needsAssessment.length > 0 && retiredFrom === null,
          ).length;
          return (
            <>
              <Paper component="section" aria-labelledby="files">
                <Title order={2} size="h4" id="files" mb={4}>
                  {t("files")}
                </Title>
                <Text size="sm" mb="md">
                  {t("filesText", { time: time(at) })}
                </Text>
                <Downloads
                  path="/v1/processing-register"
                  name="processing-register"
                  of={t("title")}
                  formats={["pdf", "html", "csv", "json"]}
                />
              </Paper>
              {lacking === 0 ? null : (
                <Alert color="orange" variant="light">
                  {t("lacking", { count: lacking, n: number(lacking) })}
                </Alert>
              )}
              <Controller controller={controller} />
              <section aria-labelledby="activities">
                <Title order={2} size="h4" id="activities" mb="md">
                  {t("activities")}
                </Title>
                {activities.length === 0 ? (
                  <Empty title={t("none")}>{t("noneText")}</Empty>
                ) : (
                  <Stack gap="md">
                    {activities.map((activity) => (
                      <ActivityCard key={activity.purpose.purposeId} activity={activity} />
                    ))}
                  </Stack>
                )}
              </section>
              <Text size="sm">
                {t("retentionText")} <AnchorLink to="/app/retention">{t("toRetention")}</AnchorLink>
              </Text>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
