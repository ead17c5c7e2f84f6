/** What is asked for before the page is there: never of somebody else, whom to look at is recorded. */
import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ownConsents } from "../../../../portal/src/customer/own-data.ts";

const SELF = "S".repeat(43);
const WARD = "W".repeat(43);

/** @returns the paths that were asked for */
async function askedBy(me: object | null): Promise<readonly string[]> {
  const asked: string[] = [];
  vi.stubGlobal("location", { origin: "https://ledger.example", pathname: "/app/consents" });
  vi.stubGlobal("fetch", async (input: string | URL | Request) => {
    const { pathname } = new URL(
      String(input instanceof Request ? input.url : input),
      "https://ledger.example",
    );
    asked.push(pathname);
    if (pathname !== "/v1/me") return Response.json({ purposes: [], consents: [] });
    return me === null
      ? Response.json({ code: "unauthenticated" }, { status: 401 })
      : Response.json(me);
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await ownConsents(client).catch(() => undefined);
  client.clear();
  return asked.sort();
}
afterEach(() => {
  globalThis.askedWhoIAm = undefined;
  vi.unstubAllGlobals();
});

const STATED = ["/v1/controller", "/v1/me", "/v1/purposes"];
const customer = { role: "customer", subjects: [SELF], actsFor: [] };

describe("a customer's first page", () => {
  it("asks for one's own consents", async () => {
    expect(await askedBy(customer)).toEqual([...STATED, `/v1/subjects/${SELF}/consents`]);
  });

  it.each([
    ["of a guardian's ward", { ...customer, subjects: [WARD], actsFor: [WARD] }],
    ["of nobody, for whoever is tied to nobody", { ...customer, subjects: [] }],
    ["of nobody, for an officer", { ...customer, role: "officer" }],
    ["of nobody, for whoever is not signed in", null],
  ])("asks for nothing %s", async (_, me) => {
    expect(await askedBy(me)).toEqual(STATED);
  });
});

describe("who somebody is, where the page's head has asked already", () => {
  const OWN = `/v1/subjects/${SELF}/consents`;

  it("is not asked again", async () => {
    globalThis.askedWhoIAm = Promise.resolve(Response.json(customer));
    expect(await askedBy(null)).toEqual(["/v1/controller", "/v1/purposes", OWN]);
    expect(globalThis.askedWhoIAm).toBeUndefined();
    expect(await askedBy(customer)).toEqual([...STATED, OWN]);
  });

  it("is asked again where no answer came", async () => {
    globalThis.askedWhoIAm = Promise.reject(new Error("no network"));
    expect(await askedBy(customer)).toEqual([...STATED, OWN]);
  });

  it("is nobody where the head was told so", async () => {
    globalThis.askedWhoIAm = Promise.resolve(Response.json({}, { status: 401 }));
    expect(await askedBy(customer)).toEqual(["/v1/controller", "/v1/purposes"]);
  });
});
