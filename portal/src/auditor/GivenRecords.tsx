import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../frame/api.ts";
import { useFormats } from "../frame/format.ts";
import { Id } from "../frame/Id.tsx";
import { GIVEN_KINDS, isGivenKind } from "../frame/kinds.ts";
import { LongList } from "../frame/LongList.tsx";
import { ProveIt } from "../frame/ProveIt.tsx";
import { onward, useOnwardOverEmpty } from "../frame/pages.ts";
import { ONCE } from "../frame/queries.ts";
import { Empty, Trouble, Waiting } from "../frame/States.tsx";
import { isSubject } from "../frame/subject.ts";

type GivenPage = InferResponseType<(typeof api.v1)["given-records"]["$get"]>;
type Given = GivenPage["records"][number];

/** Each page leaves a record with everybody who is on it. */
const PAGE = "25";

function Row({ record }: { readonly record: Given }) {
  const { t } = useTranslation("given");
  const { time, number } = useFormats();
  const { kind, version, index, id, subject } = record;
  const name = isGivenKind(kind) ? t(`kind_${kind}`) : kind;
  const entry = t("entry", { index: number(index) });
  return (
    <div className="given-row">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {[
            time(record.recordedAt),
            entry,
            ...(version > 1 ? [t("versionOf", { version })] : []),
          ].join(" · ")}
        </Text>
      </div>
      <Text size="sm" c="dimmed" component="div">
        {t("of")} <Id value={subject} of={t("subject")} />
      </Text>
      <ProveIt path={`/v1/records/${id}/evidence?version=${version}`} of={`${name}, ${entry}`} />
    </div>
  );
}

/** What was given, in the order of the log, as much as somebody looks at. */
export function GivenRecords() {
  const { t } = useTranslation("given");
  const [kind, setKind] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const [subject] = useDebouncedValue(typed.trim(), 300);
  const asked = {
    limit: PAGE,
    ...(kind === null ? {} : { kind }),
    ...(subject === "" ? {} : { subject }),
  };
  // What is no identifier finds nobody: to show everybody instead would answer something else.
  const isMistyped = subject !== "" && !isSubject(subject);
  const query = useInfiniteQuery({
    ...{ queryKey: ["given", asked], ...ONCE },
    enabled: !isMistyped,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.v1["given-records"].$get(
          { query: { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const records = query.data?.pages.flatMap((page) => page.records) ?? [];
  const more = onward(query);
  useOnwardOverEmpty(query, query.data?.pages.at(-1)?.records.length === 0);
  return (
    <Stack component="section" aria-labelledby="given-records">
      <Title order={2} size="h4" id="given-records">
        {t("records")}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t("filterKind")}
          placeholder={t("anyKind")}
          data={GIVEN_KINDS.map((one) => ({ value: one, label: t(`kind_${one}`) }))}
          value={kind}
          onChange={setKind}
          clearable
        />
        <TextInput
          label={t("filterPerson")}
          placeholder={t("filterPersonSays")}
          value={typed}
          spellCheck={false}
          error={isMistyped ? t("filterPersonBad") : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </SimpleGrid>
      {isMistyped ? null : query.isError ? (
        <Trouble error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Waiting shape="list" />
      ) : records.length === 0 && !query.hasNextPage ? (
        <Empty title={t("none")} />
      ) : (
        <>
          <div className="given-list">
            <LongList
              items={records}
              keyOf={({ id, version }) => `${id} ${version}`}
              label={t("recordedList")}
              onEnd={more}
            >
              {(record) => <Row record={record} />}
            </LongList>
          </div>
          {query.hasNextPage ? (
            <Group>
              <Button variant="default" loading={query.isFetchingNextPage} onClick={more}>
                {t("more")}
              </Button>
            </Group>
          ) : null}
        </>
      )}
    </Stack>
  );
}
