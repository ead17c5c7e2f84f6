import { Button, Group, NumberInput, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { overviewQuery } from "../data.ts";
import { AnchorLink } from "../parts/Links.tsx";

function Choose({ size }: { readonly size: number }) {
  const { t } = useTranslation("officer");
  const { number } = useFormats();
  const [index, setIndex] = useState<number | string>("");
  const navigate = useNavigate();
  const isThere =
    typeof index === "number" && Number.isInteger(index) && index >= 0 && index < size;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (isThere) void navigate({ to: "/app/entries/$index", params: { index: String(index) } });
  };
  return (
    <Stack maw={560}>
      <Paper component="form" onSubmit={send}>
        <Group align="flex-end" gap="sm">
          <NumberInput
            label={t("entryNumber")}
            value={index}
            onChange={setIndex}
            min={0}
            max={size - 1}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="none"
            hideControls
            description={t("entryOutside", { last: number(size - 1) })}
            inputWrapperOrder={["label", "input", "description"]}
            style={{ flex: 1, minWidth: 180 }}
          />
          <Button type="submit" disabled={!isThere} mb={22}>
            {t("entryGo")}
          </Button>
        </Group>
      </Paper>
      <Text>
        <AnchorLink to="/app/entries/$index" params={{ index: String(size - 1) }}>
          {t("newestEntry")} · {number(size - 1)}
        </AnchorLink>
      </Text>
    </Stack>
  );
}

/** The way into the log. */
export function ExplorerPage() {
  const { t } = useTranslation("officer");
  const query = useQuery(overviewQuery);
  return (
    <Page title={t("explorerTitle")} lead={t("explorerLead")}>
      <Loaded
        query={query}
        skeleton="text"
        isEmpty={({ size }) => size === 0}
        empty={<Empty title={t("batchesNone")} />}
      >
        {({ size }) => <Choose size={size} />}
      </Loaded>
    </Page>
  );
}
