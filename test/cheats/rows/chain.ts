/** What the firm tries on the chain itself, with the keys of owner and anchorer. Real contract, real chain. */
import { audits } from "../auditing.ts";
import { type Cheat, cheat } from "../cheat.ts";
import { compares } from "../comparing.ts";
import { day, Firm } from "../firm.ts";
import { realChain } from "../real-chain.ts";

/** Two batches; of another view, the second differs. */
function view(second: string) {
  const firm = new Firm();
  const events = [firm.consent("given", 2)];
  firm.state(day(4));
  events.push(firm.consent(second, 5));
  firm.state(day(6));
  return { firm, events };
}

/** A third batch, on top of what was. */
function grown(second: string): Firm {
  const { firm } = view(second);
  firm.consent("given", 7);
  firm.state(day(8));
  return firm;
}

/** The first two batches of the true view are anchored. */
async function anchored() {
  const chain = await realChain();
  const empty = await chain.snapshot();
  const { firm, events } = view("withdrawn");
  await chain.anchor(firm, 3);
  await chain.anchor(firm, 5);
  return { ...chain, chain, empty, firm, file: firm.history(events), close: chain.close };
}

const rewritten = cheat(
  "history-rewritten-on-the-chain",
  async (cheats: boolean) => ({
    ...(await anchored()),
    next: grown(cheats ? "given" : "withdrawn"),
  }),
  [
    {
      by: "contract",
      sees: ({ chain, next }) => chain.anchor(next, 7),
      honest: "anchored",
      cheat: "refused: InvalidConsistencyProof",
    },
  ],
);

const again = cheat(
  "size-anchored-again",
  async (cheats: boolean) => {
    const told = await anchored();
    return cheats
      ? { ...told, next: view("given").firm, size: 5 }
      : { ...told, next: grown("withdrawn"), size: 7 };
  },
  [
    {
      by: "contract",
      sees: ({ chain, next, size }) => chain.anchor(next, size),
      honest: "anchored",
      cheat: "refused: SizeNotGrowing",
    },
  ],
);

const shortened = cheat(
  "log-shortened-on-the-chain",
  async (cheats: boolean) => ({ ...(await anchored()), size: cheats ? 4 : 7 }),
  [
    {
      by: "contract",
      sees: ({ chain, size }) => chain.anchor(grown("withdrawn"), size),
      honest: "anchored",
      cheat: "refused: SizeNotGrowing",
    },
  ],
);

const stranger = cheat(
  "anchored-by-somebody-else",
  async (cheats: boolean) => ({ ...(await anchored()), by: cheats ? "stranger" : "firm" }) as const,
  [
    {
      by: "contract",
      sees: ({ chain, by }) => chain.anchor(grown("withdrawn"), 7, by),
      honest: "anchored",
      cheat: "refused: NotAnchorer",
    },
  ],
);

/** The development chain is put back to before the first anchor, and another history is anchored on it. */
const chainRewritten = cheat(
  "development-chain-rewritten",
  async (cheats: boolean) => {
    const told = await anchored();
    const { chain, empty } = told;
    const before = { firm: told.firm };
    if (!cheats) {
      const newer = { firm: told.firm, file: told.file };
      return { ...told, newer, held: [told.file], followed: { servings: [before, before] } };
    }
    const { firm, events } = view("given");
    await chain.revert(empty);
    await chain.anchor(firm, 3);
    await chain.anchor(firm, 5);
    const newer = { firm, file: firm.history(events) };
    const followed = { servings: [before, { firm }] };
    return { ...told, newer, held: [told.file, newer.file], followed };
  },
  [
    {
      by: "verify",
      of: "a file from before",
      sees: ({ chain, firm, file }) => chain.verify(firm, file),
      honest: "VERIFIED",
      cheat: "DIVERGED root_differs",
    },
    {
      by: "verify",
      of: "a file from afterwards",
      sees: ({ chain, newer }) => chain.verify(newer.firm, newer.file),
      honest: "VERIFIED",
      cheat: "VERIFIED",
    },
    compares("a file from before and one from afterwards", "DIVERGED two_roots"),
    audits("refuses two_roots, keeps DIVERGED two_roots", { of: "the log, before and afterwards" }),
  ],
);

/** The second batch is shed: a new ledger goes on from before it. */
const shed = cheat(
  "entries-shed-by-succession",
  async (cheats: boolean) => {
    const told = await anchored();
    return { ...told, next: cheats ? await told.chain.succeed(3) : told.policy };
  },
  [
    {
      by: "contract",
      of: "what it says of the ledger",
      sees: ({ chain }) => chain.standing(),
      honest: "open",
      cheat: "closed, goes on from size 3",
    },
    {
      by: "verify",
      of: "a file of the entries shed, under the successor's policy",
      sees: ({ chain, firm, file, next }) => chain.verify(firm, file, next),
      honest: "VERIFIED",
      cheat: "NOT_ANCHORED not_anchored",
    },
    {
      by: "verify",
      of: "the same under the policy of the ledger that was closed, where it stays true",
      sees: ({ chain, firm, file }) => chain.verify(firm, file),
      honest: "VERIFIED",
      cheat: "VERIFIED",
    },
  ],
);

export const CHAIN_CHEATS: readonly Cheat[] = [
  rewritten,
  again,
  shortened,
  stranger,
  chainRewritten,
  shed,
];
