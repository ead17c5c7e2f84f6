/** One round with an auditor: what it has cosigned of what is anchored is fetched and kept; and how it is, by its own word. */
import { utf8Decode } from "../../portal/verify/bytes.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import type { Clock } from "../core/clock.ts";
import { logId } from "../log/log-id.ts";
import type { Answer, Ask } from "./ask.ts";
import type { Cosigner } from "./cosigners.ts";
import { type Cosigned, readServed, type ServedContext } from "./served.ts";
import type { CosignStore } from "./store.ts";
import { CosignTrouble } from "./trouble.ts";

export interface AuditorContext extends ServedContext {
  readonly store: CosignStore;
  readonly ask: Ask;
  readonly clock: Clock;
}

export interface AuditorRound {
  /** The code it refuses with, or `null`: it does not say that it refuses. */
  readonly refusing: string | null;
}

/** Sizes asked for in one round, and sizes looked through for them, the newest first. */
const MOST_ASKED = 8;
const MOST_LOOKED = 64;
/** What an auditor has skipped it will hardly cosign later; asked again all the same. */
const ABSENT_FOR_MS = 3_600_000;

/** Sizes that an auditor answered 404 for, or otherwise than agreed, and until when they are not asked for. */
export type Absent = Map<number, number>;

/**
 * `<url>/<hex>/checkpoint` is the newest it has cosigned: of what is anchored above that it has nothing.
 *
 * @param url without a slash at the end
 * @throws CosignTrouble, Misbehaviour
 */
export async function auditorRound(
  context: AuditorContext,
  { vkey, key }: Pick<Cosigner, "vkey" | "key">,
  url: string,
  absent: Absent,
): Promise<AuditorRound> {
  const { store, ask, clock, ownKey } = context;
  const place = `${url}/${logId(ownKey.name)}/checkpoint`;

  async function served(size: number | null): Promise<Cosigned | null> {
    const answer = await ask(size === null ? place : `${place}/${size}`);
    if (isMissing(answer)) return null;
    const found = await readServed(context, { vkey, key }, answer.body, size, clock.now());
    await store.putCosignatures([found]);
    return found;
  }

  async function collect(): Promise<void> {
    const newest = await served(null);
    if (newest === null) return;
    const now = clock.now();
    forget(absent, now);
    const missing = await store.uncosignedAnchors(vkey, ["included", "finalized"], {
      ...{ upTo: newest.size, most: MOST_LOOKED },
    });
    const wanted = missing.filter(({ size }) => !absent.has(size));
    let first: CosignTrouble | null = null;
    for (const { size } of wanted.slice(0, MOST_ASKED)) {
      const found = await served(size).catch((error: unknown) => {
        // One size that it serves wrongly keeps none of the others back.
        if (!(error instanceof CosignTrouble) || error.unreachable) throw error;
        first ??= error;
        return null;
      });
      if (found === null) absent.set(size, now + ABSENT_FOR_MS);
    }
    if (first !== null) throw first;
  }

  // First of all: an auditor that refuses may have nothing else to say any more.
  const refusing = await refusal(ask, url);
  try {
    await collect();
  } catch (error) {
    // That it refuses weighs more than how the rest went.
    if (refusing === null || !(error instanceof CosignTrouble)) throw error;
  }
  return { refusing };
}

/** True for 404: it has nothing of the kind. */
function isMissing({ status }: Answer): boolean {
  if (status === 404) return true;
  if (status !== 200) throw new CosignTrouble("bad_status");
  return false;
}

function forget(absent: Absent, now: number): void {
  for (const [size, until] of absent) if (until <= now) absent.delete(size);
}

/** Only that it refuses, and why in one word, is taken from its status; it need not have one that we can read. */
async function refusal(ask: Ask, url: string): Promise<string | null> {
  const answer = await ask(`${url}/status`).catch((error: unknown) => {
    if (error instanceof CosignTrouble && !error.unreachable) return null;
    throw error;
  });
  const status = answer?.status === 200 ? parsed(answer.body) : null;
  if (status?.state !== "refusing") return null;
  const { refusal: why } = status;
  const code: unknown = isObject(why) ? why.code : null;
  return typeof code === "string" && /^[a-z_]{1,40}$/.test(code) ? code : "refusing";
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function parsed(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(utf8Decode(body));
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof FormatError) return null;
    throw error;
  }
}
