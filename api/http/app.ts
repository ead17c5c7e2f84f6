/** The app, assembled: every part comes in as a parameter, importing this module does nothing. */
import { OpenAPIHono, z } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { auditRoutes } from "../audit/runs/routes.ts";
import type { AuditRuns } from "../audit/runs/runs.ts";
import { embedHeaders } from "../consent/embed/headers.ts";
import { embedRoutes } from "../consent/embed/routes.ts";
import type { Embed } from "../consent/embed/service.ts";
import type { Packs } from "../consent/packs/packs.ts";
import { packRoutes } from "../consent/packs/routes.ts";
import { type ReceiptRouteContext, receiptRoutes } from "../consent/receipt/routes.ts";
import { consentDomainRoutes } from "../consent/routes.ts";
import type { Consents } from "../consent/service.ts";
import type { Clock } from "../core/clock.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import { negotiateLanguage } from "../core/language.ts";
import { type Networks, NO_NETWORKS } from "../core/networks.ts";
import { describeBug, describeRefusal, type Problem } from "../core/problem.ts";
import { identityRoutes } from "../identity/routes.ts";
import type { Identity } from "../identity/service.ts";
import { givenRoutes } from "../ledger/given-routes.ts";
import { proofRoutes } from "../ledger/proof-routes.ts";
import { accessTrail, noTrail } from "../ledger/reading.ts";
import { recordRoutes } from "../ledger/record-routes.ts";
import { invalidParameters } from "../ledger/request.ts";
import type { Ledger } from "../ledger/service.ts";
import { streamPageRoutes } from "../ledger/stream-page-routes.ts";
import { streamRoutes } from "../ledger/stream-routes.ts";
import { subjectRoutes } from "../ledger/subject-routes.ts";
import { timelineRoutes } from "../ledger/timeline-routes.ts";
import type { Exports } from "../rights/export/exports.ts";
import { exportRoutes } from "../rights/export/routes.ts";
import { registerRoutes } from "../rights/register/routes.ts";
import type { Registers } from "../rights/register/service.ts";
import { rightsRoutes } from "../rights/routes.ts";
import type { Rights } from "../rights/service.ts";
import { countRoutes } from "../sharing/counts/routes.ts";
import type { Counts } from "../sharing/counts/service.ts";
import { deliveryRoutes } from "../sharing/delivery/routes.ts";
import type { Delivery } from "../sharing/delivery/service.ts";
import { pushRoutes } from "../sharing/push/routes.ts";
import { webhookRoutes } from "../sharing/push/send/routes.ts";
import type { Webhooks } from "../sharing/push/send/webhooks.ts";
import type { Push } from "../sharing/push/service.ts";
import { sharingRoutes } from "../sharing/routes.ts";
import type { Sharing } from "../sharing/service.ts";
import { apiPage } from "./api-page.ts";
import type { Authenticator } from "./authenticator.ts";
import { authorise } from "./authorise.ts";
import { type ChainRouteContext, chainRoutes } from "./chain-routes.ts";
import { ownHeaders } from "./headers.ts";
import type { Health } from "./health.ts";
import { logRoutes } from "./log-routes.ts";
import { MATRIX } from "./matrix.ts";
import type { Line } from "./matrix-line.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { entryRoutes } from "./overview/entry-routes.ts";
import { createOverview, type OverviewOptions } from "./overview/overview.ts";
import { overviewRoutes } from "./overview/routes.ts";
import { addressOf, findPeer } from "./peer.ts";
import { nowherePage, type PortalContext, portalRoutes } from "./portal/routes.ts";
import { limitDear, NO_LIMITS, type RequestLimits } from "./request-limits.ts";
import type { RequestLog } from "./request-log.ts";
import { type ShownSettings, settingsRoute } from "./settings-route.ts";

export interface AppOptions {
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly embed: Embed;
  /** Agreements with partners; left out: none are made. */
  readonly sharing?: Sharing;
  /** What partners are told; left out: nothing. */
  readonly push?: Push;
  /** Where partners are told; left out: nowhere. */
  readonly webhooks?: Webhooks;
  /** Packs of evidence; left out: none are made. */
  readonly packs?: Packs;
  /** Exports of everything of a person; left out: none are made. */
  readonly exports?: Exports;
  /** Audits that people have this server run; left out: none. */
  /** Without it partners get nothing. */
  readonly delivery?: Delivery;
  /** Numbers of people; left out: none are told. */
  readonly counts?: Counts;
  readonly audits?: AuditRuns;
  /** What people ask for by their rights; left out: nothing is taken. */
  readonly rights?: Rights;
  /** What the firm must keep about its processing; left out: nothing is told of it. */
  readonly registers?: Registers;
  /** Without it nobody can sign in. */
  readonly identity?: Identity;
  readonly clock: Clock;
  /** What receipts are drawn with, and the address that stands on them. */
  readonly receipts: Pick<ReceiptRouteContext, "press" | "publicUrl">;
  /** Who asks; what they may is in the matrix. */
  readonly authenticate: Authenticator;
  /** Left out: that of the product. */
  readonly matrix?: readonly Line[];
  /** How many requests are taken of whom; left out: as many as come. */
  readonly limits?: RequestLimits;
  /** Who may say for whom a request comes; left out: nobody. */
  readonly trustedProxies?: Networks;
  /** Left out or `null`: it was not built, and there is none. */
  readonly portal?: PortalContext | null;
  readonly version: string;
  readonly health: () => Promise<Health>;
  /** What the overview is made of. */
  readonly figures: Pick<OverviewOptions, "store" | "name" | "explorer">;
  readonly metrics: Pick<Metrics, "text" | "contentType">;
  readonly onRequest: (entry: RequestLog) => void;
  /** What the chain says, by this server's node; left out: it has none that others may ask through it. */
  readonly askChain?: ChainRouteContext["ask"];
  /** Under which it runs; left out: none are told. */
  readonly settings?: ShownSettings;
  /** Whether who reads what of whom is recorded before it is shown. */
  readonly recordReads: boolean;
  /** A bug: for the log of the operator. */
  readonly onBug: (error: unknown) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly stopwatch: () => number;
}

const respond = (problem: Problem, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      ...headers,
      "content-type": "application/problem+json",
      ...(problem.status === 401 ? { "www-authenticate": "Bearer" } : {}),
      ...(problem.status === 503 ? { "retry-after": "1" } : {}),
      // What is refused now may be there in a second: a tile that the next checkpoint covers.
      "cache-control": "no-store",
    },
  });

function documentHealth(app: OpenAPIHono): void {
  const answer = { content: { "application/json": { schema: z.object({}).loose() } } };
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/healthz",
    tags: ["public"],
    summary: "State of store, log and chain",
    responses: {
      200: { description: "It works, perhaps without the chain for now", ...answer },
      503: { description: "The store does not answer, or the ledger has stopped", ...answer },
    },
  });
}

/** How many the authority is to be told of soon, or was to be. */
async function breachesDue(registers: Registers | undefined): Promise<number | undefined> {
  const owed = await registers?.breaches.owed();
  return owed && owed.soon + owed.overdue;
}

function metricsRoute(
  app: OpenAPIHono,
  { health, metrics, push, rights, registers }: AppOptions,
): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/metrics",
    tags: ["public"],
    summary: "Metrics in Prometheus' text format",
    description: "For a key with the scope metrics:read, and for administrators.",
    security: [{ bearer: [] }],
    responses: {
      200: {
        description: "Sizes, times and counts; nothing of what is recorded",
        content: { "text/plain": { schema: z.string() } },
      },
      401: { description: "No such key" },
    },
  });
  let running: Promise<string> | null = null;
  app.get("/metrics", async (c) => {
    // However many ask at a time, the store is asked once, and no two scrapes mix.
    running ??= health()
      .then(async (health) => {
        const waiting = await rights?.requests.waiting();
        return metrics.text(health, {
          partner_overdue: await push?.overdue(),
          requests_overdue: waiting?.overdue,
          breaches_due: await breachesDue(registers),
          requests_to_carry_out: waiting?.toCarryOut,
          requests_stuck: waiting?.stuck,
        });
      })
      .finally(() => {
        running = null;
      });
    return c.body(await running, 200, { "content-type": metrics.contentType });
  });
}

/** The validators of zod-openapi call this; a parameter is named, its value never. */
function onInvalid(result: { success: boolean; error?: z.ZodError; data?: unknown }): void {
  if (!result.success)
    throw invalidParameters(result.error?.issues ?? [], "request", result.data ?? null);
}

/** What organizations are called, by their ids: the ledger's records have no more than these. */
function organizationsOf(identity: Identity | undefined): (id: string) => string | null {
  return (id) => identity?.organizations.list().find((one) => one.id === id)?.name ?? null;
}

export function createApp(options: AppOptions): OpenAPIHono {
  const { ledger, consents, embed, clock, onBug } = options;
  const app = new OpenAPIHono({ defaultHook: onInvalid as never });

  app.onError((error, c) => {
    const language = negotiateLanguage(c.req.header("accept-language"));
    if (isRefusal(error, "too_many_requests")) {
      const headers = { "retry-after": String(error.details.seconds) };
      return respond(describeRefusal(error, language), headers);
    }
    if (isRefusal(error, "unauthorized") || isRefusal(error, "not_found")) {
      const page = nowherePage(c, options.portal ?? null);
      if (page !== null) return page;
    }
    if (error instanceof Refusal) return respond(describeRefusal(error, language));
    onBug(error);
    return respond(describeBug(language));
  });
  app.notFound((c) => {
    const language = negotiateLanguage(c.req.header("accept-language"));
    return respond(describeRefusal(new Refusal("not_found", { what: "route" }), language));
  });

  app.use(async (c, next) => {
    const start = options.stopwatch();
    await next();
    const route = c.req.routePath;
    const milliseconds = options.stopwatch() - start;
    options.onRequest({ method: c.req.method, route, status: c.res.status, milliseconds });
  });
  app.use(findPeer(options.trustedProxies ?? NO_NETWORKS));
  app.use("/embed/*", embedHeaders(embed));
  app.use(ownHeaders());
  const { authenticate, matrix: lines = MATRIX, limits = NO_LIMITS } = options;
  app.use(authorise({ authenticate, clock, lines, peerOf: addressOf, limits }));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const language = negotiateLanguage(c.req.header("accept-language"));
        const problem = describeRefusal(new Refusal("method_not_allowed", {}), language);
        return respond(problem, { allow: methods.join(", ") });
      },
    }),
  );

  portalRoutes(app, options.portal ?? null);
  logRoutes(app, ledger);
  const { policy } = ledger;
  chainRoutes(app, {
    ...{ policy, store: options.figures.store },
    ...{ ask: options.askChain, stopwatch: options.stopwatch },
  });
  documentHealth(app);
  app.get("/healthz", async (c) => {
    const health = await options.health();
    return c.json(health, health.status === "down" ? 503 : 200, { "cache-control": "no-store" });
  });
  metricsRoute(app, options);
  const trail = options.recordReads ? accessTrail(ledger) : noTrail;
  subjectRoutes(app, ledger, trail, onBug);
  recordRoutes(app, ledger, trail, onBug);
  givenRoutes(app, ledger, trail);
  proofRoutes(app, ledger, trail);
  streamRoutes(app, ledger, trail);
  streamPageRoutes(app, ledger, trail);
  const { health, figures } = options;
  const overview = createOverview({
    ...{ ...figures, policy: ledger.policy, clock, health },
    ...(options.push ? { overdue: options.push.overdue } : {}),
    breachesDue: async () => (await breachesDue(options.registers)) ?? 0,
    ...(options.rights ? { requests: options.rights.requests.waiting } : {}),
  });
  overviewRoutes(app, overview);
  entryRoutes(app, ledger, overview, trail);
  timelineRoutes(app, { ledger, trail, organizationName: organizationsOf(options.identity) });
  consentDomainRoutes(app, { ledger, consents, clock, trail, onBug });
  embedRoutes(app, embed, trail);
  if (options.sharing) sharingRoutes(app, { ledger, sharing: options.sharing });
  if (options.delivery) deliveryRoutes(app, { delivery: options.delivery, onBug });
  if (options.counts) countRoutes(app, options.counts);
  if (options.push) pushRoutes(app, { ledger, push: options.push, clock });
  if (options.webhooks) webhookRoutes(app, options.webhooks);
  if (options.rights)
    rightsRoutes(app, {
      ...{ ledger, rights: options.rights, clock, trail, onBug },
      organizationName: organizationsOf(options.identity),
      limitDear: limitDear(options.stopwatch, addressOf),
    });
  if (options.registers) {
    const { press } = options.receipts;
    registerRoutes(app, { ledger, consents, registers: options.registers, press, clock });
  }
  if (options.packs) packRoutes(app, { ledger, packs: options.packs, clock, trail });
  if (options.exports)
    exportRoutes(app, {
      ...{ ledger, exports: options.exports, trail },
      requests: options.rights?.requests ?? null,
    });
  if (options.audits) auditRoutes(app, { audits: options.audits, clock });
  if (options.identity)
    identityRoutes(app, { identity: options.identity, peerOf: addressOf, trail });
  settingsRoute(app, options.settings ?? []);
  receiptRoutes(app, { ledger, consents, clock, trail, ...options.receipts });
  apiPage(app, options.version, lines);
  return app;
}
