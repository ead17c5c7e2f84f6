import { Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { organizationsQuery } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";

const MOST_NAME = 100;

/** Names an organization; `was`: it has a name already. */
export function NameOrganization({
  was,
  onName,
}: {
  readonly was?: string;
  readonly onName: (name: string, reason: string) => Promise<void>;
}) {
  const { t } = useTranslation("admin");
  const [name, setName] = useState(was ?? "");
  return (
    <Deed
      label={t(was === undefined ? "addOrganization" : "rename")}
      text={t(was === undefined ? "addOrganizationText" : "renameText")}
      {...(was === undefined ? {} : { button: { variant: "default" } })}
      isReady={name.trim() !== "" && name.trim() !== was}
      onOpen={() => setName(was ?? "")}
      onDo={(reason) => onName(name.trim(), reason)}
    >
      <TextInput
        label={t("organizationName")}
        required
        data-autofocus
        maxLength={MOST_NAME}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </Deed>
  );
}

function Add() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <NameOrganization
      onName={async (name, reason) => {
        const { id } = await ask(api.v1.organizations.$post({ json: { name, reason } }));
        await client.invalidateQueries({ queryKey: ["organizations"] });
        await navigate({ to: "/app/organizations/$organization", params: { organization: id } });
      }}
    />
  );
}

/** `/app/organizations`: whom data is shared with. */
export function OrganizationsPage() {
  const { t } = useTranslation("admin");
  const { day } = useFormats();
  const organizations = useQuery(organizationsQuery);
  return (
    <Page title={t("organizationsTitle")} lead={t("organizationsLead")} actions={<Add />}>
      <Loaded
        query={organizations}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("noOrganizationsYet")}>{t("addOrganizationText")}</Empty>}
      >
        {(all) => (
          <ul className="rows" aria-label={t("organizationsTitle")}>
            {all.map(({ id, name, createdAt }) => (
              <li key={id}>
                <Link
                  to="/app/organizations/$organization"
                  params={{ organization: id }}
                  className="row"
                >
                  <span className="row-main">
                    <Text span fw={600} display="block">
                      {name}
                    </Text>
                    <Text span size="sm" c="dimmed">
                      {t("since", { day: day(createdAt) })}
                    </Text>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}
