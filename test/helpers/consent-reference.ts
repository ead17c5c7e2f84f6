/**
 * Whether there was consent, and which steps may be taken, the naive way: out of raw records, looked through anew each time, by the words of FORMAT §11.4 and of the domain's
 * documentation. It shares no code with the product, keeps nothing, and is slow.
 */

/** A record as the ledger opens it; of each subject in the order of their entries. */
export type Raw = Readonly<Record<string, unknown>>;

export interface RawLedger {
  /** The firm's records of kind `purpose`, in order. */
  readonly purposes: readonly Raw[];
  /** By subject, records of the kinds `consent`, `merge` and `restriction`, in order. */
  readonly people: ReadonlyMap<string, readonly Raw[]>;
}

export interface ReferenceAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  /** Of each identifier of the person, what it was in. */
  readonly states: Readonly<Record<string, string>>;
}

const text = (record: Raw, field: string): string => String(record[field]);
const occurred = (record: Raw): string => text(record, "@occurredAt");

const TAKES_BACK = ["refused", "withdrawn", "expired", "invalidated"];
const GIVES = ["given", "renewed"];
const BY_SOMEBODY = ["refused", "withdrawn", "invalidated"];
const CONSENT = ["eu-gdpr:A6-1-a", "dpv:ExplicitlyExpressedConsent"];

/** The record that comes last among those that had occurred by `time`; of one time, what takes back comes last. */
export function madeBy(history: readonly Raw[], time: string): Raw | null {
  let last: Raw | null = null;
  for (const record of history) {
    if (occurred(record) > time) continue;
    if (last === null || occurred(record) > occurred(last)) {
      last = record;
    } else if (occurred(record) === occurred(last)) {
      const stays = TAKES_BACK.includes(text(last, "event"));
      if (!stays || TAKES_BACK.includes(text(record, "event"))) last = record;
    }
  }
  return last;
}

export function stateOf(history: readonly Raw[], time: string): string {
  const made = madeBy(history, time);
  if (made === null) return "none";
  const event = text(made, "event");
  const { validUntil } = made;
  if (!TAKES_BACK.includes(event) && typeof validUntil === "string" && validUntil <= time)
    return "expired";
  return event === "renewed" ? "given" : event;
}

/** When consents were over by themselves by `time`, and no record says so: at their end what made the state is what ends there. */
export function endsBy(history: readonly Raw[], time: string): string[] {
  const untils = new Set(history.map(({ validUntil }) => validUntil));
  return [...untils]
    .filter((until): until is string => typeof until === "string" && until <= time)
    .filter((until) => {
      const made = madeBy(history, until);
      return made?.validUntil === until && !TAKES_BACK.includes(text(made, "event"));
    })
    .sort();
}

/** By a time it was given, under any of these identifiers. */
export const wasEverGiven = (histories: readonly (readonly Raw[])[], time: string): boolean =>
  histories
    .flat()
    .some((record) => GIVES.includes(text(record, "event")) && occurred(record) <= time);

/**
 * Whether a step may be taken. A *no* is taken always: as a withdrawal where there was ever something to withdraw, and as a refusal where nothing is in force. What gives needs nothing
 * that is in force, what renews something that was until it ended by itself, and who is asked has not agreed to the same already, nor been asked it.
 */
export function mayTake(
  state: string,
  event: string,
  facts: {
    readonly covered: boolean;
    readonly everGiven: boolean;
    readonly askedTheSame: boolean;
  },
): boolean {
  const { covered, everGiven, askedTheSame } = facts;
  const inForce = state === "given";
  const agreed = inForce && covered;
  const rules: Readonly<Record<string, boolean>> = {
    requested: !agreed && !(state === "requested" && askedTheSame),
    refused: !agreed,
    withdrawn: everGiven,
    given: !inForce,
    renewed: inForce || state === "expired",
    invalidated: inForce,
  };
  const may = rules[event];
  if (may === undefined) throw new Error(event);
  return may;
}

/** Everybody whom the newest record about each pair, of those that had occurred by then, joins to this one, also through others. */
export function identifiers(
  { people }: Pick<RawLedger, "people">,
  subject: string,
  time: string,
): string[] {
  const found = [subject];
  for (let at = 0; at < found.length; at++) {
    const pairs = new Map<unknown, unknown>();
    for (const record of people.get(found[at]!) ?? [])
      if (record["@kind"] === "merge" && occurred(record) <= time)
        pairs.set(record.other, record.event);
    for (const [other, event] of pairs)
      if (event === "joined" && !found.includes(String(other))) found.push(String(other));
  }
  return found;
}

function purposeReason(versions: readonly Raw[], time: string): string | null {
  const begun = versions.filter((record) => text(record, "inForceFrom") <= time);
  const now = begun.filter(({ event }) => event === "version").at(-1);
  if (now === undefined) return "purpose_not_in_force";
  if (begun.some(({ event }) => event === "retired")) return "purpose_retired";
  return CONSENT.includes(text(now, "lawfulBasis")) ? null : "purpose_not_by_consent";
}

/** No version that asks for renewed consent has come into force since the one that was agreed to. */
export function covers(versions: readonly Raw[], { purposeVersion }: Raw, time: string): boolean {
  return versions
    .filter((one) => one.event === "version" && text(one, "inForceFrom") <= time)
    .every((one) => Number(one.purposeVersion) <= Number(purposeVersion) || one.material === false);
}

/** Since when something stands against it, under any of these identifiers; `null`: nothing does. */
function stoppedSince(
  { people }: Pick<RawLedger, "people">,
  names: readonly string[],
  purposeId: string | null,
  time: string,
): string | null {
  const begins = purposeId === null ? "restricted" : "objected";
  const since = names.flatMap((one) => {
    const last = (people.get(one) ?? [])
      .filter((record) => record["@kind"] === "restriction" && occurred(record) <= time)
      .findLast((record) => (record.purposeId ?? null) === purposeId);
    return last?.event === begins ? [occurred(last)] : [];
  });
  return since.sort().at(-1) ?? null;
}

/** As consents alone have it, and then what is restricted or objected to, unless somebody consented later than that. */
export function referenceAnswer(
  ledger: RawLedger,
  question: { subject: string; purposeId: string; time: string },
): ReferenceAnswer {
  const { subject, purposeId, time } = question;
  const { answer, latest } = consentAnswer(ledger, question);
  const names = identifiers(ledger, subject, time);
  for (const [reason, of] of [["restricted", null] as const, ["objected", purposeId] as const]) {
    const since = stoppedSince(ledger, names, of, time);
    if (since === null || (answer.allowed && latest !== null && latest > since)) continue;
    return { ...answer, reason, allowed: false };
  }
  return answer;
}

function consentAnswer(
  ledger: RawLedger,
  { subject, purposeId, time }: { subject: string; purposeId: string; time: string },
): { readonly answer: ReferenceAnswer; readonly latest: string | null } {
  const versions = ledger.purposes.filter((record) => record.purposeId === purposeId);
  const known = identifiers(ledger, subject, time).map((one) => ({
    one,
    history: (ledger.people.get(one) ?? []).filter(
      (record) => record["@kind"] === "consent" && record.purposeId === purposeId,
    ),
  }));
  const states = Object.fromEntries(
    known.map(({ one, history }) => [one, stateOf(history, time)] as const),
  );
  const told = (reason: string, latest: string | null = null) => ({
    answer: { reason, states, allowed: reason === "given" },
    latest,
  });
  const ofPurpose = purposeReason(versions, time);
  if (ofPurpose !== null) return told(ofPurpose);
  const given = known.flatMap(({ one, history }) =>
    states[one] === "given" ? [madeBy(history, time)!] : [],
  );
  const covering = given.filter((record) => covers(versions, record, time));
  const against = known
    .flatMap(({ history }) => history)
    .filter((record) => BY_SOMEBODY.includes(text(record, "event")) && occurred(record) <= time)
    .sort((a, b) => (occurred(a) < occurred(b) ? -1 : 1));
  const lastNo = against.at(-1);
  const standing = covering
    .map(occurred)
    .filter((at) => lastNo === undefined || occurred(lastNo) < at);
  if (standing.length > 0) return told("given", standing.sort().at(-1) ?? null);
  if (covering.length > 0) return told(text(lastNo!, "event"));
  if (given.length > 0) return told("not_covered");
  // Of what was made at one time the one that takes back is told, and of such the first.
  const made = known.flatMap(({ one, history }) => {
    const record = madeBy(history, time);
    return record === null ? [] : [{ state: states[one]!, record }];
  });
  const newest = made
    .map(({ record }) => occurred(record))
    .sort()
    .at(-1);
  const last = made.filter(({ record }) => occurred(record) === newest);
  const taking = last.find(({ record }) => TAKES_BACK.includes(text(record, "event")));
  return told((taking ?? last[0])?.state ?? "never_asked");
}
