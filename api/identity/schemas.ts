/** What the routes about people take and answer. */
import { z } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { PERSON_ROLES, ROLES } from "../core/principal.ts";
import { isReadable } from "../core/visible.ts";
import { opaqueId } from "../ledger/kinds/access.ts";
import * as f from "../ledger/kinds/fields.ts";
import { fieldProblems } from "../ledger/kinds/problems.ts";
import { parseAddress } from "./address.ts";
import { parseEmail } from "./email.ts";
import { grant } from "./given.ts";

export const me = z
  .object({
    id: z.string().meta({ description: "As it stands in records of what they read and do" }),
    email: z.string().nullable(),
    phone: z.string().nullable().meta({ description: "Of who signs in by telephone" }),
    role: z.enum(PERSON_ROLES),
    subjects: z
      .array(z.string())
      .meta({ description: "Of a customer: the data subjects that they are, or act for" }),
    actsFor: z
      .array(z.string())
      .meta({ description: "Those of them that they are not themselves, but stand for" }),
    organization: z.string().nullable().meta({ description: "Of a partner's member" }),
    given: z
      .object({
        ...{ from: z.string(), until: z.string(), ends: z.string() },
        subjects: z.array(z.string()).nullable(),
      })
      .nullable()
      .meta({ description: "Of an auditor: what was given to them; subjects null: everybody" }),
  })
  .openapi("Me");
export type Me = z.infer<typeof me>;

export const reason = f
  .text(500)
  .refine(isReadable)
  .optional()
  .meta({ description: "Kept with the record of the change", example: "ticket 17" });
/** In the one spelling: see email.ts. */
const email = z
  .string()
  .trim()
  .toLowerCase()
  .refine((text) => parseEmail(text) !== null)
  .meta({ example: "someone@example.com" });
const role = z.enum(PERSON_ROLES);
const organization = opaqueId.nullish().meta({ description: "Of a partner's member alone" });
const relation = z.enum(["self", "guardian"]).meta({
  description: "guardian: acts for the person, and may do so for several",
});

export const newAccount = z.strictObject({ email, role, organization, reason });
export const newRole = z.strictObject({ role, organization, reason });
export const newGrant = z.strictObject({ ...grant.shape, reason });
/** Of a change that needs nothing but a name. */
export const onlyReason = z.strictObject({ reason });
export const newOrganization = z.strictObject({ name: f.text(100), reason });
const address = z
  .string()
  .refine((text) => parseAddress(text) !== null)
  .meta({ example: "someone@example.com", description: "E-mail, or a telephone number with +" });
export const newContact = z.strictObject({ address, relation, reason });
export const noContact = z.strictObject({ address, reason });

export const account = z
  .object({
    ...{ id: z.string(), email: z.string().nullable(), phone: z.string().nullable() },
    ...{ role, organization: z.string().nullable() },
    given: grant.nullable(),
    secondFactor: z.boolean().meta({ description: "Whether they have set one up" }),
    createdAt: z.string(),
  })
  .openapi("Account");
export const accountList = z.object({
  accounts: z.array(account),
  next: z.string().nullable().meta({ description: "cursor of the next page" }),
});
export const reader = z
  .object({
    id: z.string(),
    role: z.enum(ROLES).nullable().meta({ description: "null: gone, or never there" }),
    name: z.string().nullable().meta({ description: "Of a key" }),
    address: z.string().nullable().meta({ description: "Of a person, to administrators alone" }),
  })
  .openapi("Reader");
export type Reader = z.infer<typeof reader>;
export const readerList = z.object({ readers: z.array(reader) });
const organizationShape = { id: z.string(), name: z.string(), createdAt: z.string() };
export const organizationAnswer = z.object(organizationShape).openapi("Organization");
export const organizationList = z.object({ organizations: z.array(organizationAnswer) });
export const organizationWithMembers = z.object({
  ...organizationShape,
  members: z.array(z.object({ id: z.string(), email: z.string().nullable() })),
});
export const contactList = z.object({
  contacts: z.array(z.object({ relation, createdAt: z.string() })),
});

/** A body through the schema that documents it. @throws Refusal `invalid_record` with every problem */
export function parsed<S extends z.ZodObject>(shape: S, input: object): z.infer<S> {
  const found = shape.safeParse(input);
  if (found.success) return found.data;
  throw new Refusal("invalid_record", { problems: fieldProblems(found.error, input) });
}
