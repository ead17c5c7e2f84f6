import { Badge, Group, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { type Key, keysQuery, type MadeKey, organizationsQuery } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { Fact, Facts } from "../parts/Facts.tsx";
import { type KeyState, keyState } from "./key-state.ts";
import { MakeKey } from "./MakeKey.tsx";
import { Secret } from "./Secret.tsx";

const COLOURS: Readonly<Record<KeyState, string>> = {
  open: "accent",
  ends: "orange",
  over: "gray",
  revoked: "gray",
};

function Shown({ shown }: { readonly shown: Key }) {
  const { t } = useTranslation("admin");
  const frame = useTranslation("frame");
  const { time, number, duration } = useFormats();
  const client = useQueryClient();
  const organizations = useQuery(organizationsQuery);
  const { id, name, role, scopes, organization, limit, createdAt, expiresAt, revokedAt } = shown;
  const state = keyState(shown, Date.now());
  return (
    <Paper component="article">
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="sm">
        <Title order={2} size="h5">
          {name}
        </Title>
        <Badge variant="light" color={COLOURS[state]} className="state">
          {t(`key_${state}`)}
        </Badge>
      </Group>
      <Facts>
        <Fact word={t("role")}>
          {role === "system" ? t("roleSystem") : frame.t(`role_${role}`)}
        </Fact>
        {organization === null ? null : (
          <Fact word={t("organization")}>
            {organizations.data?.find((one) => one.id === organization)?.name ?? organization}
          </Fact>
        )}
        <Fact word={t("scopes")}>
          <Group gap={6} component="span" display="inline-flex">
            {scopes.map((scope) => (
              <code key={scope} className="scope">
                {scope}
              </code>
            ))}
          </Group>
        </Fact>
        <Fact word={t("limit")}>
          {t("limitText", { most: number(limit.most), time: duration(limit.seconds) })}
        </Fact>
        <Fact word={t("createdAt")}>{time(createdAt)}</Fact>
        <Fact word={t(revokedAt === null ? "endsAt" : "revokedAt")}>
          {time(revokedAt ?? expiresAt)}
        </Fact>
        <Fact word={t("id")}>
          <Id value={`key/${id}`} of={t("id")} ends={10} />
        </Fact>
      </Facts>
      {state === "open" || state === "ends" ? (
        <Group mt="md">
          <Deed
            isGrave
            label={t("revoke")}
            text={t("revokeText", { name })}
            button={{ size: "xs" }}
            onDo={async (reason) => {
              const asked = { param: { id }, json: { reason } };
              await ask(api.v1.keys[":id"].revocation.$post(asked));
              await client.invalidateQueries({ queryKey: ["keys"] });
            }}
          />
        </Group>
      ) : null}
    </Paper>
  );
}

/** `/app/keys`: keys of machines. */
export function KeysPage() {
  const { t } = useTranslation("admin");
  const [which, setWhich] = useState<"live" | "all">("live");
  const [made, setMade] = useState<MadeKey | null>(null);
  const keys = useQuery(keysQuery);
  const isLive = (key: Key): boolean => ["open", "ends"].includes(keyState(key, Date.now()));
  const shown = (all: readonly Key[]): readonly Key[] =>
    [...all].reverse().filter((key) => which === "all" || isLive(key));
  return (
    <Page title={t("keysTitle")} lead={t("keysLead")} actions={<MakeKey onMade={setMade} />}>
      {made === null ? null : <Secret made={made} onKept={() => setMade(null)} />}
      <SegmentedControl
        aria-label={t("whichKeys")}
        style={{ alignSelf: "flex-start" }}
        data={[
          { value: "live", label: t("liveKeys") },
          { value: "all", label: t("allKeys") },
        ]}
        value={which}
        onChange={(value) => setWhich(value === "all" ? "all" : "live")}
      />
      <Loaded
        query={keys}
        isEmpty={(all) => shown(all).length === 0}
        empty={<Empty title={t("noKeys")}>{t("noKeysText")}</Empty>}
      >
        {(all) => (
          <Stack>
            {shown(all).map((key) => (
              <Shown key={key.id} shown={key} />
            ))}
            <Text size="sm" c="dimmed">
              {t("keysFoot")}
            </Text>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
