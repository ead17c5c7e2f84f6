/** What happens between a firm, people and partners, in the ledger and in the plain world beside it (world.ts). */
import { createDelivery, type Delivery } from "../../../../api/sharing/delivery/service.ts";
import type { Sharing } from "../../../../api/sharing/service.ts";
import { foundFirm, givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { draftOf, OFFICER, sharingOf } from "../firm.ts";
import { chainStep, FROM, ORGANIZATION, standingIn } from "./shared.ts";
import { type AgreedVersion, type KeptRecord, newWorld, versionAt, type World } from "./world.ts";

export const PEOPLE = 4;
export const PURPOSES = ["newsletter", "surveys", "research"];
export const LIMITS = [1, 2, 3, 199, 200];
const CUSTOMERS = { kind: "customer", fields: ["channel", "emails"] };
const ORDERS = { kind: "order", fields: ["channel"] };
const NEWSLETTER = { purposeId: "newsletter", consents: ["newsletter"] };
const SURVEYS = { purposeId: "surveys", consents: ["newsletter", "surveys"] };
const RESEARCH = { purposeId: "research", consents: ["newsletter"] };
/** What each agreement begins with, and may come to say. */
const TERMS: readonly (readonly Pick<AgreedVersion, "uses" | "records">[])[] = [
  [
    { uses: [NEWSLETTER, SURVEYS], records: [CUSTOMERS, ORDERS] },
    { uses: [NEWSLETTER], records: [ORDERS] },
    { uses: [SURVEYS], records: [{ kind: "customer", fields: ["emails"] }] },
  ],
  [
    { uses: [NEWSLETTER, RESEARCH], records: [CUSTOMERS] },
    { uses: [RESEARCH], records: [{ kind: "customer", fields: ["channel"] }, ORDERS] },
  ],
];
export const USES = [
  ...([0, 1] as const).map((at) => [at, "newsletter"] as const),
  ...([[0, "surveys"] as const, [1, "research"] as const] as const),
];
export const HOUR = 3_600_000;

export const MANY = [
  "customer",
  "order",
  "correct",
  "give",
  "give",
  "withdraw",
  "lend",
  "join",
] as const;
export const FEW = [
  ...(["part", "wait", "restate", "amend", "sync", "sync"] as const),
  ...(["restrict", "lift", "object", "accept"] as const),
] as const;
export const RARE = ["retire", "terminate"] as const;
export type What = (typeof MANY)[number] | (typeof FEW)[number] | (typeof RARE)[number];
/** What happens, to whom, and a number that each takes as it likes. */
export type Operation = readonly [what: What, who: number, any: number];

/** What a partner has; of whom it may not use it for now. */
interface Kept {
  readonly since: number;
  readonly records: Map<string, KeptRecord>;
  readonly unused: Set<string>;
}

export interface Scene {
  readonly ledger: TestLedger;
  readonly sharing: Sharing;
  readonly delivery: Delivery;
  readonly world: World;
  readonly people: readonly string[];
  readonly kept: Map<string, Kept>;
}

export async function opened(): Promise<Scene> {
  const ledger = await testLedger();
  await foundFirm(ledger);
  const world = newWorld();
  const from = Date.parse(FROM);
  const state = (byConsent: boolean) => ({
    versions: [{ from, byConsent, material: true }],
    retired: null,
  });
  await ledger.consents.definePurpose(purposeOf("surveys"));
  await ledger.consents.definePurpose(purposeOf("research", { lawfulBasis: "eu-gdpr:A6-1-f" }));
  for (const one of PURPOSES) world.purposes.set(one, state(one !== "research"));
  const sharing = sharingOf(ledger);
  const until = "2027-12-01T00:00:00.000Z";
  for (const [first] of TERMS) {
    const { uses, records } = first!;
    const { agreementId } = await sharing.draft(
      draftOf({ validFrom: FROM, validUntil: until, purposes: uses, records }),
      OFFICER,
    );
    await chainStep(ledger, sharing, agreementId, "activated");
    await sharing.tie(agreementId, { organization: ORGANIZATION }, OFFICER);
    const version = { ...first!, version: 1, from, until: Date.parse(until) };
    world.agreements.push({ id: agreementId, versions: [version], isTerminated: false });
  }
  const people: string[] = [];
  for (let i = 0; i < PEOPLE; i++) people.push(await newSubject(ledger));
  const { consents, clock, issuer } = ledger;
  const delivery = createDelivery({
    ...{ ledger: ledger.ledger, consents, clock, issuer, ...standingIn(ledger) },
  });
  return { ledger, sharing, delivery, world, people, kept: new Map() };
}

const write = async (
  { ledger, world }: Scene,
  subject: string,
  kind: string,
  values: Record<string, unknown>,
  more: object,
) => {
  const fields = { ...values, ...more, "@occurredAt": new Date(ledger.clock.now()).toISOString() };
  const make = kind === "customer" ? customerOf : orderOf;
  const { id, version } = await stored(ledger, make(subject, fields));
  world.records.set(id, { subject, kind, version, values });
};

export async function operate(
  scene: Scene,
  [what, who, any]: Operation,
  count: number,
): Promise<void> {
  const { ledger, sharing, world, people } = scene;
  const subject = people[who]!;
  const at = ledger.clock.now();
  const purpose = PURPOSES[any % 2]!;
  const time = new Date(at).toISOString();
  const channel = any % 3 === 0 ? null : "web";
  const filled = channel === null ? {} : { channel };
  const say = async (event: "given" | "withdrawn" | "refused", until: number | null = null) => {
    const own = { "@occurredAt": time, purposeId: purpose, noticeVersion: 2 };
    await recordOne(
      ledger,
      event === "given"
        ? givenOf(subject, {
            ...own,
            ...(until === null ? {} : { validUntil: new Date(until).toISOString() }),
          })
        : {
            "@subject": subject,
            "@source": "shop",
            "@occurredAt": time,
            event,
            purposeId: purpose,
          },
    );
    const version = versionAt(world.purposes.get(purpose)!, at);
    world.consents.push({ subject, purpose, event, at, until, version });
  };
  switch (what) {
    case "customer":
      return write(
        scene,
        subject,
        "customer",
        { ...filled, emails: [`p${count}@example.com`] },
        { note: `${count}` },
      );
    case "order":
      return write(scene, subject, "order", filled, { externalNumber: `O-${count}` });
    case "correct": {
      const own = [...world.records.values()].filter((one) => one.subject === subject);
      const kind = own[any % Math.max(1, own.length)]?.kind ?? "customer";
      const number = `O-of-${subject.slice(0, 8)}`;
      const emails = { emails: [`corrected${count}@example.com`] };
      const [values, more] =
        kind === "customer" ? [emails, { note: `${count}` }] : [filled, { externalNumber: number }];
      return write(scene, subject, kind, values, { ...more, note: `${count}` });
    }
    case "give":
      return say("given");
    case "lend":
      return say("given", at + HOUR);
    case "withdraw":
      return say(any % 2 === 0 ? "withdrawn" : "refused");
    case "join": {
      const other = people[(who + 1 + (any % (PEOPLE - 1))) % PEOPLE]!;
      const event = { "@subject": subject, other, event: "joined", reference: "desk" };
      await ledger.consents.merge(event);
      world.joins.push({ pair: [subject, other], isJoined: true });
      return;
    }
    case "restrict":
    case "lift": {
      const isOn = what === "restrict";
      const lifting = { event: "lifted", ground: "over", reason: "Checked", toldBy: "post" };
      const input = isOn ? { event: "restricted", ground: "claims" } : { ...lifting, toldAt: time };
      await ledger.consents.restrict({ subject, actor: OFFICER }, input);
      world.stops.push({ subject, purpose: null, isOn, at });
      return;
    }
    case "object":
    case "accept": {
      const isOn = what === "object";
      const purposeId = PURPOSES[any % PURPOSES.length]!;
      const input = isOn
        ? { event: "objected" }
        : {
            ...{ event: "objection-ended", ground: "withdrawn", channel: "phone" },
            ...{ reference: "Call 7", reason: "They called." },
          };
      await ledger.consents.restrict({ subject, actor: OFFICER }, { ...input, purposeId });
      world.stops.push({ subject, purpose: purposeId, isOn, at });
      return;
    }
    case "part": {
      const joins = world.joins.filter(({ isJoined }) => isJoined);
      const { pair = [subject, people[(who + 1) % PEOPLE]!] as const } =
        joins[any % Math.max(1, joins.length)] ?? {};
      const event = { "@subject": pair[0], other: pair[1], event: "separated", reference: "desk" };
      await ledger.consents.merge(event);
      world.joins.push({ pair, isJoined: false });
      return;
    }
    case "wait":
      ledger.clock.advance(2 * HOUR);
      for (const one of people)
        for (const asked of PURPOSES) await ledger.consents.expire(one, asked);
      return;
    case "restate": {
      const purposeId = PURPOSES[any % PURPOSES.length]!;
      const [byConsent, material] = [who !== 0, any > 100];
      const lawfulBasis = byConsent ? "eu-gdpr:A6-1-a" : "eu-gdpr:A6-1-f";
      const change = { material, inForceFrom: undefined, lawfulBasis };
      await ledger.consents.definePurpose(purposeOf(purposeId, change));
      world.purposes.get(purposeId)!.versions.push({ from: at, byConsent, material });
      return;
    }
    case "retire": {
      const purposeId = PURPOSES[any % PURPOSES.length]!;
      await ledger.consents.retirePurpose(purposeId, {});
      world.purposes.get(purposeId)!.retired = at;
      return;
    }
    case "amend": {
      const one = world.agreements[any % 2]!;
      const all = TERMS[any % 2]!;
      const { uses, records } = all[who % all.length]!;
      const from = Math.floor(at / 1000) * 1000 + (any % 5 === 0 ? HOUR : 0);
      const until = from + (any % 7 === 0 ? 3 * HOUR : 300 * 24 * HOUR);
      const times = { validFrom: new Date(from), validUntil: new Date(until) };
      const draft = draftOf({ ...times, purposes: uses, records });
      const { version } = await sharing.change(one.id, JSON.parse(JSON.stringify(draft)), OFFICER);
      await chainStep(ledger, sharing, one.id, "activated", { version });
      one.versions.push({ version, uses, records, from, until });
      return;
    }
    case "terminate": {
      const one = world.agreements[any % 2]!;
      if (one.isTerminated) return;
      await chainStep(ledger, sharing, one.id, "terminated");
      one.isTerminated = true;
    }
  }
}
