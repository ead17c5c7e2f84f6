import { Alert, Button, Paper, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, api, ask } from "../../frame/api.ts";
import { IconSearch } from "../../frame/icons.ts";
import { Page } from "../../frame/Page.tsx";
import { MOST_REASON } from "../../frame/ReasonGate.tsx";
import { reasonBefore, reasonHeader, stateReason } from "../../frame/reasons.ts";
import { Trouble } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { type Wanted, wantedOf } from "../view/find.ts";

/** The system of the last search that found somebody: it is the same one as a rule. */
const KEPT = "counterfoil-source";
const lastSource = (): string => {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
};
const keepSource = (source: string): void => {
  try {
    localStorage.setItem(KEPT, source);
  } catch {
    // Storage is forbidden here: then it is typed again.
  }
};

interface Search {
  readonly wanted: Wanted;
  /** Why an officer searches; `null`: others are not asked. */
  readonly reason: string | null;
}

/** Whose it is. The reason goes with this search alone: the address does not tell of whom it is. @throws ApiError */
async function subjectOf({ wanted, reason }: Search): Promise<string> {
  if (wanted.by === "subject") return wanted.subject;
  const headers = reason === null ? {} : reasonHeader(reason);
  if (wanted.by === "record") {
    const param = { id: wanted.id };
    const { record } = await ask(api.v1.records[":id"].$get({ param }, { headers }));
    return String(record["@subject"]);
  }
  const { source, externalNumber } = wanted;
  const json = { source, externalNumber };
  return (await ask(api.v1.subjects.lookup.$post({ json }, { headers }))).subject;
}

const isUnknown = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

function Form() {
  const { t } = useTranslation("officer");
  const frame = useTranslation("frame");
  const { role } = useMe();
  const [said, setSaid] = useState(() => reasonBefore() ?? "");
  const [typed, setTyped] = useState("");
  const [source, setSource] = useState(lastSource);
  const navigate = useNavigate();
  const found = useMutation({
    mutationFn: subjectOf,
    onSuccess(subject, { reason }) {
      keepSource(source);
      // What they search for is what they look at it for.
      if (reason !== null) stateReason(subject, reason);
      return navigate({ to: "/app/people/$subject", params: { subject }, search: {} });
    },
  });
  const wanted = wantedOf(typed, source);
  const reason = role === "officer" ? said.trim() : null;
  const isReady = wanted !== null && reason !== "";
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) found.mutate({ wanted, reason });
  };
  return (
    <Stack maw={720}>
      <Paper component="form" onSubmit={send}>
        <Stack>
          {reason === null ? null : (
            <TextInput
              label={frame.t("reason")}
              description={frame.t("reasonShown")}
              value={said}
              maxLength={MOST_REASON}
              required
              onChange={({ currentTarget }) => setSaid(currentTarget.value)}
            />
          )}
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t("searchWhat")}
              description={t("searchWhatHint")}
              placeholder={t("searchWhatExample")}
              inputWrapperOrder={["label", "input", "description"]}
              value={typed}
              maxLength={128}
              autoComplete="off"
              spellCheck={false}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <TextInput
              label={t("searchSource")}
              description={t("searchSourceHint")}
              placeholder={t("searchSourceExample")}
              inputWrapperOrder={["label", "input", "description"]}
              value={source}
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              disabled={wanted !== null && wanted.by !== "reference"}
              onChange={({ currentTarget }) => setSource(currentTarget.value)}
            />
          </SimpleGrid>
          <Button
            type="submit"
            loading={found.isPending}
            disabled={!isReady}
            leftSection={<IconSearch size={18} aria-hidden />}
            style={{ alignSelf: "flex-start" }}
          >
            {t("searchGo")}
          </Button>
        </Stack>
      </Paper>
      <div role="status">
        {found.isError && isUnknown(found.error) ? (
          <Alert color="gray" variant="light" title={t("searchNone")}>
            {t("searchNoneText")}
          </Alert>
        ) : null}
      </div>
      {found.isError && !isUnknown(found.error) ? <Trouble error={found.error} /> : null}
    </Stack>
  );
}

/** From a number that another system knows to the person. */
export function SearchPage() {
  const { t } = useTranslation("officer");
  return (
    <Page title={t("searchTitle")} lead={t("searchLead")}>
      <Form />
    </Page>
  );
}
