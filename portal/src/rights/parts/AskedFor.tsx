import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePurposeNames } from "../../customer/purpose-names.ts";
import { TEXTS } from "../own/corrections.ts";
import type { Request } from "../queries.ts";
import { CATEGORIES, oneOf } from "../terms.ts";
import { valueLines } from "./value-lines.ts";

const FIELDS = [...TEXTS, "emails", "phones", "addresses"] as const;

/** What a request asks for in fields, as people read it. */
export function AskedFor({ asked }: { readonly asked: NonNullable<Request["asked"]> | null }) {
  const { t } = useTranslation("rights");
  const purposeName = usePurposeNames();
  const { category, corrections = [], purposes = [], format, certificate } = asked ?? {};
  const known = oneOf(CATEGORIES, category);
  const lines: (readonly [string, readonly string[]])[] = [
    ...(known === null ? [] : [[t("category"), [t(`category_${known}`)]] as const]),
    ...(purposes.length === 0 ? [] : [[t("wantedPurposes"), purposes.map(purposeName)] as const]),
    ...(format === undefined ? [] : [[t("wantedFormat"), [format]] as const]),
    ...corrections.map(({ field, value }) => {
      const word = oneOf(FIELDS, field);
      const name = word === null ? field : t(`field_${word}`);
      const said = valueLines(value);
      return [
        t("wantedField", { field: name }),
        said.length === 0 ? [t("wantedNothing")] : said,
      ] as const;
    }),
    ...(certificate === undefined ? [] : [[t("wantedCertificate"), [t("yes")]] as const]),
  ];
  if (lines.length === 0) return null;
  return (
    <Stack gap="xs">
      {lines.map(([name, said]) => (
        <div key={`${name} ${said.join(" ")}`}>
          <Text size="sm" c="dimmed">
            {name}
          </Text>
          {said.map((line) => (
            <Text key={line}>{line}</Text>
          ))}
        </div>
      ))}
    </Stack>
  );
}
