import { TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../admin/parts/Deed.tsx";
import { register, type Webhook } from "./queries.ts";

/** Where messages go from now on, and the key that acknowledgements of them are signed with. */
export function Register({
  organization,
  before,
  onSecret,
}: {
  readonly organization: string;
  readonly before: Webhook | null;
  readonly onSecret: (secret: string) => void;
}) {
  const { t } = useTranslation("partner");
  const client = useQueryClient();
  const [url, setUrl] = useState("");
  const [key, setKey] = useState("");
  return (
    <Deed
      label={t(before === null ? "register" : "change")}
      text={t("registerText")}
      {...(before === null ? {} : { button: { variant: "default" } })}
      isReady={url.trim() !== ""}
      labels={{ url: t("url"), acknowledgementKey: t("acknowledgementKey") }}
      onOpen={() => {
        setUrl(before?.url ?? "");
        setKey(before?.acknowledgementKey ?? "");
      }}
      onDo={async (reason) => {
        const acknowledgementKey = key.trim() === "" ? null : key.trim();
        const made = await register(organization, { url: url.trim(), acknowledgementKey, reason });
        if (made.secret !== null) onSecret(made.secret);
        await client.invalidateQueries({ queryKey: ["webhook"] });
      }}
    >
      <TextInput
        label={t("url")}
        description={t("urlText")}
        type="url"
        required
        value={url}
        onChange={({ currentTarget }) => setUrl(currentTarget.value)}
      />
      <TextInput
        label={t("acknowledgementKey")}
        description={t("acknowledgementKeyText")}
        value={key}
        onChange={({ currentTarget }) => setKey(currentTarget.value)}
      />
    </Deed>
  );
}
