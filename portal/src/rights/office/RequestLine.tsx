import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { NOBODY, statedReason, stateReason } from "../../frame/reasons.ts";
import { Due } from "../parts/Due.tsx";
import { RequestState } from "../parts/RequestState.tsx";
import type { Row } from "./queries.ts";

/** What the list was looked at for, a person in it is looked at for, too. */
function carryReason(subject: string): void {
  const said = statedReason(NOBODY);
  if (said !== null && statedReason(subject) === null) stateReason(subject, said);
}

/** A request in a list; of somebody who was erased it leads nowhere. */
export function RequestLine({ row, timeZone }: { readonly row: Row; readonly timeZone: string }) {
  const { t } = useTranslation("rights");
  const office = useTranslation("rightsOffice");
  const { day } = useFormats();
  const { requestId, subject, requestType, receivedAt, dueAt, state, closedAt } = row;
  const inside = (
    <>
      <span className="row-main">
        <Text span display="block" fw={600}>
          {office.t(`right_${requestType}`)}
        </Text>
        <Text span display="block" size="sm" c="dimmed">
          {t("askedOn", { day: day(receivedAt) })}
        </Text>
        <Due {...{ dueAt, state, closedAt, timeZone }} />
      </span>
      <RequestState state={state} />
    </>
  );
  return (
    <li>
      {subject === null ? (
        <div className="row">{inside}</div>
      ) : (
        <Link
          className="row"
          to="/app/requests/$subject/$request"
          params={{ subject, request: requestId }}
          onClick={() => carryReason(subject)}
        >
          {inside}
        </Link>
      )}
    </li>
  );
}
