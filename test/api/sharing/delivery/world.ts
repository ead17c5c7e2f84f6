/**
 * What a partner may have, by the plainest reading of what is agreed and said: worked out of a list of what happened, from the beginning each time. Nothing that decides in the
 * product is asked, and nothing is kept from one question to the next.
 */

export interface SaidConsent {
  readonly subject: string;
  readonly purpose: string;
  readonly event: "given" | "refused" | "withdrawn";
  /** Milliseconds since 1970, as all times here. */
  readonly at: number;
  readonly until: number | null;
  /** Of the purpose, when it was said. */
  readonly version: number;
}

export interface StatedVersion {
  readonly from: number;
  readonly byConsent: boolean;
  readonly material: boolean;
}

export interface StatedPurpose {
  /** Number 1 first. */
  readonly versions: StatedVersion[];
  retired: number | null;
}

export interface AgreedVersion {
  readonly version: number;
  readonly uses: readonly { readonly purposeId: string; readonly consents: readonly string[] }[];
  readonly records: readonly { readonly kind: string; readonly fields: readonly string[] }[];
  readonly from: number;
  readonly until: number;
}

export interface AgreedTerms {
  readonly id: string;
  readonly versions: AgreedVersion[];
  isTerminated: boolean;
}

export interface KeptRecord {
  readonly subject: string;
  readonly kind: string;
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly consents: SaidConsent[];
  /** `purpose` null: of all processing. */
  readonly stops: {
    readonly subject: string;
    readonly purpose: string | null;
    readonly isOn: boolean;
    readonly at: number;
  }[];
  readonly joins: { readonly pair: readonly [string, string]; readonly isJoined: boolean }[];
  readonly purposes: Map<string, StatedPurpose>;
  readonly agreements: AgreedTerms[];
  /** The newest version of each, by `@id`. */
  readonly records: Map<string, KeptRecord>;
}

export const newWorld = (): World => ({
  ...{
    consents: [],
    stops: [],
    joins: [],
    purposes: new Map(),
    agreements: [],
    records: new Map(),
  },
});

export const versionAt = ({ versions }: StatedPurpose, now: number): number => {
  let found = 0;
  for (const [i, { from }] of versions.entries()) if (from <= now) found = i + 1;
  return found;
};

/** Whoever is one with this one, through whomever. */
export function everyIdentifier({ joins }: World, subject: string): readonly string[] {
  const all = [subject];
  for (const one of all) {
    const stands = new Map<string, boolean>();
    for (const { pair, isJoined } of joins)
      if (pair.includes(one)) stands.set(pair[0] === one ? pair[1] : pair[0], isJoined);
    for (const [other, isJoined] of stands) if (isJoined && !all.includes(other)) all.push(other);
  }
  return all;
}

/** Since when something of the person stands against it; `null`: nothing does. */
function stoppedSince(world: World, subject: string, purpose: string | null): number | null {
  const since = everyIdentifier(world, subject).flatMap((one) => {
    const last = world.stops.findLast((stop) => stop.subject === one && stop.purpose === purpose);
    return last?.isOn ? [last.at] : [];
  });
  return since.length === 0 ? null : Math.max(...since);
}

/** What this identifier itself agreed to, the purpose being as it is, and nobody of the person took back at that time or later. */
function hasOwnConsent(
  world: World,
  subject: string,
  purposeId: string,
  now: number,
  isRestrictable = true,
): boolean {
  const purpose = world.purposes.get(purposeId)!;
  if (purpose.retired !== null && purpose.retired <= now) return false;
  const inForce = versionAt(purpose, now);
  if (inForce === 0 || !purpose.versions[inForce - 1]!.byConsent) return false;
  const said = world.consents.filter((one) => one.purpose === purposeId && one.at <= now);
  let newest: SaidConsent | null = null;
  for (const one of said) {
    if (one.subject !== subject) continue;
    const isLater = newest === null || one.at > newest.at;
    if (isLater || (one.at === newest?.at && (one.event !== "given" || newest.event === "given")))
      newest = one;
  }
  if (newest === null || newest.event !== "given") return false;
  const { at, until, version } = newest;
  if (until !== null && until <= now) return false;
  for (let later = version + 1; later <= purpose.versions.length; later++) {
    const { material, from } = purpose.versions[later - 1]!;
    if (material && from <= now) return false;
  }
  const since = [
    stoppedSince(world, subject, purposeId),
    isRestrictable ? stoppedSince(world, subject, null) : null,
  ];
  if (since.some((one) => one !== null && at <= one)) return false;
  const person = everyIdentifier(world, subject);
  return !said.some((one) => one.event !== "given" && person.includes(one.subject) && one.at >= at);
}

export interface MayHave {
  readonly records: ReadonlyMap<string, KeptRecord>;
  /** How many of the agreed kinds there are that are not among them. */
  readonly others: number;
  /** Of whom everything could be had if processing were not restricted. */
  readonly held: ReadonlySet<string>;
}

/** `null`: nothing is in force for this use. */
export function mayHave(
  world: World,
  agreement: AgreedTerms,
  purposeId: string,
  now: number,
): MayHave | null {
  if (agreement.isTerminated) return null;
  const terms = agreement.versions.filter(({ from }) => from <= now).at(-1);
  if (terms === undefined || now >= terms.until) return null;
  const use = terms.uses.find((one) => one.purposeId === purposeId);
  if (use === undefined) return null;
  const records = new Map<string, KeptRecord>();
  const held = new Set<string>();
  let others = 0;
  for (const [id, record] of world.records) {
    const agreed = terms.records.find(({ kind }) => kind === record.kind);
    if (agreed === undefined) continue;
    const isAgreed = (isRestrictable: boolean): boolean =>
      isUsable(world, use, now) &&
      isUnopposed(world, use, record.subject, isRestrictable) &&
      use.consents.every((one) => hasOwnConsent(world, record.subject, one, now, isRestrictable));
    if (!isAgreed(true)) {
      if (isAgreed(false)) held.add(record.subject);
      others += 1;
      continue;
    }
    const values = agreed.fields.map((field) => [field, record.values[field] ?? null] as const);
    records.set(id, { ...record, values: Object.fromEntries(values) });
  }
  return { records, others, held };
}

/** Nobody's consent to something else makes up for an objection to what it is used for. */
function isUnopposed(
  world: World,
  { purposeId, consents }: AgreedVersion["uses"][number],
  subject: string,
  isRestrictable: boolean,
): boolean {
  if (consents.includes(purposeId)) return true;
  if (stoppedSince(world, subject, purposeId) !== null) return false;
  return !isRestrictable || stoppedSince(world, subject, null) === null;
}

function isUsable(
  { purposes }: World,
  { purposeId, consents }: AgreedVersion["uses"][number],
  now: number,
): boolean {
  const own = purposes.get(purposeId)!;
  const version = versionAt(own, now);
  if (version === 0 || (own.retired !== null && own.retired <= now)) return false;
  return !own.versions[version - 1]!.byConsent || consents.includes(purposeId);
}
