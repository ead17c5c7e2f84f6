/**
 * Reminding officers by e-mail of what is due. A mail says how many and by when, and nothing of anybody. Of each request and each of its deadlines everybody is reminded once of a kind: it is
 * noted before the mail is handed over, so that a restart reminds nobody twice, and taken back where handing over fails.
 */
import type { Clock } from "../../core/clock.ts";
import type { Mailer } from "../../identity/mailer.ts";
import type {
  CaseStore,
  NumberedCase,
  ReminderKind,
  ReminderMark,
} from "../../store/case-store.ts";
import { reminderMail } from "./mail-words.ts";

const DAY_MS = 86_400_000;
/** So long before the end of the last day. On the day before the last one between one and two days are left. */
const AHEAD: Readonly<Record<ReminderKind, number>> = {
  soon: 7 * DAY_MS,
  tomorrow: 2 * DAY_MS,
  overdue: 0,
};
/** The most urgent first. */
const KINDS: readonly ReminderKind[] = ["overdue", "tomorrow", "soon"];
const MOST = 1_000;

export interface Officer {
  /** `Principal.id`. */
  readonly id: string;
  readonly email: string;
}

export interface ReminderContext {
  readonly store: Pick<CaseStore, "dueBefore" | "mark" | "unmark">;
  readonly clock: Clock;
  /** `null`: nobody sends mail. */
  readonly mailer: Pick<Mailer, "send"> | null;
  readonly officers: () => readonly Officer[];
  /** Where people reach this ledger; `null`: nobody has said. */
  readonly publicUrl: string | null;
  /** A mail was not taken. Nothing of it is told. */
  readonly onUnsent: () => void;
}

/** What a deadline is now; `null`: it is far away. Pure. */
export const reminderKind = (dueAt: number, now: number): ReminderKind | null =>
  KINDS.find((kind) => now >= dueAt - AHEAD[kind]) ?? null;

/** Answers how many mails were handed over. */
export async function remind(context: ReminderContext): Promise<number> {
  const { store, clock, mailer, officers } = context;
  if (mailer === null) return 0;
  const now = clock.now();
  const rows = await store.dueBefore(now + AHEAD.soon, MOST);
  let sent = 0;
  for (const officer of officers()) if (await remindOne(context, officer, rows, now)) sent++;
  return sent;
}

async function remindOne(
  { store, mailer, publicUrl, onUnsent }: ReminderContext,
  { id: person, email }: Officer,
  rows: readonly NumberedCase[],
  now: number,
): Promise<boolean> {
  const fresh: ReminderMark[] = [];
  for (const { id: request, dueAt } of rows) {
    const kind = dueAt === null ? null : reminderKind(dueAt, now);
    if (dueAt !== null && kind !== null) fresh.push({ request, dueAt, kind, person });
  }

  const marked = await store.mark(fresh, now);
  if (marked.length === 0) return false;
  const counts = { soon: 0, tomorrow: 0, overdue: 0 };
  for (const { kind } of marked) counts[kind]++;
  const first = Math.min(...marked.map(({ dueAt }) => dueAt));
  try {
    await mailer?.send(reminderMail(email, { counts, first, publicUrl }));
    return true;
  } catch {
    // What a mailer throws may hold the address.
    await store.unmark(marked);
    onUnsent();
    return false;
  }
}
