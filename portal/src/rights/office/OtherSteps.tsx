/** The steps of a request that need no more than a reason. */
import { Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../frame/session.ts";
import { METHODS, oneOf } from "../terms.ts";
import { Answer } from "./Answer.tsx";
import { type OfCase, StepDeed } from "./StepDeed.tsx";
import { filled, said, useFields } from "./use-fields.tsx";
import { usePeriod } from "./use-period.ts";

function Identify(of: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { values, fields, reset } = useFields({ method: "document" });
  const reference = said(values, "reference");
  return (
    <StepDeed
      {...of}
      label={t("identify")}
      text={t("identifyText")}
      isReady
      isMain
      onOpen={reset}
      step={() => ({
        event: "identified",
        identification: {
          method: oneOf(METHODS, values.method) ?? "other",
          ...(reference === "" ? {} : { reference }),
        },
      })}
    >
      {fields.choose(
        "method",
        t("method"),
        METHODS.map((value) => ({ value, label: t(`method_${value}`) })),
      )}
      {fields.text("reference", t("reference"), { hint: t("referenceHint") })}
    </StepDeed>
  );
}

function Pause(of: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { values, fields, reset } = useFields();
  return (
    <StepDeed
      {...of}
      label={t("pause")}
      text={t("pauseText")}
      isReady={said(values, "reason") !== ""}
      onOpen={reset}
      step={() => ({
        event: "paused",
        reason: said(values, "reason"),
        ...filled(values, ["ground"]),
      })}
    >
      {fields.long("reason", t("reason"), { hint: t("reasonHint"), most: 4_000, required: true })}
      {fields.text("ground", t("ground"))}
    </StepDeed>
  );
}

function Resume(of: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { values, fields, reset } = useFields();
  return (
    <StepDeed
      {...of}
      label={t("resume")}
      text={t("resumeText")}
      isReady
      isMain
      onOpen={reset}
      step={() => ({ event: "resumed", ...filled(values, ["reason"]) })}
    >
      {fields.long("reason", t("reason"), { hint: t("reasonHint"), most: 4_000 })}
    </StepDeed>
  );
}

function Extend(of: OfCase & { readonly extension: string }) {
  const { t } = useTranslation("rightsOffice");
  const period = usePeriod();
  const { values, fields, reset } = useFields();
  return (
    <StepDeed
      {...of}
      label={t("extend")}
      text={t("extendText", { period: period(of.extension) })}
      isReady={said(values, "reason") !== ""}
      onOpen={reset}
      step={() => ({
        event: "extended",
        reason: said(values, "reason"),
        ...filled(values, ["ground"]),
      })}
    >
      {fields.long("reason", t("reason"), { hint: t("reasonHint"), most: 4_000, required: true })}
      {fields.text("ground", t("ground"))}
    </StepDeed>
  );
}

function TakeBack(of: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { values, fields, reset } = useFields();
  return (
    <StepDeed
      {...of}
      label={t("takeBack")}
      text={t("takeBackText")}
      isReady={said(values, "reason") !== ""}
      onOpen={reset}
      step={() => ({ event: "reopened", reason: said(values, "reason") })}
    >
      {fields.long("reason", t("reason"), { hint: t("reasonHint"), most: 4_000, required: true })}
    </StepDeed>
  );
}

function Note(of: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { values, fields, reset } = useFields();
  return (
    <StepDeed
      {...of}
      label={t("addNote")}
      text={t("noteText")}
      isReady={said(values, "note") !== ""}
      onOpen={reset}
      step={() => ({ event: "noted", note: said(values, "note") })}
    >
      {fields.long("note", t("note"), { required: true })}
    </StepDeed>
  );
}

function WithdrawFor(of: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { values, fields, reset } = useFields();
  return (
    <StepDeed
      {...of}
      label={t("withdrawFor")}
      text={t("withdrawForText")}
      isReady
      isGrave
      onOpen={reset}
      step={() => ({ event: "withdrawn", ...filled(values, ["reason"]) })}
    >
      {fields.long("reason", t("reason"), { most: 4_000 })}
    </StepDeed>
  );
}

/** What can be done in the state that it is in; deciding stands where what is decided on stands. */
export function OtherActions({ request, subject }: OfCase) {
  const { state, isIdentified, isExtended, deadline } = request;
  const isOfficer = useMe().role === "officer";
  const of = { request, subject };
  const isRunning = state === "open" || state === "paused";
  return (
    <Group gap="sm">
      {isRunning && !isIdentified ? <Identify {...of} /> : null}
      {isOfficer && state === "paused" ? <Resume {...of} /> : null}
      {isOfficer && state === "granted" ? <TakeBack {...of} /> : null}
      {isOfficer && state === "decided" ? <Answer {...of} /> : null}
      {isOfficer && state === "open" ? <Pause {...of} /> : null}
      {isOfficer && state === "open" && !isExtended && deadline.extension !== undefined ? (
        <Extend {...of} extension={deadline.extension} />
      ) : null}
      <Note {...of} />
      {isRunning ? <WithdrawFor {...of} /> : null}
    </Group>
  );
}
