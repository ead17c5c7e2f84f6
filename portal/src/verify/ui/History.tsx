/** A history as the chain that it is: every event names the hash of the one before it. */
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  decodeEntry,
  type EventFacts,
  type EvidenceEvent,
  leafHash,
  type StreamFacts,
} from "../../../verify/index.ts";
import { useFormats } from "../../frame/format.ts";
import { Fields } from "./Fields.tsx";
import { shortHash } from "./short.ts";
import { Value } from "./Value.tsx";

/** So many stand there at first, and come with each further wish: the newest are those that count. */
const FIRST = 12;
const MORE = 100;

const told = (event: EventFacts, name: string) =>
  event.disclosed.find((field) => field.name === name)?.value ?? null;

function EventCard({
  facts,
  event,
}: {
  readonly facts: EventFacts;
  readonly event: EvidenceEvent;
}) {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  const [isOpen, setOpen] = useState(false);
  const kind = told(facts, "event") ?? told(facts, "choice");
  const when = told(facts, "@occurredAt");
  const { prev } = decodeEntry(event.entry);
  return (
    <li className="v-event">
      <span className="v-link" aria-hidden />
      <div className="v-card">
        <div className="v-event-head">
          <strong>{t("eventNumber", { seq: number(facts.seq) })}</strong>
          {typeof kind === "string" ? (
            <span className="v-kind">
              {t(`event_${kind}` as "event_given", { defaultValue: kind })}
            </span>
          ) : null}
          {when === null ? null : (
            <Text span size="sm" c="dimmed">
              <Value value={when} />
            </Text>
          )}
        </div>
        <p className="v-hashes">
          <span className="mono">{shortHash(leafHash(event.entry))}</span>
          <Text span size="xs" c="dimmed">
            {facts.seq === 1 ? t("firstOfStream") : t("follows", { hash: shortHash(prev) })}
            {t("atIndex", { index: number(facts.index) })}
          </Text>
        </p>
        {facts.withheld === null ? (
          <Text size="sm" c="dimmed">
            {t("whollyWithheld")}
          </Text>
        ) : (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? "hideFields" : "showFields", { count: facts.disclosed.length })}
          </Button>
        )}
        {isOpen && facts.withheld !== null ? (
          <Fields disclosed={facts.disclosed} withheld={facts.withheld} />
        ) : null}
      </div>
    </li>
  );
}

export function History({
  facts,
  events,
  stream,
}: {
  readonly facts: readonly EventFacts[];
  readonly events: readonly EvidenceEvent[];
  readonly stream: StreamFacts;
}) {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  const [shown, setShown] = useState(FIRST);
  const rows = facts.map((one, i) => ({ one, event: events[i] as EvidenceEvent })).toReversed();
  const rest = rows.length - shown;
  return (
    <>
      <ol className="v-history" reversed aria-label={t("historyTitle")}>
        {rows.slice(0, shown).map(({ one, event }) => (
          <EventCard key={one.seq} facts={one} event={event} />
        ))}
        {rest > 0 ? null : (
          <li className="v-event v-begin">
            <span className="v-link" aria-hidden />
            <Text size="sm" c="dimmed">
              {stream.from === null
                ? t("streamBegins")
                : t("knownBefore", { seq: number(stream.from.seq) })}
            </Text>
          </li>
        )}
      </ol>
      {rest > 0 ? (
        <Button variant="default" size="sm" onClick={() => setShown(shown + MORE)}>
          {t("moreEvents", { count: Math.min(MORE, rest), rest: number(rest) })}
        </Button>
      ) : null}
    </>
  );
}
