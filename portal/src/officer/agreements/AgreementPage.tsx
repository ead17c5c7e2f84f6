import { Alert, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Page } from "../../frame/Page.tsx";
import { Loaded } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { Facts } from "../parts/Facts.tsx";
import { Compare } from "./Compare.tsx";
import { type Agreement, type AgreementVersion, agreementQuery } from "./queries.ts";
import { Sign } from "./Sign.tsx";
import { AgreementState } from "./StateBadge.tsx";
import { Steps } from "./Steps.tsx";

function Terms({
  version: { version, state, terms, termsHash, text },
}: {
  readonly version: AgreementVersion;
}) {
  const { t } = useTranslation("agreements");
  const { time } = useFormats();
  const name = `terms-${version}`;
  const lines = (all: readonly (readonly [string, readonly string[]])[]) =>
    all.map(([of, what]) => <div key={of}>{`${of}: ${what.join(", ")}`}</div>);
  return (
    <Paper component="section" aria-labelledby={name}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id={name}>
          {t("terms")} · {t("versionIs", { n: version })}
        </Title>
        <AgreementState state={state} />
      </Group>
      <Facts
        of={[
          [t("controller"), terms.controller.name],
          [t("recipient"), `${terms.recipient.name} · ${terms.recipient.contact}`],
          [
            t("purposes"),
            lines(terms.purposes.map(({ purposeId, consents }) => [purposeId, consents])),
          ],
          [t("records"), lines(terms.records.map(({ kind, fields }) => [kind, fields]))],
          [t("period"), `${time(terms.validFrom)} – ${time(terms.validUntil)}`],
          [t("retention"), terms.retention],
          [
            t("onward"),
            terms.onward === "prohibited" ? t("prohibited") : terms.onward.to.join(", "),
          ],
          [t("deleteWithin"), terms.duties.deleteWithin],
          [t("acknowledgeWithin"), terms.duties.acknowledgeWithin],
          [t("termsHash"), <Id key="hash" value={termsHash} of={t("termsHash")} ends={10} />],
          [
            t("contract"),
            <Id key="contract" value={terms.contract} of={t("contract")} ends={10} />,
          ],
        ]}
      />
      <Title order={3} size="h6" mt="md">
        {t("text")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("textSays")}
      </Text>
      <Text size="sm" mt="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {text}
      </Text>
    </Paper>
  );
}

function Whole({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useTranslation("agreements");
  const { versions, steps, whole, agreementId } = agreement;
  const isEnded = versions.at(-1)?.state === "terminated";
  return (
    <Stack gap="lg">
      {whole ? null : (
        <Alert color="orange" variant="light">
          {t("notWhole")}
        </Alert>
      )}
      {isEnded ? null : <Sign id={agreementId} />}
      <Steps steps={steps} />
      {versions.length > 1 ? <Compare agreement={agreement} /> : null}
      {versions.toReversed().map((version) => (
        <Terms key={version.version} version={version} />
      ))}
    </Stack>
  );
}

/** One agreement: its terms, what happened to it, and the next signature. */
export function AgreementPage() {
  const { t } = useTranslation("agreements");
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(agreementQuery(id, languageNow()));
  const { data } = query;
  const partner = data?.versions.at(-1)?.terms.recipient.name;
  const lead =
    data === undefined
      ? undefined
      : data.inForce === null
        ? t("notInForce")
        : t("inForce", { n: data.inForce });
  return (
    <Page title={partner === undefined ? t("title") : t("oneTitle", { partner })} lead={lead}>
      <Loaded query={query}>{(agreement) => <Whole agreement={agreement} />}</Loaded>
    </Page>
  );
}
