import { Group, Loader, SimpleGrid, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { enterAs } from "../../pages/demonstration.ts";
import { ApiError, api, ask } from "./api.ts";
import { IconArrowRight } from "./icons.ts";
import { Trouble } from "./States.tsx";
import type { Role } from "./session.ts";

/** The order in which somebody new looks around. */
const ORDER: readonly Role[] = [
  ...(["customer", "officer", "auditor", "administrator", "staff", "partner"] as const),
];

/** The demonstration's people, each one press away; elsewhere there are none, and nothing is shown. */
export function Demonstration() {
  const { t } = useTranslation();
  const [waits, setWaits] = useState(false);
  const people = useQuery({
    queryKey: ["demonstration"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await ask(api.dev.people.$get({}))).people,
  });
  const entering = useMutation({
    mutationFn: async (email: string) => {
      const answer = await enterAs(email, () => setWaits(true));
      if (!("ok" in answer)) throw new ApiError(answer.status, { detail: answer.detail });
      location.assign(answer.ok ? "/app" : "/sign-in");
    },
    onSettled: () => setWaits(false),
  });
  const { data = [] } = people;
  if (data.length === 0) return null;
  const shown = ORDER.flatMap((role) => data.find((person) => person.role === role) ?? []);
  return (
    <Stack component="section" aria-labelledby="demonstration" gap="md">
      <div>
        <Title order={2} size="h4" id="demonstration">
          {t("demoTitle")}
        </Title>
        <Text c="dimmed" size="sm" mt={4}>
          {t("demoText")}
        </Text>
      </div>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="sm">
        {shown.map(({ role, email }) => (
          <UnstyledButton
            key={role}
            className="choice"
            disabled={entering.isPending || entering.isSuccess}
            onClick={() => entering.mutate(email)}
          >
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text span fw={600}>
                {t(`role_${role}`)}
              </Text>
              {entering.variables === email && !entering.isError ? (
                <Loader size={16} aria-hidden />
              ) : (
                <IconArrowRight size={16} aria-hidden className="choice-sign" />
              )}
            </Group>
            <Text span display="block" size="sm" c="dimmed" mt={2}>
              {t(`demo_${role}`)}
            </Text>
          </UnstyledButton>
        ))}
      </SimpleGrid>
      <div role="status">{waits ? <Text size="sm">{t("demoWait")}</Text> : null}</div>
      {entering.isError ? <Trouble error={entering.error} /> : null}
    </Stack>
  );
}
