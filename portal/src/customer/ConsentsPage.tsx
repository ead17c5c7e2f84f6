import { SimpleGrid, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useGradually } from "../frame/gradually.ts";
import { purposesQuery } from "../frame/queries.ts";
import { Empty, Loaded } from "../frame/States.tsx";
import { ConsentCard, cardId } from "./ConsentCard.tsx";
import { type ConsentView, consentGroups, firstViews } from "./consent-view.ts";
import { DecideDialog } from "./DecideDialog.tsx";
import { consentsQuery, controllerQuery } from "./data.ts";
import { OwnPage } from "./OwnPage.tsx";
import { type Person, useRecordedReading } from "./person.ts";
import { TextDialog } from "./TextDialog.tsx";

function Consents({ person }: { readonly person: Person }) {
  const { t, i18n } = useTranslation("customer");
  const consents = useQuery({
    ...consentsQuery(person.subject),
    ...useRecordedReading(person.subject),
  });
  const purposes = useQuery(purposesQuery);
  const [asked, setAsked] = useState<ConsentView | null>(null);
  const last = useRef<string>(null);
  const ask = (view: ConsentView): void => {
    last.current = cardId(view);
    setAsked(view);
  };
  const [shown, show] = useState<ConsentView | null>(null);
  const limit = useGradually(1, 4);
  return (
    <>
      <Loaded query={purposes} skeleton="cards">
        {(stated) => (
          <Loaded
            query={consents}
            skeleton="cards"
            isEmpty={(all) => all.length === 0}
            empty={<Empty title={t("consentsEmpty")}>{t("consentsEmptyText")}</Empty>}
          >
            {(answers) => (
              <Stack gap={40}>
                {firstViews(consentGroups(answers, stated, i18n.language), limit).map(
                  ({ group, views }) => (
                    <Stack
                      key={group}
                      component="section"
                      gap="md"
                      aria-labelledby={`group-${group}`}
                    >
                      <Title order={2} size="h5" c="dimmed" id={`group-${group}`}>
                        {t(`group_${group}`)}
                      </Title>
                      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
                        {views.map((view) => (
                          <ConsentCard
                            key={view.purposeId}
                            view={view}
                            onDecide={() => ask(view)}
                            onText={() => show(view)}
                          />
                        ))}
                      </SimpleGrid>
                    </Stack>
                  ),
                )}
              </Stack>
            )}
          </Loaded>
        )}
      </Loaded>
      <DecideDialog
        person={person}
        asked={asked}
        onClose={() => setAsked(null)}
        onClosed={() => document.getElementById(last.current ?? "")?.focus()}
      />
      <TextDialog shown={shown?.text ?? null} onClose={() => show(null)} />
    </>
  );
}

/** What I agreed to: a card for each purpose. */
export function ConsentsPage() {
  const { t } = useTranslation("customer");
  const { data: controller } = useQuery(controllerQuery);
  const lead =
    controller === undefined
      ? t("consentsLeadPlain")
      : t("consentsLead", { firm: controller.name });
  return (
    <OwnPage title={t("consentsTitle")} lead={lead}>
      {(person) => <Consents person={person} />}
    </OwnPage>
  );
}
