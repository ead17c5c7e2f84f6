/** The identity domain's one door: who signs in, and how; who a request is from. */
import type { Clock } from "../core/clock.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import { networkOf } from "../core/networks.ts";
import type { Principal } from "../core/principal.ts";
import type { Random } from "../core/random.ts";
import type { Ledger } from "../ledger/service.ts";
import type { AccountsFile } from "../store/sqlite/accounts.ts";
import type { Mac } from "../vault/macs.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import { createAdministration } from "./administration.ts";
import type { Auth, AuthOptions, LateAuth } from "./auth.ts";
import { type Claimed, createBursts } from "./bursts.ts";
import { type CodesOptions, createCodes } from "./codes.ts";
import { type Contacts, contactMac, createContacts, type Relation } from "./contacts.ts";
import { createDemonstration, type Demonstration } from "./demonstration.ts";
import { endDemonstration } from "./demonstration-end.ts";
import { type ErasePeople, erasePeople } from "./erase-people.ts";
import { firstAdministrator } from "./first-administrator.ts";
import { isForwarded } from "./forwarded.ts";
import { parseGrant } from "./given.ts";
import { createKeys, type Keys } from "./keys.ts";
import { createLimits } from "./limits.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Mailer } from "./mailer.ts";
import { createOrganizations, type Organizations } from "./organizations.ts";
import { originsOf } from "./origins.ts";
import { ownPaths } from "./own-paths.ts";
import { BASE_PATH, PATHS } from "./paths.ts";
import { personOf } from "./person.ts";
import { bodyOf, inner, outer } from "./requests.ts";
import type { Me } from "./schemas.ts";
import { createSecondFactor, needsSecondFactor } from "./second-factor.ts";
import { sessionsOf } from "./sessions.ts";
import type { OidcProvider } from "./single-sign-on.ts";

export interface IdentityOptions {
  readonly file: Omit<AccountsFile, "close">;
  /** Purpose `accounts` is this domain's. */
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
  /** Whose data subjects customers are, and where it is recorded what is done to accounts and keys. */
  readonly ledger: Pick<Ledger, "knownSubjects" | "firms" | "recordAdministration">;
  /** Where people reach this ledger; `null`: on this machine alone. */
  readonly publicUrl: string | null;
  /** `null`: nobody sends mail, so nobody signs in by a code. */
  readonly mailer: Mailer | null;
  /** Of text messages, likewise. */
  readonly texter?: Mailer | null;
  /** The firm's own OpenID provider, if it has one. */
  readonly provider?: OidcProvider | null;
  /** Where `mailer` puts its mail, if nobody sends it. */
  readonly mailbox: Mailbox | null;
  readonly onBug: (error: unknown) => void;
  /** How many counts are remembered of strangers, and how many of accounts and keys; left out: 100,000. */
  readonly mostCounts?: number;
  /** See {@link CodesOptions.onUnsent}. */
  readonly onUnsent: CodesOptions["onUnsent"];
}

export interface Identity {
  /**
   * Answers a request to `/auth/…`.
   *
   * @param peer the address that its connection comes from, or that a trusted proxy names
   * @throws Refusal
   */
  handle(request: Request, peer: string): Promise<Response>;
  /**
   * Who a request is from: the machine whose key stands in `Authorization`, else the person whose session the cookie is of; `null`: nobody who is known,
   * also whoever has not shown the second factor that their role needs. Nothing is written.
   *
   * @throws Refusal `too_many_requests`
   */
  authenticate(request: Request): Promise<Principal | null>;
  /** A person by their {@link Principal.id}, with the role that they have now and what is given to them; of customers without whom they stand for, which a session tells. `null`: there is no such account any more. */
  personNow(id: string): Principal | null;
  readonly accounts: Accounts;
  readonly organizations: Organizations;
  readonly keys: Keys;
  readonly contacts: Contacts;
  /** What is erased here of who is erased. */
  readonly people: ErasePeople;
  readonly mailbox: Mailbox | null;
  /** What sends mail, for whatever else is to be told to people of the firm; `null`: nothing does. */
  readonly mailer: Mailer | null;
  /** Whether a request to this address came by a name of ours, and not by one of a page's elsewhere that points here (origins.ts). */
  isOurs(url: string): boolean;
  /** Its people; `null`: there is none, since nothing shows what opens them. */
  readonly demonstration: Demonstration | null;
  /** See demonstration-end.ts. */
  endDemonstration(): void;
  /** Whether codes are sent to telephones. */
  readonly phones: boolean;
  /** Whether there is single sign-on. */
  readonly provider: boolean;
  /** A person, as they are told of themselves. */
  me(person: Principal): Promise<Me>;
  /** See first-administrator.ts. */
  invite(): Promise<string | null>;
  /** Records what was done to accounts and keys, also by others that have the file open. @throws Refusal; see administration.ts */
  drain(): Promise<void>;
  /** Resolves when all codes that were asked for are sent. */
  settle(): Promise<void>;
  /** Before the file is closed: likewise, and notes what else is only in memory. */
  end(): Promise<void>;
}

/** Somebody tried to open something, and did not have what opens it. */
const isWrong = (error: unknown): boolean =>
  isRefusal(error, "sign_in_refused") ||
  isRefusal(error, "too_many_requests") ||
  isRefusal(error, "unauthorized");

/** How often codes, sessions and links go whose time is over. */
const SWEEP_MS = 60_000;
const READING: ReadonlySet<string> = new Set(["GET", "HEAD"]);
const NOBODY: ReadonlyMap<string, Relation> = new Map();
const OURS: ReadonlySet<string> = new Set(["same-origin", "none"]);

/** A page of others cannot read what comes, but a link on it would leave a record that its reader has read. Browsers say it (Fetch Metadata); who says nothing is no such browser. */
function isSentByOthers({ headers }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  return site !== null && !OURS.has(site);
}

async function loadAuth(
  { file, mac, provider = null, onBug }: IdentityOptions,
  rest: Pick<AuthOptions, "origins" | "passkeyAdded">,
): Promise<Auth> {
  const { createAuth } = await import("./auth.ts");
  return createAuth({ adapter: await file.adapter(), mac, provider, onBug, ...rest });
}

export function createIdentity(options: IdentityOptions): Identity {
  const { file, mac, clock, mailer, mailbox, onBug } = options;
  const origins = originsOf(options.publicUrl);
  let loading: Promise<Auth> | null = null;
  const auth: LateAuth = () => {
    loading ??= loadAuth(options, { origins, passkeyAdded });
    return loading;
  };
  /** What strangers can count up, and so make forget, is apart from what accounts, keys and the firm's money are kept by. */
  const counting = () => createLimits(clock, options.mostCounts);
  const strangers = { addresses: counting(), emails: counting() };
  const limits = counting();
  const texter = options.texter ?? null;
  const codes = createCodes({ auth, mailer, texter, limits, onUnsent: options.onUnsent });

  /**
   * The origin that the request belongs to. Cookies come along by themselves, also from pages of others; so whatever changes something
   * must name an origin, and it must be ours. Browsers always name it.
   *
   * @returns `null`: it is another's
   */
  function originOf(request: Request): string | null {
    const own = origins.of(request.url);
    const named = request.headers.get("origin");
    const fits = named === null ? READING.has(request.method) : named === own;
    return fits ? own : null;
  }

  const { random, ledger } = options;
  const administration = createAdministration({ outbox: file.outbox, clock, random, ledger });
  const sessions = sessionsOf(auth);
  const secondFactor = createSecondFactor({
    ...{ rows: file.secondFactors, mac, limits, clock, random },
  });
  const { people } = file;
  const changing = { changes: administration, clock };
  const organizations = createOrganizations({ rows: file.organizations, ...changing, random });
  const accounts = createAccounts({
    ...{ people, organizations: file.organizations, secondFactor, ledger, random, ...changing },
    isSomebody: (email) => contacts.subjectsOf(email).size > 0,
  });
  const passkeyAdded = (id: string): void =>
    accounts.changeOwn(id, { name: "passkey", after: "added" }, () => {});
  const contacts = createContacts({ rows: file.contacts, mac, ledger, ...changing });
  const bursts = createBursts({ people, ...changing });
  let swept = 0;
  async function drain(): Promise<void> {
    bursts.tell();
    if (clock.now() - swept >= SWEEP_MS) {
      swept = clock.now();
      file.sweep(swept);
    }
    return administration.drain();
  }
  const keys = createKeys({
    ...{ rows: file.apiKeys, organizations: file.organizations, changes: administration },
    ...{ limits, clock, random },
  });
  const first = firstAdministrator({
    ...{ accounts, drain, invitations: file.invitations, clock, random },
  });
  const demonstration =
    mailbox === null
      ? null
      : createDemonstration({ accounts, organizations, contacts, secondFactor, clock });
  const own = ownPaths({ accounts, codes, first, secondFactor, sessions });

  /** That something could not be counted does not take the place of the refusal. */
  async function counted(claimed: Claimed, request: Request, origin: string): Promise<void> {
    try {
      const session = claimed === null ? await sessions.of(request, origin) : null;
      bursts.failed(session === null ? claimed : { account: session.account.id });
    } catch (error) {
      onBug(error);
    }
  }

  async function personIn(request: Request): Promise<Principal | null> {
    const origin = isSentByOthers(request) ? null : originOf(request);
    const session = origin === null ? null : await sessions.of(request, origin);
    if (session === null) return null;
    const { account } = session;
    if (needsSecondFactor(account.role) && !session.secondFactor) return null;
    const { email, emailVerified } = account;
    const tied = emailVerified ? contacts.subjectsOf(email) : NOBODY;
    return personOf({ ...account, given: parseGrant(account.given) }, tied);
  }

  return {
    personNow(id) {
      const account = accounts.get(id.replace(/^person\//, ""));
      return account && personOf(account, NOBODY);
    },
    accounts,
    organizations,
    keys,
    contacts,
    people: erasePeople({ file, mac, mailbox, macOf: (email) => contactMac(mac, email) }),
    mailbox,
    mailer,
    isOurs: (url) => origins.of(url) !== null,
    demonstration,
    endDemonstration: () => endDemonstration({ people, secondFactor, changes: administration }),
    phones: texter !== null,
    provider: (options.provider ?? null) !== null,
    async me(person) {
      const account = accounts.get(person.id.slice("person/".length));
      // Gone since the request was let in.
      if (account === null || person.role === "system") throw new Refusal("unauthorized", {});
      const { id, role, subjects, actsFor, organization, given } = person;
      return {
        ...{
          id,
          role,
          email: account.email,
          phone: account.phone,
          organization,
          subjects: [...subjects].sort(),
          actsFor: [...actsFor].sort(),
        },
        given: given && { ...given, subjects: given.subjects && [...given.subjects].sort() },
      };
    },
    invite: () => first.invite(),
    drain,
    settle: () => codes.settle(),
    async end() {
      await codes.end();
      bursts.end();
    },
    async handle(request, peer) {
      const { pathname, search } = new URL(request.url);
      const route = `${request.method} ${pathname.slice(BASE_PATH.length)}`;
      const path = Object.hasOwn(PATHS, route) ? PATHS[route] : undefined;
      if (path === undefined) throw new Refusal("not_found", { what: "route" });
      const origin = originOf(request);
      if (origin === null) throw new Refusal("sign_in_refused", { problem: "origin" });
      let claimed: Claimed = null;
      try {
        strangers.addresses.take(`${route} from ${networkOf(peer)}`, path.perAddress);
        const body = await bodyOf(request, path);
        const { email } = body.texts;
        if (email !== undefined) claimed = { email };
        // Whoever is shown what opens the demonstration's people (page-routes.ts) need not guess it.
        const isShown = !isForwarded(request) && (demonstration?.has(email ?? "") ?? false);
        if (path.perEmail !== undefined && !isShown)
          strangers.emails.take(`${route} for ${email}`, path.perEmail);
        if (Object.hasOwn(own, route)) {
          const told = await own[route as keyof typeof own]({ request, origin, body: body.texts });
          if (told instanceof Response) return told;
          return Response.json(told, { headers: { "cache-control": "no-store" } });
        }
        if (path.known && (await personIn(request)) === null) throw new Refusal("unauthorized", {});
        const url = `${origin}${pathname}${search}`;
        return await outer(await (await auth()).handler(inner(request, url, body)));
      } catch (error) {
        if (path.opens && isWrong(error)) await counted(claimed, request, origin);
        throw error;
      }
    },
    async authenticate(request) {
      const given = request.headers.get("authorization");
      // What names itself is not taken for what a browser sends along.
      if (given !== null) return keys.principalOf(/^Bearer +(\S+)$/i.exec(given)?.[1] ?? "");
      return personIn(request);
    },
  };
}
