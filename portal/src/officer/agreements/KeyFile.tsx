import { Alert, Button, FileButton, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { IconDownload, IconFile } from "../../frame/icons.ts";
import { Trouble } from "../../frame/States.tsx";
import { save } from "../../frame/save.ts";
import { type AgreementVersion, askToSign, bringSignature, OF_AGREEMENTS } from "./queries.ts";
import { readSigned } from "./signed-file.ts";

type Wanted = Parameters<typeof askToSign>[1];

/** What was chosen is no signed file. */
class NotSigned extends Error {}

const saved = (value: unknown, name: string): void =>
  save(new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" }), name);

/** Signing on a machine of one's own, by the command line: what is to be signed goes out as a file, and comes back signed. */
export function KeyFile({
  id,
  wanted,
  version,
}: {
  readonly id: string;
  readonly wanted: Wanted;
  readonly version: AgreementVersion | undefined;
}) {
  const { t } = useTranslation("agreements");
  const partner = useTranslation("partner");
  const client = useQueryClient();
  const asking = useMutation({
    mutationFn: async () => saved((await askToSign(id, wanted)).typedData, "to-sign.json"),
  });
  const bringing = useMutation({
    mutationFn: async (file: File) => {
      const signed = readSigned(await file.text());
      if (signed === null) throw new NotSigned();
      return bringSignature(id, signed);
    },
    onSettled: () => client.invalidateQueries(OF_AGREEMENTS),
  });
  const isTerms = wanted.what === "terms";
  const held = isTerms ? " --terms terms.json" : "";
  const command = `npm run -s counterfoil -- agreement sign to-sign.json${held} --key-file party.key -o signed.json`;
  const { error, data } = bringing;
  return (
    <Stack gap="sm" align="flex-start">
      <Title order={3} size="h6">
        {t("keyFile")}
      </Title>
      <Text size="sm" c="dimmed">
        {t(isTerms ? "keyFileTerms" : "keyFileText")}
      </Text>
      <div className="command">
        <pre>{command}</pre>
      </div>
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={asking.isPending}
          onClick={() => asking.mutate()}
        >
          {t("toSignFile")}
        </Button>
        {isTerms && version !== undefined ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => saved(version.policy, "terms.json")}
          >
            {partner.t("pullTerms")}
          </Button>
        ) : null}
        <FileButton
          accept="application/json,.json"
          onChange={(file) => {
            if (file !== null) bringing.mutate(file);
          }}
        >
          {(props) => (
            <Button
              {...props}
              size="xs"
              leftSection={<IconFile size={16} aria-hidden />}
              loading={bringing.isPending}
            >
              {t("bringSigned")}
            </Button>
          )}
        </FileButton>
      </Group>
      {asking.isError ? <Trouble error={asking.error} /> : null}
      {data === undefined ? null : (
        <Alert role="status" variant="light">
          {t(data.waitsFor === null ? "signedAs" : "waits")}
        </Alert>
      )}
      {error === null ? null : error instanceof NotSigned ? (
        <Alert role="alert" color="orange" variant="light">
          {t("notSigned")}
        </Alert>
      ) : (
        <Trouble error={error} />
      )}
    </Stack>
  );
}
