import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { Page } from "../../frame/Page.tsx";
import { Loaded } from "../../frame/States.tsx";
import { organizationQuery } from "../data.ts";
import { MemberName, Organization } from "./Organization.tsx";
import { NameOrganization } from "./OrganizationsPage.tsx";

/** `/app/organizations/:organization`: one of them, for administrators. */
export function OrganizationPage() {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const { organization } = useParams({ from: "/app/organizations/$organization" });
  const found = useQuery(organizationQuery(organization));
  return (
    <Page
      title={found.data?.name ?? t("organization")}
      actions={
        <>
          <Button
            variant="subtle"
            renderRoot={(props) => <Link {...props} to="/app/organizations" />}
          >
            {t("allOrganizations")}
          </Button>
          {found.data === undefined ? null : (
            <NameOrganization
              was={found.data.name}
              onName={async (name, reason) => {
                const asked = { param: { organization }, json: { name, reason } };
                await ask(api.v1.organizations[":organization"].name.$post(asked));
                await client.invalidateQueries({ queryKey: ["organizations"] });
              }}
            />
          )}
        </>
      }
    >
      <Loaded query={found} skeleton="cards">
        {(data) => (
          <Organization organization={data}>
            {(member) => (
              <Link to="/app/accounts/$id" params={{ id: member.id }} className="row">
                <MemberName member={member} />
              </Link>
            )}
          </Organization>
        )}
      </Loaded>
    </Page>
  );
}
