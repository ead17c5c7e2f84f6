/** Fields about a breach that more than one dialog has, each with a line that says what belongs there. */
import { Checkbox, MultiSelect, SimpleGrid, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { purposesQuery } from "../../frame/queries.ts";
import type { Fields } from "../office/use-fields.tsx";
import { linesOf, type Values } from "./breach-draft.ts";
import { NATURES } from "./breach-view.ts";
import { useTerms } from "./use-terms.ts";

/** Often concerned, also where no purpose names them. */
const USUAL = [
  ...["pd:Name", "pd:EmailAddress", "pd:TelephoneNumber", "pd:PhysicalAddress", "pd:BirthDate"],
  ...["pd:PurchasesAndSpendingHabit", "pd:Transaction", "pd:PaymentCard", "pd:Financial"],
  ...["pd:Health", "pd:Biometric", "pd:Location", "pd:DeviceIdentifier", "pd:IPAddress"],
];

interface Of {
  readonly values: Values;
  readonly fields: Fields;
  readonly set: (name: string, value: string) => void;
}

export function Nature({ values, set }: Of) {
  const { t } = useTranslation("breaches");
  return (
    <Checkbox.Group
      label={t("field_nature")}
      description={t("hint_nature")}
      value={linesOf(values.nature)}
      onChange={(chosen) => set("nature", chosen.join("\n"))}
    >
      <Stack gap="xs" mt="xs">
        {NATURES.map((one) => (
          <Checkbox key={one} value={one} label={t(`nature_${one}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** Of the data: what the firm's purposes name, and what else is usual. */
export function Categories({ values, set }: Of) {
  const { t } = useTranslation("breaches");
  const term = useTerms();
  const { data: purposes = [] } = useQuery(purposesQuery);
  const stated = purposes.flatMap(({ versions }) =>
    versions.flatMap(({ dataCategories }) => dataCategories.map((one) => one.term)),
  );
  const all = [...new Set([...USUAL, ...stated])];
  return (
    <MultiSelect
      label={t("field_categories")}
      description={t("hint_categories")}
      searchable
      data={all.map((value) => ({ value, label: term(value) }))}
      value={linesOf(values.categories)}
      onChange={(chosen) => set("categories", chosen.join("\n"))}
    />
  );
}

/** Kinds and numbers of those concerned. */
export function HowMany({ fields }: Of) {
  const { t } = useTranslation("breaches");
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      {fields.count("people", t("field_people"), t("hint_people"))}
      {fields.count("records", t("field_records"), t("hint_records"))}
    </SimpleGrid>
  );
}

/** Whose data, when, what follows and what is done: as far as it is known. */
export function Known(of: Of) {
  const { t } = useTranslation("breaches");
  const { fields } = of;
  return (
    <>
      <Nature {...of} />
      <Categories {...of} />
      <HowMany {...of} />
      {fields.long("peopleCategories", t("field_peopleCategories"), {
        hint: t("hint_peopleCategories"),
      })}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {fields.time("from", t("field_from"), t("hint_from"))}
        {fields.time("until", t("field_until"), t("hint_until"))}
      </SimpleGrid>
      {fields.long("consequences", t("field_consequences"), {
        ...{ hint: t("hint_consequences"), most: 4_000 },
      })}
      {fields.long("measures", t("field_measures"), { hint: t("hint_measures"), most: 4_000 })}
      {fields.text("contact", t("field_contact"), { hint: t("hint_contact"), most: 500 })}
    </>
  );
}
