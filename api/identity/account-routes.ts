/** `/v1/accounts` and `/v1/organizations`: people and partners, administered; and `/v1/readers`: who stands in records by an id. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { queryOf } from "../ledger/request.ts";
import type { Account } from "./accounts.ts";
import { administering } from "./administering.ts";
import { readerOf } from "./readers.ts";
import * as schema from "./schemas.ts";
import type { Identity } from "./service.ts";

const listQuery = z.object({
  customers: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "true: customers; else all others." }),
  cursor: z.string().max(64).default("").meta({ description: "next of the page before." }),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

const accountSearch = z
  .strictObject({
    search: z.string().max(254).meta({ description: "Those whose address has this in it." }),
    customers: z
      .boolean()
      .default(false)
      .meta({ description: "true: customers; else all others." }),
    cursor: z.string().max(64).default("").meta({ description: "next of the page before." }),
    limit: z.number().int().min(1).max(200).default(100),
  })
  .openapi("AccountSearch");

const MOST_READERS = 200;
const readersQuery = z.object({
  ids: z
    .string()
    .max(100 * MOST_READERS)
    .transform((list) => [...new Set(list.split(","))])
    .pipe(z.array(z.string().regex(/^[A-Za-z]+(\/[A-Za-z0-9._-]{1,64})?$/)).max(MOST_READERS))
    .openapi({
      type: "string",
      description: "As records have them, joined by commas",
      example: "person/…,key/…",
    }),
});

const NO_ACCOUNT = "No such account";

export type AccountSearch = z.input<typeof accountSearch>;

export function accountRoutes(
  app: OpenAPIHono,
  {
    accounts,
    organizations,
    keys,
    drain,
  }: Pick<Identity, "accounts" | "organizations" | "keys" | "drain">,
): void {
  const { read, change } = administering(app, drain);
  const idOf = (c: { req: { param(name: string): string | undefined } }): string =>
    c.req.param("id") ?? "";

  const listed = (page: Parameters<typeof accounts.list>[0]) => {
    const found = accounts.list(page);
    return { accounts: found, next: found.length < page.limit ? null : found.at(-1)?.id };
  };

  read(
    "/v1/accounts",
    {
      ...{ summary: "Accounts of people", query: listQuery },
      ...{ answers: "By their ids", answer: schema.accountList },
    },
    (c) => {
      const { customers, cursor, limit } = queryOf(c, listQuery);
      return listed({ customers: customers === "true", search: "", after: cursor, limit });
    },
  );
  change(
    "/v1/accounts/search",
    {
      summary: "Accounts of people, by a part of their address",
      description: "The address stands in the body: addresses of requests are written down.",
      ...{ body: accountSearch, status: 200 },
      ...{ answers: "By their ids", answer: schema.accountList },
    },
    ({ search, customers, cursor, limit }) =>
      listed({ customers, search: search.trim().toLowerCase(), after: cursor, limit }),
  );
  change(
    "/v1/accounts",
    {
      summary: "Make an account",
      description:
        "Whoever can read what is sent to the address signs in with it. Customers need none: they have one when they sign in first.",
      ...{ body: schema.newAccount, status: 201 },
      ...{ answers: "The account", answer: schema.account },
      refuses: {
        404: "No such organization",
        409: "There is one of this address",
        422: "Refused, with every problem found",
      },
    },
    ({ email, role, organization }, by) => accounts.create({ email, role, organization }, by),
  );
  read(
    "/v1/accounts/:id",
    {
      ...{ summary: "An account", answers: "The account", answer: schema.account },
      refuses: { 404: NO_ACCOUNT },
    },
    (c): Account => {
      const found = accounts.get(idOf(c));
      if (found === null) throw new Refusal("not_found", { what: "account" });
      return found;
    },
  );
  change(
    "/v1/accounts/:id/role",
    {
      summary: "Give an account another role",
      description:
        "Its sessions end, and so does what an auditor was given. There is always one administrator left.",
      ...{ body: schema.newRole, status: 200 },
      ...{ answers: "The account", answer: schema.account },
      refuses: {
        404: "No such account or organization",
        409: "It is the last administrator",
        422: "Refused, with every problem found",
      },
    },
    (place, by, c) => accounts.setRole(idOf(c), place, by),
  );
  change(
    "/v1/accounts/:id/given",
    {
      summary: "Give an auditor something to read",
      description: "In place of what was given before, from the next request on.",
      ...{ body: schema.newGrant, status: 200 },
      ...{ answers: "The account", answer: schema.account },
      refuses: {
        404: NO_ACCOUNT,
        409: "It is no auditor",
        422: "Refused, with every problem found",
      },
    },
    ({ reason: _, ...granted }, by, c) => accounts.give(idOf(c), granted, by),
  );
  change(
    "/v1/accounts/:id/given-end",
    {
      summary: "End what was given to an auditor",
      ...{ body: schema.onlyReason, status: 200 },
      ...{ answers: "The account", answer: schema.account },
      refuses: { 404: NO_ACCOUNT, 409: "It is no auditor" },
    },
    (_, by, c) => accounts.give(idOf(c), null, by),
  );
  change(
    "/v1/accounts/:id/second-factor-removal",
    {
      summary: "Take away somebody's second factor and passkeys",
      description: "For who has lost them. Their sessions end; the next sign-in sets up another.",
      ...{ body: schema.onlyReason, status: 200 },
      ...{ answers: "The account", answer: schema.account },
      refuses: { 404: NO_ACCOUNT },
    },
    (_, by, c) => accounts.removeSecondFactor(idOf(c), by),
  );
  change(
    "/v1/accounts/:id/removal",
    {
      summary: "Remove an account",
      description: "Its sessions end. Its id is never given again.",
      ...{ body: schema.onlyReason, status: 200 },
      ...{ answers: "It is gone", answer: z.object({}) },
      refuses: { 404: NO_ACCOUNT, 409: "It is the last administrator" },
    },
    (_, by, c) => {
      accounts.remove(idOf(c), by);
      return {};
    },
  );

  read(
    "/v1/readers",
    {
      summary: "Who it is that stands in records by these ids",
      description:
        "For lists of who has read and who has done something. Who is gone has no role any more; addresses of people are told to administrators alone.",
      ...{ query: readersQuery, answers: "In the order of the ids", answer: schema.readerList },
    },
    (c) => {
      const { role } = c.get("principal");
      const known = { accounts, keys, withAddresses: role === "administrator" };
      return { readers: queryOf(c, readersQuery).ids.map((id) => readerOf(id, known)) };
    },
  );

  read(
    "/v1/organizations",
    {
      summary: "Organizations that data is shared with",
      ...{ answers: "The oldest first", answer: schema.organizationList },
    },
    () => ({ organizations: organizations.list() }),
  );
  change(
    "/v1/organizations",
    {
      summary: "Name an organization",
      description: "Its members are accounts of role partner.",
      ...{ body: schema.newOrganization, status: 201 },
      ...{ answers: "The organization", answer: schema.organizationAnswer },
      refuses: { 409: "There is one of this name", 422: "Refused, with every problem found" },
    },
    ({ name }, by) => organizations.create(name, by),
  );
  change(
    "/v1/organizations/:organization/name",
    {
      summary: "Give an organization another name",
      description: "Its id stays, and so do its members.",
      ...{ body: schema.newOrganization, status: 200 },
      ...{ answers: "The organization", answer: schema.organizationAnswer },
      refuses: {
        404: "No such organization",
        409: "There is one of this name",
        422: "Refused, with every problem found",
      },
    },
    ({ name }, by, c) => organizations.rename(c.req.param("organization") ?? "", name, by),
  );
  read(
    "/v1/organizations/:organization",
    {
      summary: "An organization and its members",
      ...{ answers: "The organization", answer: schema.organizationWithMembers },
      refuses: { 404: "No such organization" },
    },
    (c) => {
      const found = organizations.get(c.req.param("organization") ?? "");
      const members = accounts.members(found.id).map(({ id, email }) => ({ id, email }));
      return { ...found, members };
    },
  );
}
