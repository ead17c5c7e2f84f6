import { Paper, Stack, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OwnPage } from "../../customer/OwnPage.tsx";
import { Page } from "../../frame/Page.tsx";
import { Empty } from "../../frame/States.tsx";
import { AnchorLink } from "../../officer/parts/Links.tsx";
import { oneOf, RIGHTS, type Right } from "../terms.ts";
import { AskComplaint } from "./AskComplaint.tsx";
import { AskCopy } from "./AskCopy.tsx";
import { AskCorrection } from "./AskCorrection.tsx";
import { AskErasure } from "./AskErasure.tsx";
import { AskObjection } from "./AskObjection.tsx";
import { AskPlainly } from "./AskPlainly.tsx";

/** What is to be filled in. */
function Form({ right, subject }: { readonly right: Right; readonly subject: string }) {
  switch (right) {
    case "access":
    case "portability":
      return <AskCopy subject={subject} right={right} />;
    case "rectification":
      return <AskCorrection subject={subject} />;
    case "objection":
      return <AskObjection subject={subject} />;
    case "erasure":
      return <AskErasure subject={subject} />;
    case "complaint":
      return <AskComplaint subject={subject} />;
    case "restriction":
    case "review":
      return <AskPlainly subject={subject} right={right} />;
  }
}

/** One right: what it means, what happens, and the form to ask for it. */
export function AskPage() {
  const { t } = useTranslation("rights");
  const frame = useTranslation("frame");
  const { right: named } = useParams({ strict: false });
  const right = oneOf(RIGHTS, named);
  if (right === null)
    return (
      <Page title={t("title")}>
        <Empty title={frame.t("noPage")} />
      </Page>
    );
  return (
    <OwnPage
      title={t(`right_${right}`)}
      lead={t(`rightText_${right}`)}
      actions={() => <AnchorLink to="/app/rights">{t("back")}</AnchorLink>}
    >
      {({ subject }) => (
        <Stack gap="lg" maw={720}>
          <Paper component="section">
            <Text>{t(`then_${right}`)}</Text>
            <Text size="sm" c="dimmed" mt="xs">
              {t("dueSaid")}
            </Text>
          </Paper>
          <Form right={right} subject={subject} />
        </Stack>
      )}
    </OwnPage>
  );
}
