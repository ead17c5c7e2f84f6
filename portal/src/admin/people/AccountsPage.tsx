import { Badge, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Trouble, Waiting } from "../../frame/States.tsx";
import { type Account, accountsQuery, organizationsQuery } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { PlaceFields, type PlaceText, placeOf } from "./PlaceFields.tsx";

/** Whose account it is, as far as it says so. */
export const nameOf = ({ email, phone, id }: Pick<Account, "email" | "phone" | "id">): string =>
  email ?? phone ?? id;

function Row({ account }: { readonly account: Account }) {
  const { t } = useTranslation("admin");
  const frame = useTranslation("frame");
  const { day } = useFormats();
  const organizations = useQuery(organizationsQuery);
  const { id, role, organization, secondFactor, createdAt } = account;
  const where = organizations.data?.find((one) => one.id === organization)?.name;
  return (
    <li>
      <Link to="/app/accounts/$id" params={{ id }} className="row">
        <span className="row-main">
          <Text span fw={600} display="block">
            {nameOf(account)}
          </Text>
          <Text span size="sm" c="dimmed" display="block">
            {[
              ...(where === undefined ? [] : [where]),
              t("since", { day: day(createdAt) }),
              ...(role === "customer" || secondFactor ? [] : [t("noSecondFactor")]),
            ].join(" · ")}
          </Text>
        </span>
        <Badge variant="light" className="state">
          {frame.t(`role_${role}`)}
        </Badge>
      </Link>
    </li>
  );
}

function Add() {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [email, setEmail] = useState("");
  const [place, setPlace] = useState<PlaceText>({ role: "staff", organization: null });
  const chosen = placeOf(place);
  return (
    <Deed
      label={t("addAccount")}
      text={t("addAccountText")}
      isReady={email.trim() !== "" && chosen !== null}
      onOpen={() => setEmail("")}
      onDo={async (reason) => {
        if (chosen === null) return;
        const json = { email, ...chosen, reason };
        const { id } = await ask(api.v1.accounts.$post({ json }));
        await client.invalidateQueries({ queryKey: ["accounts"] });
        await navigate({ to: "/app/accounts/$id", params: { id } });
      }}
    >
      <TextInput
        label={t("email")}
        type="email"
        autoComplete="off"
        required
        data-autofocus
        maxLength={254}
        value={email}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <PlaceFields place={place} onChange={setPlace} />
    </Deed>
  );
}

/** `/app/accounts`: everybody who can sign in. */
export function AccountsPage() {
  const { t } = useTranslation("admin");
  const [search, setSearch] = useState("");
  const [who, setWho] = useState<"team" | "customers">("team");
  const [sought] = useDebouncedValue(search.trim(), 250);
  const found = useInfiniteQuery(accountsQuery(who === "customers", sought));
  const accounts = found.data?.pages.flatMap((page) => page.accounts) ?? [];
  return (
    <Page title={t("accountsTitle")} lead={t("accountsLead")} actions={<Add />}>
      <Group align="flex-end" gap="sm">
        <TextInput
          type="search"
          label={t("searchAddress")}
          value={search}
          style={{ flex: "1 1 14rem" }}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <Select
          label={t("who")}
          allowDeselect={false}
          style={{ flex: "0 1 14rem" }}
          data={[
            { value: "team", label: t("whoTeam") },
            { value: "customers", label: t("whoCustomers") },
          ]}
          value={who}
          onChange={(value) => setWho(value === "customers" ? "customers" : "team")}
        />
      </Group>
      {found.isError ? (
        <Trouble error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Waiting shape="list" />
      ) : accounts.length === 0 ? (
        <Empty title={t(sought === "" ? "noAccounts" : "noneFound")} />
      ) : (
        <Stack>
          <ul className="rows" aria-label={t("accountsTitle")}>
            {accounts.map((account) => (
              <Row key={account.id} account={account} />
            ))}
          </ul>
          {found.hasNextPage ? (
            <Button
              variant="default"
              loading={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
              style={{ alignSelf: "center" }}
            >
              {t("more")}
            </Button>
          ) : null}
        </Stack>
      )}
    </Page>
  );
}
