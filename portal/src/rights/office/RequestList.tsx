import { Checkbox, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { useOnwardOverEmpty } from "../../frame/pages.ts";
import { NOBODY, statedReason, stateReason } from "../../frame/reasons.ts";
import { Empty, Loaded } from "../../frame/States.tsx";
import { More } from "../../officer/parts/More.tsx";
import { Due } from "../parts/Due.tsx";
import { RequestState } from "../parts/RequestState.tsx";
import { oneOf, RIGHTS } from "../terms.ts";
import { type Filter, listQuery, type Row, SHOWN } from "./queries.ts";

/** What the list was looked at for, a person in it is looked at for, too. */
function carryReason(subject: string): void {
  const said = statedReason(NOBODY);
  if (said !== null && statedReason(subject) === null) stateReason(subject, said);
}

function Line({ row }: { readonly row: Row }) {
  const { t } = useTranslation("rights");
  const { day } = useFormats();
  const { requestId, subject, requestType, receivedAt, dueAt, state, closedAt } = row;
  const inside = (
    <>
      <span className="row-main">
        <Text span display="block" fw={600}>
          {t(`right_${requestType}`)}
        </Text>
        <Text span display="block" size="sm" c="dimmed">
          {t("askedOn", { day: day(receivedAt) })}
        </Text>
        <Due {...{ dueAt, state, closedAt }} />
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

function Filters({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) {
  const { t } = useTranslation("rightsOffice");
  const { t: said } = useTranslation("rights");
  const { show, type, mine } = filter;
  return (
    <Group gap="md" align="flex-end">
      <NativeSelect
        label={t("filterWhat")}
        value={show}
        data={SHOWN.map((value) => ({ value, label: t(`filter_${value}`) }))}
        onChange={({ currentTarget }) =>
          onChange({ ...filter, show: oneOf(SHOWN, currentTarget.value) ?? "open" })
        }
      />
      <NativeSelect
        label={t("filterType")}
        value={type ?? ""}
        data={[
          { value: "", label: t("filterTypeAll") },
          ...RIGHTS.map((value) => ({ value, label: said(`right_${value}`) })),
        ]}
        onChange={({ currentTarget }) =>
          onChange({ ...filter, type: oneOf(RIGHTS, currentTarget.value) })
        }
      />
      <Checkbox
        label={t("filterMine")}
        checked={mine}
        mb={8}
        onChange={({ currentTarget }) => onChange({ ...filter, mine: currentTarget.checked })}
      />
    </Group>
  );
}

/** Requests of everybody, the newest first. */
export function RequestList() {
  const { t } = useTranslation("rightsOffice");
  const [filter, setFilter] = useState<Filter>({ show: "open", type: null, mine: false });
  const query = useInfiniteQuery(listQuery(filter));
  useOnwardOverEmpty(query, query.data?.pages.at(-1)?.requests.length === 0);
  return (
    <Stack gap="md">
      <Filters filter={filter} onChange={setFilter} />
      <Loaded
        query={query}
        isEmpty={({ pages }) => pages.every(({ requests }) => requests.length === 0)}
        empty={<Empty title={t("none")}>{t("noneText")}</Empty>}
      >
        {({ pages }) => (
          <>
            <ul className="rows" aria-label={t("list")}>
              {pages
                .flatMap(({ requests }) => requests)
                .map((row) => (
                  <Line key={row.requestId} row={row} />
                ))}
            </ul>
            {query.hasNextPage ? <More query={query} /> : null}
          </>
        )}
      </Loaded>
    </Stack>
  );
}
