import { Alert, Button, Paper, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeIn } from "../code.ts";

/** Whoever comes without a code in the address brings it, or the whole link. */
export function EnterCode({ onCode }: { readonly onCode: (code: string) => void }) {
  const { t } = useTranslation("erasure");
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const code = codeIn(typed);
    setWrong(code === null);
    if (code !== null) onCode(code);
  };
  return (
    <Paper maw={640}>
      <form onSubmit={send}>
        <Stack>
          <Textarea
            label={t("certEnter")}
            description={t("certEnterHint")}
            value={typed}
            maxLength={2_000}
            autosize
            minRows={2}
            maxRows={6}
            autoComplete="off"
            spellCheck={false}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          {isWrong ? (
            <Alert role="alert" color="orange" variant="light" title={t("certNoCode")}>
              <Text size="sm">{t("certNoCodeText")}</Text>
            </Alert>
          ) : null}
          <Button type="submit" disabled={typed.trim() === ""} style={{ alignSelf: "flex-start" }}>
            {t("certEnterGo")}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
