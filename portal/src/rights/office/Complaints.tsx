import { Paper, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Rows } from "../../officer/parts/Rows.tsx";
import { CATEGORIES, oneOf } from "../terms.ts";
import type { Counted } from "./queries.ts";
import { complaintsBy } from "./summary-view.ts";

/** Complaints by what they are about, and what came of them. */
export function Complaints({ counts }: { readonly counts: readonly Counted[] }) {
  const { t } = useTranslation("rightsOffice");
  const { t: said } = useTranslation("rights");
  const { number } = useFormats();
  const rows = complaintsBy(counts);
  return (
    <Paper>
      <Title order={2} size="h4" mb="md">
        {t("complaints")}
      </Title>
      {rows.length === 0 ? (
        <Text c="dimmed">{t("complaintsNone")}</Text>
      ) : (
        <Rows
          label={t("complaints")}
          rows={rows}
          keyOf={({ category }) => category}
          columns={[
            {
              head: t("complaintsAbout"),
              cell: ({ category }) => said(`category_${oneOf(CATEGORIES, category) ?? "other"}`),
            },
            { head: t("complaintsAll"), side: "right", cell: ({ all }) => number(all) },
            { head: t("complaintsOpen"), side: "right", cell: ({ open }) => number(open) },
            {
              head: t("complaintsOutcome"),
              cell: ({ outcomes }) =>
                outcomes.length === 0
                  ? "–"
                  : outcomes
                      .map(({ outcome, count }) =>
                        t("complaintsOutcomeOf", {
                          outcome: said(`outcome_${outcome}`),
                          n: number(count),
                        }),
                      )
                      .join(" · "),
            },
          ]}
        />
      )}
    </Paper>
  );
}
