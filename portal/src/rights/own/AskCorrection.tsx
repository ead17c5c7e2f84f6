import { Accordion, Fieldset, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type LedgerRecord, profileQuery } from "../../customer/data.ts";
import { OwnDamaged } from "../../customer/OwnDamaged.tsx";
import { useRecordedReading } from "../../customer/person.ts";
import { useFormats } from "../../frame/format.ts";
import { Loaded } from "../../frame/States.tsx";
import {
  type AddressDraft,
  correctionsOf,
  draftOf,
  PLACES,
  type ProfileDraft,
  TEXTS,
  type TextField,
} from "./corrections.ts";
import { RequestForm } from "./RequestForm.tsx";

const HINTS: Readonly<Partial<Record<TextField, "fieldDay" | "fieldLanguage">>> = {
  birthDate: "fieldDay",
  language: "fieldLanguage",
};

const PLACE_WORDS = {
  lines: "addressLines",
  district: "addressDistrict",
  city: "addressCity",
  region: "addressRegion",
  postalCode: "addressPostalCode",
  country: "addressCountry",
} as const satisfies Record<(typeof PLACES)[number], string>;

function AddressFields({
  address,
  n,
  onChange,
}: {
  readonly address: AddressDraft;
  readonly n: number;
  readonly onChange: (address: AddressDraft) => void;
}) {
  const { t } = useTranslation("rights");
  return (
    <Fieldset legend={t("addressNumber", { n })}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {PLACES.map((place) => {
          const field = {
            label: t(PLACE_WORDS[place]),
            value: address[place],
            onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
              onChange({ ...address, [place]: currentTarget.value }),
          };
          return place === "lines" ? (
            <Textarea key={place} {...field} autosize minRows={1} maxRows={6} />
          ) : (
            <TextInput key={place} {...field} maxLength={100} />
          );
        })}
      </SimpleGrid>
    </Fieldset>
  );
}

function ProfileFields({
  draft,
  onChange,
}: {
  readonly draft: ProfileDraft;
  readonly onChange: (draft: ProfileDraft) => void;
}) {
  const { t } = useTranslation("rights");
  const { texts, addresses } = draft;
  return (
    <Stack gap="sm">
      <Text size="sm">{t("correctLead")}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {TEXTS.map((field) => {
          const hint = HINTS[field];
          return (
            <TextInput
              key={field}
              label={t(`field_${field}`)}
              inputWrapperOrder={["label", "input", "description"]}
              {...(hint === undefined ? {} : { description: t(hint) })}
              value={texts[field]}
              maxLength={field === "note" ? 4_000 : 200}
              onChange={({ currentTarget }) =>
                onChange({ ...draft, texts: { ...texts, [field]: currentTarget.value } })
              }
            />
          );
        })}
        {(["emails", "phones"] as const).map((field) => (
          <Textarea
            key={field}
            label={t(`field_${field}`)}
            description={t("fieldOnePerLine")}
            inputWrapperOrder={["label", "input", "description"]}
            value={draft[field]}
            autosize
            minRows={2}
            maxRows={6}
            onChange={({ currentTarget }) => onChange({ ...draft, [field]: currentTarget.value })}
          />
        ))}
      </SimpleGrid>
      {addresses.map((address, at) => (
        <AddressFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in the list is what an address is known by.
          key={at}
          n={at + 1}
          address={address}
          onChange={(changed) => onChange({ ...draft, addresses: addresses.with(at, changed) })}
        />
      ))}
    </Stack>
  );
}

/** Over one's own profile: what was changed is what is asked for. */
function OfProfile({
  subject,
  profile,
}: {
  readonly subject: string;
  readonly profile: LedgerRecord;
}) {
  const { t } = useTranslation("rights");
  const { number } = useFormats();
  const [draft, setDraft] = useState(() => draftOf(profile.record));
  const corrections = correctionsOf(profile.id, profile.record, draft);
  const count = corrections.length;
  return (
    <RequestForm
      subject={subject}
      right="rectification"
      asked={{ corrections }}
      isReady={count > 0}
    >
      <ProfileFields draft={draft} onChange={setDraft} />
      <Text size="sm" fw={600} role="status">
        {count === 0 ? t("correctNothing") : t("correctCount", { count, n: number(count) })}
      </Text>
    </RequestForm>
  );
}

/** Fields of one's own profile; whatever else is wrong, in words. */
export function AskCorrection({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("rights");
  const query = useQuery({ ...profileQuery(subject), ...useRecordedReading(subject) });
  const other = <RequestForm subject={subject} right="rectification" needsDetails />;
  return (
    <Loaded query={query} skeleton="text">
      {({ newest, damaged }) =>
        newest === null ? (
          <Stack>
            {damaged === null ? (
              <Text>
                {t("correctNone")}. {t("correctNoneText")}
              </Text>
            ) : (
              <OwnDamaged entry={damaged} />
            )}
            {other}
          </Stack>
        ) : (
          <Stack>
            <OfProfile key={`${newest.id} ${newest.version}`} subject={subject} profile={newest} />
            <Accordion variant="contained" keepMounted={false}>
              <Accordion.Item value="other">
                <Accordion.Control>
                  {t("correctOr")}
                  <Text size="sm" c="dimmed">
                    {t("correctOrHint")}
                  </Text>
                </Accordion.Control>
                <Accordion.Panel>{other}</Accordion.Panel>
              </Accordion.Item>
            </Accordion>
          </Stack>
        )
      }
    </Loaded>
  );
}
