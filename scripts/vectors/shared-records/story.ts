/** A ledger that has given an order of somebody to a partner: what of it may be another way, and the files that go with it (docs/FORMAT.md §18.1, step 9). */
import { base64Encode, base64UrlEncode, utf8Decode } from "../../../portal/verify/bytes.ts";
import { disclosureDigest } from "../../../portal/verify/disclosure.ts";
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { CHAIN_ID, CONTRACT, fileOf, LEDGER_ID } from "../build.ts";
import { credential, type Members, OWN, own, SHOWN } from "../credentials/material.ts";
import { digestText, orderFields, rootOf } from "../record.ts";
import { type ClaimJson, current, history, json, type Withhold } from "../streams/claim.ts";
import { Ledger, type Written } from "../streams/ledger.ts";
import { type Person, person } from "../streams/people.ts";
import { opening, type Story } from "../streams/story.ts";
import { checkpointText, inclusionPath, logKey, signedNote } from "../world.ts";

export const wei: Person = person("Wei");
export const lan: Person = person("Lan");

/** What the terms ask for. */
export type Purpose = "newsletter" | "partner-offers";

export interface Step {
  readonly event: string;
  readonly occurredAt: string;
  readonly who?: Person;
  /** Replaces fields of the body; undefined takes away. */
  readonly body?: Readonly<Record<string, JsonValue | undefined>>;
}

export const given: Step = { event: "given", occurredAt: "2026-12-05T08:00:00.000Z" };

/** Given, taken back, and given again: only a history tells the last of them from the first. */
const THREE: readonly Step[] = [
  { event: "given", occurredAt: "2026-12-02T08:00:00.000Z" },
  { event: "withdrawn", occurredAt: "2026-12-03T08:00:00.000Z" },
  { event: "given", occurredAt: "2026-12-04T08:00:00.000Z" },
];

export interface Turn {
  readonly newsletter?: readonly Step[];
  readonly offers?: readonly Step[];
  /** When the map was computed. */
  readonly sealedAt?: string;
}

export interface Told {
  readonly ledger: Ledger;
  readonly order: Written;
  readonly consents: Readonly<Record<Purpose, readonly Written[]>>;
}

function stepsOf(ledger: Ledger, purposeId: Purpose, steps: readonly Step[]): Written[] {
  return steps.map(({ event, occurredAt, who = wei, body = {} }, i) => {
    const all = {
      event,
      purposeId,
      purposeVersion: 2,
      note: "by phone",
      validUntil: null,
      ...body,
    };
    const kept = Object.entries(all).filter(([, value]) => value !== undefined);
    return ledger.write(who, `consent/${purposeId}`, {
      ...{ label: `${purposeId} ${i + 1}`, occurredAt },
      body: Object.fromEntries(kept) as Record<string, JsonValue>,
    });
  });
}

export function tell({ newsletter = THREE, offers = [given], sealedAt }: Turn = {}): Told {
  const ledger = new Ledger();
  opening(ledger);
  ledger.strange("order of a stranger");
  const body = orderFields().filter(([name]) => !name.startsWith("@"));
  const order = ledger.write(wei, "order", {
    ...{ label: "Wei's order", occurredAt: "2026-12-01T09:00:00.000Z" },
    body: Object.fromEntries(body),
  });
  const consents = {
    newsletter: stepsOf(ledger, "newsletter", newsletter),
    "partner-offers": stepsOf(ledger, "partner-offers", offers),
  };
  ledger.strange("consent of a stranger");
  ledger.state(sealedAt ?? "2026-12-24T09:30:00.000Z");
  return { ledger, order, consents };
}

/** Of a consent a partner is shown what decides, and what evidence needs. */
export const UNSEEN: readonly string[] = ["@recordedAt", "@source", "note"];

export const storyOf = ({ ledger, order, consents }: Told, purpose: Purpose): Story => ({
  ...{ ledger, first: order, customer: [], consent: [...consents[purpose]], orderA: [] },
  orderB: [],
});

export const textOfFile = (of: ClaimJson): string => utf8Decode(fileOf(json(of)));

/** *current*, of the newest event. */
export function newest(told: Told, purpose: Purpose, withhold: Withhold = () => UNSEEN): string {
  const record = told.consents[purpose].at(-1) as Written;
  const common = { story: storyOf(told, purpose), who: record.who, stream: record.stream };
  return textOfFile(current({ ...common, withhold, record: () => record }));
}

/** *history*, of all events. */
export function whole(
  told: Told,
  purpose: Purpose,
  withhold: Withhold = () => UNSEEN,
  behindFirst = false,
): string {
  const [first] = told.consents[purpose] as [Written];
  const common = { story: storyOf(told, purpose), who: first.who, stream: first.stream };
  const from = behindFirst ? { from: () => first } : {};
  return textOfFile(history({ ...common, withhold, ...from }));
}

/** The claim *record*, of the order or of whatever. */
export function recordFile({ ledger }: Told, written: Written, shown: readonly string[]): string {
  const log = ledger.log();
  return utf8Decode(
    fileOf({
      anchor: { block: 7_300_000, chainId: CHAIN_ID, contract: CONTRACT, ledgerId: LEDGER_ID },
      checkpoint: signedNote(checkpointText(log), logKey),
      claim: "record",
      format: "counterfoil/evidence/v1",
      record: {
        entry: base64Encode(written.entry),
        fields: written.disclosures.map((text, i) =>
          shown.includes(written.names[i] as string)
            ? { disclosure: text }
            : { digest: digestText(text) },
        ),
        inclusion: inclusionPath(written.index, log.leaves).map(base64Encode),
        index: written.index,
        names: [...written.names],
      },
    }),
  );
}

/** @param claims replaces claims */
export function credentialOf(
  { order }: Told,
  termsHash: string,
  shown: readonly string[] = SHOWN,
  claims: Members = {},
): string {
  const { names, disclosures, index } = order;
  return credential({
    shown: shown.map((name) => disclosures[names.indexOf(name)] as string),
    claims: {
      _sd: disclosures.map((text) => base64UrlEncode(disclosureDigest(text))),
      [OWN]: own({ index, recordRoot: base64UrlEncode(rootOf(disclosures)), termsHash }),
      ...claims,
    },
  });
}
