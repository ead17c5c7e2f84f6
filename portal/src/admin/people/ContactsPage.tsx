import { Button, Group, Paper, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ask } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { contactsQuery } from "../data.ts";
import { Deed } from "../parts/Deed.tsx";
import { Refused } from "../parts/Refused.tsx";

type Relation = "self" | "guardian";

/** Whose contacts are shown: by their id, or by a number of the firm's. */
function Whom({ onFound }: { readonly onFound: (subject: string) => void }) {
  const { t } = useTranslation("admin");
  const { role } = useMe();
  const [by, setBy] = useState<"id" | "reference">(role === "staff" ? "reference" : "id");
  const [source, setSource] = useState("");
  const [value, setValue] = useState("");
  const [error, setError] = useState<unknown>(null);
  async function find(): Promise<void> {
    setError(null);
    if (by === "id") return onFound(value.trim());
    try {
      const json = { source: source.trim(), externalNumber: value.trim() };
      onFound((await ask(api.v1.subjects.lookup.$post({ json }))).subject);
    } catch (problem) {
      setError(problem);
    }
  }
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void find();
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          {/* Numbers of the firm's are looked up by who works with customers. */}
          {role === "staff" ? (
            <Select
              label={t("findBy")}
              allowDeselect={false}
              w={200}
              data={[
                { value: "reference", label: t("byReference") },
                { value: "id", label: t("byId") },
              ]}
              value={by}
              onChange={(chosen) => setBy(chosen === "id" ? "id" : "reference")}
            />
          ) : null}
          {by === "reference" ? (
            <TextInput
              label={t("source")}
              w={160}
              required
              value={source}
              onChange={({ currentTarget }) => setSource(currentTarget.value)}
            />
          ) : null}
          <TextInput
            label={t(by === "id" ? "subjectId" : "reference")}
            {...(by === "id" ? { description: t("subjectIdText") } : {})}
            style={{ flex: "1 1 16rem" }}
            required
            value={value}
            onChange={({ currentTarget }) => setValue(currentTarget.value)}
          />
          <Button
            type="submit"
            disabled={value.trim() === "" || (by === "reference" && source.trim() === "")}
          >
            {t("show")}
          </Button>
        </Group>
        {error === null ? null : <Refused error={error} />}
      </Stack>
    </form>
  );
}

function Address({
  subject,
  isRemoval,
}: {
  readonly subject: string;
  readonly isRemoval: boolean;
}) {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const [address, setAddress] = useState("");
  const [relation, setRelation] = useState<Relation>("self");
  return (
    <Deed
      isGrave={isRemoval}
      label={t(isRemoval ? "untie" : "tie")}
      text={t(isRemoval ? "untieText" : "tieText")}
      isReady={address.trim() !== ""}
      onOpen={() => setAddress("")}
      onDo={async (reason) => {
        const param = { subject };
        const { contacts } = api.v1.subjects[":subject"];
        const told = { address: address.trim(), reason };
        await ask(
          isRemoval
            ? contacts.removal.$post({ param, json: told })
            : contacts.$post({ param, json: { ...told, relation } }),
        );
        await client.invalidateQueries({ queryKey: ["contacts", subject] });
      }}
    >
      <TextInput
        label={t("emailOrPhone")}
        required
        data-autofocus
        autoComplete="off"
        value={address}
        onChange={({ currentTarget }) => setAddress(currentTarget.value)}
      />
      {isRemoval ? null : (
        <Select
          label={t("relation")}
          description={t(`relationText_${relation}`)}
          allowDeselect={false}
          data={(["self", "guardian"] as const).map((value) => ({
            value,
            label: t(`relation_${value}`),
          }))}
          value={relation}
          onChange={(value) => setRelation(value === "guardian" ? "guardian" : "self")}
        />
      )}
    </Deed>
  );
}

function Contacts({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("admin");
  const { time } = useFormats();
  const contacts = useQuery(contactsQuery(subject));
  return (
    <Paper component="section">
      <Title order={2} size="h5" mb={4}>
        {t("contactsOf")}
      </Title>
      <Text size="sm" c="dimmed" className="mono" mb="md">
        {subject}
      </Text>
      <Loaded
        query={contacts}
        skeleton="list"
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("noContacts")}>{t("noContactsText")}</Empty>}
      >
        {(all) => (
          <ul className="rows">
            {all.map(({ relation, createdAt }) => (
              <li key={`${relation} ${createdAt}`} className="row">
                <span className="row-main">
                  <Text span fw={600} display="block">
                    {t(`relation_${relation}`)}
                  </Text>
                  <Text span size="sm" c="dimmed">
                    {t("addressSince", { time: time(createdAt) })}
                  </Text>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Group mt="md">
        <Address subject={subject} isRemoval={false} />
        <Address subject={subject} isRemoval />
      </Group>
    </Paper>
  );
}

/** `/app/contacts`: whose address stands for a data subject. */
export function ContactsPage() {
  const { t } = useTranslation("admin");
  const [subject, setSubject] = useState<string | null>(null);
  return (
    <Page title={t("contactsTitle")} lead={t("contactsLead")}>
      <Whom onFound={setSubject} />
      {subject === null ? null : <Contacts key={subject} subject={subject} />}
    </Page>
  );
}
