import { it } from "vitest";
import { customerOf, newSubject, orderOf, stored, testLedger } from "./helpers/ledger.ts";
it("m", { timeout: 600_000 }, async () => {
  const ledger = await testLedger();
  const subject = await newSubject(ledger);
  const draft = ledger.ledger.parse(orderOf(subject));
  const ids: string[] = [];
  for (let i = 0; i < 40; i++) {
    const out = await ledger.ledger.write(Array.from({ length: 500 }, () => ({ draft, insist: false, idempotency: null })));
    for (const o of out) if ("id" in o) ids.push(o.id);
  }
  await stored(ledger, customerOf(subject));
  await ledger.anchor();
  const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  for (const claim of ["record", "current", "record", "current"] as const) {
    const times: number[] = [];
    const before = cpu();
    for (let i = 0; i < 300; i++) {
      const t = performance.now();
      await ledger.ledger.evidence({ id: ids[(i * 61) % ids.length]!, version: null, fields: null, checkpoint: "final", claim });
      times.push(performance.now() - t);
    }
    const used = (cpu() - before) / 300;
    times.sort((a, b) => a - b);
    console.log(claim, "p50", times[150]!.toFixed(2), "p99", times[296]!.toFixed(2), "cpu", used.toFixed(2));
  }
  let t = performance.now(); let c = cpu();
  await ledger.ledger.stateAt({ subject, stream: "order", at: null });
  console.log("state over 20k", (performance.now() - t).toFixed(2), (cpu() - c).toFixed(0));
  await ledger.close();
});
