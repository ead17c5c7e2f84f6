/** The demonstration of people's rights: what some of Northwind's other customers have asked for, a rule of retention, a breach that is over. Made up, and through the domain's own doors. */
import type { Input } from "../consent/input.ts";
import { type Clock, formatTime, systemClock } from "../core/clock.ts";
import { RULED_CLASSES } from "../rights/kinds/retention.ts";
import { DEFAULT_RULES } from "../rights/retention/default-rules.ts";
import { referenceOf } from "./demo-consents/rows.ts";
import type { RunningServer } from "./running-server.ts";

type Needs = Pick<RunningServer, "ledger" | "consents" | "rights" | "registers" | "store">;

/** Once it is there, a start does not look at it again. */
const DONE = "demo-rights";
const OFFICER = { id: "demonstration", role: "officer" } as const;
const NOTE = "Demonstration: nobody asked for this.";

/** Names a request of the demonstration: begun again, it records nothing twice. */
const key = (name: string): string => `demonstration/rights/${name}`;

interface DemoCase {
  readonly customer: string;
  readonly request: object;
  readonly steps: readonly object[];
}

/** None of them is asked about anything in the demonstration's consents. */
const CASES: Readonly<Record<string, DemoCase>> = {
  access: {
    customer: "SAVEA",
    request: {
      ...{ requestType: "access", channel: "email", language: "en" },
      details: "Please send me everything that you hold about me.",
      identification: { method: "callback" },
    },
    steps: [],
  },
  erasure: {
    customer: "WOLZA",
    request: {
      ...{ requestType: "erasure", channel: "post", language: "en" },
      details: "I have not bought anything for years. Please erase my data.",
    },
    steps: [
      {
        event: "paused",
        reason:
          "The letter has no address of the sender that we know. We have asked for the number of an order, to be sure that it is you.",
      },
    ],
  },
  complaint: {
    customer: "KOENE",
    request: {
      ...{ requestType: "complaint", channel: "phone", language: "zh-CN" },
      details: "我已经两次要求不再打电话推销，但仍然接到电话。",
      asked: { category: "marketing" },
    },
    steps: [
      {
        ...{ event: "decided", decision: "granted", outcome: "remedied" },
        reason: "呼叫名单未及时更新。您的号码已移除，名单现改为每日更新。",
      },
      { event: "answered", answer: { format: "letter", how: "post" } },
    ],
  },
};

/** Whose address was typed wrong, and must not be used until that is cleared up. */
const RESTRICTED = "CENTC";

const HOUR_MS = 3_600_000;
const BREACH: readonly object[] = [
  {
    event: "found",
    description:
      "An invoice was sent to the address of another customer, who returned it unopened.",
    ...{ nature: ["confidentiality"], people: 1, records: 1 },
  },
  {
    ...{ event: "assessed", risk: "unlikely" },
    consequences: "None: the envelope was unopened.",
    reason: "Nobody has read it.",
  },
  { event: "contained", measures: "Labels are printed from the order itself now." },
  { event: "closed" },
];

/** Makes what is missing, within a moment. @throws Refusal of what the ledger does not take of its own demonstration */
export async function ensureDemoRights(needs: Needs, clock: Clock = systemClock): Promise<void> {
  const { store } = needs;
  if ((await store.meta(DONE)) !== null) return;
  await stateRetention(needs);
  for (const [name, one] of Object.entries(CASES)) await recordCase(needs, name, one);
  await restrict(needs);
  await recordBreach(needs, clock);
  await store.setMeta(DONE, "northwind");
}

/** As it is without: stated, it is on record, with who has stated it. */
async function stateRetention({ rights }: Needs): Promise<void> {
  const rules = RULED_CLASSES.map((one) => ({ class: one, ...DEFAULT_RULES.classes[one] }));
  const { automatic } = DEFAULT_RULES;
  await rights.retention.state({ automatic, rules, note: NOTE }, OFFICER, key("retention"));
}

async function subjectOf({ ledger }: Needs, customer: string): Promise<string> {
  const [found] = await ledger.ensureSubjects([referenceOf(customer)]);
  return found!.subject;
}

async function recordCase(
  needs: Needs,
  name: string,
  { customer, request, steps }: DemoCase,
): Promise<void> {
  const { requests } = needs.rights;
  const subject = await subjectOf(needs, customer);
  const asked = { ...request, "@source": "demonstration", note: NOTE };
  const { requestId } = await requests.receive(subject, asked, OFFICER, key(name));
  for (const [at, step] of steps.entries())
    await requests.step({ subject, requestId }, step, OFFICER, key(`${name}/${at + 1}`));
}

async function restrict(needs: Needs): Promise<void> {
  const who = { subject: await subjectOf(needs, RESTRICTED), actor: OFFICER };
  const event = { event: "restricted", ground: "accuracy", channel: "phone", note: NOTE };
  await needs.consents.restrict(who, event, key("restriction"));
}

async function recordBreach({ registers, ledger }: Needs, clock: Clock): Promise<void> {
  const { breaches } = registers;
  const [found, ...steps] = BREACH;
  const before = await ledger.madeBefore(key("breach"));
  const awareAt = before?.awareAt ?? formatTime(clock.now() - HOUR_MS);
  const first = { ...found, awareAt, note: NOTE };
  const { breachId } = await breaches.begin(first, OFFICER, key("breach"));
  for (const [at, step] of steps.entries())
    await breaches.step(breachId, step as Input, OFFICER, key(`breach/${at + 1}`));
}
