import { Badge, Group, Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type KeyState, keyState, scopeWord } from "../admin/keys/key-state.ts";
import { useFormats } from "../frame/format.ts";
import { Loaded } from "../frame/States.tsx";
import { ownKeysQuery } from "./queries.ts";

const COLOURS: Readonly<Record<KeyState, string>> = {
  open: "accent",
  ends: "orange",
  over: "gray",
  revoked: "gray",
};

/** Keys of one's organization, to be looked at: the firm makes and revokes them. */
export function OwnKeys({ organization }: { readonly organization: string }) {
  const { t } = useTranslation("partner");
  const admin = useTranslation("admin");
  const { day } = useFormats();
  const query = useQuery(ownKeysQuery(organization));
  return (
    <section aria-labelledby="own-keys">
      <Title order={2} size="h5" mb={4} id="own-keys">
        {t("keys")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("keysSay")}
      </Text>
      <Loaded
        query={query}
        isEmpty={(keys) => keys.length === 0}
        empty={
          <Paper>
            <Text size="sm">{t("noKeys")}</Text>
          </Paper>
        }
      >
        {(keys) => (
          <ul className="rows">
            {keys.toReversed().map((key) => {
              const state = keyState(key, Date.now());
              const end = day(key.revokedAt ?? key.expiresAt);
              return (
                <li key={key.id}>
                  <Group className="row" justify="space-between" align="flex-start">
                    <div className="row-main">
                      <Text fw={600}>{key.name}</Text>
                      <Text size="sm" c="dimmed">
                        {key.scopes.map((scope) => admin.t(scopeWord(scope))).join(" · ")}
                      </Text>
                      <Text size="sm" c="dimmed">
                        {t(key.revokedAt === null ? "keyFromUntil" : "keyRevoked", {
                          from: day(key.createdAt),
                          until: end,
                        })}
                      </Text>
                    </div>
                    <Badge variant="light" color={COLOURS[state]} className="state">
                      {admin.t(`key_${state}`)}
                    </Badge>
                  </Group>
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
