import { Alert, Button, Chip, Group, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { shortened } from "../../frame/Id.tsx";
import { IconDownload } from "../../frame/icons.ts";
import { LongList } from "../../frame/LongList.tsx";
import { Page } from "../../frame/Page.tsx";
import { onward, useOnwardOverEmpty } from "../../frame/pages.ts";
import { ReasonGate } from "../../frame/ReasonGate.tsx";
import { NOBODY, statedReason, stateReason } from "../../frame/reasons.ts";
import { Empty, Loaded, Trouble } from "../../frame/States.tsx";
import { countsQuery, everybodyQuery, type Person, type StandsAs } from "../data.ts";
import { StateBadge } from "../parts/Badges.tsx";
import { DayPicker } from "../parts/DayPicker.tsx";
import { More } from "../parts/More.tsx";
import classes from "../parts/parts.module.css";
import { usePurposeNames, useWhen } from "../people/use-person.ts";
import { endOf } from "../view/day.ts";
import { STATES } from "../view/stands.ts";
import { useCsv } from "./use-csv.ts";

const ALL = "all";

/** How many stand how; and which of them are shown. */
function States({
  purpose,
  at,
  state,
  onState,
}: {
  readonly purpose: string;
  readonly at: string | null;
  readonly state: StandsAs | null;
  readonly onState: (state: StandsAs | null) => void;
}) {
  const { t } = useTranslation("officer");
  const { number } = useFormats();
  const query = useQuery(countsQuery(purpose, at));
  return (
    <Loaded query={query} skeleton="text">
      {({ counts, total, whole }) => (
        <Stack gap="sm">
          {whole ? null : (
            <Alert color="orange" variant="light">
              {t("notWhole")}
            </Alert>
          )}
          <Chip.Group
            multiple={false}
            value={state ?? ALL}
            onChange={(chosen) => onState(STATES.find((one) => one === chosen) ?? null)}
          >
            <Group gap="xs" role="radiogroup" aria-label={t("filterByState")}>
              <Chip value={ALL} variant="outline">
                {t("allStates")} · {number(total)}
              </Chip>
              {STATES.filter((one) => (counts[one] ?? 0) > 0 || one === state).map((one) => (
                <Chip key={one} value={one} variant="outline">
                  {t(`state_${one}`)} · {number(counts[one] ?? 0)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Stack>
      )}
    </Loaded>
  );
}

/** A line leads to the person, and the day stays what it is; what they were looked for for, too. */
function Line({ person, day }: { readonly person: Person; readonly day: string | undefined }) {
  const { t } = useTranslation("officer");
  const { day: dayOf } = useFormats();
  const { subject, reason, since } = person;
  const carry = (): void => {
    const said = statedReason(NOBODY);
    if (said !== null && statedReason(subject) === null) stateReason(subject, said);
  };
  return (
    <Link
      className={classes.row}
      to="/app/people/$subject"
      params={{ subject }}
      search={day === undefined ? {} : { day }}
      onClick={carry}
    >
      <Group justify="space-between" gap="sm">
        <Text className="mono" size="sm" title={subject}>
          {shortened(subject, 10)}
        </Text>
        <Group gap="md">
          {since === null ? null : (
            <Text size="sm" c="dimmed">
              {t("since")} {dayOf(since)}
            </Text>
          )}
          <StateBadge state={reason} />
        </Group>
      </Group>
    </Link>
  );
}

function Everybody({
  purpose,
  day,
  state,
}: {
  readonly purpose: string;
  readonly day: string | undefined;
  readonly state: StandsAs | null;
}) {
  const { t } = useTranslation("officer");
  const { number } = useFormats();
  const at = endOf(day, Date.now());
  const query = useInfiniteQuery(everybodyQuery(purpose, at, state));
  useOnwardOverEmpty(query, query.data?.pages.at(-1)?.people.length === 0);
  const csv = useCsv(purpose, at, state);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {t("peopleReason")}
        </Text>
        {csv.progress === null ? (
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            onClick={csv.start}
          >
            {t("downloadCsv")}
          </Button>
        ) : (
          <Group gap="sm" role="status">
            <Text size="sm">{t("downloading", { n: number(csv.progress) })}</Text>
            <Button variant="default" onClick={csv.stop}>
              {t("downloadingStop")}
            </Button>
          </Group>
        )}
      </Group>
      {csv.error === null ? null : <Trouble error={csv.error} onRetry={csv.start} />}
      <Loaded
        query={query}
        isEmpty={({ pages }) =>
          pages.every(({ people }) => people.length === 0) && pages.at(-1)?.next === null
        }
        empty={<Empty title={t("peopleNone")}>{t("peopleNoneText")}</Empty>}
      >
        {({ pages }) => (
          <>
            <LongList
              items={pages.flatMap(({ people }) => people)}
              keyOf={({ subject }) => subject}
              label={t("people")}
              estimate={50}
              onEnd={onward(query)}
            >
              {(person) => <Line person={person} day={day} />}
            </LongList>
            <More query={query} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

/** How everybody stands to one purpose, on any day. */
export function PurposePage() {
  const { t } = useTranslation("officer");
  const { purpose } = useParams({ strict: false }) as { purpose: string };
  const { day, state = null } = useSearch({ strict: false }) as { day?: string; state?: StandsAs };
  const navigate = useNavigate();
  const nameOf = usePurposeNames();
  const when = useWhen();
  const at = endOf(day, Date.now());
  const go = (to: { day?: string | undefined; state?: StandsAs | null }): void => {
    const next = { day, state, ...to };
    void navigate({
      to: "/app/purposes/$purpose",
      params: { purpose },
      search: {
        ...(next.day === undefined ? {} : { day: next.day }),
        ...(next.state === null ? {} : { state: next.state }),
      },
      replace: true,
    });
  };
  return (
    <Page
      title={nameOf(purpose)}
      lead={t("purposeLead", { when: when(at) })}
      actions={<DayPicker day={day} onChange={(chosen) => go({ day: chosen })} />}
    >
      <States purpose={purpose} at={at} state={state} onState={(chosen) => go({ state: chosen })} />
      <ReasonGate subject={null}>
        <Everybody purpose={purpose} day={day} state={state} />
      </ReasonGate>
    </Page>
  );
}
