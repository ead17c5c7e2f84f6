import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { OwnKeys } from "../../partner/OwnKeys.tsx";
import { organizationQuery } from "../data.ts";
import { MemberName, Organization } from "./Organization.tsx";

/** `/app/organization`: a partner's member sees their own. */
export function OwnOrganizationPage() {
  const { t } = useTranslation("admin");
  const { organization } = useMe();
  if (organization === null)
    return (
      <Page title={t("ownOrganization")}>
        <Empty title={t("ofNoOrganization")} />
      </Page>
    );
  return <Own id={organization} />;
}

function Own({ id }: { readonly id: string }) {
  const { t } = useTranslation("admin");
  const found = useQuery(organizationQuery(id));
  return (
    <Page title={found.data?.name ?? t("ownOrganization")} lead={t("ownOrganizationLead")}>
      <Loaded query={found} skeleton="cards">
        {(data) => (
          <Stack gap="lg">
            <Organization organization={data}>
              {(member) => (
                <div className="row">
                  <MemberName member={member} />
                </div>
              )}
            </Organization>
            <OwnKeys organization={id} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
