import { Checkbox, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { fromField, toField } from "../../admin/parts/time.ts";
import { said, useFields } from "../office/use-fields.tsx";
import { useOnce } from "../own/use-ask.ts";
import { type NewBreach, recordBreach } from "./queries.ts";
import { NATURES } from "./terms.ts";

const COUNT = /^\d{1,10}$/;

/** The firm is aware of a breach: what is known by now. */
export function RecordBreach() {
  const { t } = useTranslation("registers");
  const client = useQueryClient();
  const once = useOnce();
  const { values, fields, reset, set } = useFields();
  const [natures, setNatures] = useState<(typeof NATURES)[number][]>([]);
  const recording = useMutation({
    mutationFn: (json: NewBreach) => recordBreach(json, once(json)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["breaches"] }),
  });
  const awareAt = fromField(values.awareAt ?? "");
  const description = said(values, "description");
  const counts = (["people", "records"] as const).map(
    (name) => [name, said(values, name)] as const,
  );
  return (
    <Deed
      label={t("record")}
      text={t("recordText")}
      withReason={false}
      isReady={
        awareAt !== null &&
        description !== "" &&
        counts.every(([, value]) => value === "" || COUNT.test(value))
      }
      onOpen={() => {
        reset();
        setNatures([]);
        set("awareAt", toField(new Date(Date.now()).toISOString()));
      }}
      onDo={() =>
        recording.mutateAsync({
          ...{ awareAt: awareAt ?? "", description },
          ...(natures.length === 0 ? {} : { nature: natures }),
          ...Object.fromEntries(
            counts.flatMap(([name, value]) => (value === "" ? [] : [[name, Number(value)]])),
          ),
        })
      }
    >
      {fields.time("awareAt", t("awareAt"))}
      {fields.long("description", t("description"), { most: 10_000, required: true })}
      <Checkbox.Group
        label={t("nature")}
        value={natures}
        onChange={(all) => setNatures(NATURES.filter((one) => all.includes(one)))}
      >
        <Stack gap="xs" mt="xs">
          {NATURES.map((one) => (
            <Checkbox key={one} value={one} label={t(`nature_${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      {fields.text("people", t("people"), { most: 10 })}
      {fields.text("records", t("records"), { most: 10 })}
    </Deed>
  );
}
