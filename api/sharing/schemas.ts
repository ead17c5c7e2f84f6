/** What this domain's routes take and give, as zod schemas: types and the API page come from here; what is taken is checked by the service. */
import { z } from "@hono/zod-openapi";
import { identifier, versionNumber } from "../consent/kinds/shapes.ts";
import { eventAnswer } from "../consent/schemas.ts";
import { time } from "../ledger/kinds/fields.ts";
import { recordId } from "../ledger/schemas.ts";
import { VERSION_STATES } from "./agreements.ts";
import { draftInput } from "./drafts.ts";
import { agreement } from "./kinds/agreement.ts";
import { SIDES } from "./life/place.ts";
import { toSignInput } from "./life/to-sign.ts";
import { termsShape } from "./terms/model.ts";
import { tieInput } from "./tie.ts";

export const agreementParam = z.object({
  id: identifier.meta({ description: "As this ledger knows it", example: "9f".repeat(20) }),
});

const counted = z.coerce.number().int().min(1).max(1_000_000);
export const compareQuery = z.object({ from: counted, to: counted });

export const tieRequest = tieInput.openapi("AgreementTieRequest");

export const draftRequest = draftInput.openapi("AgreementDraftRequest");

const hashOnChain = z.string().meta({
  description: "SHA-256 of the policy in canonical form, in hex (docs/FORMAT.md §17)",
});

export const draftAnswer = eventAnswer
  .extend({
    agreementId: identifier,
    version: versionNumber,
    termsHash: hashOnChain,
  })
  .openapi("AgreementDraft");

const state = z.enum(VERSION_STATES).meta({
  description:
    "draft; withdrawn; proposed to the partner; signed by one or both; active; replaced by a later version that is in force; expired; terminated, as the whole agreement",
});

export const listQuery = z.object({
  cursor: identifier.optional().meta({ description: "Where the page before ended: its “next”" }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const agreementList = z
  .object({
    next: z.string().nullable().meta({ description: "null: there are no more" }),
    agreements: z.array(
      z.object({
        agreementId: identifier,
        recipient: z.string().nullable().meta({ description: "null: its terms are gone" }),
        controller: z.string().nullable(),
        version: versionNumber.nullable(),
        state: state.nullable(),
        validFrom: time.nullable(),
        validUntil: time.nullable(),
        changedAt: time.nullable(),
        whole: z.boolean().meta({
          description: "false: a step's record is gone, or none can be read",
        }),
      }),
    ),
  })
  .openapi("Agreements");

const { actor, event } = agreement.body.shape;

/** Kinds of transactions and signatures as they are told. */
const toldTransaction = z.object({
  ...{ chainId: z.number().int(), contract: z.string(), hash: z.string() },
  ...{ block: z.number().int(), time },
});
const toldSignature = z.object({
  by: z.enum(SIDES),
  ...{ account: z.string(), value: z.string(), digest: z.string() },
  ...{ proposal: z.number().int(), deadline: time },
});

const step = z.object({
  id: recordId,
  index: z.number().int(),
  occurredAt: time,
  recordedAt: time,
  event,
  version: versionNumber,
  actor: actor.nullable().meta({ description: "null: of the firm, which a partner is not told" }),
  termsHash: z.string(),
  signature: toldSignature
    .nullable()
    .meta({ description: "Of a party, with the hash that was signed" }),
  transaction: toldTransaction
    .nullable()
    .meta({ description: "What the chain did, when it is final" }),
  link: z.string().nullable().meta({ description: "At the block explorer of the settings" }),
  note: z.string().nullable(),
  organization: z.string().nullable(),
});

export const agreementAnswer = z
  .object({
    agreementId: identifier,
    agreement: z.string().meta({ description: "As the contract knows it" }),
    salt: z.string().meta({
      description:
        "By which the contract tells apart agreements of the same parties: to be passed to it by whoever brings signatures there themselves",
    }),
    inForce: versionNumber.nullable().meta({
      description: "The version that is in force now, as far as it is recorded; null: none is",
    }),
    ahead: z
      .object({
        isEnded: z.boolean().meta({ description: "The agreement was terminated" }),
        unknownVersions: z.array(versionNumber).meta({
          description: "Agreed on the chain over terms that were never drafted here",
        }),
      })
      .nullable()
      .meta({ description: "What the newest block says ahead of what is final" }),
    waitsFor: z.array(z.enum(SIDES)).meta({
      description: "Who has not signed the newest version yet, as far as it is recorded",
    }),
    versions: z.array(
      z.object({
        version: versionNumber,
        state,
        termsHash: hashOnChain,
        terms: termsShape,
        policy: z
          .record(z.string(), z.unknown())
          .meta({ description: "What is signed: a policy of ODRL 2.2 (docs/FORMAT.md §17)" }),
        text: z.string().meta({
          description: "All that the policy says, in the language of Accept-Language",
        }),
      }),
    ),
    steps: z.array(step),
    organization: z.string().nullable().meta({
      description: "Whose members and keys act for the recipient; null: nobody's yet",
    }),
    whole: z.boolean().meta({
      description:
        "false: a step's record is gone, and what the agreement is in may not be what is told",
    }),
  })
  .openapi("Agreement");

export const changesAnswer = z
  .object({
    changes: z.array(
      z.object({
        member: z.string().meta({ description: "What is said differently" }),
        of: z
          .string()
          .nullable()
          .meta({ description: "The purpose, or the kind of records, that it is about" }),
        before: z.string().nullable().meta({ description: "null: it was not said" }),
        after: z.string().nullable().meta({ description: "null: it is not said any more" }),
      }),
    ),
  })
  .openapi("AgreementChanges");

export const signRequestRequest = toSignInput.openapi("AgreementToSignRequest");

const typedData = z.record(z.string(), z.unknown()).meta({
  description: "As wallets take it: eth_signTypedData_v4 (docs/FORMAT.md §16)",
});

const signedFile = {
  by: z.string().meta({ description: "The party's account" }),
  kind: z.enum(["Terms", "Withdrawal", "Termination"]),
  agreement: z.string().meta({ description: "As the contract knows it" }),
  digest: z.string().meta({ description: "Hash of the typed data" }),
  typedData,
};

export const signRequestAnswer = z.object(signedFile).openapi("AgreementToSign");

export const signatureRequest = z
  .strictObject({ ...signedFile, signature: z.string() })
  .openapi("AgreementSignature");

export const signAnswer = z
  .object({
    agreementId: identifier,
    version: versionNumber,
    state,
    transaction: z
      .object({ hash: z.string(), block: z.number().int(), time })
      .nullable()
      .meta({ description: "null: no block has it yet, or one had it before" }),
    waitsFor: z.enum(["chain", "funds"]).nullable().meta({
      description:
        "chain: it does not answer; funds: nobody pays. It is recorded, and brought there later",
    }),
  })
  .openapi("AgreementSigned");
