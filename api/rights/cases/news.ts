/**
 * Telling people by e-mail that there is news of what they have asked for: that, and where to sign in. Of each step its person is told once: it is noted before the mail is handed over, so that
 * a restart tells nobody twice, and taken back where handing over fails.
 */
import { parseTime } from "../../../portal/verify/time.ts";
import type { Clock } from "../../core/clock.ts";
import type { Language } from "../../core/language.ts";
import type { Mailer } from "../../identity/mailer.ts";
import type { CaseRow, CaseStore, NumberedCase } from "../../store/case-store.ts";
import type { RequestEvent } from "../kinds/request.ts";
import { newsMail } from "./mail-words.ts";
import type { ReadCase } from "./read.ts";

/** Steps that a person is told of. */
const NEWS: readonly unknown[] = [
  "paused",
  "extended",
  "decided",
  "reopened",
  "answered",
] satisfies RequestEvent[];

/** What waited longer is told to nobody: whoever makes the file anew must not flood people. */
const FRESH_MS = 3 * 86_400_000;
const MOST = 1_000;

/** The newest step that the person is told of. Pure. */
export function newsOf({ steps }: Pick<ReadCase, "steps">): Pick<CaseRow, "news" | "newsAt"> {
  const newest = steps.findLast(({ record }) => NEWS.includes(record.event));
  if (newest === undefined) return { news: null, newsAt: null };
  const { record } = newest;
  return { news: String(record["@id"]), newsAt: parseTime(String(record["@recordedAt"])) };
}

export interface NewsContext {
  readonly store: Pick<CaseStore, "news" | "tell" | "untell">;
  readonly clock: Clock;
  /** `null`: nobody sends mail. */
  readonly mailer: Pick<Mailer, "send"> | null;
  /** Who can sign in for each of these data subjects, under whichever identifier of theirs: addresses of e-mail. */
  readonly addressesOf: (
    subjects: readonly string[],
  ) => Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /** Where people reach this ledger; `null`: nobody has said. */
  readonly publicUrl: string | null;
  /** Mails were not taken. Nothing of them is told. */
  readonly onUnsent: () => void;
  readonly onBug: (error: unknown) => void;
}

/** To one address, however many requests it is about. */
interface Letter {
  readonly address: string;
  readonly about: NumberedCase[];
}

export interface News {
  /** Looks whom to tell, and has them told behind it: when it resolves, whoever is erased next is written to all the same, and nobody has waited for a mail server. */
  round(): Promise<void>;
  /** Resolves when all mails are handed over, or were not taken. */
  settle(): Promise<void>;
}

/** After a mail that was not taken, so long nothing is sent. */
const REST_MS = 60_000;

export function createNews(context: NewsContext): News {
  const { store, clock, mailer, addressesOf, onUnsent } = context;
  let restsUntil = 0;
  let sending: Promise<void> = Promise.resolve();

  async function gather(): Promise<Letter[]> {
    const now = clock.now();
    const rows = await store.news(now - FRESH_MS, MOST);
    if (rows.length === 0) return [];
    const addresses = await addressesOf([...new Set(rows.flatMap(({ subject }) => subject ?? []))]);
    const fresh = new Set(
      await store.tell(
        rows.flatMap(({ news }) => news ?? []),
        now,
      ),
    );
    const letters = new Map<string, Letter>();
    for (const row of rows) {
      if (row.news === null || row.subject === null || !fresh.has(row.news)) continue;
      for (const address of addresses.get(row.subject) ?? []) {
        const letter = letters.get(address) ?? { address, about: [] };
        letter.about.push(row);
        letters.set(address, letter);
      }
    }
    return [...letters.values()];
  }

  async function deliver(letters: readonly Letter[]): Promise<void> {
    const [arrived, failed] = [new Set<string>(), new Set<string>()];
    for (const letter of letters) {
      const isTaken = await send(context, letter);
      for (const { news } of letter.about) (isTaken ? arrived : failed).add(String(news));
    }
    if (failed.size === 0) return;
    restsUntil = clock.now() + REST_MS;
    onUnsent();
    // Of several who stand for one person, one who was told is enough: nobody is told twice.
    await store.untell([...failed].filter((step) => !arrived.has(step)));
  }

  return {
    async round() {
      if (mailer === null || clock.now() < restsUntil) return;
      const letters = await gather();
      if (letters.length === 0) return;
      sending = sending.then(() => deliver(letters)).catch(context.onBug);
    },
    settle: () => sending,
  };
}

async function send(
  { mailer, publicUrl }: NewsContext,
  { address, about }: Letter,
): Promise<boolean> {
  const tag = about.findLast(({ language }) => language !== null)?.language ?? null;
  try {
    await mailer?.send(newsMail(address, { language: languageOf(tag), publicUrl }));
    return true;
  } catch {
    // What a mailer throws may hold the address.
    return false;
  }
}

/** @param tag BCP 47; what is neither is written to in both */
const languageOf = (tag: string | null): Language | null =>
  /^zh\b/i.test(tag ?? "") ? "zh" : /^en\b/i.test(tag ?? "") ? "en" : null;
