/** What can be recorded of a breach that is not closed: each step a dialog. */
import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { fromField, toField } from "../../admin/parts/time.ts";
import { said, useFields } from "../office/use-fields.tsx";
import { HowMany } from "./BreachFields.tsx";
import { isCount, knownOf, type Values } from "./breach-draft.ts";
import { RISKS, type Todo, todosOf } from "./breach-view.ts";
import { type Breach, type NewBreachStep, processingQuery, useBreachStep } from "./queries.ts";
import { useFieldNames } from "./use-said.ts";

interface Of {
  readonly breach: Breach;
  /** It comes next. */
  readonly isMain: boolean;
}

function Step({
  breach: { breachId },
  event,
  word,
  values,
  isReady,
  isMain,
  onOpen,
  children,
}: Of & {
  readonly event: NewBreachStep["event"];
  readonly word: Todo | "note";
  readonly values: Values;
  readonly isReady: boolean;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation("breaches");
  const labels = useFieldNames();
  const { mutateAsync } = useBreachStep(breachId);
  return (
    <Deed
      label={t(`do_${word}`)}
      text={t(`doText_${word}`)}
      withReason={false}
      isReady={isReady}
      byButtonAlone
      labels={labels}
      button={{ size: "sm", ...(isMain ? {} : { variant: "default" }) }}
      onOpen={onOpen}
      onDo={() => mutateAsync({ event, ...knownOf(values) })}
    >
      {children}
    </Deed>
  );
}

const now = (): string => toField(new Date().toISOString());

function Assess(of: Of) {
  const { t } = useTranslation("breaches");
  const { values, fields, reset, set } = useFields();
  const { facts } = of.breach;
  const isUnlikely = values.risk === "unlikely";
  const isReady =
    said(values, "risk") !== "" &&
    said(values, "consequences") !== "" &&
    (!isUnlikely || said(values, "reason") !== "") &&
    isCount(values.people) &&
    isCount(values.records);
  return (
    <Step
      {...of}
      {...{ event: "assessed", word: "assess", values, isReady }}
      onOpen={() => {
        reset();
        set("risk", facts.risk ?? "");
        set("consequences", facts.consequences ?? "");
        set("people", String(facts.people ?? ""));
        set("records", String(facts.records ?? ""));
      }}
    >
      {fields.choose(
        "risk",
        t("field_risk"),
        [
          { value: "", label: t("riskNone") },
          ...RISKS.map((value) => ({ value, label: t(`risk_${value}`) })),
        ],
        t("hint_risk"),
        true,
      )}
      {fields.long("consequences", t("field_consequences"), {
        ...{ hint: t("hint_consequences"), most: 4_000, required: true },
      })}
      {isUnlikely
        ? fields.long("reason", t("field_reason"), { hint: t("hint_reasonRisk"), required: true })
        : null}
      <HowMany {...{ values, fields, set }} />
    </Step>
  );
}

function Contain(of: Of) {
  const { t } = useTranslation("breaches");
  const { values, fields, reset, set } = useFields();
  const { facts } = of.breach;
  return (
    <Step
      {...of}
      {...{ event: "contained", word: "contain", values }}
      isReady={said(values, "measures") !== ""}
      onOpen={() => {
        reset();
        set("measures", facts.measures ?? "");
        set("until", facts.until === null ? "" : toField(facts.until));
      }}
    >
      {fields.long("measures", t("field_measures"), {
        ...{ hint: t("hint_measures"), most: 4_000, required: true },
      })}
      {fields.time("until", t("field_until"), t("hint_until"))}
    </Step>
  );
}

function TellAuthority(of: Of) {
  const { t } = useTranslation("breaches");
  const { values, fields, reset, set } = useFields();
  const { data: record } = useQuery(processingQuery);
  const { dueAt, authorityNotifiedAt } = of.breach;
  const at = fromField(said(values, "notifiedAt"));
  const isLate = authorityNotifiedAt === null && at !== null && Date.parse(at) > Date.parse(dueAt);
  const isReady =
    at !== null && said(values, "authority") !== "" && (!isLate || said(values, "reason") !== "");
  return (
    <Step
      {...of}
      {...{ event: "authority-notified", word: "tellAuthority", values, isReady }}
      onOpen={() => {
        reset();
        set("notifiedAt", now());
        set("authority", record?.controller?.authority?.name ?? "");
      }}
    >
      {fields.time("notifiedAt", t("field_notifiedAt"), t("hint_notifiedAt"), true)}
      {fields.text("authority", t("field_authority"), {
        ...{ hint: t("hint_authority"), required: true },
      })}
      {fields.text("reference", t("field_reference"), { hint: t("hint_reference") })}
      {isLate
        ? fields.long("reason", t("field_reason"), { hint: t("hint_reasonLate"), required: true })
        : null}
      {fields.long("note", t("field_note"), { hint: t("hint_noteAuthority") })}
    </Step>
  );
}

function TellPeople(of: Of) {
  const { t } = useTranslation("breaches");
  const { values, fields, reset, set } = useFields();
  return (
    <Step
      {...of}
      {...{ event: "people-notified", word: "tellPeople", values }}
      isReady={fromField(said(values, "notifiedAt")) !== null && isCount(values.people)}
      onOpen={() => {
        reset();
        set("notifiedAt", now());
      }}
    >
      {fields.time("notifiedAt", t("field_notifiedAt"), t("hint_notifiedAt"), true)}
      {fields.long("note", t("field_note"), { hint: t("hint_notePeople") })}
      {fields.text("contact", t("field_contact"), { hint: t("hint_contact"), most: 500 })}
    </Step>
  );
}

function Note(of: Of) {
  const { t } = useTranslation("breaches");
  const { values, fields, reset } = useFields();
  return (
    <Step
      {...of}
      {...{ event: "noted", word: "note", values, onOpen: reset }}
      isReady={said(values, "note") !== ""}
    >
      {fields.long("note", t("field_note"), { hint: t("hint_note"), required: true })}
    </Step>
  );
}

function Close(of: Of) {
  const { t } = useTranslation("breaches");
  const { values, fields, reset } = useFields();
  const { facts, peopleNotifiedAt } = of.breach;
  const needsReason = facts.risk === "high" && peopleNotifiedAt === null;
  return (
    <Step
      {...of}
      {...{ event: "closed", word: "close", values, onOpen: reset }}
      isReady={!needsReason || said(values, "reason") !== ""}
    >
      {fields.long("reason", t("field_reason"), {
        hint: t(needsReason ? "hint_reasonPeople" : "hint_reasonClosed"),
        required: needsReason,
      })}
    </Step>
  );
}

/** All of them; the one that comes next stands out. */
export function BreachSteps({ breach }: { readonly breach: Breach }) {
  const [next] = todosOf(breach);
  const { clock, facts } = breach;
  const of = (todo: Todo) => ({ breach, isMain: todo === next });
  const isOwed = clock === "due" || clock === "overdue";
  return (
    <Group gap="sm">
      <Assess {...of("assess")} />
      <TellAuthority {...of("tellAuthority")} />
      <TellPeople {...of("tellPeople")} />
      <Contain {...of("contain")} />
      <Note breach={breach} isMain={false} />
      {facts.risk === null || isOwed ? null : <Close {...of("close")} />}
    </Group>
  );
}
