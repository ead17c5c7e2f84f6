import { Group, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import type { Account } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { type GrantText, grantOf, grantText } from "./grant.ts";

/** Gives an auditor a time, the people that it is about, and an end. */
export function Give({
  account,
  onGiven,
}: {
  readonly account: Account;
  readonly onGiven: () => Promise<void>;
}) {
  const { t } = useTranslation("admin");
  const [text, setText] = useState<GrantText>(() => grantText(account.given, Date.now()));
  const grant = grantOf(text);
  const time = (name: "from" | "until" | "ends", label: string) => (
    <TextInput
      type="datetime-local"
      label={label}
      required
      style={{ flex: "1 1 13rem" }}
      value={text[name]}
      onChange={({ currentTarget: { value } }) => setText((all) => ({ ...all, [name]: value }))}
    />
  );
  return (
    <Deed
      label={t(account.given === null ? "give" : "giveAnew")}
      text={t("giveText")}
      button={{ variant: "default" }}
      isReady={grant !== null}
      onOpen={() => setText(grantText(account.given, Date.now()))}
      onDo={async (reason) => {
        if (grant === null) return;
        const asked = { param: { id: account.id }, json: { ...grant, reason } };
        await ask(api.v1.accounts[":id"].given.$post(asked));
        await onGiven();
      }}
    >
      <Group grow preventGrowOverflow={false} align="flex-start">
        {time("from", t("givenFrom"))}
        {time("until", t("givenUntil"))}
      </Group>
      <SegmentedControl
        aria-label={t("givenPeople")}
        data={[
          { value: "everybody", label: t("everybody") },
          { value: "some", label: t("certainPeople") },
        ]}
        value={text.whom}
        onChange={(value) =>
          setText((all) => ({ ...all, whom: value === "some" ? "some" : "everybody" }))
        }
      />
      {text.whom === "some" ? (
        <Textarea
          label={t("subjects")}
          description={t("subjectsText")}
          required
          autosize
          minRows={2}
          maxRows={8}
          className="mono"
          value={text.subjects}
          onChange={({ currentTarget: { value } }) =>
            setText((all) => ({ ...all, subjects: value }))
          }
        />
      ) : null}
      {time("ends", t("givenEnds"))}
    </Deed>
  );
}
