/** A file that a link says is to be had of this server: fetched with the visitor's own session. */
import { Alert, Button, Code, Group, Loader, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, askRaw } from "../../frame/api.ts";
import { IconAlert } from "../../frame/icons.ts";
import { stateReason } from "../../frame/reasons.ts";
import { Trouble } from "../../frame/States.tsx";
import { MAX_FILE_BYTES } from "../input/recognise.ts";
import type { Brought } from "../judge/judged.ts";

/** The longest reason that is taken (api/ledger/reading.ts). */
const MOST_REASON = 500;

type State =
  /** It is not known who made the link: the visitor sees what it asks for, and says so. */
  | { readonly kind: "asks" }
  | { readonly kind: "busy" }
  | { readonly kind: "reason" }
  | { readonly kind: "failed"; readonly error: unknown };

async function fetched(path: string): Promise<Brought> {
  const response = await askRaw(path);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const given = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  // What is larger is named as that by whoever judges it.
  return { name: given ?? nameOf(path), bytes: bytes.subarray(0, MAX_FILE_BYTES + 1) };
}

const nameOf = (path: string): string => path.split("?")[0] ?? path;

function Asks({ path, onFetch }: { readonly path: string; readonly onFetch: () => void }) {
  const { t } = useTranslation("verify");
  return (
    <Alert
      color="accent"
      variant="light"
      icon={<IconAlert size={20} aria-hidden />}
      title={t("linkAsks")}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t("linkAsksSays")}</Text>
        <Code style={{ overflowWrap: "anywhere" }}>{path}</Code>
        <Button size="xs" onClick={onFetch}>
          {t("fetch")}
        </Button>
      </Stack>
    </Alert>
  );
}

export function FromServer({
  path,
  isOwn,
  onBring,
}: {
  readonly path: string;
  /** A page of this server has led here. */
  readonly isOwn: boolean;
  readonly onBring: (files: readonly Brought[]) => void;
}) {
  const { t } = useTranslation("verify");
  const [state, setState] = useState<State>({ kind: isOwn ? "busy" : "asks" });
  /** How often it was asked for: each leaves a record in the reader's name. */
  const [round, setRound] = useState(isOwn ? 1 : 0);
  const [reason, setReason] = useState("");
  const load = (): void => setRound((before) => before + 1);
  useEffect(() => {
    if (round === 0) return;
    let isOver = false;
    setState({ kind: "busy" });
    fetched(path).then(
      (file) => {
        // Another link's turn by now.
        if (!isOver) onBring([file]);
      },
      (error: unknown) => {
        if (isOver) return;
        const asks = error instanceof ApiError && error.code === "reason_missing";
        setState(asks ? { kind: "reason" } : { kind: "failed", error });
      },
    );
    return () => {
      isOver = true;
    };
  }, [path, onBring, round]);
  if (state.kind === "asks") return <Asks path={path} onFetch={load} />;
  if (state.kind === "busy") {
    return (
      <Group role="status" gap="sm">
        <Loader size="sm" />
        <Text>{t("fetching")}</Text>
      </Group>
    );
  }
  if (state.kind === "reason") {
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          stateReason(null, reason.trim());
          load();
        }}
      >
        <Stack gap="sm" maw={520}>
          <Text fw={600}>{t("reasonTitle")}</Text>
          <TextInput
            label={t("reason")}
            description={t("reasonHint")}
            value={reason}
            maxLength={MOST_REASON}
            required
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Button type="submit" disabled={reason.trim() === ""} style={{ alignSelf: "flex-start" }}>
            {t("fetch")}
          </Button>
        </Stack>
      </form>
    );
  }
  const isSignedOut = state.error instanceof ApiError && state.error.status === 401;
  if (!isSignedOut) return <Trouble error={state.error} onRetry={load} />;
  const next = encodeURIComponent(location.pathname + location.search + location.hash);
  return (
    <Alert
      color="accent"
      variant="light"
      icon={<IconAlert size={20} aria-hidden />}
      title={t("signInTitle")}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t("signInLead")}</Text>
        <Button component="a" href={`/sign-in?next=${next}`} size="xs">
          {t("signIn")}
        </Button>
      </Stack>
    </Alert>
  );
}
