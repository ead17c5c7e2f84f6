import {
  ActionIcon,
  Autocomplete,
  Button,
  Checkbox,
  Group,
  MultiSelect,
  Select,
  Stack,
  TextInput,
} from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconTrash } from "../../frame/icons.ts";
import { ARTICLES, type Category, RECIPIENT_ROLES, type Recipient } from "./purpose-draft.ts";

interface Of<T> {
  readonly value: readonly T[];
  readonly onChange: (value: readonly T[]) => void;
}

/** Rows that can be added and taken away. */
function Rows<T>({
  legend,
  addLabel,
  empty,
  value,
  onChange,
  children,
}: Of<T> & {
  readonly legend: string;
  readonly addLabel: string;
  readonly empty: T;
  readonly children: (row: T, change: (some: Partial<T>) => void) => ReactNode;
}) {
  const { t } = useTranslation("admin");
  const rows = value.map((row, at) => ({ row, at, key: `${at}` }));
  return (
    <Stack component="fieldset" className="fields" gap="xs">
      <legend>{legend}</legend>
      {rows.map(({ row, at, key }) => (
        <Group key={key} align="flex-end" gap="sm">
          {children(row, (some) =>
            onChange(value.map((one, i) => (i === at ? { ...one, ...some } : one))),
          )}
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t("removeRow", { number: at + 1 })}
            onClick={() => onChange(value.filter((_, i) => i !== at))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="xs"
        variant="default"
        style={{ alignSelf: "flex-start" }}
        onClick={() => onChange([...value, empty])}
      >
        {addLabel}
      </Button>
    </Stack>
  );
}

const TERMS = [
  ...["dpv:PersonalData", "pd:Name", "pd:EmailAddress", "pd:TelephoneNumber", "pd:PhysicalAddress"],
  ...["pd:PurchasesAndSpendingHabit", "pd:Interest", "pd:Location", "pd:Health"],
];

export function Categories({ value, onChange }: Of<Category>) {
  const { t } = useTranslation("admin");
  return (
    <Rows
      legend={t("dataCategories")}
      addLabel={t("addCategory")}
      empty={{ term: "", sensitive: false, optional: false }}
      value={value}
      onChange={onChange}
    >
      {({ term, sensitive, optional }, change) => (
        <>
          <Autocomplete
            label={t("term")}
            required
            data={TERMS}
            style={{ flex: "1 1 14rem" }}
            value={term}
            onChange={(text) => change({ term: text })}
          />
          <Checkbox
            label={t("sensitive")}
            pb={8}
            checked={sensitive}
            onChange={({ currentTarget }) => change({ sensitive: currentTarget.checked })}
          />
          <Checkbox
            label={t("optional")}
            pb={8}
            checked={optional}
            onChange={({ currentTarget }) => change({ optional: currentTarget.checked })}
          />
        </>
      )}
    </Rows>
  );
}

export function Recipients({ value, onChange }: Of<Recipient>) {
  const { t } = useTranslation("admin");
  return (
    <Rows<Recipient>
      legend={t("recipients")}
      addLabel={t("addRecipient")}
      empty={{ name: "", role: "processor" }}
      value={value}
      onChange={onChange}
    >
      {({ name, contact = "", country = "", role }, change) => (
        <>
          <TextInput
            label={t("name")}
            required
            style={{ flex: "2 1 12rem" }}
            value={name}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          <TextInput
            label={t("contact")}
            style={{ flex: "2 1 12rem" }}
            value={contact}
            onChange={({ currentTarget }) => change({ contact: currentTarget.value })}
          />
          <TextInput
            label={t("country")}
            w={90}
            maxLength={2}
            value={country}
            onChange={({ currentTarget }) => change({ country: currentTarget.value })}
          />
          <Select
            label={t("recipientRole")}
            allowDeselect={false}
            w={170}
            data={RECIPIENT_ROLES.map((one) => ({ value: one, label: t(`recipient_${one}_as`) }))}
            value={role}
            onChange={(chosen) =>
              change({ role: RECIPIENT_ROLES.find((one) => one === chosen) ?? role })
            }
          />
        </>
      )}
    </Rows>
  );
}

export function SeparateConsent({ value, onChange }: Of<string>) {
  const { t } = useTranslation("admin");
  return (
    <MultiSelect
      label={t("separateConsent")}
      description={t("separateConsentText")}
      data={ARTICLES.map((one) => ({ value: one, label: t(`article_${one}`) }))}
      value={[...value]}
      onChange={(chosen) => onChange(ARTICLES.filter((one) => chosen.includes(one)))}
    />
  );
}
