import { z } from "@hono/zod-openapi";
import { defineKind } from "./define.ts";
import * as f from "./fields.ts";

const contact = z.strictObject({
  name: f.text(200),
  title: f.text(100).optional(),
  email: f.email.optional(),
  phone: f.text(40).optional(),
  fax: f.text(40).optional(),
});

/** A person or organization the firm deals with: one record a subject, all its versions in one stream. */
export const customer = defineKind({
  kind: "customer",
  layout: "single",
  retentionClass: "personal",
  retentionYears: null,
  body: z.strictObject({
    addresses: z.array(f.address).max(20).nullish(),
    birthDate: f.day.nullish(),
    channel: f.channel.nullish(),
    contacts: z.array(contact).max(50).nullish(),
    emails: z.array(f.email).max(20).nullish(),
    externalNumber: f.externalNumber.nullish(),
    familyName: f.text(100).nullish(),
    givenName: f.text(100).nullish(),
    language: f.language.nullish(),
    name: f.text(200),
    note: f.text(4000).nullish(),
    partyType: f.oneOf(["person", "organization"]),
    phones: z.array(f.phone).max(20).nullish(),
    taxNumber: f.text(64).nullish(),
  }),
});
