import { Alert, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Loaded } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { languageNow } from "../../frame/words.ts";
import { Messages } from "../../partner/Messages.tsx";
import { Pull } from "../../partner/Pull.tsx";
import { Usage } from "../../partner/Usage.tsx";
import { Compare } from "./Compare.tsx";
import { Count } from "./Count.tsx";
import { type Agreement, agreementQuery } from "./queries.ts";
import { Sign } from "./Sign.tsx";
import { Steps } from "./Steps.tsx";
import { endedAt } from "./steps.ts";
import { Terms } from "./Terms.tsx";

/** What somebody must know before they read on. */
function Warnings({ agreement: { whole, ahead, versions } }: { readonly agreement: Agreement }) {
  const { t } = useTranslation("agreements");
  const isTold = versions.at(-1)?.state === "terminated";
  const unknown = ahead?.unknownVersions ?? [];
  return (
    <>
      {whole ? null : (
        <Alert color="orange" variant="light">
          {t("notWhole")}
        </Alert>
      )}
      {ahead?.isEnded === true && !isTold ? (
        <Alert color="orange" variant="light" title={t("endedAhead")}>
          {t("endedAheadText")}
        </Alert>
      ) : null}
      {unknown.length === 0 ? null : (
        <Alert color="red" variant="light" title={t("unknown", { n: unknown.join(", ") })}>
          {t("unknownText")}
        </Alert>
      )}
    </>
  );
}

function Whole({ agreement }: { readonly agreement: Agreement }) {
  const isPartner = useMe().role === "partner";
  const { versions, steps, agreementId, inForce, waitsFor, ahead } = agreement;
  const isEnded = versions.at(-1)?.state === "terminated";
  // What waits for a signature comes first; what can only be ended, last.
  const isOpen = !isEnded && waitsFor.length > 0;
  // Before anything was agreed nothing is given, and nobody told.
  const wasAgreed = steps.some(({ event }) => event === "activated");
  const isGiven = inForce !== null && ahead?.isEnded !== true;
  return (
    <Stack gap="lg">
      <Warnings agreement={agreement} />
      {isOpen ? <Sign agreement={agreement} /> : null}
      {wasAgreed ? <Usage id={agreementId} /> : null}
      {isPartner && inForce === null ? null : <Count agreement={agreement} />}
      {isPartner && isGiven ? <Pull agreement={agreement} /> : null}
      {wasAgreed ? <Messages id={agreementId} /> : null}
      {versions.toReversed().map((version) => (
        <Terms key={version.version} id={agreementId} version={version} />
      ))}
      {!isPartner && versions.length > 1 ? <Compare agreement={agreement} /> : null}
      <Steps steps={steps} />
      {isOpen || isEnded ? null : <Sign agreement={agreement} />}
    </Stack>
  );
}

/** Which version counts now, or since when none does. */
function useStanding(): (agreement: Agreement) => string {
  const { t } = useTranslation("agreements");
  const { time } = useFormats();
  return ({ inForce, steps, versions }) => {
    if (inForce !== null) return t("inForce", { n: inForce });
    const ended = endedAt(steps);
    if (ended !== null) return t("endedOn", { time: time(ended) });
    const newest = versions.at(-1);
    return newest?.state === "expired"
      ? t("ranOut", { time: time(newest.terms.validUntil) })
      : t("notInForce");
  };
}

/** One agreement: its terms, what happened to it and under it, and the next signature. */
export function AgreementPage() {
  const { t } = useTranslation("agreements");
  const { id } = useParams({ strict: false }) as { id: string };
  const isPartner = useMe().role === "partner";
  const query = useQuery(agreementQuery(id, languageNow()));
  const { data } = query;
  const terms = data?.versions.at(-1)?.terms;
  const other = isPartner ? terms?.controller.name : terms?.recipient.name;
  const standing = useStanding();
  const lead = data === undefined ? undefined : standing(data);
  return (
    <Page title={other === undefined ? t("title") : t("oneTitle", { partner: other })} lead={lead}>
      <Loaded query={query}>{(agreement) => <Whole agreement={agreement} />}</Loaded>
    </Page>
  );
}
