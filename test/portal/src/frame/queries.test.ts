/** What is kept of answers, and under which key. */
import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reasonFor, stateReason } from "../../../../portal/src/frame/reasons.ts";
import { meQuery, signOut } from "../../../../portal/src/frame/session.ts";
import { type Node, nodesIn, portalSources, type Source } from "../../../helpers/portal-sources.ts";

const MAKES = new Set(["queryOptions", "infiniteQueryOptions", "useQuery", "useInfiniteQuery"]);

/** The parts of a key that always are the same: the first ones. */
function namesOf(key: Node): string[] {
  const parts = key.elements as Node[];
  const end = parts.findIndex(({ type }) => type !== "Literal");
  return parts.slice(0, end < 0 ? parts.length : end).map(({ value }) => String(value));
}

/** The keys under which a module keeps answers; where it only names one, it makes none. */
const keysIn = ({ tree }: Pick<Source, "tree">): string[][] =>
  [...nodesIn(tree)]
    .filter(
      ({ type, callee }) => type === "CallExpression" && MAKES.has(String((callee as Node).name)),
    )
    .flatMap((call) => [...nodesIn(call)])
    .filter(({ type, key }) => type === "Property" && (key as Node).name === "queryKey")
    .map(({ value }) => value as Node)
    .filter(({ type }) => type === "ArrayExpression")
    .map(namesOf);

const isBegun = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((part, at) => other[at] === part) || other.every((part, at) => one[at] === part);

describe("keys of queries", () => {
  const all = portalSources().flatMap((source) =>
    keysIn(source).map((key) => ({ file: source.file, key })),
  );

  it("begin in no two files alike", () => {
    expect(all.length).toBeGreaterThan(30);
    const clashes = all.flatMap((one, at) =>
      all
        .slice(at + 1)
        .filter((other) => other.file !== one.file && isBegun(one.key, other.key))
        .map((other) => `${one.file} and ${other.file}: ${one.key.join(" ")}`),
    );
    expect(clashes).toEqual([]);
  });
});

describe("who is signed in", () => {
  const anton = "A".repeat(43);
  const answers = (status: number, body: unknown) =>
    vi.stubGlobal("fetch", async () => Response.json(body, { status }));
  const asked = (client: QueryClient) => client.fetchQuery({ ...meQuery, staleTime: 0 });
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ["somebody else", 200, { id: "b" }, [undefined, null]],
    ["nobody", 401, {}, [undefined, null]],
    ["still the same", 200, { id: "a" }, ["shown", "case 1"]],
  ])("%s: what was shown to the one before", async (_, status, next, left) => {
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    answers(200, { id: "a" });
    await asked(client);
    client.setQueryData(["officer", "profile"], "shown");
    stateReason(anton, "case 1");
    answers(status, next);
    await asked(client);
    const now = [client.getQueryData(["officer", "profile"]), reasonFor(`/v1/subjects/${anton}`)];
    expect(now).toEqual(left);
    client.clear();
  });

  it("is nobody after signing out, also where the session was over before", async () => {
    const assign = vi.fn();
    vi.stubGlobal("location", { assign });
    answers(401, {});
    await signOut();
    expect(assign).toHaveBeenCalledWith("/");
    answers(503, {});
    await expect(signOut()).rejects.toMatchObject({ status: 503 });
    expect(assign).toHaveBeenCalledOnce();
  });
});
