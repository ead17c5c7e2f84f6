import { Anchor, Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Page } from "../../frame/Page.tsx";
import { Loaded } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { type Account, accountQuery, organizationsQuery } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { Fact, Facts } from "../parts/Facts.tsx";
import { nameOf } from "./AccountsPage.tsx";
import { Give } from "./Give.tsx";
import { PlaceFields, type PlaceText, placeOf } from "./PlaceFields.tsx";

/** What is asked again after a change of this account. */
function useChanged(id: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      [["account", id], ["accounts"], ["organizations"]].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  };
}

function ChangeRole({ account }: { readonly account: Account }) {
  const { t } = useTranslation("admin");
  const changed = useChanged(account.id);
  const now: PlaceText = { role: account.role, organization: account.organization };
  const [place, setPlace] = useState(now);
  const chosen = placeOf(place);
  const isSame = place.role === now.role && place.organization === now.organization;
  return (
    <Deed
      label={t("changeRole")}
      text={t("changeRoleText")}
      button={{ variant: "default" }}
      isReady={chosen !== null && !isSame}
      onOpen={() => setPlace(now)}
      onDo={async (reason) => {
        if (chosen === null) return;
        const asked = { param: { id: account.id }, json: { ...chosen, reason } };
        await ask(api.v1.accounts[":id"].role.$post(asked));
        await changed();
      }}
    >
      <PlaceFields place={place} onChange={setPlace} />
    </Deed>
  );
}

function Given({ account }: { readonly account: Account }) {
  const { t } = useTranslation("admin");
  const { time } = useFormats();
  const changed = useChanged(account.id);
  const { given } = account;
  return (
    <Paper component="section">
      <Title order={2} size="h5" mb="md">
        {t("given")}
      </Title>
      {given === null ? (
        <Text size="sm" c="dimmed" mb="md">
          {t("nothingGiven")}
        </Text>
      ) : (
        <Facts>
          <Fact word={t("givenPeriod")}>
            {t("fromUntil", { from: time(given.from), until: time(given.until) })}
          </Fact>
          <Fact word={t("givenPeople")}>
            {given.subjects === null
              ? t("everybody")
              : t("people", { count: given.subjects.length })}
          </Fact>
          <Fact word={t("givenEnds")}>{time(given.ends)}</Fact>
        </Facts>
      )}
      <Group mt="md">
        <Give account={account} onGiven={changed} />
        {given === null ? null : (
          <Deed
            isGrave
            label={t("endGiven")}
            text={t("endGivenText")}
            onDo={async (reason) => {
              const asked = { param: { id: account.id }, json: { reason } };
              await ask(api.v1.accounts[":id"]["given-end"].$post(asked));
              await changed();
            }}
          />
        )}
      </Group>
    </Paper>
  );
}

function Removals({ account }: { readonly account: Account }) {
  const { t } = useTranslation("admin");
  const changed = useChanged(account.id);
  const navigate = useNavigate();
  const param = { id: account.id };
  return (
    <Paper component="section">
      <Title order={2} size="h5" mb="md">
        {t("takeAway")}
      </Title>
      <Group>
        <Deed
          isGrave
          label={t("removeFactor")}
          text={t("removeFactorText", { name: nameOf(account) })}
          onDo={async (reason) => {
            const asked = { param, json: { reason } };
            await ask(api.v1.accounts[":id"]["second-factor-removal"].$post(asked));
            await changed();
          }}
        />
        <Deed
          isGrave
          label={t("removeAccount")}
          text={t("removeAccountText", { name: nameOf(account) })}
          onDo={async (reason) => {
            await ask(api.v1.accounts[":id"].removal.$post({ param, json: { reason } }));
            await navigate({ to: "/app/accounts" });
            await changed();
          }}
        />
      </Group>
    </Paper>
  );
}

function Shown({ account }: { readonly account: Account }) {
  const { t } = useTranslation("admin");
  const frame = useTranslation("frame");
  const { time } = useFormats();
  const organizations = useQuery(organizationsQuery);
  const me = useMe();
  const { id, role, organization, secondFactor, createdAt } = account;
  const isSelf = me.id === `person/${id}`;
  return (
    <Stack gap="lg">
      <Paper component="section">
        <Facts>
          <Fact word={t("role")}>
            <Badge variant="light" className="state">
              {frame.t(`role_${role}`)}
            </Badge>
          </Fact>
          {organization === null ? null : (
            <Fact word={t("organization")}>
              <Anchor
                size="sm"
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to="/app/organizations/$organization"
                    params={{ organization }}
                  />
                )}
              >
                {organizations.data?.find((one) => one.id === organization)?.name ?? organization}
              </Anchor>
            </Fact>
          )}
          <Fact word={t("secondFactor")}>
            {t(secondFactor ? "factorSet" : role === "customer" ? "factorNeedless" : "factorUnset")}
          </Fact>
          <Fact word={t("createdAt")}>{time(createdAt)}</Fact>
          <Fact word={t("id")}>
            <Id value={`person/${id}`} of={t("id")} ends={10} />
          </Fact>
        </Facts>
        {isSelf ? (
          <Text size="sm" c="dimmed" mt="md">
            {t("itIsYou")}
          </Text>
        ) : null}
        <Group mt="md">
          <ChangeRole account={account} />
        </Group>
      </Paper>
      {role === "auditor" ? <Given account={account} /> : null}
      <Removals account={account} />
    </Stack>
  );
}

/** `/app/accounts/:id`: one account, and what can be done to it. */
export function AccountPage() {
  const { t } = useTranslation("admin");
  const { id } = useParams({ from: "/app/accounts/$id" });
  const account = useQuery(accountQuery(id));
  return (
    <Page
      title={account.data === undefined ? t("account") : nameOf(account.data)}
      actions={
        <Button variant="subtle" renderRoot={(props) => <Link {...props} to="/app/accounts" />}>
          {t("allAccounts")}
        </Button>
      }
    >
      <Loaded query={account} skeleton="cards">
        {(data) => <Shown account={data} />}
      </Loaded>
    </Page>
  );
}
