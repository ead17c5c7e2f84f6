import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import {
  controllerQuery,
  type Notice,
  noticesQuery,
  type Purpose,
  purposesQuery,
} from "../data.ts";
import { languageName } from "../parts/language-name.ts";
import { inLanguage } from "../parts/languages.ts";
import { ControllerCard } from "./ControllerCard.tsx";
import { NoticeForm } from "./NoticeForm.tsx";
import { PurposeForm } from "./PurposeForm.tsx";
import { standingOf } from "./versions.ts";

function PurposeRow({ purpose }: { readonly purpose: Purpose }) {
  const { t, i18n } = useTranslation("admin");
  const { day } = useFormats();
  const { purposeId, versions, retiredFrom } = purpose;
  const last = versions.at(-1)!;
  const isOver = retiredFrom !== null && new Date(retiredFrom).getTime() <= Date.now();
  return (
    <li>
      <Link to="/app/registry/purposes/$id" params={{ id: purposeId }} className="row">
        <span className="row-main">
          <Text span fw={600} display="block">
            {inLanguage(last.titles, i18n.language)?.text ?? purposeId}
          </Text>
          <Text span size="sm" c="dimmed" display="block">
            <span className="mono">{purposeId}</span>
            {` · ${t("versionSince", { version: last.purposeVersion, day: day(last.inForceFrom) })}`}
          </Text>
        </span>
        <Badge variant="light" color={isOver ? "gray" : "accent"} className="state">
          {t(isOver ? "standing_retired" : "standing_inForce")}
        </Badge>
      </Link>
    </li>
  );
}

function NoticeRow({ notice }: { readonly notice: Notice }) {
  const { t, i18n } = useTranslation("admin");
  const { day } = useFormats();
  const { noticeId, versions } = notice;
  const now = Date.now();
  const current =
    versions.find((_, at) => standingOf(versions, at, null, now) === "inForce") ?? versions.at(-1)!;
  return (
    <li>
      <Link to="/app/registry/notices/$id" params={{ id: noticeId }} className="row">
        <span className="row-main">
          <Text span fw={600} display="block">
            {inLanguage(current.texts, i18n.language)?.title ?? noticeId}
          </Text>
          <Text span size="sm" c="dimmed" display="block">
            <span className="mono">{noticeId}</span>
            {` · ${t("versionSince", { version: current.noticeVersion, day: day(current.inForceFrom) })}`}
          </Text>
        </span>
        <Text span size="sm" c="dimmed" className="state">
          {current.texts.map(({ language }) => languageName(language, i18n.language)).join(" · ")}
        </Text>
      </Link>
    </li>
  );
}

/** `/app/registry`: who decides about the data, for what, and what people are told. */
export function RegistryPage() {
  const { t } = useTranslation("admin");
  const controller = useQuery(controllerQuery);
  const purposes = useQuery(purposesQuery);
  const notices = useQuery(noticesQuery);
  return (
    <Page title={t("registryTitle")} lead={t("registryLead")}>
      <Paper component="section">
        <Loaded query={controller} skeleton="text">
          {(data) => <ControllerCard controller={data} />}
        </Loaded>
      </Paper>
      <Stack component="section" gap="sm" aria-labelledby="purposes">
        <Group justify="space-between">
          <Title order={2} size="h4" id="purposes">
            {t("purposes")}
          </Title>
          <PurposeForm last={null} />
        </Group>
        <Loaded
          query={purposes}
          isEmpty={(all) => all.length === 0}
          empty={<Empty title={t("noPurposes")}>{t("noPurposesText")}</Empty>}
        >
          {(all) => (
            <ul className="rows">
              {all.map((purpose) => (
                <PurposeRow key={purpose.purposeId} purpose={purpose} />
              ))}
            </ul>
          )}
        </Loaded>
      </Stack>
      <Stack component="section" gap="sm" aria-labelledby="notices">
        <Group justify="space-between">
          <Title order={2} size="h4" id="notices">
            {t("notices")}
          </Title>
          <NoticeForm last={null} />
        </Group>
        <Loaded
          query={notices}
          isEmpty={(all) => all.length === 0}
          empty={<Empty title={t("noNotices")}>{t("noNoticesText")}</Empty>}
        >
          {(all) => (
            <ul className="rows">
              {all.map((notice) => (
                <NoticeRow key={notice.noticeId} notice={notice} />
              ))}
            </ul>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}
