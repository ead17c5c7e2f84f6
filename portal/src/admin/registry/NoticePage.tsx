import { Alert, Button, Group, Select, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NoticeText } from "../../customer/NoticeText.tsx";
import { ApiError } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded, Trouble } from "../../frame/States.tsx";
import { type Notice, type NoticeVersion, noticesQuery, textQuery } from "../data.ts";
import { Fact, Facts } from "../parts/Facts.tsx";
import { languageName } from "../parts/language-name.ts";
import { inLanguage } from "../parts/languages.ts";
import { compareLines } from "./compare.ts";
import { NoticeForm } from "./NoticeForm.tsx";
import { standingOf } from "./versions.ts";

type TextOf = NoticeVersion["texts"][number];

function ExactText({ of }: { readonly of: TextOf }) {
  const text = useQuery(textQuery(of.hash));
  return (
    <Loaded query={text} skeleton="text">
      {(data) => (
        <NoticeText title={of.title} text={data} language={of.language} mediaType={null} />
      )}
    </Loaded>
  );
}

function Compared({ before, after }: { readonly before: TextOf; readonly after: TextOf }) {
  const { t } = useTranslation("admin");
  const [one, other] = [useQuery(textQuery(before.hash)), useQuery(textQuery(after.hash))];
  if (one.isError || other.isError) return <Trouble error={one.error ?? other.error} />;
  if (one.data === undefined || other.data === undefined) return null;
  if (one.data === other.data) return <Alert variant="light">{t("sameText")}</Alert>;
  // A line can stand there twice: its place tells it apart.
  const lines = compareLines(one.data, other.data).map((line, at) => ({
    ...line,
    key: String(at),
  }));
  return (
    <div className="compared" lang={after.language}>
      {lines.map(({ kind, text, key }) =>
        kind === "same" ? (
          <p key={key}>{text}</p>
        ) : kind === "gone" ? (
          <p key={key}>
            <del>{text}</del>
          </p>
        ) : (
          <p key={key}>
            <ins>{text}</ins>
          </p>
        ),
      )}
    </div>
  );
}

function Shown({ notice }: { readonly notice: Notice }) {
  const { t, i18n } = useTranslation("admin");
  const { time } = useFormats();
  const { versions } = notice;
  const now = Date.now();
  const standings = versions.map((_, at) => standingOf(versions, at, null, now));
  const [at, setAt] = useState(() => Math.max(standings.lastIndexOf("inForce"), 0));
  const [than, setThan] = useState<number | null>(null);
  const version = versions[at]!;
  const [language, setLanguage] = useState(
    () => inLanguage(version.texts, i18n.language)?.language ?? "",
  );
  const of = version.texts.find((one) => one.language === language) ?? version.texts[0]!;
  const before =
    than === null ? undefined : versions[than]?.texts.find((one) => one.language === of.language);
  const labelOf = (one: number): string =>
    `${versions[one]!.noticeVersion} · ${t(`standing_${standings[one]!}`)}`;
  const choices = versions.map((_, one) => ({ value: String(one), label: labelOf(one) })).reverse();
  return (
    <Stack gap="lg">
      <Group align="flex-end" gap="sm">
        <Select
          label={t("version")}
          allowDeselect={false}
          style={{ flex: "1 1 11rem" }}
          data={choices}
          value={String(at)}
          onChange={(value) => {
            setAt(Number(value));
            setThan(null);
          }}
        />
        <Select
          label={t("language")}
          allowDeselect={false}
          style={{ flex: "1 1 11rem" }}
          data={version.texts.map((one) => ({
            value: one.language,
            label: languageName(one.language, i18n.language),
          }))}
          value={of.language}
          onChange={(value) => setLanguage(value ?? language)}
        />
        <Select
          label={t("comparedWith")}
          placeholder={t("nothing")}
          clearable
          style={{ flex: "1 1 11rem" }}
          data={choices.filter(({ value }) => value !== String(at))}
          value={than === null ? null : String(than)}
          onChange={(value) => setThan(value === null ? null : Number(value))}
        />
      </Group>
      <Facts>
        <Fact word={t("inForceFrom")}>{time(version.inForceFrom)}</Fact>
        <Fact word={t("recordedAt")}>{time(version.recordedAt)}</Fact>
        <Fact word={t("hash")}>
          <Id value={of.hash} of={t("hash")} ends={8} />
        </Fact>
      </Facts>
      {than === null ? (
        <ExactText of={of} />
      ) : before === undefined ? (
        <Empty title={t("notInThisLanguage")} />
      ) : (
        <Stack gap="xs">
          <Title order={2} size="h5">
            {t("changesFrom", {
              before: versions[than]!.noticeVersion,
              after: version.noticeVersion,
            })}
          </Title>
          <Text size="sm" c="dimmed">
            {t("changesText")}
          </Text>
          <Compared before={before} after={of} />
        </Stack>
      )}
    </Stack>
  );
}

/** `/app/registry/notices/:id`: what people are told, version by version. */
export function NoticePage() {
  const { t, i18n } = useTranslation("admin");
  const { id } = useParams({ from: "/app/registry/notices/$id" });
  const notices = useQuery(noticesQuery);
  const notice = notices.data?.find(({ noticeId }) => noticeId === id);
  const last = notice?.versions.at(-1);
  return (
    <Page
      title={
        last === undefined ? t("notice") : (inLanguage(last.texts, i18n.language)?.title ?? id)
      }
      lead={<span className="mono">{id}</span>}
      actions={
        <>
          <Button variant="subtle" renderRoot={(props) => <Link {...props} to="/app/registry" />}>
            {t("toRegistry")}
          </Button>
          {last === undefined ? null : <NoticeForm last={last} />}
        </>
      }
    >
      <Loaded query={notices} skeleton="text">
        {() =>
          notice === undefined ? (
            <Trouble error={new ApiError(404)} />
          ) : (
            <Shown key={notice.versions.length} notice={notice} />
          )
        }
      </Loaded>
    </Page>
  );
}
