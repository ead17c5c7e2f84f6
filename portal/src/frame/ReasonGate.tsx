import { Button, Paper, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "./Page.tsx";
import { NOBODY, reasonBefore, statedReason, stateReason } from "./reasons.ts";
import { useMe } from "./session.ts";

/** The longest that is taken (api/ledger/reading.ts). */
export const MOST_REASON = 500;

/** Shows its children to an officer when they have said why they read of this person; to all others at once. `subject` null: of nobody in particular. */
export function ReasonGate({
  subject,
  title,
  children,
}: {
  readonly subject: string | null;
  /** Of the page while the reason is asked for, where its children bring their own heading. */
  readonly title?: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const { role } = useMe();
  const whom = subject ?? NOBODY;
  const [stated, setStated] = useState(() => statedReason(whom) !== null);
  const [text, setText] = useState(() => reasonBefore() ?? "");
  if (role !== "officer" || stated || statedReason(whom) !== null) return children;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const reason = text.trim();
    if (reason === "") return;
    stateReason(whom, reason);
    setStated(true);
  };
  const form = (
    <Paper component="section" maw={560}>
      <form onSubmit={send}>
        <Stack>
          <Text>{t("reasonAsked")}</Text>
          <TextInput
            label={t("reason")}
            description={t("reasonShown")}
            value={text}
            maxLength={MOST_REASON}
            required
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Button type="submit" disabled={text.trim() === ""} style={{ alignSelf: "flex-start" }}>
            {t("reasonGo")}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
  return title === undefined ? form : <Page title={title}>{form}</Page>;
}
