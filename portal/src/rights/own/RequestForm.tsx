import { Button, Paper, Stack, Text, Textarea } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../../admin/parts/Refused.tsx";
import { tagOf } from "../../frame/language.ts";
import { languageNow } from "../../frame/words.ts";
import type { NewRequest } from "../queries.ts";
import type { Right } from "../terms.ts";
import { useAsk } from "./use-ask.ts";

/** The longest that is taken (api/rights/kinds/request.ts). */
const MOST_DETAILS = 10_000;

/** The fields of one right, what somebody wants to say with it, and the button that sends it. Who has sent it goes on at the request. */
export function RequestForm({
  subject,
  right,
  asked,
  isReady = true,
  needsDetails = false,
  title,
  children,
}: {
  readonly subject: string;
  readonly right: Right;
  /** In fields; left out: in words alone. */
  readonly asked?: NonNullable<NewRequest["asked"]>;
  /** Whether the fields are filled in. */
  readonly isReady?: boolean;
  readonly needsDetails?: boolean;
  readonly title?: string;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation("rights");
  const [details, setDetails] = useState("");
  const navigate = useNavigate();
  const asking = useAsk(subject);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const said = details.trim();
    asking.mutate(
      {
        requestType: right,
        language: tagOf(languageNow()),
        ...(said === "" ? {} : { details: said }),
        ...(asked === undefined ? {} : { asked }),
      },
      {
        onSuccess: ({ requestId }) =>
          navigate({
            to: "/app/rights/$request",
            params: { request: requestId },
            search: { sent: true },
          }),
      },
    );
  };
  const lacks = !isReady || (needsDetails && details.trim() === "");
  return (
    <Paper component="section" aria-label={title ?? t(`right_${right}`)}>
      <form onSubmit={send}>
        <Stack>
          {children}
          <Textarea
            label={t("details")}
            description={t(needsDetails ? "detailsNeeded" : "detailsHint")}
            value={details}
            maxLength={MOST_DETAILS}
            required={needsDetails}
            autosize
            minRows={3}
            maxRows={12}
            onChange={({ currentTarget }) => setDetails(currentTarget.value)}
          />
          {asking.isError ? <Refused error={asking.error} /> : null}
          <Button
            type="submit"
            loading={asking.isPending}
            disabled={lacks}
            style={{ alignSelf: "flex-start" }}
          >
            {t("send")}
          </Button>
          <Text role="status" className="visually-hidden">
            {asking.isPending ? t("sending") : ""}
          </Text>
        </Stack>
      </form>
    </Paper>
  );
}
