import { SimpleGrid, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import type { Controller } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { onceKey } from "../parts/once.ts";
import { Translations } from "../parts/Translations.tsx";
import {
  controllerDraft,
  controllerInput,
  isWhole,
  LINES,
  type LineName,
  NEEDED,
} from "./controller-draft.ts";

/** States anew who decides about the data. */
export function ControllerForm({ last }: { readonly last: Controller | null }) {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => controllerDraft(last));
  const [key, setKey] = useState(onceKey);
  const lists = ["storageLocations", "processingLocations", "privacyRights"] as const;
  const line = (name: LineName) => ({
    key: name,
    label: t(`controller_${name}`),
    required: NEEDED.includes(name),
    value: draft[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setDraft((all) => ({ ...all, [name]: value })),
  });
  return (
    <Deed
      label={t(last === null ? "stateController" : "restate")}
      title={t("controller")}
      text={t("controllerText")}
      size="xl"
      withReason={false}
      isReady={isWhole(draft)}
      button={{ variant: "default", size: "xs" }}
      onOpen={() => {
        setDraft(controllerDraft(last));
        setKey(onceKey());
      }}
      onDo={async () => {
        const json = controllerInput(draft, last);
        await ask(api.v1.controller.$post({ json, header: { "idempotency-key": key } }));
        await client.invalidateQueries({ queryKey: ["registry"] });
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {LINES.map((name) => {
          const { key: at, ...field } = line(name);
          return name === "street" ? (
            <Textarea key={at} {...field} autosize minRows={1} />
          ) : (
            <TextInput key={at} {...field} />
          );
        })}
        {lists.map((name) => (
          <TagsInput
            key={name}
            label={t(name)}
            description={t(`controllerText_${name}`)}
            required={name === "storageLocations"}
            value={[...draft[name]]}
            onChange={(value) => setDraft((all) => ({ ...all, [name]: value }))}
          />
        ))}
      </SimpleGrid>
      <Translations
        label={t("withdrawalMethod")}
        value={draft.withdrawalMethod}
        onChange={(withdrawalMethod) => setDraft((all) => ({ ...all, withdrawalMethod }))}
      />
    </Deed>
  );
}
