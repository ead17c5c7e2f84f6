/** Giving a partner the records of many people: decided, proven, signed and recorded with each of them. */

import { firmStreams } from "../api/consent/firm-streams.ts";
import { parseInput } from "../api/consent/input.ts";
import { createConsents } from "../api/consent/service.ts";
import { joinedSubjects } from "../api/consent/standings/joined-subjects.ts";
import { formatTime, systemClock } from "../api/core/clock.ts";
import { systemRandom } from "../api/core/random.ts";
import type { Reader } from "../api/ledger/access.ts";
import { openChecker } from "../api/ledger/evidence/checker.ts";
import type { Ledger } from "../api/ledger/service.ts";
import { issuerName, loadIssuer } from "../api/log/issuer.ts";
import { generateNoteSigner } from "../api/log/keys.ts";
import { damagedAgreement, readAgreement } from "../api/sharing/agreements.ts";
import { inForceOf } from "../api/sharing/delivery/in-force.ts";
import type { DeliveryPage } from "../api/sharing/delivery/page.ts";
import { type Asked, createDelivery } from "../api/sharing/delivery/service.ts";
import { agreement } from "../api/sharing/kinds/agreement.ts";
import { createSharing } from "../api/sharing/service.ts";
import { bareCredentials } from "./work/bare-credentials.ts";
import { BENCH_ORIGIN, type BenchLedger, openBenchLedger } from "./work/ledger.ts";
import { measureParts, type Parts } from "./work/parts.ts";
import { collectGarbage, stopwatch } from "./work/stopwatch.ts";
import type { Row, Section } from "./work/table.ts";

const GROUP = 500;
const PAGE = 200;
/** Records a second. */
const LIMIT = 300;
const BEGIN = "2020-01-01T00:00:00.000Z";
const ACTOR = { id: "bench", role: "officer" } as const;
const CHAIN = { chainId: 31_337, contract: `0x${"c0".repeat(20)}` };

/** The parts of a delivery, as the service calls them one after the other. */
const PARTS = [
  ...["walk", "decide", "read ahead", "record files", "consent files", "sign", "await checks"],
  "access records",
] as const;
/** Of a customer's fields a partner is shown those that are agreed, and what names the record. */
const FIELDS = { shown: 7, withheld: 14 };

/** So many people, each with a profile and a consent; given in pages, and once more as the changes since that there are none of. */
export async function benchDeliver(people: number): Promise<Section> {
  const bench = await openBenchLedger();
  const checker = openChecker();
  try {
    const { ledger } = bench;
    const [clock, joined] = [systemClock, joinedSubjects()];
    await ledger.ensureFirmRecord();
    const consents = createConsents({ ledger, clock, joined });
    const agreementId = await agreed(bench, consents);
    await fill(bench, consents, people);
    await bench.sealAndAnchor();
    const issuer = loadIssuer(generateNoteSigner(issuerName(BENCH_ORIGIN), systemRandom()));
    const rows: Row[] = [];
    let since: number | null = null;
    const streams = firmStreams(ledger, agreement.kind, readAgreement, damagedAgreement);
    for (const what of ["everything", "changes since, none"]) {
      const parts = measureParts(PARTS);
      const delivery = createDelivery({
        ...{ ledger: inParts(ledger, parts), clock, checker },
        // Nobody takes anything back here, and no chain is asked.
        ...{ wasGiven: async () => false, inForce: inForceOf(streams) },
        consents: { ...consents, decideMany: parts.timed("decide", consents.decideMany) },
        issuer: { ...issuer, sign: parts.timedAtOnce("sign", issuer.sign) },
      });
      const asked: Asked = {
        ...{ agreementId, purposeId: "offers", reader: READER, route: "bench", since },
        ...{ cursor: null, limit: PAGE, subject: null },
      };
      collectGarbage();
      const watch = stopwatch();
      const own = ownTime();
      const found = await watch.time(() => taken(delivery.pages(asked), people / 2));
      since = found.until;
      const { wall, cpu } = watch.took();
      rows.push({
        ...{
          what,
          ...rates(found.records, wall, cpu),
          "own thread": each(own.cpu(), found.records),
        },
        ...{ "MB peak, to the half": found.half, "MB peak": found.peak },
        "KB each": found.records === 0 ? 0 : found.bytes / found.records / 1000,
        ...(found.records === 0 ? {} : parts.shares(wall)),
      });
    }
    collectGarbage();
    const watch = stopwatch();
    await watch.time(() => bareCredentials(people, FIELDS));
    const { wall, cpu } = watch.took();
    rows.push({ what: "bare SD-JWT library, signing alone", ...rates(people, wall, cpu) });
    return {
      title: `Delivering the records of ${people.toLocaleString("en")} people under an agreement, ${PAGE} a page`,
      note: "Limit: at least 300 records a second on two cores, each with its consent decided twice, evidence of record and consent made and checked, its credential signed, and its record of access durable; memory that does not grow. Wall and CPU (of all threads) in ms; CPU and own thread also for each record. Parts: percent of the wall clock.",
      rows,
    };
  } finally {
    await checker.close();
    await bench.close();
  }
}

const READER: Reader = {
  ...({ id: "key/bench", role: "partner", organization: "bench" } as const),
  ...{ subjects: new Set<string>(), actsFor: new Set<string>() },
};

const each = (milliseconds: number, records: number): number =>
  records === 0 ? 0 : milliseconds / records;

const rates = (records: number, wall: number, cpu: number) => ({
  ...{ records, wall: Math.round(wall), CPU: Math.round(cpu), "CPU each": each(cpu, records) },
  "records/s": Math.round((records * 1000) / wall),
  limit: LIMIT,
});

/** Milliseconds of the processor that this thread alone has taken since. */
function ownTime() {
  const before = process.threadCpuUsage();
  return {
    cpu(): number {
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1000;
    },
  };
}

/** The service calls these, one after the other; each counts to its part. */
function inParts(ledger: Ledger, parts: Parts): Ledger {
  return {
    ...ledger,
    placesIn: parts.timed("walk", ledger.placesIn),
    newestVersions: parts.timed("walk", ledger.newestVersions),
    recordReads: parts.timed("access records", ledger.recordReads),
    evidenceTogether(checker) {
      const together = ledger.evidenceTogether(checker);
      const ofRecord = parts.timed("record files", together.file);
      const ofConsent = parts.timed("consent files", together.file);
      return {
        readAhead: parts.timed("read ahead", together.readAhead),
        loneEvents: parts.timed("read ahead", together.loneEvents),
        file: (request) => (request.claim === "current" ? ofConsent : ofRecord)(request),
        held: parts.timed("await checks", together.held),
      };
    },
  };
}

const MEGABYTE = 1_048_576;

/** Takes all pages as a route does: each as text, and then no more of it. */
async function taken(pages: AsyncGenerator<DeliveryPage>, half: number) {
  const found = { records: 0, bytes: 0, until: 0, half: 0, peak: 0 };
  for await (const page of pages) {
    found.records += page.records.length;
    for (const one of page.records) found.bytes += JSON.stringify(one).length;
    found.until = page.until;
    found.peak = Math.max(found.peak, Math.round(process.memoryUsage.rss() / MEGABYTE));
    if (found.records <= half) found.half = found.peak;
  }
  return found;
}

type Consenting = ReturnType<typeof createConsents>;

async function agreed({ ledger }: BenchLedger, consents: Consenting): Promise<string> {
  const clock = systemClock;
  await consents.recordController({
    ...{ "@occurredAt": BEGIN, name: "Bench", partyId: "did:web:bench.example" },
    ...{ address: { lines: ["1"], country: "PT" }, contact: "x", jurisdiction: "EU" },
    ...{ partyType: "controller", policyUrl: "https://bench.example/", privacyRights: [] },
    ...{ processingLocations: ["PT"], storageLocations: ["PT"] },
    ...{ withdrawalMethod: [{ language: "en", text: "x" }] },
    ...{ authority: { name: "x" }, email: "x@bench.example" },
  });
  await consents.publishNotice({
    ...{ noticeId: "privacy", inForceFrom: BEGIN },
    texts: [{ language: "en", title: "Data", mediaType: "text/plain", text: "Of the benchmark." }],
  });
  await consents.definePurpose({
    ...{ purposeId: "offers", inForceFrom: BEGIN, lawfulBasis: "dpv:Consent" },
    dataCategories: [{ term: "pd:EmailAddress", sensitive: false, optional: false }],
    descriptions: [{ language: "en", text: "Of the benchmark." }],
    ...{ noticeId: "privacy", personalDataHandling: ["dpv:Store"], recipients: [] },
    ...{ purposeType: "dpv:Marketing", retention: "P3Y", separateConsent: [], signals: [] },
    ...{ service: "Shop", titles: [{ language: "en", text: "Offers" }] },
  });
  const sharing = createSharing({
    ...{ ledger, clock, chain: CHAIN, registry: consents.registry, random: systemRandom() },
    hasOrganization: () => true,
  });
  const day = formatTime(clock.now()).slice(0, 10);
  const { agreementId, termsHash } = await sharing.draft(
    {
      controller: { account: `0x${"11".repeat(20)}` },
      recipient: { name: "Partner", account: `0x${"22".repeat(20)}`, contact: "x" },
      purposes: [{ purposeId: "offers", consents: ["offers"] }],
      records: [{ kind: "customer", fields: ["channel", "emails"] }],
      ...{ validFrom: `${day}T00:00:00.000Z`, onward: "prohibited", retention: "P1Y" },
      validUntil: `${Number(day.slice(0, 4)) + 1}-06-01T00:00:00.000Z`,
      duties: { deleteWithin: "PT24H", acknowledgeWithin: "P3D" },
    },
    ACTOR,
  );
  const { draft } = parseInput(agreement, {}, clock, {
    "@subject": ledger.firm,
    ...{ actor: ACTOR, agreementId, agreementVersion: 1, event: "activated" },
    termsHash: Buffer.from(termsHash.slice(2), "hex").toString("base64url"),
    transaction: {
      ...{ ...CHAIN, hash: `0x${"7a".repeat(32)}`, block: 7 },
      time: formatTime(clock.now()),
    },
  });
  await ledger.append([{ events: [{ draft }], idempotency: null }]);
  await sharing.tie(agreementId, { organization: "bench" }, ACTOR);
  return agreementId;
}

async function fill({ ledger }: BenchLedger, consents: Consenting, people: number): Promise<void> {
  for (let made = 0; made < people; made += GROUP) {
    const wanted = Math.min(GROUP, people - made);
    const own = await ledger.ensureSubjects(Array.from({ length: wanted }, () => null));
    const written = await ledger.write(
      own.map(({ subject }, i) => ({
        draft: ledger.parse({
          ...{ "@kind": "customer", "@subject": subject, "@source": "bench" },
          ...{
            "@occurredAt": BEGIN,
            name: `Person ${made + i}`,
            channel: "web",
            partyType: "person",
          },
          emails: [`p${made + i}@bench.example`],
        }),
        ...{ insist: false, idempotency: null },
      })),
    );
    const given = await consents.record(
      own.map(({ subject }) => ({
        request: consents.parse({
          ...{ "@subject": subject, "@source": "bench", "@occurredAt": BEGIN, event: "given" },
          ...{ actor: { role: "subject" }, channel: "web", choice: "Yes", language: "en" },
          ...{ consentType: "dpv:ExplicitlyExpressedConsent", purposeId: "offers" },
          ...{ noticeId: "privacy", noticeVersion: 1 },
        }),
        key: null,
      })),
    );
    for (const one of [...written, ...given]) if (one instanceof Error) throw one;
  }
}
