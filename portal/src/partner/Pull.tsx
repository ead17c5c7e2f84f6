import {
  Button,
  CopyButton,
  NativeSelect,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePurposeNames } from "../customer/purpose-names.ts";
import { IconCheck, IconCopy, IconDownload } from "../frame/icons.ts";
import { save } from "../frame/save.ts";
import type { Agreement } from "../officer/agreements/queries.ts";
import { nodeAt, pullCommand } from "./pull-command.ts";

/** How a partner gets what it may have: with their own values, to be copied. */
export function Pull({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useTranslation("partner");
  const frame = useTranslation("frame");
  const purposeName = usePurposeNames();
  const { versions, inForce, agreementId } = agreement;
  const version = versions.find((one) => one.version === inForce) ?? versions.at(-1);
  const purposes = version?.terms.purposes ?? [];
  const [wanted, setWanted] = useState<string | null>(null);
  const [node, setNode] = useState("");
  const purpose = wanted ?? purposes[0]?.purposeId ?? "";
  if (version === undefined) return null;
  const own = nodeAt(location.hostname);
  const rpc = node.trim() === "" ? own : node.trim();
  const command = pullCommand({ server: location.origin, agreementId, purpose, rpc });
  const terms = (): void => {
    const text = `${JSON.stringify(version.policy, null, 2)}\n`;
    save(new Blob([text], { type: "application/json" }), "terms.json");
  };
  return (
    <Paper component="section" aria-labelledby="pull">
      <Title order={2} size="h4" id="pull" mb={4}>
        {t("pull")}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t("pullSays")}
      </Text>
      <Stack gap="sm" align="flex-start">
        {purposes.length < 2 ? null : (
          <NativeSelect
            label={t("countPurpose")}
            data={purposes.map(({ purposeId: value }) => ({ value, label: purposeName(value) }))}
            value={purpose}
            onChange={({ currentTarget }) => setWanted(currentTarget.value)}
          />
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={terms}
        >
          {t("pullTerms")}
        </Button>
        <Text size="sm">{t("pullToken")}</Text>
        <TextInput
          label={t("pullNode")}
          description={t("pullNodeText")}
          placeholder={own}
          type="url"
          w="100%"
          maw={480}
          value={node}
          onChange={({ currentTarget }) => setNode(currentTarget.value)}
        />
        <div className="command">
          <pre>{command}</pre>
        </div>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              leftSection={
                copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
              }
              onClick={copy}
            >
              {frame.t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
        <Text size="sm" c="dimmed">
          {t("pullPin")}
        </Text>
      </Stack>
    </Paper>
  );
}
