import { Paper, Stack, Text, Title } from "@mantine/core";
import type { InferResponseType } from "hono/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { api } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Empty } from "../../frame/States.tsx";
import { Fact, Facts } from "../parts/Facts.tsx";

type Whole = InferResponseType<(typeof api.v1.organizations)[":organization"]["$get"]>;
type Member = Whole["members"][number];

/** An organization and who belongs to it. `children`: how one of them is shown. */
export function Organization({
  organization,
  children,
}: {
  readonly organization: Whole;
  readonly children: (member: Member) => ReactNode;
}) {
  const { t } = useTranslation("admin");
  const { time } = useFormats();
  const { id, createdAt, members } = organization;
  return (
    <Stack gap="lg">
      <Paper component="section">
        <Facts>
          <Fact word={t("createdAt")}>{time(createdAt)}</Fact>
          <Fact word={t("id")}>
            <Id value={id} of={t("id")} ends={10} />
          </Fact>
        </Facts>
      </Paper>
      <section aria-labelledby="members">
        <Title order={2} size="h5" mb="sm" id="members">
          {t("members")}
        </Title>
        {members.length === 0 ? (
          <Empty title={t("noMembers")} />
        ) : (
          <ul className="rows">
            {members.map((member) => (
              <li key={member.id}>{children(member)}</li>
            ))}
          </ul>
        )}
      </section>
    </Stack>
  );
}

export function MemberName({ member: { email, id } }: { readonly member: Member }) {
  return (
    <span className="row-main">
      <Text span fw={600}>
        {email ?? id}
      </Text>
    </span>
  );
}
