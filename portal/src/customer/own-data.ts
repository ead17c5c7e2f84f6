/** What a page shows, asked for while the page itself is on its way. */
import type { QueryClient } from "@tanstack/react-query";
import { purposesQuery } from "../frame/queries.ts";
import { meQuery } from "../frame/session.ts";
import { consentsQuery, controllerQuery } from "./data.ts";
import { chosenAmong } from "./person.ts";

/** Of oneself alone: to look at somebody else is recorded, and is left to the page. */
export async function ownConsents(client: QueryClient): Promise<void> {
  const stated = [client.prefetchQuery(purposesQuery), client.prefetchQuery(controllerQuery)];
  const me = await client.ensureQueryData(meQuery);
  const person = me?.role === "customer" ? chosenAmong(me) : null;
  if (person?.isSelf) await client.prefetchQuery(consentsQuery(person.subject));
  await Promise.all(stated);
}
