/** What pages would ask, without them. */
import { expect } from "vitest";
import type { PersonRole } from "../../../api/core/principal.ts";
import type { PortalServer } from "../../helpers/portal-server.ts";

interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request as somebody who is signed in, or with what the headers say. */
export async function asked<T>(
  { session, url }: PortalServer,
  role: PersonRole | null,
  path: string,
  { headers = {}, body }: Asking = {},
): Promise<T> {
  const cookies = role === null ? [] : await session(role);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await fetch(url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(role === null ? {} : { cookie, origin: url }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = await answer.json();
  expect(answer.status, `${path}: ${JSON.stringify(told)}`).toBeLessThan(300);
  return told as T;
}
