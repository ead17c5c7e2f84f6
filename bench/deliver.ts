/** Giving a partner the records of many people: decided, proven, signed and recorded with each of them. */

import { parseInput } from "../api/consent/input.ts";
import { createConsents } from "../api/consent/service.ts";
import { joinedSubjects } from "../api/consent/standings/joined-subjects.ts";
import { formatTime, systemClock } from "../api/core/clock.ts";
import { systemRandom } from "../api/core/random.ts";
import { openChecker } from "../api/ledger/evidence/checker.ts";
import { issuerName, loadIssuer } from "../api/log/issuer.ts";
import { generateNoteSigner } from "../api/log/keys.ts";
import { createDelivery } from "../api/sharing/delivery/service.ts";
import { agreement } from "../api/sharing/kinds/agreement.ts";
import { createSharing } from "../api/sharing/service.ts";
import { BENCH_ORIGIN, type BenchLedger, openBenchLedger } from "./work/ledger.ts";
import { collectGarbage, stopwatch } from "./work/stopwatch.ts";
import type { Row, Section } from "./work/table.ts";

const GROUP = 500;
const PAGE = 200;
/** Records a second. */
const LIMIT = 300;
const BEGIN = "2020-01-01T00:00:00.000Z";
const ACTOR = { id: "bench", role: "officer" } as const;
const CHAIN = { chainId: 31_337, contract: `0x${"c0".repeat(20)}` };

/** So many people, each with a profile and a consent; given in pages, and once more as the changes since that there are none of. */
export async function benchDeliver(people: number): Promise<Section> {
  const bench = await openBenchLedger();
  try {
    const { ledger } = bench;
    const [clock, joined] = [systemClock, joinedSubjects()];
    await ledger.ensureFirmRecord();
    const consents = createConsents({ ledger, clock, joined });
    const agreementId = await agreed(bench, consents);
    await fill(bench, consents, people);
    await bench.sealAndAnchor();
    const issuer = loadIssuer(generateNoteSigner(issuerName(BENCH_ORIGIN), systemRandom()));
    const checker = openChecker();
    const delivery = createDelivery({ ledger, consents, clock, issuer, checker });
    const rows: Row[] = [];
    let since: number | null = null;
    for (const what of ["everything", "changes since, none"]) {
      collectGarbage();
      const watch = stopwatch();
      const found = await watch.time(async () => {
        let [records, bytes] = [0, 0];
        const reader = {
          ...({ id: "key/bench", role: "partner", organization: "bench" } as const),
          ...{ subjects: new Set<string>(), actsFor: new Set<string>() },
        };
        const asked = { agreementId, purposeId: "offers", reader, route: "bench", since };
        for await (const page of delivery.pages({
          ...{ ...asked, cursor: null, limit: PAGE, subject: null },
        })) {
          records += page.records.length;
          for (const one of page.records) bytes += JSON.stringify(one).length;
          since = page.until;
        }
        return { records, bytes };
      });
      const { wall, cpu } = watch.took();
      rows.push({
        ...{ what, records: found.records, wall: Math.round(wall), CPU: Math.round(cpu) },
        "records/s": Math.round((found.records * 1000) / wall),
        limit: LIMIT,
        "KB each": found.records === 0 ? 0 : found.bytes / found.records / 1000,
      });
    }
    return {
      title: `Delivering the records of ${people.toLocaleString("en")} people under an agreement, ${PAGE} a page`,
      note: "Limit: at least 300 records a second, each with its consent decided twice, evidence of record and consent made and checked, its credential signed, and its record of access durable. Milliseconds.",
      rows,
    };
  } finally {
    await bench.close();
  }
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
