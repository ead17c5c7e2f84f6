import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { useStep } from "./use-ask.ts";

interface OfRequest {
  readonly subject: string;
  readonly requestId: string;
}

/** The longest that are taken (api/rights/kinds/request.ts). */
const MOST_NOTE = 2_000;
const MOST_REASON = 4_000;

export function AddNote({ subject, requestId }: OfRequest) {
  const { t } = useTranslation("rights");
  const [note, setNote] = useState("");
  const { mutateAsync } = useStep(subject, requestId);
  return (
    <Deed
      label={t("addNote")}
      withReason={false}
      isReady={note.trim() !== ""}
      button={{ size: "xs", variant: "default" }}
      onOpen={() => setNote("")}
      onDo={() => mutateAsync({ event: "noted", note: note.trim() })}
    >
      <Textarea
        label={t("note")}
        description={t("noteHint")}
        value={note}
        maxLength={MOST_NOTE}
        autosize
        minRows={3}
        maxRows={10}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
        data-autofocus
      />
    </Deed>
  );
}

export function Withdraw({ subject, requestId }: OfRequest) {
  const { t } = useTranslation("rights");
  const [reason, setReason] = useState("");
  const { mutateAsync } = useStep(subject, requestId);
  return (
    <Deed
      label={t("withdraw")}
      title={t("withdrawSure")}
      text={t("withdrawText")}
      withReason={false}
      isGrave
      button={{ size: "xs" }}
      onOpen={() => setReason("")}
      onDo={() => {
        const said = reason.trim();
        return mutateAsync({ event: "withdrawn", ...(said === "" ? {} : { reason: said }) });
      }}
    >
      <Textarea
        label={t("withdrawReason")}
        value={reason}
        maxLength={MOST_REASON}
        autosize
        minRows={2}
        maxRows={8}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </Deed>
  );
}
