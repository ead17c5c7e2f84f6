/** Two histories of one log, whoever was shown which, and whatever was lost in between: an auditor cosigns one of them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Refusing } from "../../../api/auditor/refusals.ts";
import { Firm } from "./firm.ts";
import {
  auditor,
  begin,
  chain,
  firm,
  judged,
  newestCosigned,
  place,
  refusesFor,
  reopen,
  round,
  watchFirm,
} from "./watched-firm.ts";

watchFirm();

describe("two histories", () => {
  it("of one size are refused, and proven", async () => {
    firm.batch(20);
    expect(await round()).toBe("ok");
    const other = firm.fork(10);
    other.batch(10);
    expect(other.entries.length).toBe(firm.entries.length);
    await reopen(other);
    expect(await judged(await refusesFor("two_roots", other))).toBe("DIVERGED two_roots");
  });

  it.each([3, 30, 600])(
    "of which the other is %i entries longer are refused, and proven",
    async (more) => {
      firm.batch(500);
      expect(await round()).toBe("ok");
      const other = firm.fork(300);
      other.batch(200 + more);
      await reopen(other);
      expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
    },
  );

  it.each([2, 40, 450])(
    "of which the other has %i entries more than they share, but fewer, are refused, and proven",
    async (more) => {
      firm.batch(500);
      expect(await round()).toBe("ok");
      const other = firm.fork(20);
      other.batch(more);
      await reopen(other);
      expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
    },
  );

  it("are refused in the middle of catching up, too", async () => {
    firm.batch(900);
    const { bundle } = firm.source;
    Object.assign(firm.source, {
      bundle: (n: number, width: number) =>
        n < 2 ? bundle(n, width) : Promise.reject(new Error("killed")),
    });
    await expect(auditor.round()).rejects.toThrow("killed");
    expect((await auditor.status()).size).toBe(512);
    const other = firm.fork(700);
    other.batch(400);
    await reopen(other);
    expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
    expect(await newestCosigned()).toBe(0);
  });

  it("are refused where half of the first was taken and the second is shorter than that", async () => {
    firm.batch(900);
    const { bundle } = firm.source;
    Object.assign(firm.source, {
      bundle: (n: number, width: number) =>
        n < 2 ? bundle(n, width) : Promise.reject(new Error("killed")),
    });
    await expect(auditor.round()).rejects.toThrow("killed");
    const other = firm.fork(100);
    other.batch(50);
    await reopen(other);
    // Both were signed, and the entries tell; but what would show it to others is not served any more.
    const kept = await refusesFor("prefix", other);
    expect(await judged(kept)).toBe("none");
    const { checkpoints } = JSON.parse(readFileSync(kept.file, "utf8")).evidence;
    expect(checkpoints).toEqual([other.notes.get(other.served), firm.notes.get(firm.served)]);
  });

  it("that somebody else was shown are refused when he shows them", async () => {
    firm.batch(50);
    expect(await round()).toBe("ok");
    const other = firm.fork(10);
    other.batch(8);
    await auditor.show(firm.notes.get(firm.served) as string);
    await auditor.show("no note");
    await auditor.show(new Firm("another").batch(3));
    expect(auditor.shouted).toEqual([]);
    await auditor.show(other.notes.get(other.served) as string);
    await auditor.show(other.notes.get(other.served) as string);
    expect(auditor.shouted.map(({ code }) => code)).toEqual(["prefix"]);
    expect(await judged(auditor.shouted[0] as Refusing)).toBe("DIVERGED prefix");
    expect(await round()).toBe("prefix");
  });

  it("are refused when the log here is as large as the one that somebody was shown", async () => {
    const other = firm.fork();
    for (let i = 0; i < 3; i++) other.batch(60);
    const [first, , third] = [...other.notes.values()] as [string, string, string];
    // Also before there is anything here.
    await auditor.show(first);
    firm.batch(50);
    expect(await round()).toBe("ok");
    await auditor.show(third);
    await auditor.show(first);
    await reopen();
    firm.batch(100);
    expect(await round()).toBe("ok");
    expect(await auditor.context.memory.larger()).toBe(third);
    firm.batch(100);
    expect(await judged(await refusesFor("prefix"))).toBe("DIVERGED prefix");
  });

  it("are none where what somebody was shown is what the log comes to be", async () => {
    firm.batch(50);
    const ahead = firm.batch(50);
    firm.served = 51;
    expect(await round()).toBe("ok");
    await auditor.show(ahead);
    expect(await auditor.context.memory.larger()).toBe(ahead);
    firm.batch(50);
    expect(await round()).toBe("ok");
    expect(await auditor.context.memory.larger()).toBeNull();
    expect(auditor.shouted).toEqual([]);
  });

  it("that are shown at once, and many, are one finding, which is waited for", async () => {
    firm.batch(50);
    expect(await round()).toBe("ok");
    const notes = [8, 9, 10, 11].map((count) => {
      const other = firm.fork(10);
      return other.batch(count);
    });
    const shown = [...notes, ...notes].map((note) => auditor.show(note));
    await auditor.idle();
    expect(auditor.shouted.map(({ code }) => code)).toEqual(["prefix"]);
    // The finding and its proof.
    expect(readdirSync(place.path("refusals"))).toHaveLength(2);
    await Promise.all(shown);
    expect(readdirSync(place.path("refusals"))).toHaveLength(2);
  });

  it("are refused at the size of an anchored checkpoint", async () => {
    firm.batch(50);
    const size = firm.entries.length;
    const other = firm.fork(10);
    other.batch(40);
    firm.batch(50);
    firm.notes.set(size, other.notes.get(size) as string);
    chain.anchor(size, firm.root(size));
    expect(await judged(await refusesFor("prefix"))).toBe("DIVERGED prefix");
  });
});

describe("a state that was lost or put back", () => {
  it("lets the auditor cosign the same log again", async () => {
    firm.batch(30);
    place.save("state", "before");
    await round();
    firm.batch(400);
    await round();
    await auditor.close();
    for (const put of [() => place.lose("state"), () => place.restore("state", "before")]) {
      put();
      await begin();
      firm.batch(5);
      expect(await round()).toBe("ok");
      expect(await newestCosigned()).toBe(firm.entries.length);
      await auditor.close();
    }
    await begin();
  });

  it.each(["lost", "put back"])("and %s, does not let it cosign another one", async (how) => {
    firm.batch(30);
    await round();
    await auditor.close();
    place.save("state", "before");
    await begin();
    firm.batch(400);
    await round();
    const size = firm.entries.length;
    await auditor.close();
    if (how === "lost") place.lose("state");
    else place.restore("state", "before");
    const other = firm.fork(60);
    other.batch(40);
    await begin(other);
    // Shorter than what the key remembers, and not what is known to be signed: nothing is cosigned.
    for (let i = 0; i < 3; i++) expect(["log_wrong", "tail_missing"]).toContain(await round());
    expect(await newestCosigned()).toBeLessThan(size);
    other.batch(600);
    expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
  });

  it("of another history is of no use", async () => {
    const other = firm.fork();
    other.batch(20);
    await reopen(other);
    expect(await round()).toBe("ok");
    await auditor.close();
    place.save("state", "other's");
    place.lose("state");
    place.lose("keys");
    await begin();
    firm.batch(21);
    expect(await round()).toBe("ok");
    await auditor.close();
    place.restore("state", "other's");
    await begin(other);
    other.batch(5);
    expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
  });

  it("of another ledger is refused", async () => {
    firm.batch(3);
    await round();
    await auditor.close();
    const policy = { ...firm.policy, chainId: 1 };
    await expect(place.open({ policy, source: firm.source })).rejects.toMatchObject({
      ...{ code: "wrong_ledger", details: { setting: "--policy" } },
    });
    await begin();
  });
});
