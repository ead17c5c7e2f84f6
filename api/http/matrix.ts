/**
 * The access matrix: every route there is, and which role reaches what through it. Nothing else grants anything: a route that has no line here is refused to everybody
 * (authorise.ts), and a role that a line does not name is refused that line. Tests are generated from it (test/api/http/matrix.test.ts).
 */
import { type Granted, get, type Line, open, page, post } from "./matrix-line.ts";
import { RIGHTS_LINES } from "./matrix-rights.ts";

/** Single records. Auditors have no more than these: what is so now, and that nothing is newer, would tell of other times than theirs. */
const RECORDS = {
  officer: "any",
  staff: "any",
  auditor: "given",
  customer: "own",
  system: "any",
} as const;
/** What follows from all that there is about somebody. */
const WHOLE = { officer: "any", staff: "any", customer: "own", system: "any" } as const;
const DESK = { officer: "any", staff: "any", system: "any" } as const;
const WRITING = { staff: "any", system: "any" } as const;
const STATING = { administrator: "any", system: "any" } as const;
const PEOPLE = {
  administrator: "any",
  officer: "any",
  staff: "any",
  auditor: "any",
  partner: "any",
  customer: "any",
} as const;
/** What the firm states, of nobody in particular. */
const STATED = { ...PEOPLE, system: "any" } as const;

const record = { names: "record", roles: RECORDS } as const;
const stated: Granted = { scope: "consents:read", roles: STATED };
const stating: Granted = { scope: "registry:write", roles: STATING };
const recording: Granted = { scope: "consents:write", roles: WRITING };
/**
 * For whom somebody is a data subject. It tells nothing of what is recorded of them, but whoever may say it may open all of that to an address of theirs: so it
 * takes a scope that nothing else does, and each request is recorded with the person, too.
 */
const tying: Granted = {
  ...{ scope: "contacts:write", names: "path" },
  roles: { administrator: "any", staff: "any", system: "any" },
};
/** People, roles and keys: for a person who is signed in, whom the record of it names. */
const administering: Granted = { scope: null, roles: { administrator: "any" } };
/** What somebody decides for themselves, or for whom they stand for. */
const deciding: Granted = { scope: null, names: "path", roles: { customer: "own" } };
/** Of nobody: a finding names rows, never people. The routes ask whether what was given to an auditor has ended. */
const auditing: Granted = {
  scope: null,
  roles: { administrator: "any", officer: "any", auditor: "any" },
};
/** What somebody has made themselves, and nobody else's: the routes look whose it is, and what was in it is on record since it was made. */
const ownPacks: Granted = { scope: null, roles: { officer: "any", auditor: "any" } };
const ofPerson = { names: "path", roles: WHOLE } as const;

/** What an organization is, and where it is told: its own members, who are signed in, and administrators. */
const ofOrganization: Granted = {
  ...{ scope: null, names: "organization" },
  roles: { administrator: "any", partner: "ownOrganization" },
};

/**
 * Terms with partners, which people answer for: no key opens them.
 */
const sharing: Granted = { scope: null, roles: { administrator: "any", officer: "any" } };
const withPartner: Granted = { scope: null, roles: { ...sharing.roles, partner: "any" } };

/** What the firm keeps about its processing. */
const registers: Granted = { scope: null, roles: { administrator: "any", officer: "any" } };
const registering: Granted = { scope: null, roles: { officer: "any" } };

/** Sizes, times and cost of the ledger as a whole, of nobody: most of it is on the chain and in public checkpoints. Auditors have what is public; this would stay open when their access is over. */
const figures: Granted = {
  scope: "metrics:read",
  roles: { administrator: "any", officer: "any", system: "any" },
};
/** How records are chained, over all times: for who may read all of them anyhow. */
const EXPLORING = { officer: "any", system: "any" } as const;

export const MATRIX: readonly Line[] = [
  open("/"),
  // The portal: its pages hold nothing of anybody.
  open("/app"),
  open("/app/*"),
  open("/verify"),
  open("/verifier.html"),
  open("/verifier.html.sha256"),
  open("/assets/:file"),
  open("/checkpoint"),
  open("/checkpoint/:size"),
  open("/tile/:level/:tile{.+}"),
  open("/.well-known/counterfoil/policy.json"),
  open("/.well-known/counterfoil/vkeys"),
  open("/.well-known/counterfoil/tlog-policy"),
  // What the chain says of this ledger, which anybody with a node can ask it themselves.
  open("/.well-known/counterfoil/anchors/:size"),
  open("/healthz"),
  open("/openapi.json"),
  open("/docs"),
  open("/docs/start.js"),
  open("/docs/:asset"),
  open("/embed/consent.js"),
  open("/embed/consent-:hash.js"),
  page("OPTIONS", "/embed/offer"),
  page("GET", "/embed/offer"),
  page("OPTIONS", "/embed/choice"),
  page("POST", "/embed/choice"),
  // Whoever signs in has nothing yet: api/identity lets through what stands in its paths.ts, and nothing else.
  open("/sign-in"),
  // The pages hold nothing of anybody: what they show they ask for.
  open("/account"),
  open("/account/page.js"),
  open("/account/page.css"),
  open("/auth/first-administrator"),
  open("/auth/*"),
  { method: "POST", path: "/auth/*", open: "everybody" },
  // The code alone opens it.
  { method: "POST", path: "/v1/erasure-certificates", open: "everybody" },
  open("/dev/mailbox"),
  open("/dev/people"),

  // The pseudonyms of everybody, from all times: no period can be kept to.
  get("/tile/entries/:tile{.+}", {
    scope: "log:entries",
    keysOnly: true,
    roles: { auditor: "any" },
  }),
  get("/metrics", { scope: "metrics:read", roles: { administrator: "any", system: "any" } }),

  get("/v1/me", { scope: null, roles: PEOPLE }),

  post("/v1/subjects", { scope: "subjects:write", roles: WRITING, reads: "subjects" }),
  post("/v1/subjects/lookup", { scope: "records:read", roles: DESK, reads: "subjects" }),
  post("/v1/records", { scope: "records:write", roles: WRITING, names: "lines" }),
  get("/v1/records", { scope: "records:read", names: "query", roles: RECORDS, reads: "records" }),
  get("/v1/given-records", {
    ...{ scope: "records:read", names: "query", reads: "records" },
    roles: { auditor: "given" },
  }),
  get("/v1/records/:id", { scope: "records:read", ...record, reads: "records" }),
  get("/v1/records/:id/evidence", { scope: "evidence:read", ...record, reads: "evidence" }),
  get("/v1/records/:id/receipt", { scope: "evidence:read", ...record }),
  get("/v1/records/:id/tlog-proof", { scope: "evidence:read", ...record }),
  post("/v1/records/:id/corrections", {
    ...{ scope: "records:write", names: "record", roles: WRITING },
  }),
  get("/v1/subjects/:subject/evidence", {
    ...{ scope: "evidence:read", ...ofPerson, reads: "evidence" },
  }),
  get("/v1/subjects/:subject/state", { scope: "records:read", ...ofPerson, reads: "state" }),
  get("/v1/subjects/:subject/timeline", {
    ...{ scope: "records:read", ...ofPerson, reads: "records" },
  }),
  get("/v1/subjects/:subject/reads", { scope: "records:read", ...ofPerson, reads: "records" }),

  // All of a person at once: for themselves, and for who answers them.
  get("/v1/subjects/:subject/export", {
    ...{ scope: "evidence:read", names: "path", reads: "evidence" },
    roles: { officer: "any", customer: "own", system: "any" },
  }),
  get("/v1/subjects/:subject/streams", {
    ...{ scope: "records:read", names: "path", roles: EXPLORING, reads: "records" },
  }),
  get("/v1/subjects/:subject/streams/entries", {
    ...{ scope: "records:read", names: "path", roles: EXPLORING, reads: "records" },
  }),
  get("/v1/entries/:index", { scope: "records:read", roles: EXPLORING, reads: "records" }),
  get("/v1/overview", figures),
  get("/v1/overview/series", figures),
  get("/v1/anchors", figures),
  get("/v1/batches", figures),

  post("/v1/controller", stating),
  get("/v1/controller", stated),
  post("/v1/notices", stating),
  get("/v1/notices", stated),
  get("/v1/notices/:id", stated),
  get("/v1/texts/:hash", stated),
  post("/v1/purposes", stating),
  post("/v1/purposes/:id/retirement", stating),
  get("/v1/purposes", stated),
  get("/v1/purposes/:id", stated),

  get("/v1/purposes/:id/consents", {
    ...{ scope: "consents:read", roles: EXPLORING, reads: "consents" },
  }),
  get("/v1/purposes/:id/consents/counts", { scope: "consents:read", roles: EXPLORING }),

  post("/v1/consents", { ...recording, names: "lines" }),
  post("/v1/consents/imports", recording),
  post("/v1/signals/gpc", recording),
  post("/v1/merges", recording),
  post("/v1/subjects/:subject/signals", { ...recording, names: "path" }),
  get("/v1/consents/:id/forms/:form", {
    ...{ scope: "consents:read", names: "record", roles: WHOLE, reads: "consents" },
  }),
  get("/v1/consents/:id/receipt", {
    ...{ scope: "consents:read", names: "record", roles: WHOLE, reads: "consents" },
  }),
  get("/v1/subjects/:subject/consents", { scope: "consents:read", ...ofPerson, reads: "consents" }),
  get("/v1/subjects/:subject/consents/:purpose", {
    ...{ scope: "consents:read", ...ofPerson, reads: "consents" },
  }),
  get("/v1/subjects/:subject/restriction", {
    ...{ scope: "consents:read", ...ofPerson, reads: "consents" },
  }),
  // Who may say what of it, the service looks: to restrict and to lift is an officer's.
  post("/v1/subjects/:subject/restriction", {
    ...{ scope: "consents:write", ...ofPerson, reads: "consents" },
  }),
  // Their own decision, and nobody's who works for the firm: no key opens it.
  get("/v1/subjects/:subject/purposes/:purpose/offer", { ...deciding, reads: "consents" }),
  post("/v1/subjects/:subject/choices", { ...deciding, reads: "consents" }),
  get("/v1/subjects/:subject/identifiers", {
    ...{ scope: "consents:read", names: "path", roles: DESK, reads: "identifiers" },
  }),
  post("/v1/consent-decisions", {
    ...{ scope: "consents:read", names: "lines", roles: WHOLE, reads: "consents" },
  }),
  post("/v1/embed-tokens", {
    ...{ scope: "embed:issue", keysOnly: true, roles: { system: "any" }, reads: "consents" },
  }),
  post("/v1/evidence-packs", {
    ...{ scope: null, names: "body", reads: "evidence" },
    roles: { officer: "any", auditor: "given" },
  }),
  get("/v1/evidence-packs", ownPacks),
  get("/v1/evidence-packs/:id", ownPacks),
  get("/v1/evidence-packs/:id/file", ownPacks),

  // A partner is told of its own organization's, which the service looks.
  get("/v1/agreements", withPartner),
  post("/v1/agreements", sharing),
  get("/v1/agreements/:id", withPartner),
  post("/v1/agreements/:id/draft", sharing),
  get("/v1/agreements/:id/compare", sharing),
  post("/v1/agreements/:id/organization", sharing),
  // Which of the agreements are theirs the service looks: an agreement of another organization is none.
  get("/v1/agreements/:id/records", {
    ...{ scope: "sharing:read", roles: { partner: "any" }, reads: "records" },
  }),
  // Of nobody: to a partner with noise, or not at all.
  get("/v1/agreements/:id/count", {
    ...{ scope: "sharing:read", roles: { administrator: "any", officer: "any", partner: "any" } },
  }),
  get("/v1/agreements/:id/messages", {
    ...{ scope: "sharing:read", reads: "records" },
    roles: { administrator: "any", officer: "any", partner: "any" },
  }),
  post("/v1/agreements/:id/messages/:message/replay", {
    scope: "sharing:write",
    roles: { administrator: "any", officer: "any", partner: "any" },
  }),
  get("/v1/agreements/:id/usage", {
    scope: "sharing:read",
    roles: { administrator: "any", officer: "any", partner: "any" },
  }),
  post("/v1/agreements/:id/acknowledgements", {
    scope: "sharing:write",
    roles: { partner: "any" },
  }),
  // The partner's signature too: whose it is the contract judges, not who brings it.
  post("/v1/agreements/:id/to-sign", withPartner),
  post("/v1/agreements/:id/signatures", withPartner),

  // Of the firm and of nobody; what is recorded in it, the officer answers for.
  get("/v1/processing-register", registers),
  get("/v1/breaches", registers),
  get("/v1/breaches/:id", registers),
  post("/v1/breaches", registering),
  post("/v1/breaches/:id/steps", registering),
  get("/v1/purposes/:id/assessments", registers),
  post("/v1/purposes/:id/assessments", registering),

  post("/v1/audits", auditing),
  get("/v1/audits", auditing),
  get("/v1/audits/:id", auditing),
  get("/v1/audits/:id/report.html", auditing),
  get("/v1/audits/:id/report.json", auditing),
  post("/v1/audits/:id/cancellation", auditing),

  get("/v1/keys", administering),
  post("/v1/keys", administering),
  post("/v1/keys/:id/revocation", administering),
  get("/v1/accounts", administering),
  post("/v1/accounts", administering),
  post("/v1/accounts/search", administering),
  get("/v1/accounts/:id", administering),
  post("/v1/accounts/:id/role", administering),
  post("/v1/accounts/:id/given", administering),
  post("/v1/accounts/:id/given-end", administering),
  post("/v1/accounts/:id/second-factor-removal", administering),
  post("/v1/accounts/:id/removal", administering),
  get("/v1/organizations", administering),
  post("/v1/organizations", administering),
  get("/v1/organizations/:organization", ofOrganization),
  get("/v1/organizations/:organization/keys", {
    ...{ scope: null, names: "organization" },
    roles: { administrator: "any", partner: "ownOrganization" },
  }),
  post("/v1/organizations/:organization/name", administering),
  get("/v1/organizations/:organization/webhook", ofOrganization),
  post("/v1/organizations/:organization/webhook", ofOrganization),
  post("/v1/organizations/:organization/webhook/secret", ofOrganization),
  post("/v1/organizations/:organization/webhook/test", ofOrganization),
  post("/v1/organizations/:organization/webhook/removal", ofOrganization),
  get("/v1/readers", { scope: null, roles: { administrator: "any", officer: "any" } }),
  get("/v1/settings", administering),
  get("/v1/subjects/:subject/contacts", tying),
  post("/v1/subjects/:subject/contacts", tying),
  post("/v1/subjects/:subject/contacts/removal", tying),

  ...RIGHTS_LINES,
];
