/** The small file from which typed data is made: the same members, with times as people write them. docs/SHARING.md describes it. */
import { assertMeant } from "../../../api/anchor/sharing/meant.ts";
import { refuse, TIMES } from "../../../api/anchor/sharing/refusals.ts";
import {
  accountOf,
  assertForm,
  membersOf,
  NO_SALT,
  readTypedData,
  type ToSign,
  typedDataOf,
} from "../../../api/anchor/sharing/typed-data.ts";
import { agreementIdOf, type SignedType } from "../../../api/anchor/sharing-terms.ts";
import { secondsOf } from "./files.ts";

const PLACE = ["kind", "chainId", "contract"];
const MEMBERS: Readonly<Record<SignedType, readonly string[]>> = {
  Terms: [
    ...["version", "proposal", "controller", "recipient", "ledgerId", "termsHash"],
    ...["validFrom", "validUntil", "deadline"],
  ],
  Withdrawal: ["agreement", "proposal", "party"],
  Termination: ["agreement", "version", "party", "deadline"],
};
const ACCOUNTS = ["contract", "controller", "recipient", "party"];

/**
 * Accounts may have the capitals of their checksum. Terms name `agreement`, or the `salt` from which its id follows; neither: a salt of zero.
 *
 * @throws Refusal `agreement_refused`
 */
export function readTermsFile(value: Record<string, unknown>): ToSign {
  const kind = (Object.keys(MEMBERS) as SignedType[]).find((each) => each === value.kind);
  if (kind === undefined) throw refuse("bad_member", { field: "kind" });
  const named = ["agreement", "salt"].find((name) => Object.hasOwn(value, name));
  const names = [...PLACE, ...MEMBERS[kind], ...(kind === "Terms" && named ? [named] : [])];
  const said: Record<string, unknown> = { ...membersOf(value, "", names) };
  for (const name of names) {
    if (ACCOUNTS.includes(name)) said[name] = accountOf(said[name]) ?? bad(name);
    if (TIMES.has(name)) said[name] = secondsOf(said[name]) ?? bad(name);
  }
  assertForm("uint64", said.chainId, "chainId");
  const { kind: _, chainId, contract, salt = NO_SALT, ...message } = said;
  const place = { chainId: chainId as number, contract: contract as string };
  if (kind === "Terms" && message.agreement === undefined) {
    assertForm("bytes32", salt, "salt");
    const { controller, recipient } = message as { controller: string; recipient: string };
    const parties = { controller, recipient, salt: salt as string };
    message.agreement = agreementIdOf(place.chainId, place.contract, parties);
  }
  // What is made here is held to what is taken later.
  const toSign = readTypedData(typedDataOf({ ...place, kind, message } as unknown as ToSign));
  assertMeant(toSign);
  return toSign;
}

function bad(field: string): never {
  throw refuse("bad_member", { field });
}
