import { Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Role } from "../../frame/session.ts";
import { organizationsQuery } from "../data.ts";

/** A role, and of a partner's member their organization, as they are being chosen. */
export interface PlaceText {
  readonly role: Role;
  readonly organization: string | null;
}

export const ROLES: readonly Role[] = [
  ...(["administrator", "officer", "staff", "auditor", "partner", "customer"] as const),
];

/** As the ledger takes it; `null`: something lacks. */
export function placeOf({ role, organization }: PlaceText) {
  if (role !== "partner") return { role };
  return organization === null ? null : { role, organization };
}

/** Chooses a role, with a sentence of what it may. */
export function PlaceFields({
  place,
  onChange,
}: {
  readonly place: PlaceText;
  readonly onChange: (place: PlaceText) => void;
}) {
  const { t } = useTranslation("admin");
  const frame = useTranslation("frame");
  const organizations = useQuery(organizationsQuery);
  return (
    <>
      <Select
        label={t("role")}
        description={t(`may_${place.role}`)}
        required
        allowDeselect={false}
        data={ROLES.map((value) => ({ value, label: frame.t(`role_${value}`) }))}
        value={place.role}
        onChange={(value) => {
          const role = ROLES.find((one) => one === value) ?? place.role;
          onChange({ ...place, role });
        }}
      />
      {place.role === "partner" ? (
        <Select
          label={t("organization")}
          required
          searchable
          data={(organizations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={place.organization}
          onChange={(organization) => onChange({ ...place, organization })}
        />
      ) : null}
      {place.role === "partner" && organizations.data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noOrganizations")}
        </Text>
      ) : null}
    </>
  );
}
