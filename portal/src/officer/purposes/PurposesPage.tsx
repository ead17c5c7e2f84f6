import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { IconChevronRight } from "../../frame/icons.ts";
import { Page } from "../../frame/Page.tsx";
import { purposesQuery } from "../../frame/queries.ts";
import { Empty, Loaded } from "../../frame/States.tsx";
import classes from "../parts/parts.module.css";
import { usePurposeNames } from "../people/use-person.ts";

/** All purposes there ever were. */
export function PurposesPage() {
  const { t } = useTranslation("officer");
  const { day } = useFormats();
  const query = useQuery(purposesQuery);
  const nameOf = usePurposeNames();
  return (
    <Page title={t("purposesTitle")} lead={t("purposesLead")}>
      <Loaded
        query={query}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("purposesNone")}>{t("purposesNoneText")}</Empty>}
      >
        {(purposes) => (
          <ul aria-label={t("purposesTitle")} style={{ margin: 0, padding: 0, listStyle: "none" }}>
            {purposes.map(({ purposeId, versions, retiredFrom }) => (
              <li key={purposeId}>
                <Link
                  className={classes.row}
                  to="/app/purposes/$purpose"
                  params={{ purpose: purposeId }}
                  search={{}}
                >
                  <Group justify="space-between" wrap="nowrap">
                    <div>
                      <Text fw={600}>{nameOf(purposeId)}</Text>
                      <Text size="sm" c="dimmed">
                        {t("versions", { count: versions.length, n: versions.length })}
                        {retiredFrom === null
                          ? ""
                          : ` · ${t("retiredFrom", { day: day(retiredFrom) })}`}
                      </Text>
                    </div>
                    <IconChevronRight size={18} aria-hidden style={{ flexShrink: 0 }} />
                  </Group>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}
