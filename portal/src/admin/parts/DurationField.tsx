import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { durationOf, lengthOf, UNITS } from "./duration.ts";

/** A number and a unit; one of several units as it is written. `mayBeEmpty`: nothing stands for no end. */
export function DurationField({
  label,
  description,
  value,
  mayBeEmpty = false,
  onChange,
}: {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly mayBeEmpty?: boolean;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation("admin");
  const length = lengthOf(value);
  if (value !== "" && length === null)
    return (
      <TextInput
        label={label}
        description={description}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  const unit = length?.unit ?? "Y";
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        description={description}
        required={!mayBeEmpty}
        min={1}
        max={999}
        allowDecimal={false}
        style={{ flex: 1 }}
        value={length?.count ?? ""}
        onChange={(count) =>
          onChange(Number(count) > 0 ? durationOf({ count: Number(count), unit }) : "")
        }
      />
      <Select
        aria-label={t("unitOf", { of: label })}
        w={110}
        allowDeselect={false}
        disabled={length === null}
        data={UNITS.map((one) => ({ value: one, label: t(`unit_${one}`) }))}
        value={unit}
        onChange={(chosen) =>
          onChange(
            durationOf({
              count: length?.count ?? 1,
              unit: UNITS.find((one) => one === chosen) ?? unit,
            }),
          )
        }
      />
    </Group>
  );
}

/** As people say it. */
export function useDuration(): (duration: string) => string {
  const { t } = useTranslation("admin");
  return (duration) => {
    const known = lengthOf(duration);
    return known === null ? duration : t(`length_${known.unit}`, { count: known.count });
  };
}
