import {
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  Paper,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Loaded, Trouble } from "../../frame/States.tsx";
import { noticesQuery, type Purpose, type PurposeVersion, purposesQuery } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { useDuration } from "../parts/DurationField.tsx";
import { Fact, Facts } from "../parts/Facts.tsx";
import { regionName } from "../parts/language-name.ts";
import { inLanguage } from "../parts/languages.ts";
import { onceKey } from "../parts/once.ts";
import { fromField } from "../parts/time.ts";
import { useTerm } from "../parts/use-term.ts";
import { PurposeForm } from "./PurposeForm.tsx";
import { ARTICLES, oneOf, RECIPIENT_ROLES } from "./purpose-draft.ts";
import { standingOf } from "./versions.ts";

function Retire({ purposeId }: { readonly purposeId: string }) {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const [from, setFrom] = useState("");
  const [key, setKey] = useState(onceKey);
  return (
    <Deed
      isGrave
      label={t("retire")}
      text={t("retireText")}
      withReason={false}
      onOpen={() => {
        setFrom("");
        setKey(onceKey());
      }}
      onDo={async () => {
        const inForceFrom = fromField(from);
        await ask(
          api.v1.purposes[":id"].retirement.$post({
            param: { id: purposeId },
            json: inForceFrom === null ? {} : { inForceFrom },
            header: { "idempotency-key": key },
          }),
        );
        await client.invalidateQueries({ queryKey: ["registry"] });
      }}
    >
      <TextInput
        type="datetime-local"
        label={t("retireFrom")}
        description={t("inForceFromText")}
        value={from}
        onChange={({ currentTarget }) => setFrom(currentTarget.value)}
      />
    </Deed>
  );
}

function Details({ version }: { readonly version: PurposeVersion }) {
  const { t, i18n } = useTranslation("admin");
  const termOf = useTerm();
  const { time } = useFormats();
  const said = useDuration();
  const notices = useQuery(noticesQuery);
  const noticeTitle = notices.data
    ?.find((one) => one.noticeId === version.noticeId)
    ?.versions.at(-1)?.texts;
  /** In words, where there are some, and the term itself beneath. */
  const code = (term: string) => {
    const word = termOf(term);
    return (
      <span key={term} className="line">
        {word === null ? null : `${word} `}
        <Text span size="xs" c="dimmed">
          <code>{term}</code>
        </Text>
      </span>
    );
  };
  const { dataCategories, recipients, separateConsent, defaultValidity, noticeId } = version;
  return (
    <Facts>
      <Fact word={t("inForceFrom")}>{time(version.inForceFrom)}</Fact>
      <Fact word={t("recordedAt")}>{time(version.recordedAt)}</Fact>
      {/* Of the first there was nothing before that could have changed. */}
      {version.purposeVersion === 1 ? null : (
        <Fact word={t("material")}>{t(version.material ? "materialYes" : "materialNo")}</Fact>
      )}
      <Fact word={t("service")}>{version.service}</Fact>
      <Fact word={t("notice")}>
        <Anchor
          size="sm"
          underline="always"
          renderRoot={(props) => (
            <Link {...props} to="/app/registry/notices/$id" params={{ id: noticeId }} />
          )}
        >
          {inLanguage(noticeTitle ?? [], i18n.language)?.title ?? noticeId}
        </Anchor>{" "}
        <Text span size="xs" c="dimmed" className="mono">
          {noticeId}
        </Text>
      </Fact>
      <Fact word={t("purposeType")}>{code(version.purposeType)}</Fact>
      <Fact word={t("lawfulBasis")}>{code(version.lawfulBasis)}</Fact>
      <Fact word={t("dataCategories")}>
        {dataCategories.map(({ term, sensitive, optional }) => (
          <span key={term} className="line">
            {code(term)}
            {[...(sensitive ? [t("sensitive")] : []), ...(optional ? [t("optional")] : [])].join(
              " · ",
            )}
          </span>
        ))}
      </Fact>
      <Fact word={t("handling")}>{version.personalDataHandling.map(code)}</Fact>
      <Fact word={t("recipients")}>
        {recipients.length === 0
          ? t("nobody")
          : recipients.map(({ name, contact, country, role }) => (
              <span key={name} className="line">
                {[
                  name,
                  t(`recipient_${oneOf(RECIPIENT_ROLES, role) ?? "other"}_as`),
                  ...(contact === undefined ? [] : [contact]),
                  ...(country === undefined ? [] : [regionName(country, i18n.language)]),
                ].join(" · ")}
              </span>
            ))}
      </Fact>
      <Fact word={t("retention")}>{said(version.retention)}</Fact>
      <Fact word={t("defaultValidity")}>
        {defaultValidity ? said(defaultValidity) : t("withoutEnd")}
      </Fact>
      <Fact word={t("separateConsent")}>
        {separateConsent.length === 0
          ? t("notAsked")
          : ARTICLES.filter((one) => separateConsent.includes(one)).map((one) => (
              <span key={one} className="line">
                {t(`article_${one}`)}
              </span>
            ))}
      </Fact>
      <Fact word={t("gpc")}>{t(version.signals.includes("gpc") ? "gpcYes" : "gpcNo")}</Fact>
    </Facts>
  );
}

function Shown({ purpose }: { readonly purpose: Purpose }) {
  const { t, i18n } = useTranslation("admin");
  const { time } = useFormats();
  const { versions, retiredFrom, purposeId } = purpose;
  const [at, setAt] = useState(versions.length - 1);
  const version = versions[at]!;
  const now = Date.now();
  const standing = (one: number) => standingOf(versions, one, retiredFrom, now);
  return (
    <Stack gap="lg">
      {retiredFrom === null ? null : (
        <Alert variant="light" color="orange">
          {t("retiredFrom", { time: time(retiredFrom) })}
        </Alert>
      )}
      <Paper component="section">
        <Group justify="space-between" align="flex-end" mb="md">
          <Select
            label={t("version")}
            allowDeselect={false}
            w={220}
            data={versions
              .map((one, i) => ({
                value: String(i),
                label: `${one.purposeVersion} · ${t(`standing_${standing(i)}`)}`,
              }))
              .reverse()}
            value={String(at)}
            onChange={(value) => setAt(Number(value))}
          />
          <Badge
            variant="light"
            color={standing(at) === "inForce" ? "accent" : "gray"}
            className="state"
          >
            {t(`standing_${standing(at)}`)}
          </Badge>
        </Group>
        <Text mb="lg" maw="70ch">
          {inLanguage(version.descriptions, i18n.language)?.text}
        </Text>
        <Details version={version} />
      </Paper>
      {retiredFrom === null ? (
        <Group>
          <Retire purposeId={purposeId} />
        </Group>
      ) : null}
    </Stack>
  );
}

/** `/app/registry/purposes/:id`: what data is used for, version by version. */
export function PurposePage() {
  const { t, i18n } = useTranslation("admin");
  const { id } = useParams({ from: "/app/registry/purposes/$id" });
  const purposes = useQuery(purposesQuery);
  const purpose = purposes.data?.find(({ purposeId }) => purposeId === id);
  const last = purpose?.versions.at(-1);
  return (
    <Page
      title={
        last === undefined ? t("purpose") : (inLanguage(last.titles, i18n.language)?.text ?? id)
      }
      lead={<span className="mono">{id}</span>}
      actions={
        <>
          <Button variant="subtle" renderRoot={(props) => <Link {...props} to="/app/registry" />}>
            {t("toRegistry")}
          </Button>
          {last === undefined || purpose?.retiredFrom !== null ? null : <PurposeForm last={last} />}
        </>
      }
    >
      <Loaded query={purposes} skeleton="text">
        {() =>
          purpose === undefined ? (
            <Trouble error={new ApiError(404)} />
          ) : (
            <Shown key={purpose.versions.length} purpose={purpose} />
          )
        }
      </Loaded>
    </Page>
  );
}
