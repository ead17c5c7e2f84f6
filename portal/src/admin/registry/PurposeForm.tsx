import { Autocomplete, Select, SimpleGrid, Switch, TagsInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { noticesQuery, type PurposeVersion } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { DurationField } from "../parts/DurationField.tsx";
import { inLanguage } from "../parts/languages.ts";
import { onceKey } from "../parts/once.ts";
import { Translations } from "../parts/Translations.tsx";
import { Categories, Recipients, SeparateConsent } from "./PurposeLists.tsx";
import { isWhole, type PurposeDraft, purposeDraft, purposeInput } from "./purpose-draft.ts";

/** Terms that are often meant; the ledger knows all of DPV. */
const PURPOSE_TYPES = [
  ...["dpv:Marketing", "dpv:DirectMarketing", "dpv:PersonalisedAdvertising", "dpv:Advertising"],
  ...["dpv:Personalisation", "dpv:ServiceProvision", "dpv:CustomerRelationshipManagement"],
  ...["dpv:ResearchAndDevelopment", "dpv:Security", "dpv:LegalCompliance"],
];
const BASES = ["dpv:Consent", "dpv:ExplicitlyExpressedConsent", "dpv:Contract"];

/** The next version of a purpose, or a first one. */
export function PurposeForm({ last }: { readonly last: PurposeVersion | null }) {
  const { t, i18n } = useTranslation("admin");
  const client = useQueryClient();
  const navigate = useNavigate();
  const notices = useQuery(noticesQuery);
  const [draft, setDraft] = useState<PurposeDraft>(() => purposeDraft(last));
  const [key, setKey] = useState(onceKey);
  const change = (some: Partial<PurposeDraft>): void => setDraft((all) => ({ ...all, ...some }));
  const isFirst = last === null;
  return (
    <Deed
      label={t(isFirst ? "newPurpose" : "newVersion")}
      title={t(isFirst ? "newPurpose" : "newPurposeVersion")}
      text={t(isFirst ? "newPurposeText" : "newPurposeVersionText")}
      size="xl"
      withReason={false}
      isReady={isWhole(draft)}
      {...(isFirst ? { button: { variant: "default" } } : {})}
      onOpen={() => {
        setDraft(purposeDraft(last, notices.data?.[0]?.noticeId));
        setKey(onceKey());
      }}
      onDo={async () => {
        const json = purposeInput(draft, isFirst);
        await ask(api.v1.purposes.$post({ json, header: { "idempotency-key": key } }));
        await client.invalidateQueries({ queryKey: ["registry"] });
        await navigate({ to: "/app/registry/purposes/$id", params: { id: json.purposeId } });
      }}
    >
      {isFirst ? (
        <TextInput
          label={t("purposeId")}
          description={t("identifierText")}
          required
          data-autofocus
          className="mono"
          value={draft.purposeId}
          onChange={({ currentTarget }) => change({ purposeId: currentTarget.value })}
        />
      ) : null}
      <Translations
        label={t("titles")}
        value={draft.titles}
        onChange={(titles) => change({ titles })}
      />
      <Translations
        label={t("descriptions")}
        isLong
        value={draft.descriptions}
        onChange={(descriptions) => change({ descriptions })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={t("service")}
          description={t("serviceText")}
          required
          maxLength={200}
          value={draft.service}
          onChange={({ currentTarget }) => change({ service: currentTarget.value })}
        />
        <Select
          label={t("notice")}
          description={t("noticeOfPurpose")}
          required
          allowDeselect={false}
          data={(notices.data ?? []).map(({ noticeId, versions }) => ({
            value: noticeId,
            label: inLanguage(versions.at(-1)!.texts, i18n.language)?.title ?? noticeId,
          }))}
          value={draft.noticeId === "" ? null : draft.noticeId}
          onChange={(noticeId) => change({ noticeId: noticeId ?? "" })}
        />
        <Autocomplete
          label={t("purposeType")}
          description={t("termText")}
          required
          data={PURPOSE_TYPES}
          value={draft.purposeType}
          onChange={(purposeType) => change({ purposeType })}
        />
        <Autocomplete
          label={t("lawfulBasis")}
          description={t("lawfulBasisText")}
          required
          data={BASES}
          value={draft.lawfulBasis}
          onChange={(lawfulBasis) => change({ lawfulBasis })}
        />
        <DurationField
          label={t("retention")}
          description={t("retentionText")}
          value={draft.retention}
          onChange={(retention) => change({ retention })}
        />
        <DurationField
          label={t("defaultValidity")}
          description={t("defaultValidityText")}
          mayBeEmpty
          value={draft.defaultValidity}
          onChange={(defaultValidity) => change({ defaultValidity })}
        />
      </SimpleGrid>
      <Categories
        value={draft.dataCategories}
        onChange={(dataCategories) => change({ dataCategories })}
      />
      <TagsInput
        label={t("handling")}
        description={t("handlingText")}
        value={[...draft.personalDataHandling]}
        onChange={(personalDataHandling) => change({ personalDataHandling })}
      />
      <Recipients value={draft.recipients} onChange={(recipients) => change({ recipients })} />
      <SeparateConsent
        value={draft.separateConsent}
        onChange={(separateConsent) => change({ separateConsent })}
      />
      <Switch
        label={t("gpc")}
        description={t("gpcText")}
        checked={draft.gpc}
        onChange={({ currentTarget }) => change({ gpc: currentTarget.checked })}
      />
      {isFirst ? null : (
        <Switch
          label={t("material")}
          description={t("materialText")}
          checked={draft.material}
          onChange={({ currentTarget }) => change({ material: currentTarget.checked })}
        />
      )}
      <TextInput
        type="datetime-local"
        label={t("inForceFrom")}
        description={t("inForceFromText")}
        value={draft.inForceFrom}
        onChange={({ currentTarget }) => change({ inForceFrom: currentTarget.value })}
      />
    </Deed>
  );
}
