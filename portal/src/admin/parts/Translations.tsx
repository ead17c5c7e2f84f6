import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { languageName } from "./language-name.ts";
import type { Translation } from "./languages.ts";

/** One text in several languages. */
export function Translations({
  label,
  value,
  isLong = false,
  onChange,
}: {
  readonly label: string;
  readonly value: readonly Translation[];
  readonly isLong?: boolean;
  readonly onChange: (value: readonly Translation[]) => void;
}) {
  const { t, i18n } = useTranslation("admin");
  return (
    <Stack gap="xs" component="fieldset" className="fields">
      <legend>{label}</legend>
      {value.map(({ language, text }) => (
        <Textarea
          key={language}
          label={languageName(language, i18n.language)}
          lang={language}
          autosize
          minRows={isLong ? 3 : 1}
          maxRows={12}
          value={text}
          onChange={({ currentTarget }) =>
            onChange(
              value.map((one) =>
                one.language === language ? { language, text: currentTarget.value } : one,
              ),
            )
          }
        />
      ))}
      <AddLanguage
        label={t("addLanguage")}
        there={value.map(({ language }) => language)}
        onAdd={(language) => onChange([...value, { language, text: "" }])}
      />
    </Stack>
  );
}

const TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

export function AddLanguage({
  label,
  there,
  onAdd,
}: {
  readonly label: string;
  readonly there: readonly string[];
  readonly onAdd: (language: string) => void;
}) {
  const { t } = useTranslation("admin");
  const [tag, setTag] = useState("");
  const isNew = TAG.test(tag.trim()) && !there.includes(tag.trim());
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        size="xs"
        w={120}
        label={label}
        placeholder={t("languageTag")}
        value={tag}
        onChange={({ currentTarget }) => setTag(currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        disabled={!isNew}
        onClick={() => {
          onAdd(tag.trim());
          setTag("");
        }}
      >
        {t("add")}
      </Button>
    </Group>
  );
}
