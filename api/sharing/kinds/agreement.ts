import { z } from "@hono/zod-openapi";
import { contentHash, identifier, versionNumber } from "../../consent/kinds/shapes.ts";
import { namesProto } from "../../core/json.ts";
import { ROLES } from "../../core/principal.ts";
import { opaqueId } from "../../ledger/kinds/access.ts";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { agreementOnChain } from "../agreement-id.ts";
import { termsHash } from "../terms/hash.ts";
import { account, type Terms } from "../terms/model.ts";
import { termsOf } from "../terms/read-policy.ts";

/** What happens to an agreement: its terms are drafted and changed, proposed, signed by both, and in force until they end. `tied`: its recipient is this organization of the ledger. `acknowledged`: the recipient has signed that it was told of the end, or has done what that asks for. */
const AGREEMENT_EVENTS = [
  "drafted",
  "changed",
  "proposed",
  "signed-controller",
  "signed-recipient",
  "activated",
  "terminated",
  "expired",
  "withdrawn-draft",
  "tied",
  "acknowledged",
] as const;
export type AgreementEvent = (typeof AGREEMENT_EVENTS)[number];

/** With these comes the policy: a full statement of the terms. */
const isDrafting = (event: AgreementEvent): boolean => event === "drafted" || event === "changed";

const hex32 = z.string().regex(/^0x[0-9a-f]{64}$/);

/** Of a contract (ERC-1271) it may be longer than of a key. */
const signature = z.strictObject({
  by: f.oneOf(["controller", "recipient"]),
  account,
  value: z.string().regex(/^0x(?:[0-9a-f]{2}){1,4096}$/),
  /** What was signed (EIP-712) … */
  digest: hex32,
  /** … and what of it is in no policy: with these anybody can make it again. */
  proposal: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  deadline: f.time.refine((time) => time.endsWith(".000Z"), { params: { code: "bad_format" } }),
});

const transaction = z.strictObject({
  chainId: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  contract: account,
  hash: hex32,
  block: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** Of the block. */
  time: f.time,
});

/** That the recipient was told, as it has signed (FORMAT §19); with the key that its organization had named. */
const acknowledgement = z.strictObject({
  message: z.string().regex(/^msg_[0-9a-f]{32}$/),
  messageHash: contentHash,
  note: f.text(1_024),
  organization: opaqueId,
  statedAt: f.time,
  vkey: f.text(400),
  what: f.oneOf(["received", "done"]),
});

const shape = z.strictObject({
  /** Of `acknowledged`. */
  acknowledgement: acknowledgement.nullish(),
  /** Who did it; `system`: the ledger by itself. */
  actor: z.strictObject({ id: opaqueId, role: f.oneOf(ROLES) }),
  agreementId: identifier,
  agreementVersion: versionNumber,
  event: f.oneOf(AGREEMENT_EVENTS),
  note: f.text(2000).nullish(),
  /** Of `drafted` and `changed`: the terms (FORMAT §17). */
  policy: z
    .unknown()
    .refine((value) => !namesProto(value), { params: { code: "bad_format" }, abort: true })
    .pipe(z.json())
    .nullish(),
  /** Of `tied`: the organization whose members and keys act for the recipient here, and none else. */
  recipientOrganization: opaqueId.nullish(),
  /** Of `signed-controller` and `signed-recipient`. */
  signature: signature.nullish(),
  /** Of the policy that the event is about. */
  termsHash: contentHash,
  transaction: transaction.nullish(),
});

type Step = z.infer<typeof shape>;

/** `true`: it comes with what the chain did; a draft is withdrawn here or, once it was proposed, there. */
const ON_CHAIN: Partial<Readonly<Record<AgreementEvent, boolean | null>>> = {
  proposed: true,
  activated: true,
  terminated: true,
  "withdrawn-draft": null,
};

/** Which fields an event has, and that a policy is what its hash and its version say. */
function contradiction(step: Step): readonly [field: string, code: string] | null {
  const { event, policy, signature: signed } = step;
  const hasPolicy = policy !== null && policy !== undefined;
  if (isDrafting(event) !== hasPolicy) return ["policy", hasPolicy ? "surplus" : "missing"];
  const by = event === "signed-controller" || event === "signed-recipient" ? event.slice(7) : null;
  if ((by !== null) !== Boolean(signed)) return ["signature", by === null ? "surplus" : "missing"];
  const isTied = typeof step.recipientOrganization === "string";
  if ((event === "tied") !== isTied)
    return ["recipientOrganization", isTied ? "surplus" : "missing"];
  const isAcknowledged = Boolean(step.acknowledgement);
  if ((event === "acknowledged") !== isAcknowledged)
    return ["acknowledgement", isAcknowledged ? "surplus" : "missing"];
  if (signed && signed.by !== by) return ["signature.by", "bad_format"];
  const { [event]: isOnChain = false } = ON_CHAIN;
  const hasTransaction = Boolean(step.transaction);
  if (isOnChain !== null && isOnChain !== hasTransaction)
    return ["transaction", hasTransaction ? "surplus" : "missing"];
  if (!hasPolicy) return null;
  const read = termsOf(policy);
  if (!read.ok) return ["policy", "bad_format"];
  if (agreementIn(read.terms, step.agreementId) !== read.terms.agreement)
    return ["agreementId", "bad_format"];
  if (read.terms.version !== step.agreementVersion) return ["agreementVersion", "bad_format"];
  return termsHash(read.terms).text === step.termsHash ? null : ["termsHash", "bad_format"];
}

/** What the terms must name for them to be this agreement's. */
function agreementIn({ chainId, contract, ...parties }: Terms, agreementId: string): string {
  const [controller, recipient] = [parties.controller.account, parties.recipient.account];
  return agreementOnChain(agreementId, { chainId, contract, controller, recipient });
}

/**
 * One step of an agreement with a partner: stream `agreement/<agreementId>` of the firm, whose secrets are public (FORMAT §5.1), so nothing of a person may stand in it. Written by
 * the ledger alone.
 */
export const agreement = defineKind({
  kind: "agreement",
  layout: "events",
  about: "firm",
  streamField: "agreementId",
  retentionClass: "statutory",
  retentionYears: null,
  body: shape.superRefine((step, context) => {
    const found = contradiction(step);
    if (found === null) return;
    const [field, code] = found;
    context.addIssue({ code: "custom", path: field.split("."), params: { code } });
  }),
});
