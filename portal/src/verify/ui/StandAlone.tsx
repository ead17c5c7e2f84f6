/** For who does not trust this page to check itself: the same code as one file. */
import { Button, Paper, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconDownload } from "../../frame/icons.ts";

const FILE = "/verifier.html";
/** By the server, of the very bytes that it gives out: `<hash>  <name>`. */
const HASH = "/verifier.html.sha256";

export function StandAlone() {
  const { t } = useTranslation("verify");
  const [hash, setHash] = useState<string | null>(null);
  useEffect(() => {
    void fetch(HASH, { credentials: "omit" })
      .then((response) => (response.ok ? response.text() : ""))
      .then((text) => setHash(/^[0-9a-f]{64}/.exec(text)?.[0] ?? null))
      .catch(() => setHash(null));
  }, []);
  return (
    <Paper component="section" aria-labelledby="stand-alone" className="v-alone">
      <h2 id="stand-alone" className="v-title">
        {t("aloneTitle")}
      </h2>
      <Text size="sm" c="dimmed" mb="sm">
        {t("aloneLead")}
      </Text>
      <Button
        component="a"
        href={FILE}
        download
        size="xs"
        variant="light"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t("aloneGet")}
      </Button>
      {hash === null ? null : (
        <Text size="xs" c="dimmed" mt="sm" component="div">
          {t("aloneHash")}
          <span className="mono v-fingerprint">{hash.replace(/(.{8})(?=.)/g, "$1 ")}</span>
          {t("aloneHow")}
        </Text>
      )}
    </Paper>
  );
}
