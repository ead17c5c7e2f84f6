/** Signatures, cosignatures and policies that are not what they look like. */
import type { NoteSignature } from "../../../portal/verify/note.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { type PolicyJson, policy, policyKey } from "../../../scripts/vectors/build.ts";
import {
  auditor,
  auditorForger,
  auditorKey,
  cosignature,
  cosignerId,
} from "../../../scripts/vectors/streams/auditor.ts";
import { checkpointText, logKey, nextLogKey, signingKey } from "../../../scripts/vectors/world.ts";
import { audits } from "../auditing.ts";
import { type Cheat, cheat } from "../cheat.ts";
import { day, Firm } from "../firm.ts";
import { pinned, replays, type Shown, verifies, verify } from "../readers.ts";

/** The entries break a rule: no honest auditor has cosigned them. */
function broken() {
  const firm = new Firm();
  const given = firm.consent("given", 2);
  firm.consent("withdrawn", 3);
  firm.state(day(4));
  const again = firm.consent("given", 5, { seq: 2, prev: given.leaf });
  firm.state(day(6));
  return { firm, events: [given, again] };
}

function sound() {
  const firm = new Firm();
  const given = firm.consent("given", 2);
  firm.state(day(4));
  const events = [given, firm.consent("withdrawn", 5)];
  firm.state(day(6));
  return { firm, events };
}

/** The broken log under the line that somebody makes up, against the sound one with a true line. */
function cosignedBy(cheats: boolean, line: (firm: Firm) => NoteSignature): Shown {
  if (!cheats) {
    const { firm, events } = sound();
    return { firm, shown: firm.history(events) };
  }
  const { firm, events } = broken();
  return { firm, shown: firm.history(events, { cosign: () => [line(firm)] }) };
}

const text = (firm: Firm, size = firm.size): string => checkpointText(firm.log(size));

/** Named as the auditor, and with his key's id. */
const forged = cheat(
  "cosignature-forged",
  (cheats: boolean) =>
    cosignedBy(cheats, (firm) =>
      cosignature(auditorForger, text(firm), { keyId: cosignerId(auditor) }),
    ),
  [verifies("INVALID cosignature_fails")],
);

const ofAnotherKey = cheat(
  "cosignature-of-another-key",
  (cheats: boolean) => cosignedBy(cheats, (firm) => cosignature(auditorForger, text(firm))),
  [verifies("NOT_REPLAYED not_replayed")],
);

/** The auditor's second key, which promises only that the log grows, and which no policy lists. */
const witness = signingKey(`${auditor.name}/witness`, "witness of the auditor");
const byWitness = cheat(
  "witness-for-an-auditor",
  (cheats: boolean) => cosignedBy(cheats, (firm) => cosignature(witness, text(firm))),
  [verifies("NOT_REPLAYED not_replayed"), replays("DIVERGED replay_seq")],
);

/** What the auditor cosigned while all was well. */
const older = cheat(
  "older-cosignature",
  (cheats: boolean) => cosignedBy(cheats, (firm) => cosignature(auditor, text(firm, 4))),
  [verifies("INVALID cosignature_fails")],
);

/** He cosigns whatever he is shown. */
const inLeague = cheat(
  "auditor-in-league",
  (cheats: boolean) => cosignedBy(cheats, (firm) => cosignature(auditor, text(firm))),
  [verifies("VERIFIED"), replays("DIVERGED replay_seq")],
);

/** The log key changes from the first size on that nobody has seen yet. */
const handedOut = (keys: readonly PolicyJson["keys"][number][]) =>
  pinned({ keys: [...keys, auditorKey(auditor)] });
const keyChanged = cheat(
  "log-key-changed",
  (cheats: boolean) => {
    const { firm, events } = sound();
    return {
      firm,
      shown: firm.history(events, { keys: [cheats ? nextLogKey : logKey] }),
      cheats,
      followed: { servings: [{ firm, key: cheats ? nextLogKey : logKey }] },
    };
  },
  [
    verifies("INVALID not_signed"),
    audits("waits log_wrong"),
    {
      by: "verify",
      of: "the same, under the policy that the firm hands out afterwards",
      sees: ({ firm, shown, cheats }) =>
        verify(firm, shown, {
          policy: cheats
            ? handedOut([policyKey("log", logKey), policyKey("log", nextLogKey, 5)])
            : pinned(),
        }),
      honest: "VERIFIED",
      cheat: "VERIFIED",
    },
  ],
);

/** Another ledger of the same firm: its own contract, its own auditor. */
const tame = signingKey("auditor.example/tame", "an auditor of the firm's own");
const swapped = policy({
  ledgerId: `0x${"5e".repeat(32)}`,
  keys: [policyKey("log", nextLogKey), auditorKey(tame)],
});
const policySwapped = cheat(
  "policy-swapped",
  (cheats: boolean) => {
    const { firm, events } = cheats ? broken() : sound();
    const note = text(firm);
    const lines = { keys: [nextLogKey], cosign: () => [cosignature(tame, note)] };
    return { firm, shown: firm.history(events, cheats ? lines : {}), cheats };
  },
  [
    verifies("INVALID not_signed", { of: "a file, under the policy that was pinned" }),
    {
      by: "verify",
      of: "a file, under the policy that the firm's server gives",
      sees: ({ firm, shown, cheats }) =>
        verify(firm, shown, cheats ? { policy: parsePolicy(JSON.stringify(swapped)) } : {}),
      honest: "VERIFIED",
      cheat: "VERIFIED",
    },
  ],
);

export const KEY_CHEATS: readonly Cheat[] = [
  forged,
  ofAnotherKey,
  byWitness,
  older,
  inLeague,
  keyChanged,
  policySwapped,
];
