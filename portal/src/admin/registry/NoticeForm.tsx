import { Alert, Select, Stack, Tabs, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { type NoticeVersion, textQuery } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { languageName } from "../parts/language-name.ts";
import { inLanguage } from "../parts/languages.ts";
import { onceKey } from "../parts/once.ts";
import { AddLanguage } from "../parts/Translations.tsx";
import { type DraftText, type NoticeDraft, noticeDraft, noticeInput } from "./notice-draft.ts";

function TextFields({
  text,
  onChange,
}: {
  readonly text: DraftText;
  readonly onChange: (text: DraftText) => void;
}) {
  const { t } = useTranslation("admin");
  return (
    <Stack gap="sm" pt="sm">
      <TextInput
        label={t("textTitle")}
        lang={text.language}
        required
        maxLength={200}
        value={text.title}
        onChange={({ currentTarget }) => onChange({ ...text, title: currentTarget.value })}
      />
      <Select
        label={t("mediaType")}
        allowDeselect={false}
        data={[
          { value: "text/markdown", label: t("markdown") },
          { value: "text/plain", label: t("plainText") },
        ]}
        value={text.mediaType}
        onChange={(value) =>
          onChange({ ...text, mediaType: value === "text/plain" ? value : "text/markdown" })
        }
      />
      <Textarea
        label={t("textBody")}
        lang={text.language}
        required
        autosize
        minRows={8}
        maxRows={20}
        value={text.text}
        onChange={({ currentTarget }) => onChange({ ...text, text: currentTarget.value })}
      />
    </Stack>
  );
}

/** The next version of a notice, or a first one. */
export function NoticeForm({ last }: { readonly last: NoticeVersion | null }) {
  const { t, i18n } = useTranslation("admin");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<NoticeDraft>(() => noticeDraft(last, new Map()));
  const [key, setKey] = useState(onceKey);
  const [isLoading, setLoading] = useState(false);
  const input = noticeInput(draft);
  const { noticeId, inForceFrom, texts } = draft;

  /** With the texts of before in it. */
  async function begin(): Promise<void> {
    setKey(onceKey());
    setDraft(noticeDraft(last, new Map()));
    if (last === null) return;
    setLoading(true);
    try {
      const found = await Promise.all(
        last.texts.map(
          async ({ hash }) => [hash, await client.fetchQuery(textQuery(hash))] as const,
        ),
      );
      setDraft(noticeDraft(last, new Map(found)));
    } finally {
      setLoading(false);
    }
  }

  return (
    <Deed
      label={t(last === null ? "newNotice" : "newVersion")}
      title={t(last === null ? "newNotice" : "newNoticeVersion")}
      text={t("newNoticeText")}
      size="xl"
      withReason={false}
      isReady={input !== null && !isLoading}
      {...(last === null ? { button: { variant: "default" } } : {})}
      onOpen={() => void begin()}
      onDo={async () => {
        if (input === null) return;
        await ask(api.v1.notices.$post({ json: input, header: { "idempotency-key": key } }));
        await client.invalidateQueries({ queryKey: ["registry"] });
        await navigate({ to: "/app/registry/notices/$id", params: { id: input.noticeId } });
      }}
    >
      {last === null ? (
        <TextInput
          label={t("noticeId")}
          description={t("identifierText")}
          required
          data-autofocus
          className="mono"
          value={noticeId}
          onChange={({ currentTarget: { value } }) =>
            setDraft((all) => ({ ...all, noticeId: value }))
          }
        />
      ) : null}
      <TextInput
        type="datetime-local"
        label={t("inForceFrom")}
        description={t("inForceFromText")}
        value={inForceFrom}
        onChange={({ currentTarget: { value } }) =>
          setDraft((all) => ({ ...all, inForceFrom: value }))
        }
      />
      <Tabs defaultValue={inLanguage(texts, i18n.language)?.language ?? null} keepMounted={false}>
        <Tabs.List aria-label={t("language")}>
          {texts.map(({ language }) => (
            <Tabs.Tab key={language} value={language}>
              {languageName(language, i18n.language)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {texts.map((text) => (
          <Tabs.Panel key={text.language} value={text.language}>
            <TextFields
              text={text}
              onChange={(next) =>
                setDraft((all) => ({
                  ...all,
                  texts: all.texts.map((one) => (one.language === next.language ? next : one)),
                }))
              }
            />
          </Tabs.Panel>
        ))}
      </Tabs>
      <AddLanguage
        label={t("addLanguage")}
        there={texts.map(({ language }) => language)}
        onAdd={(language) =>
          setDraft((all) => ({
            ...all,
            texts: [...all.texts, { language, title: "", text: "", mediaType: "text/markdown" }],
          }))
        }
      />
      <Alert variant="light">{t("noticeForever")}</Alert>
    </Deed>
  );
}
