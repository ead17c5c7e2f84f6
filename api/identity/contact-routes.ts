/** `/v1/subjects/{subject}/contacts`: for whom somebody is a data subject when they sign in. No answer tells an address. Whatever is asked of it is recorded with the person first, also where it is refused then. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type ReadTrail, readHeaders } from "../ledger/reading.ts";
import { administering } from "./administering.ts";
import * as schema from "./schemas.ts";
import type { Identity } from "./service.ts";

const PATH = "/v1/subjects/:subject/contacts";

export function contactRoutes(
  app: OpenAPIHono,
  { contacts, drain }: Pick<Identity, "contacts" | "drain">,
  trail: ReadTrail,
): void {
  const { read, change } = administering(app, drain);
  const subjectOf = (c: Context): string => c.req.param("subject") ?? "";
  const told = (subject: string) => ({ contacts: contacts.of(subject) });
  const TOLD = [{ what: "subject", of: "contacts" }] as const;
  /** The subject, when it is on their record that somebody is told what stands for them, or has it changed: whose it is, and why, stands there and nowhere else. */
  async function recorded(c: Context, reason?: string) {
    const subject = subjectOf(c);
    const reading = trail(c);
    await reading.handOut(reason === undefined ? {} : { reason }, { subject, told: TOLD });
    return { subject, request: reading.request };
  }

  read(
    PATH,
    {
      summary: "How often, and since when, addresses stand for a data subject",
      description: "Never which: of an address only a keyed hash is kept.",
      ...{ answers: "The oldest first", answer: schema.contactList, headers: readHeaders },
      refuses: { 422: "No such data subject" },
    },
    async (c) => told((await recorded(c)).subject),
  );
  change(
    PATH,
    {
      summary: "Let an address stand for a data subject",
      description:
        "Whoever signs in with it is this person, or acts for them, from the next request on. The firm says so: it knows whose address it has.",
      ...{ body: schema.newContact, status: 201 },
      ...{ answers: "What stands for them now", answer: schema.contactList, headers: readHeaders },
      refuses: {
        409: "The address stands for too many already",
        422: "No such data subject, or refused with every problem found",
      },
    },
    async ({ address, relation, reason }, by, c) => {
      const { subject, request } = await recorded(c, reason);
      await contacts.tie(subject, address, relation, { ...by, request });
      return told(subject);
    },
  );
  change(
    `${PATH}/removal`,
    {
      summary: "Let an address stand for a data subject no more",
      ...{ body: schema.noContact, status: 200 },
      ...{ answers: "What stands for them now", answer: schema.contactList, headers: readHeaders },
      refuses: { 409: "It did not", 422: "Refused, with every problem found" },
    },
    async ({ address, reason }, by, c) => {
      const { subject, request } = await recorded(c, reason);
      contacts.untie(subject, address, { ...by, request });
      return told(subject);
    },
  );
}
