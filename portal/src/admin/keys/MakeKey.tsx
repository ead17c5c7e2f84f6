import { Checkbox, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { type MadeKey, organizationsQuery } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { type KeyRole, SCOPES_OF, type Scope, scopeWord } from "./key-state.ts";

const KEY_ROLES: readonly KeyRole[] = ["system", "staff", "officer", "auditor", "partner"];
/** As api/identity/new-key.ts has it. */
const MOST_DAYS = 366;
const USUAL_DAYS = 90;

interface Asked {
  readonly name: string;
  readonly role: KeyRole;
  readonly scopes: readonly Scope[];
  readonly organization: string | null;
  readonly days: number;
}
const EMPTY: Asked = {
  ...{ name: "", role: "system", scopes: [], organization: null, days: USUAL_DAYS },
};

/** Makes a key: what it is called, what it may within its role, and how long. */
export function MakeKey({ onMade }: { readonly onMade: (made: MadeKey) => void }) {
  const { t } = useTranslation("admin");
  const frame = useTranslation("frame");
  const client = useQueryClient();
  const organizations = useQuery(organizationsQuery);
  const [asked, setAsked] = useState(EMPTY);
  const change = (some: Partial<Asked>): void => setAsked((all) => ({ ...all, ...some }));
  const { name, role, scopes, organization, days } = asked;
  const lacksOrganization = role === "partner" && organization === null;
  return (
    <Deed
      label={t("makeKey")}
      text={t("makeKeyText")}
      isReady={name.trim() !== "" && scopes.length > 0 && !lacksOrganization}
      onOpen={() => setAsked(EMPTY)}
      onDo={async (reason) => {
        const of = role === "partner" && organization !== null ? { organization } : {};
        const json = { name: name.trim(), role, scopes: [...scopes], days, reason, ...of };
        onMade(await ask(api.v1.keys.$post({ json })));
        await client.invalidateQueries({ queryKey: ["keys"] });
      }}
    >
      <TextInput
        label={t("keyName")}
        description={t("keyNameText")}
        required
        data-autofocus
        maxLength={100}
        value={name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      <Select
        label={t("role")}
        required
        allowDeselect={false}
        data={KEY_ROLES.map((value) => ({
          value,
          label: value === "system" ? t("roleSystem") : frame.t(`role_${value}`),
        }))}
        value={role}
        onChange={(value) =>
          change({ role: KEY_ROLES.find((one) => one === value) ?? role, scopes: [] })
        }
      />
      {role === "partner" ? (
        <Select
          label={t("organization")}
          required
          data={(organizations.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={organization}
          onChange={(value) => change({ organization: value })}
        />
      ) : null}
      <Checkbox.Group
        label={t("scopes")}
        description={t("scopesText")}
        required
        value={[...scopes]}
        onChange={(chosen) =>
          change({ scopes: SCOPES_OF[role].filter((scope) => chosen.includes(scope)) })
        }
      >
        <Stack gap={8} mt="xs">
          {SCOPES_OF[role].map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={t(scopeWord(scope))}
              description={<code>{scope}</code>}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <NumberInput
        label={t("days")}
        description={t("daysText", { most: MOST_DAYS })}
        required
        min={1}
        max={MOST_DAYS}
        clampBehavior="strict"
        allowDecimal={false}
        value={days}
        onChange={(value) => change({ days: Number(value) || USUAL_DAYS })}
      />
    </Deed>
  );
}
