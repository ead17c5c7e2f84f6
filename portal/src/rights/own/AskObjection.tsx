import { Checkbox, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inLanguage } from "../../customer/said.ts";
import { purposesQuery } from "../../frame/queries.ts";
import { Empty, Loaded } from "../../frame/States.tsx";
import { RequestForm } from "./RequestForm.tsx";

/** To some of the purposes, each with what it is. */
export function AskObjection({ subject }: { readonly subject: string }) {
  const { t, i18n } = useTranslation("rights");
  const [chosen, setChosen] = useState<string[]>([]);
  const query = useQuery(purposesQuery);
  return (
    <Loaded
      query={query}
      isEmpty={(all) => all.length === 0}
      empty={<Empty title={t("purposesNone")} />}
    >
      {(all) => (
        <RequestForm
          subject={subject}
          right="objection"
          asked={{ purposes: chosen }}
          isReady={chosen.length > 0}
        >
          <Checkbox.Group
            label={t("purposesObject")}
            description={t("purposesHint")}
            value={chosen}
            onChange={setChosen}
          >
            <Stack gap="sm" mt="sm">
              {all.map(({ purposeId, versions }) => {
                const newest = versions.at(-1);
                const of = (texts: readonly { language: string; text: string }[] | undefined) =>
                  inLanguage(texts ?? [], i18n.language)?.text;
                return (
                  <Checkbox
                    key={purposeId}
                    value={purposeId}
                    label={
                      <>
                        {of(newest?.titles) ?? purposeId}
                        <Text span display="block" size="sm" c="dimmed">
                          {of(newest?.descriptions) ?? ""}
                        </Text>
                      </>
                    }
                  />
                );
              })}
            </Stack>
          </Checkbox.Group>
        </RequestForm>
      )}
    </Loaded>
  );
}
