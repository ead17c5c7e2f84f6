import { Checkbox, Group, NativeSelect, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOnwardOverEmpty } from "../../frame/pages.ts";
import { Empty, Loaded } from "../../frame/States.tsx";
import { More } from "../../officer/parts/More.tsx";
import { oneOf, RIGHTS } from "../terms.ts";
import { type Filter, listQuery, SHOWN } from "./queries.ts";
import { RequestLine } from "./RequestLine.tsx";

function Filters({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) {
  const { t } = useTranslation("rightsOffice");
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
          ...RIGHTS.map((value) => ({ value, label: t(`right_${value}`) })),
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
                .flatMap(({ requests, timeZone }) => requests.map((row) => ({ row, timeZone })))
                .map((one) => (
                  <RequestLine key={one.row.requestId} {...one} />
                ))}
            </ul>
            {query.hasNextPage ? <More query={query} /> : null}
          </>
        )}
      </Loaded>
    </Stack>
  );
}
