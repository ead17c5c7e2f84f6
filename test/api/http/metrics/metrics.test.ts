/** `GET /metrics`: read strictly, against what health says and what was done; and nothing in it that belongs to anybody. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CosignerStatus } from "../../../../api/cosign/status.ts";
import { createMetrics } from "../../../../api/http/metrics/metrics.ts";
import { forgetAddresses } from "../../../helpers/heard/heard.ts";
import {
  AUDITOR_TOKEN,
  METRICS_TOKEN,
  orderOf,
  RISK,
  stored,
  TOKEN,
} from "../../../helpers/ledger.ts";
import { type Family, metricOf, parseMetrics } from "../../../helpers/prometheus.ts";
import { bearer, checkHeaders, refusal, type TestApp, testApp } from "../fixtures.ts";

let app: TestApp;
let broken = false;
let asked = 0;
beforeEach(async () => {
  broken = false;
  app = await testApp({
    wrapStore: (store) => ({
      ...store,
      size: () => {
        asked++;
        return broken ? Promise.reject(new Error("gone")) : store.size();
      },
    }),
  });
});
afterEach(() => app.close());

const scrapeText = async (): Promise<string> => {
  const response = await app.app.request("/metrics", { headers: bearer(METRICS_TOKEN) });
  checkHeaders(response);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-store");
  return response.text();
};
const scrape = async (): Promise<Map<string, Family>> => parseMetrics(await scrapeText());

const auditor = (change: Partial<CosignerStatus> = {}): CosignerStatus => ({
  ...{ name: "auditor.example/a1", kind: "auditor", state: "ok", size: 40 },
  ...{ lagEntries: 0, lagSeconds: 0, lastError: null },
  ...change,
});

describe("/metrics", () => {
  it("is opened by the metrics' token or the ledger's, and by no other", async () => {
    for (const token of [METRICS_TOKEN, TOKEN]) {
      expect((await app.app.request("/metrics", { headers: bearer(token) })).status).toBe(200);
    }
    const auditor = app.app.request("/metrics", { headers: bearer(AUDITOR_TOKEN) });
    expect(await refusal(auditor)).toBe("403 forbidden");
    for (const token of ["", `${METRICS_TOKEN}x`, METRICS_TOKEN.slice(1)]) {
      expect(await refusal(app.app.request("/metrics", { headers: bearer(token) }))).toBe(
        "401 unauthorized",
      );
    }
    expect(await refusal(app.app.request("/metrics"))).toBe("401 unauthorized");
    expect(await refusal(app.app.request("/metrics/"))).toBe("401 unauthorized");
    // It opens nothing else.
    for (const path of ["/v1/records", "/tile/entries/000.p/1"]) {
      const response = app.app.request(path, { headers: bearer(METRICS_TOKEN) });
      expect(await refusal(response)).toBe("403 forbidden");
    }
  });

  it("is strictly what Prometheus reads, every metric with help and a name of ours", async () => {
    await stored(app, orderOf(app.subject));
    await app.anchor();
    app.state.cosigners = [
      auditor(),
      auditor({ name: `odd"\\name`, kind: "witness", state: "waiting" }),
    ];
    const families = await scrape();
    expect(families.size).toBeGreaterThan(30);
    for (const [name, { help }] of families) {
      expect(name).toMatch(/^counterfoil_[a-z_]+$/);
      expect(help.length).toBeGreaterThan(5);
    }
    const named = { name: `odd"\\name`, kind: "witness" };
    expect(metricOf(families, "counterfoil_cosigner_state", { ...named, state: "waiting" })).toBe(
      1,
    );
  });

  it("says what health says", async () => {
    await stored(app, orderOf(app.subject));
    await app.anchor();
    await stored(app, orderOf(app.subject, { externalNumber: "A-2" }));
    await app.seal();
    await stored(app, orderOf(app.subject, { externalNumber: "A-3" }));
    app.clock.advance(7_000);
    app.state.chain = { state: "ok", headSize: 3, finalizedSize: 3 };
    const families = await scrape();
    const value = (name: string, labels = {}) => metricOf(families, `counterfoil_${name}`, labels);
    expect(value("build_info", { version: "0.0.0-test" })).toBe(1);
    expect(["ok", "degraded", "down"].map((state) => value("status", { state }))).toEqual([
      1, 0, 0,
    ]);
    expect(["store", "sealing", "chain"].map((part) => value("part_ok", { part }))).toEqual([
      1, 1, 1,
    ]);
    expect([value("log_entries"), value("log_sealed_entries"), value("log_open_entries")]).toEqual([
      6, 5, 1,
    ]);
    expect(value("log_open_age_seconds")).toBe(7);
    expect([value("log_unanchored_entries"), value("log_unanchored_age_seconds")]).toEqual([3, 7]);
    expect([value("chain_head_entries"), value("chain_final_entries")]).toEqual([3, 3]);
    expect(value("last_anchor_entries", { state: "finalized" })).toBe(3);
    expect(value("last_anchor_block")).toBe(100);
    expect(value("last_anchor_timestamp_seconds")).toBe(
      Date.parse("2026-11-22T09:30:00.000Z") / 1000,
    );
    expect(value("promises_open")).toBe(2);
    expect(value("promises_overdue")).toBe(0);
    expect(value("promises_next_deadline_timestamp_seconds")).toBe(
      Date.parse("2026-11-22T09:30:20.000Z") / 1000,
    );
  });

  it("counts requests by the pattern of their route, never by their address", async () => {
    await app.send(`/v1/records?subject=${app.subject}`);
    await app.send(`/v1/records?subject=${app.subject}`);
    await app.send("/v1/records/019ab1c2-0000-7000-8000-000000000000");
    await app.app.request("/v1/records/019ab1c2-0000-7000-8000-000000000000");
    for (let i = 0; i < 30; i++) await app.send(`/nothing/${i}?secret=${i}`);
    const families = await scrape();
    const count = (method: string, route: string, status: string) =>
      metricOf(families, "counterfoil_http_requests_total", { method, route, status });
    expect(count("GET", "/v1/records", "200")).toBe(2);
    expect(count("GET", "/v1/records/{id}", "404") ?? count("GET", "/v1/records/:id", "404")).toBe(
      1,
    );
    const routes = new Set(
      families.get("counterfoil_http_requests_total")!.samples.map(({ labels }) => labels.route!),
    );
    expect(routes.size).toBeLessThanOrEqual(5);
    for (const route of routes) expect(route).not.toMatch(/nothing|019ab|secret|\?/);
    const timed = families.get("counterfoil_http_request_seconds")!.samples;
    expect(timed.some(({ name }) => name.endsWith("_count"))).toBe(true);
  });

  it("has one name for all methods that nobody knows", async () => {
    const metrics = createMetrics("1");
    for (const method of ["BREW", "王", "X".repeat(100)]) {
      metrics.request({ method, route: "/*", status: 404, milliseconds: 1 });
    }
    const families = parseMetrics(await metrics.text(await healthNow()));
    metrics.stop();
    const { samples } = families.get("counterfoil_http_requests_total")!;
    expect(samples).toEqual([
      {
        name: "counterfoil_http_requests_total",
        labels: { method: "other", route: "/*", status: "404" },
        value: 3,
      },
    ]);
  });

  it("knows no more of the log than the store tells", async () => {
    await scrape();
    broken = true;
    const families = await scrape();
    expect(metricOf(families, "counterfoil_status", { state: "down" })).toBe(1);
    expect(metricOf(families, "counterfoil_part_ok", { part: "store" })).toBe(0);
    // What was known before is not told as if it were so now.
    for (const name of ["log_entries", "promises_open", "promises_overdue"]) {
      expect(families.get(`counterfoil_${name}`)!.samples, name).toEqual([]);
    }
    broken = false;
    expect(metricOf(await scrape(), "counterfoil_log_entries")).toBe(1);
  });

  it("tells alarms, and drops a cosigner that is not asked any more", async () => {
    app.state.cosigners = [auditor({ state: "refusing", lagEntries: 12, lagSeconds: 99 })];
    await stored(app, orderOf(app.subject));
    app.clock.advance(20_000 - RISK + 1);
    const families = await scrape();
    const on = families.get("counterfoil_alarm")!.samples.filter(({ value }) => value === 1);
    expect(on.map(({ labels }) => labels.alarm).sort()).toEqual([
      "auditor_refuses",
      "promises_at_risk",
    ]);
    expect(metricOf(families, "counterfoil_promises_state", { state: "at_risk" })).toBe(1);
    const named = { name: "auditor.example/a1", kind: "auditor" };
    expect(metricOf(families, "counterfoil_cosigner_lag_entries", named)).toBe(12);
    expect(metricOf(families, "counterfoil_cosigner_lag_seconds", named)).toBe(99);
    app.state.cosigners = [auditor({ lagSeconds: null })];
    const after = await scrape();
    expect(after.get("counterfoil_cosigner_lag_seconds")!.samples).toEqual([]);
    expect(
      metricOf(after, "counterfoil_cosigner_state", { ...named, state: "refusing" }),
    ).toBeNull();
  });

  it("asks the store once for all who scrape at a time", async () => {
    await scrape();
    asked = 0;
    await scrape();
    const once = asked;
    asked = 0;
    const all = await Promise.all(Array.from({ length: 50 }, scrapeText));
    expect(asked).toBe(once);
    for (const text of all) parseMetrics(text);
  });

  it("is of one server: another's counts are its own", async () => {
    const other = await testApp({ seed: "other" });
    await app.send("/checkpoint");
    await app.send("/checkpoint");
    await other.send("/checkpoint");
    const count = async (of: TestApp) => {
      const response = await of.app.request("/metrics", { headers: bearer(METRICS_TOKEN) });
      const labels = { method: "GET", route: "/checkpoint", status: "404" };
      return metricOf(
        parseMetrics(await response.text()),
        "counterfoil_http_requests_total",
        labels,
      );
    };
    expect([await count(app), await count(other)]).toEqual([2, 1]);
    await other.close();
  });
});

async function healthNow() {
  return (await (await app.app.request("/healthz")).json()) as Parameters<
    ReturnType<typeof createMetrics>["text"]
  >[0];
}

describe("what belongs to somebody", () => {
  it("is in no metric and in no health, whatever was written, asked or refused", async () => {
    const planted = [
      "王小明",
      "K-PLANTED-7",
      "alice@example.com",
      "SECRET-NOTE",
      TOKEN,
      METRICS_TOKEN,
      AUDITOR_TOKEN,
    ];
    const order = orderOf(app.subject, {
      externalNumber: planted[1]!,
      note: `${planted[2]} ${planted[3]}`,
    });
    const { id } = await stored(app, order);
    await app.post("/v1/subjects", { source: "shop", externalNumber: planted[1] });
    await app.post("/v1/records", { ...order, name: planted[0] });
    await app.send(`/v1/records/${id}`);
    await app.send(`/v1/records/${planted[1]}?note=${planted[3]}`);
    await app.send(`/${encodeURIComponent(planted[0]!)}`, {
      headers: { "user-agent": planted[2]! },
    });
    forgetAddresses();
    await app.send("/v1/records", { method: "PATCH", headers: { "idempotency-key": planted[3]! } });
    await app.anchor();
    const told = (await scrapeText()) + JSON.stringify(await healthNow());
    for (const secret of [...planted, id, app.subject, encodeURIComponent(planted[0]!)]) {
      expect(told).not.toContain(secret);
    }
  });
});
