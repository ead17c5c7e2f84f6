/** Files that do not tell what the ledger has. Whoever hands them over can do this, and needs no key. */
import { canonicalBytes, type JsonObject, type JsonValue } from "../../../portal/verify/jcs.ts";
import { CHAIN_ID, CONTRACT, OTHER_LEDGER_ID } from "../../../scripts/vectors/build.ts";
import { rawDisclosure, saltText } from "../../../scripts/vectors/record.ts";
import type { Written } from "../../../scripts/vectors/streams/ledger.ts";
import { anna, mei } from "../../../scripts/vectors/streams/story.ts";
import { checkpointText, forgerKey, otherLedgerKey, seed } from "../../../scripts/vectors/world.ts";
import { audits } from "../auditing.ts";
import { type Cheat, cheat } from "../cheat.ts";
import { compares } from "../comparing.ts";
import { day, Firm } from "../firm.ts";
import { replaysLog, verifies } from "../readers.ts";

function three() {
  const firm = new Firm();
  const events = [firm.consent("given", 2), firm.consent("withdrawn", 3), firm.consent("given", 4)];
  firm.state(day(5));
  return { firm, events: events as [Written, Written, Written] };
}

const leftOut = cheat(
  "event-left-out",
  (cheats: boolean) => {
    const { firm, events } = three();
    return { firm, shown: firm.history(events.filter(({ seq }) => !cheats || seq !== 2)) };
  },
  [verifies("INVALID event_missing")],
);

const newestLeftOff = cheat(
  "newest-left-off",
  (cheats: boolean) => {
    const { firm, events } = three();
    return { firm, shown: firm.history(cheats ? events.slice(0, 2) : events) };
  },
  [verifies("INVALID newer_exists")],
);

const outOfOrder = cheat(
  "order-in-the-file",
  (cheats: boolean) => {
    const { firm, events } = three();
    const [first, second, third] = events;
    return { firm, shown: firm.history(cheats ? [first, third, second] : events) };
  },
  [verifies("INVALID events_out_of_order")],
);

const olderVersion = cheat(
  "older-version-as-current",
  (cheats: boolean) => {
    const firm = new Firm();
    const versions = [1, 2].map((version) =>
      firm.write(mei, "customer", { label: "customer", version, body: { name: `${version}` } }),
    );
    firm.state(day(5));
    return { firm, shown: firm.current(versions[cheats ? 0 : 1] as Written) };
  },
  [verifies("INVALID newer_exists")],
);

const inventedAbsence = cheat(
  "absence-under-another-secret",
  (cheats: boolean) => {
    const { firm } = three();
    const invented = { ...mei, secrets: { ...mei.secrets, consent: seed("invented") } };
    return { firm, shown: firm.absent(cheats ? invented : anna, "consent/newsletter") };
  },
  [verifies("INVALID subject_mismatch")],
);

const wrongClass = cheat(
  "absence-in-another-class",
  (cheats: boolean) => {
    const { firm } = three();
    const elsewhere = { class: "statutory" as const };
    return { firm, shown: firm.absent(anna, "consent/newsletter", cheats ? elsewhere : {}) };
  },
  [verifies("INVALID class_not_of_kind")],
);

/** A field that says something else, under a salt of the firm's choice. */
const recommitted = cheat(
  "field-changed",
  (cheats: boolean) => {
    const { firm, events } = three();
    const [given] = events;
    const disclosures = given.names.map((name, i) =>
      name === "event"
        ? rawDisclosure([saltText("of the firm's choice"), name, "withdrawn"])
        : (given.disclosures[i] as string),
    );
    return { firm, shown: firm.record(cheats ? { ...given, disclosures } : given) };
  },
  [verifies("INVALID record_root_mismatch")],
);

/** The same version once more, with other contents, as the next entry of its stream. */
const secondVersion = cheat(
  "version-written-twice",
  (cheats: boolean) => {
    const firm = new Firm();
    const write = (version: number, name: string) =>
      firm.write(mei, "customer", { label: "customer", version, body: { name } });
    write(1, "Wang Mei");
    const second = write(cheats ? 1 : 2, "Wang-Schmidt Mei");
    firm.state(day(5));
    const shown = firm.current(second);
    return { firm, shown, held: [shown] };
  },
  [
    verifies("INVALID version_not_of_layout"),
    replaysLog("sound"),
    audits("cosigns"),
    compares("the file alone", "DIVERGED record_layout"),
  ],
);

function changed(file: Uint8Array, changes: JsonObject): Uint8Array {
  const plain = JSON.parse(new TextDecoder().decode(file)) as JsonObject;
  return canonicalBytes({ ...plain, ...changes } as JsonValue);
}

const anotherLedger = cheat(
  "another-ledgers-file",
  (cheats: boolean) => {
    const { firm, events } = three();
    const anchor = { block: 100, chainId: CHAIN_ID, contract: CONTRACT, ledgerId: OTHER_LEDGER_ID };
    const file = firm.record(events[0]);
    return { firm, shown: cheats ? changed(file, { anchor }) : file };
  },
  [verifies("INVALID anchor_other_ledger")],
);

const anotherOrigin = cheat(
  "another-ledgers-checkpoint",
  (cheats: boolean) => {
    const { firm, events } = three();
    const text = checkpointText(firm.log(), otherLedgerKey.name);
    const checkpoint = firm.note(text, otherLedgerKey);
    const file = firm.record(events[0]);
    return { firm, shown: cheats ? changed(file, { checkpoint }) : file };
  },
  [verifies("INVALID origin_mismatch")],
);

const sameName = cheat(
  "ledger-of-the-same-name",
  (cheats: boolean) => {
    const { firm, events } = three();
    const checkpoint = firm.note(checkpointText(firm.log()), forgerKey);
    const file = firm.record(events[0]);
    return { firm, shown: cheats ? changed(file, { checkpoint }) : file };
  },
  [verifies("INVALID not_signed")],
);

export const FILE_CHEATS: readonly Cheat[] = [
  leftOut,
  newestLeftOff,
  outOfOrder,
  olderVersion,
  inventedAbsence,
  wrongClass,
  recommitted,
  secondVersion,
  anotherLedger,
  anotherOrigin,
  sameName,
];
