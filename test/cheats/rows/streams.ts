/** Streams that are not kept as they should be. */
import { NO_PREV } from "../../../portal/verify/entry.ts";
import { keyOf, person } from "../../../scripts/vectors/streams/people.ts";
import { CONSENT, mei } from "../../../scripts/vectors/streams/story.ts";
import { audits, looksIn } from "../auditing.ts";
import { type Cheat, cheat } from "../cheat.ts";
import { compares } from "../comparing.ts";
import { day, Firm } from "../firm.ts";
import { judge, replays, replaysElsewhere, verifies, verify } from "../readers.ts";

/** Given and withdrawn; and as the firm then has it, given again. */
function begun() {
  const firm = new Firm();
  const given = firm.consent("given", 2);
  const withdrawn = firm.consent("withdrawn", 3);
  firm.state(day(4));
  return { firm, given, withdrawn };
}

const restarted = cheat(
  "stream-restarted",
  (cheats: boolean) => {
    const { firm, given, withdrawn } = begun();
    const again = firm.consent("given", 5, cheats ? { seq: 1, prev: NO_PREV } : {});
    firm.state(day(6));
    const shown = firm.history(cheats ? [again] : [given, withdrawn, again]);
    return { firm, shown, held: [shown, firm.history([given, withdrawn], { size: 4 })] };
  },
  [
    verifies("NOT_REPLAYED not_replayed"),
    replays("DIVERGED replay_seq"),
    audits("refuses seq, keeps DIVERGED two_seq"),
    looksIn("finds remote_seq"),
    compares("the newer history and an older one", "DIVERGED two_seq"),
  ],
);

const forked = cheat(
  "two-entries-one-seq",
  (cheats: boolean) => {
    const { firm, given, withdrawn } = begun();
    const again = firm.consent("given", 5, cheats ? { seq: 2, prev: given.leaf } : {});
    firm.state(day(6));
    const shown = firm.history(cheats ? [given, again] : [given, withdrawn, again]);
    return { firm, shown, held: [shown, firm.history([given, withdrawn], { size: 4 })] };
  },
  [
    verifies("NOT_REPLAYED not_replayed"),
    replays("DIVERGED replay_seq"),
    audits("refuses seq, keeps DIVERGED two_seq"),
    compares("the newer history and an older one", "DIVERGED two_seq"),
  ],
);

const gap = cheat(
  "number-left-out",
  (cheats: boolean) => {
    const { firm, given, withdrawn } = begun();
    const again = firm.consent("given", 5, cheats ? { seq: 4 } : {});
    firm.state(day(6));
    const shown = firm.history([given, withdrawn, again]);
    return { firm, shown, held: [shown] };
  },
  [
    verifies("INVALID event_missing"),
    replaysElsewhere("DIVERGED replay_seq"),
    audits("refuses seq, keeps DIVERGED foreign_prev"),
    compares("the history alone", "DIVERGED foreign_prev"),
  ],
);

const notLinked = cheat(
  "link-broken",
  (cheats: boolean) => {
    const { firm, given, withdrawn } = begun();
    const again = firm.consent("given", 5, cheats ? { prev: given.leaf } : {});
    firm.state(day(6));
    const shown = firm.history([given, withdrawn, again]);
    return { firm, shown, held: [shown] };
  },
  [
    verifies("INVALID event_foreign"),
    replaysElsewhere("DIVERGED replay_prev"),
    audits("refuses prev, keeps DIVERGED wrong_prev"),
    compares("the history alone", "DIVERGED wrong_prev"),
  ],
);

/** The number that the firm gives to the withdrawal is that of the consent before it, and the other way round. */
const swapped = cheat(
  "order-in-the-log",
  (cheats: boolean) => {
    const firm = new Firm();
    const [first, second] = cheats ? ["withdrawn", "given"] : ["given", "withdrawn"];
    const one = firm.consent(first as string, 3, cheats ? { seq: 2, prev: firm.first.leaf } : {});
    const other = firm.consent(second as string, 4, cheats ? { seq: 1, prev: NO_PREV } : {});
    const map = [firm.heads()[0]!, { key: keyOf(mei, CONSENT), value: one.leaf }];
    firm.state(day(5), cheats ? { map } : {});
    const shown = firm.history(cheats ? [other, one] : [one, other]);
    return { firm, shown, held: [shown] };
  },
  [
    verifies("INVALID event_foreign"),
    replaysElsewhere("DIVERGED replay_seq"),
    audits("refuses seq, keeps DIVERGED foreign_prev"),
    compares("the history alone", "DIVERGED wrong_prev"),
  ],
);

const secondSecret = cheat(
  "second-secret",
  (cheats: boolean) => {
    const firm = new Firm();
    const invented = {
      ...mei,
      secrets: { ...mei.secrets, consent: person("nobody").secrets.consent },
    };
    const who = cheats ? invented : mei;
    const body = { channel: "email", event: "given", purpose: "newsletter", validUntil: null };
    const event = firm.write(who, CONSENT, { label: "elsewhere", body });
    firm.state(day(4));
    return { firm, shown: firm.history([event], { who }) };
  },
  [verifies("INVALID subject_mismatch")],
);

/** Both are told with the withdrawal in the log; in the cheat it lies under a key that is not that of its stream. */
function filed(where: { key?: Uint8Array; stream?: string }) {
  const firm = new Firm();
  const given = firm.consent("given", 2);
  const { stream = CONSENT, key } = where;
  const body = { channel: "email", event: "withdrawn", purpose: "newsletter", validUntil: null };
  const occurredAt = day(3);
  const withdrawn = firm.write(mei, stream, {
    ...{ label: "withdrawal", body, occurredAt },
    ...(key !== undefined && { key }),
  });
  firm.state(day(4));
  return { firm, given, withdrawn, record: firm.record(withdrawn) };
}

const underForeignKey = cheat(
  "withdrawal-under-another-key",
  (cheats: boolean) => {
    const told = filed(cheats ? { key: keyOf(mei, "consent/post") } : {});
    const { firm, given, withdrawn } = told;
    const without = firm.history(cheats ? [given] : [given, withdrawn]);
    const full = firm.history([given, withdrawn]);
    return { ...told, without, full, held: [told.record, without] };
  },
  [
    {
      by: "verify",
      of: "a history that shows it",
      sees: ({ firm, full }) => verify(firm, full),
      honest: "VERIFIED",
      cheat: "INVALID entry_of_other_stream",
    },
    {
      by: "verify",
      of: "a history without it",
      sees: ({ firm, without }) => verify(firm, without),
      honest: "VERIFIED",
      cheat: "VERIFIED",
    },
    {
      by: "verify",
      of: "the withdrawal's record alone",
      sees: ({ firm, record }) => verify(firm, record),
      honest: "VERIFIED",
      cheat: "VERIFIED",
    },

    audits("cosigns"),
    compares("the withdrawal's record and the history without it", "DIVERGED wrong_stream"),
  ],
);

async function namedStream(firm: Firm, file: Uint8Array): Promise<string> {
  const { word, disclosed } = await judge(firm, file);
  return `${word} ${disclosed.find(({ name }) => name === "@stream")?.value}`;
}

const underAnotherName = cheat(
  "withdrawal-under-another-name",
  (cheats: boolean) => {
    const told = filed(cheats ? { stream: "consent/post" } : {});
    const { firm, given, withdrawn } = told;
    const shown = firm.history(cheats ? [given] : [given, withdrawn]);
    return { ...told, shown, held: [told.record, shown] };
  },
  [
    {
      by: "verify",
      of: "the withdrawal's record, read by the person",
      sees: ({ firm, record }) => namedStream(firm, record),
      honest: "VERIFIED consent/newsletter",
      cheat: "VERIFIED consent/post",
    },
    verifies("VERIFIED", { of: "the history" }),
    replays("VERIFIED", { of: "the history" }),

    audits("cosigns"),
    compares("the withdrawal's record and the history", "nothing"),
  ],
);

const secondIdentifier = cheat(
  "second-identifier",
  (cheats: boolean) => {
    const firm = new Firm();
    const given = firm.consent("given", 2);
    const who = cheats ? person("Mei under another number") : mei;
    const body = { channel: "email", event: "withdrawn", purpose: "newsletter", validUntil: null };
    const withdrawn = firm.write(who, CONSENT, { label: "withdrawal", body, occurredAt: day(3) });
    firm.state(day(4));
    const shown = firm.history(cheats ? [given] : [given, withdrawn]);
    return { firm, shown, held: [shown, firm.record(withdrawn)] };
  },
  [
    verifies("VERIFIED"),
    replays("VERIFIED"),
    audits("cosigns"),
    compares("the history and the withdrawal's record", "nothing"),
  ],
);

const neverRecorded = cheat(
  "never-recorded",
  (cheats: boolean) => {
    const { firm, given, withdrawn } = begun();
    // The person withdrew a second time, by telephone.
    const last = cheats ? [] : [firm.consent("withdrawn", 5)];
    firm.state(day(6));
    return { firm, shown: firm.history([given, withdrawn, ...last]) };
  },
  [verifies("VERIFIED"), replays("VERIFIED"), audits("cosigns")],
);

export const STREAM_CHEATS: readonly Cheat[] = [
  restarted,
  forked,
  gap,
  notLinked,
  swapped,
  secondSecret,
  underForeignKey,
  underAnotherName,
  secondIdentifier,
  neverRecorded,
];
