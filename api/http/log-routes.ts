/** The log for everybody who follows it (FORMAT §6.2): checkpoint, tiles, and what a follower trusts it by. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { parseCosignerVkey } from "../../portal/verify/note.ts";
import { formatPolicy } from "../../portal/verify/policy.ts";
import { Refusal } from "../core/errors.ts";
import type { Ledger } from "../ledger/service.ts";
import { parseCheckpointPath } from "../log/checkpoint-path.ts";
import { parseTilePath } from "../log/tiles.ts";

const TEXT = "text/plain; charset=utf-8";
const BYTES = "application/octet-stream";
const YEAR = "max-age=31536000, immutable";
/** Keys and contract change seldom, but a change must be seen the same day. */
const WHILE = "public, max-age=300";

const WELL_KNOWN = "/.well-known/counterfoil";

const text = (description: string) => ({
  description,
  content: { "text/plain": { schema: z.string() } },
});
const bytes = { content: { [BYTES]: { schema: z.string().meta({ format: "binary" }) } } };

function documentTiles(app: OpenAPIHono): void {
  const none = { description: "The newest checkpoint does not cover it" };
  const tile = z.string().meta({
    example: "x001/x234/067.p/8",
    description: "Number, and width if it is partial, as tlog-tiles spells them",
  });
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/tile/{level}/{tile}",
    tags: ["public"],
    summary: "Hash tile (C2SP tlog-tiles)",
    request: { params: z.object({ level: z.string().meta({ example: "0" }), tile }) },
    responses: { 200: { description: "Hashes of 32 bytes, joined", ...bytes }, 404: none },
  });
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/tile/entries/{tile}",
    tags: ["public"],
    summary: "Entry bundle (C2SP tlog-tiles), for auditors",
    description: "Entries hold pseudonyms: for a key of role auditor with the scope log:entries.",
    security: [{ bearer: [] }],
    request: { params: z.object({ tile }) },
    responses: {
      200: { description: "Entries, each behind its length in two bytes", ...bytes },
      401: { description: "No such key" },
      404: none,
    },
  });
}

function document(app: OpenAPIHono): void {
  const route = (path: string, summary: string, responses: object): void =>
    app.openAPIRegistry.registerPath({
      ...{ method: "get", path, tags: ["public"], summary },
      responses: responses as Parameters<typeof app.openAPIRegistry.registerPath>[0]["responses"],
    });
  route("/checkpoint", "Newest signed checkpoint", {
    200: text("A signed note (docs/FORMAT.md §7)"),
    404: { description: "Nothing is sealed yet" },
  });
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/checkpoint/{size}",
    tags: ["public"],
    summary: "Signed checkpoint of exactly this size",
    request: { params: z.object({ size: z.string().meta({ example: "1234" }) }) },
    responses: {
      200: text("A signed note (docs/FORMAT.md §7)"),
      404: { description: "This ledger has signed none of this size" },
    },
  });
  documentTiles(app);
  route(`${WELL_KNOWN}/policy.json`, "This ledger's policy: what a verifier pins", {
    200: {
      description: "A policy (docs/FORMAT.md §10)",
      content: { "application/json": { schema: z.object({}).loose() } },
    },
  });
  route(`${WELL_KNOWN}/vkeys`, "The keys of this ledger", {
    200: text("One a line: its role, then the key (vkey)"),
  });
  route(`${WELL_KNOWN}/tlog-policy`, "The log's key as the tools of others read it", {
    200: text("A C2SP trust policy"),
  });
}

/** As it came, below the root: a path has one spelling, so none with escapes, though the router undoes them. */
function asItCame(c: Context): string | null {
  const { pathname } = new URL(c.req.url);
  return pathname === c.req.path ? pathname.slice(1) : null;
}

async function serveCheckpoint(c: Context, ledger: Ledger): Promise<Response> {
  const size = parseCheckpointPath(asItCame(c) ?? "");
  if (size === null) throw new Refusal("not_found", { what: "route" });
  const note = await ledger.checkpointOf(size);
  if (note === null) throw new Refusal("not_found", { what: "checkpoint" });
  return c.text(note, 200, { "content-type": TEXT, "cache-control": `public, ${YEAR}` });
}

/** Which of the two, and how wide, is in the path; it was parsed for access in the same way. */
async function serveTile(c: Context, ledger: Ledger): Promise<Response> {
  const path = parseTilePath(asItCame(c) ?? "");
  if (path === null) throw new Refusal("not_found", { what: "route" });
  const tile = await ledger.tile(path);
  if (tile === null) throw new Refusal("not_found", { what: "tile" });
  return c.body(Buffer.from(tile), 200, {
    "content-type": BYTES,
    ...("bundle" in path
      ? { "cache-control": `private, ${YEAR}`, vary: "Authorization" }
      : { "cache-control": `public, ${YEAR}` }),
  });
}

/** Roles and keys, oldest first. */
const vkeys = ({ policy }: Ledger): string =>
  policy.keys.map(({ role, vkey }) => `${role} ${vkey}\n`).join("");

/** C2SP tlog-policy. Witnesses are named, and none is needed: what the log's keys sign is on the chain. */
const trustPolicy = ({ policy, witnesses }: Ledger): string => {
  const logs = policy.keys.filter(({ role }) => role === "log").map(({ vkey }) => `log ${vkey}\n`);
  const named = witnesses.map(
    ({ vkey, url }) => `witness ${parseCosignerVkey(vkey).name} ${vkey} ${url}\n`,
  );
  return `${[...logs, ...named].join("")}quorum none\n`;
};

/** Everything about the log that is for everybody, and the entry bundles, which need an auditor's key. */
export function logRoutes(app: OpenAPIHono, ledger: Ledger): void {
  document(app);
  app.get("/checkpoint", async (c) => {
    const note = await ledger.checkpoint();
    if (note === null) throw new Refusal("not_found", { what: "checkpoint" });
    return c.text(note, 200, { "content-type": TEXT, "cache-control": "public, max-age=1" });
  });
  app.get("/checkpoint/:size", (c) => serveCheckpoint(c, ledger));
  app.get("/tile/entries/:tile{.+}", (c) => serveTile(c, ledger));
  app.get("/tile/:level/:tile{.+}", (c) => serveTile(c, ledger));
  app.get(`${WELL_KNOWN}/policy.json`, (c) =>
    c.body(formatPolicy(ledger.policy), 200, {
      "content-type": "application/json",
      "cache-control": WHILE,
    }),
  );
  app.get(`${WELL_KNOWN}/vkeys`, (c) =>
    c.text(vkeys(ledger), 200, { "content-type": TEXT, "cache-control": WHILE }),
  );
  app.get(`${WELL_KNOWN}/tlog-policy`, (c) =>
    c.text(trustPolicy(ledger), 200, { "content-type": TEXT, "cache-control": WHILE }),
  );
}
