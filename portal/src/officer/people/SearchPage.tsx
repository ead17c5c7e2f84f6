import { Alert, Button, Paper, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, api, ask } from "../../frame/api.ts";
import { IconSearch } from "../../frame/icons.ts";
import { Page } from "../../frame/Page.tsx";
import { ReasonGate } from "../../frame/ReasonGate.tsx";
import { statedReason, stateReason } from "../../frame/reasons.ts";
import { Trouble } from "../../frame/States.tsx";
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

/** Whose it is. @throws ApiError */
async function subjectOf(wanted: Wanted): Promise<string> {
  if (wanted.by === "subject") return wanted.subject;
  if (wanted.by === "record") {
    const { record } = await ask(api.v1.records[":id"].$get({ param: { id: wanted.id } }));
    return String(record["@subject"]);
  }
  const { source, externalNumber } = wanted;
  return (await ask(api.v1.subjects.lookup.$post({ json: { source, externalNumber } }))).subject;
}

const isUnknown = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

function Search() {
  const { t } = useTranslation("officer");
  const [typed, setTyped] = useState("");
  const [source, setSource] = useState(lastSource);
  const navigate = useNavigate();
  const found = useMutation({
    mutationFn: subjectOf,
    onSuccess(subject) {
      keepSource(source);
      // What they search for is what they look at it for.
      const reason = statedReason(null);
      if (reason !== null) stateReason(subject, reason);
      return navigate({ to: "/app/people/$subject", params: { subject }, search: {} });
    },
  });
  const wanted = wantedOf(typed, source);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted !== null) found.mutate(wanted);
  };
  return (
    <Stack maw={720}>
      <Paper component="form" onSubmit={send}>
        <Stack>
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
              data-autofocus
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
            disabled={wanted === null}
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
      <ReasonGate subject={null}>
        <Search />
      </ReasonGate>
    </Page>
  );
}
