import { Group } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { fromField, toField } from "../../admin/parts/time.ts";
import { filled, said, useFields } from "../office/use-fields.tsx";
import { useOnce } from "../own/use-ask.ts";
import { oneOf } from "../terms.ts";
import { type Breach, type BreachStep, stepBreach } from "./queries.ts";
import { RISKS } from "./terms.ts";

const EVENTS = [
  "assessed",
  "contained",
  "authority-notified",
  "people-notified",
  "noted",
  "closed",
] as const;
type Event = (typeof EVENTS)[number];

/** What each step must say (api/rights/register/breach-rules.ts), and what it may. */
const MUST: Readonly<Record<Event, readonly string[]>> = {
  assessed: ["consequences"],
  contained: ["measures"],
  "authority-notified": ["authority"],
  "people-notified": [],
  noted: ["note"],
  closed: [],
};
const MAY: Readonly<Record<Event, readonly string[]>> = {
  assessed: ["reason"],
  contained: [],
  "authority-notified": ["reference", "reason"],
  "people-notified": [],
  noted: [],
  closed: ["reason"],
};
const LONG = ["consequences", "measures", "reason", "note"] as const;
const SHORT = ["authority", "reference"] as const;

function Step({ breachId, event }: { readonly breachId: string; readonly event: Event }) {
  const { t } = useTranslation("registers");
  const client = useQueryClient();
  const once = useOnce();
  const { values, fields, reset, set } = useFields({ risk: "risk" });
  const taking = useMutation({
    mutationFn: (json: BreachStep) => stepBreach(breachId, json, once(json)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["breaches"] }),
  });
  const isTold = event === "authority-notified" || event === "people-notified";
  const notifiedAt = fromField(values.notifiedAt ?? "");
  const names = [...MUST[event], ...MAY[event]];
  const risk = oneOf(RISKS, values.risk) ?? "risk";
  const needsReason = event === "assessed" && risk === "unlikely";
  const isNeeded = (name: string): boolean =>
    MUST[event].includes(name) || (name === "reason" && needsReason);
  const isReady =
    names.every((name) => !isNeeded(name) || said(values, name) !== "") &&
    (!isTold || notifiedAt !== null);
  const field = (name: string): ReactNode => {
    const long = oneOf(LONG, name);
    const short = oneOf(SHORT, name);
    const required = isNeeded(name);
    if (long !== null) return fields.long(long, t(long), { required });
    return short === null ? null : fields.text(short, t(short), { required });
  };
  return (
    <Deed
      label={t(`do_${event}`)}
      text={t(`doText_${event}`)}
      withReason={false}
      isReady={isReady}
      button={{ size: "xs", variant: "default" }}
      onOpen={() => {
        reset();
        set("notifiedAt", toField(new Date(Date.now()).toISOString()));
      }}
      onDo={() =>
        taking.mutateAsync({
          event,
          ...(event === "assessed" ? { risk } : {}),
          ...(isTold && notifiedAt !== null ? { notifiedAt } : {}),
          ...filled(values, names),
        })
      }
    >
      {event === "assessed"
        ? fields.choose(
            "risk",
            t("risk"),
            RISKS.map((value) => ({ value, label: t(`risk_${value}`) })),
          )
        : null}
      {isTold ? fields.time("notifiedAt", t("notifiedAt")) : null}
      {names.map((name) => (
        <div key={name}>{field(name)}</div>
      ))}
    </Deed>
  );
}

/** What can be done about a breach that is not closed. */
export function BreachSteps({ breach: { breachId } }: { readonly breach: Breach }) {
  return (
    <Group gap="sm">
      {EVENTS.map((event) => (
        <Step key={event} {...{ breachId, event }} />
      ))}
    </Group>
  );
}
