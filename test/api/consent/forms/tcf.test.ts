import { describe, expect, it } from "vitest";
import { decodeTcf } from "../../../../api/consent/forms/tcf-decode.ts";
import { readTcf as readAt, type TcfReading } from "../../../../api/consent/forms/tcf-read.ts";
import { writeTcf } from "../../../../api/consent/forms/tcf-write.ts";
import { published, refusalOf } from "./published.ts";
import { event, statement } from "./statement.ts";

const { strings, reported } = JSON.parse(published("tc_strings.json")) as {
  readonly strings: readonly {
    readonly tc_string: string;
    readonly created: string;
    readonly cmpId: number;
    readonly policyVersion: number;
    readonly publisherCC: string;
    readonly purposeConsents: string;
    readonly vendorConsents: number;
  }[];
  readonly reported: readonly { readonly tc_string: string; readonly expect: string }[];
};

const NOW = Date.parse("2026-11-27T08:00:00.000Z");
const readTcf = (string: string, reading: TcfReading, now = NOW) => readAt(string, reading, now);
const count = (values: Iterable<number>): number => [...values].length;
const TERMS = {
  cmpId: 31,
  cmpVersion: 4,
  vendorListVersion: 112,
  purposes: [3, 4],
  vendors: [7, 755],
};
const OURS = writeTcf(statement(), TERMS);
const refusal = (string: string) => refusalOf(() => decodeTcf(string));
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const bits = (value: number, length: number) => value.toString(2).padStart(length, "0");
/** Filled up to whole bytes, in the alphabet of strings. */
const spelled = (all: string) =>
  all
    .padEnd(Math.ceil(all.length / 24) * 24, "0")
    .replace(/.{6}/g, (six) => ALPHABET[Number.parseInt(six, 2)] ?? "");
/** Adds the segment of disclosed vendors, so that what is before it is looked at. */
const disclosed = (string: string) => `${string.split(".")[0]}.${OURS.split(".")[1]}`;

describe("the published strings", () => {
  it("say what they were found to say, where vendors are disclosed", () => {
    const taken = strings.filter(({ tc_string }) => refusal(tc_string) === "taken");
    expect(taken).toHaveLength(6);
    for (const published of taken) {
      const { model } = decodeTcf(published.tc_string);
      expect(model.created?.toISOString()).toBe(published.created);
      expect([model.cmpId, Number(model.policyVersion), model.publisherCountryCode]).toEqual([
        published.cmpId,
        published.policyVersion,
        published.publisherCC,
      ]);
      expect([...model.purposeConsents.values()].join(" ")).toBe(published.purposeConsents);
      expect(count(model.vendorConsents.values())).toBe(published.vendorConsents);
    }
  });

  it("are refused where none are, and are sound but for that", () => {
    const others = strings.filter(({ tc_string }) => refusal(tc_string) !== "taken");
    expect(others).toHaveLength(10);
    for (const { tc_string, vendorConsents } of others) {
      expect(refusal(tc_string)).toBe("no_disclosed_vendors");
      const { model } = decodeTcf(disclosed(tc_string));
      expect(count(model.vendorConsents.values())).toBe(vendorConsents);
    }
  });

  it("that were reported decode as they must", () => {
    const [valid, invalid] = reported;
    expect(refusal(disclosed(valid?.tc_string ?? ""))).toBe("taken");
    expect(refusal(invalid?.tc_string ?? "")).toMatch(/malformed|trailing_garbage/);
  });
});

describe("a string that is none", () => {
  it.each<readonly [string, string, string]>([
    ["version 1", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "wrong_version"],
    ["version 3", OURS.replace("C", "D"), "wrong_version"],
    ["nothing", "", "malformed"],
    ["a word", "consent", "wrong_version"],
    ["padding", `${OURS}=`, "malformed"],
    ["a line end", `${OURS.split(".")[0]}\n.${OURS.split(".")[1]}`, "trailing_garbage"],
    ["whole bytes of zeros behind", OURS.replace(".", "AAAA."), "trailing_garbage"],
    ["a bit behind", OURS.replace(".", "AAAB."), "trailing_garbage"],
    ["garbage behind the vendors", `${OURS}AAAA`, "trailing_garbage"],
    ["a segment twice", `${OURS}.${OURS.split(".")[1]}`, "trailing_garbage"],
    ["an empty segment", `${OURS}.`, "malformed"],
    ["a segment of no type", `${OURS}.gAAA`, "malformed"],
    ["the core again", `${OURS}.${OURS.split(".")[0]}`, "malformed"],
    ["no disclosed vendors", OURS.split(".")[0] ?? "", "no_disclosed_vendors"],
    ["too long", "C".repeat(40_000), "too_large"],
  ])("%s", (_, string, expected) => {
    expect(refusal(string)).toBe(expected);
  });

  it("cut off anywhere, or a character longer anywhere, it is refused", () => {
    const [core = "", vendors = ""] = OURS.split(".");
    const cut = (part: string) => Array.from(part, (_, i) => part.slice(0, i));
    // The last characters may be zeros that fill up a byte; what is before them may not be missing.
    const cores = cut(core).slice(0, -4);
    const tails = cut(vendors).slice(0, -4);
    for (const part of cores) expect(refusal(`${part}.${vendors}`)).not.toBe("taken");
    for (const part of tails) expect(refusal(`${core}.${part}`)).not.toBe("taken");
    for (const more of ["B", "_", "AAAA"]) {
      expect(refusal(`${core}${more}.${vendors}`)).toBe("trailing_garbage");
      expect(refusal(`${core}.${vendors}${more}`)).toBe("trailing_garbage");
    }
  });

  it("that names vendors without end is none, and is told at once", () => {
    const range = (first: number, last: number) => `1${bits(first, 16)}${bits(last, 16)}`;
    const list = (...ranges: readonly string[]) => bits(ranges.length, 12) + ranges.join("");
    const [core = "", disclosed = ""] = OURS.split(".");
    const with_ = (maxId: number, ...ranges: readonly string[]) =>
      refusal(`${core}.${spelled(`001${bits(maxId, 16)}1${list(...ranges)}`)}`);
    const most = 65_535;
    expect(with_(most, range(1, most))).toBe("taken");
    const before = performance.now();
    expect(with_(most, ...Array<string>(4095).fill(range(1, most)))).toBe("malformed");
    expect(performance.now() - before).toBeLessThan(500);
    expect(with_(most, range(7, 6))).toBe("malformed");
    expect(with_(most, range(0, 6))).toBe("malformed");
    expect(with_(9, range(1, 6), range(8, 9))).toBe("taken");
    expect(with_(8, range(1, 6), range(8, 9))).toBe("malformed");
    expect(with_(9, range(1, 6), range(6, 9))).toBe("malformed");
    expect(with_(9, range(8, 9), range(1, 6))).toBe("malformed");

    const head = [...core]
      .map((each) => bits(ALPHABET.indexOf(each), 6))
      .join("")
      .slice(0, 213);
    const restricting = (...restrictions: readonly string[]) => {
      const all = bits(restrictions.length, 12) + restrictions.join("");
      return refusal(`${spelled(head + "0".repeat(34) + all)}.${disclosed}`);
    };
    const one = `${bits(1, 6)}00${list(range(1, 6))}`;
    expect(restricting(one, `${bits(1, 6)}01${list(range(1, 6))}`)).toBe("taken");
    expect(restricting(one, one)).toBe("malformed");
    expect(restricting(`${bits(1, 6)}00${list(range(8, 9), range(1, 6))}`)).toBe("malformed");
  });

  it("is no object", () => {
    expect(refusalOf(() => decodeTcf({ string: OURS }))).toBe("wrong_type");
  });
});

describe("what a string says", () => {
  const steps = (string: string, reading: TcfReading) =>
    readTcf(string, reading)
      .purposes.map(({ names, events }) => `${names[0]} ${events[0]?.step ?? "-"}`)
      .join(", ");

  it("of a vendor: its purposes and the vendor both", () => {
    const reading = readTcf(OURS, { vendor: 755 });
    expect(reading).toMatchObject({
      document: OURS,
      number: null,
      language: "zh",
      jurisdiction: "IE",
    });
    expect(steps(OURS, { vendor: 755 })).toBe(
      "1 refused, 2 refused, 3 given, 4 given, 5 refused, 6 refused, 7 refused, 8 refused, 9 refused, 10 refused, 11 refused",
    );
    expect(reading.purposes[2]?.events[0]?.occurredAt).toBe("2026-03-01T00:00:00.000Z");
    expect(refusalOf(() => readTcf(OURS, { vendor: 8 }))).toBe("vendor_not_disclosed");
  });

  it("of a day alone: consent from its beginning, refusal from its end, and not after now", () => {
    const at = (now: number) =>
      readTcf(OURS, { vendor: 755 }, now)
        .purposes.slice(1, 3)
        .map(({ events }) => events[0]?.occurredAt);
    expect(at(NOW)).toEqual(["2026-03-01T23:59:59.999Z", "2026-03-01T00:00:00.000Z"]);
    const noon = "2026-03-01T12:00:00.000Z";
    expect(at(Date.parse(noon))).toEqual([noon, "2026-03-01T00:00:00.000Z"]);
  });

  it("of the publisher: nothing without its segment", () => {
    expect(refusalOf(() => readTcf(OURS, { publisher: true }))).toBe("no_publisher_segment");
    // Segment 3: consent to purposes 1 and 2, no legitimate interest, no purposes of their own.
    const segment = spelled(`011${"11".padEnd(24, "0")}${"0".repeat(24)}000000`);
    expect(steps(`${OURS}.${segment}`, { publisher: true })).toMatch(
      /^1 given, 2 given, 3 refused/,
    );
  });

  it("nothing of a purpose that the publisher took from the vendor", () => {
    // Issue 201 of iabtcf-es: purpose 1 of these vendors must be by consent; that is no hindrance.
    const [valid] = reported;
    const { model } = decodeTcf(disclosed(valid?.tc_string ?? ""));
    expect(model.publisherRestrictions.getRestrictions(7)).toHaveLength(10);
    expect(steps(disclosed(valid?.tc_string ?? ""), { vendor: 7 })).toMatch(/^1 given/);
  });
});

describe("a string that is written", () => {
  it("says no consent once it has ended, and none of a request", () => {
    for (const kind of ["refused", "withdrawn", "expired", "invalidated"] as const) {
      const string = writeTcf(statement({ events: [event({ event: kind })] }), TERMS);
      const { purposes } = readTcf(string, { vendor: 7 });
      expect(purposes.every(({ events }) => events[0]?.step === "refused")).toBe(true);
    }
    const asked = statement({ events: [event({ event: "requested" })] });
    expect(refusalOf(() => writeTcf(asked, TERMS))).toBe("only_given");
  });

  it("is of policy version 5, for one site, with days for times", () => {
    const { model } = decodeTcf(OURS);
    expect([Number(model.policyVersion), model.isServiceSpecific, model.vendorListVersion]).toEqual(
      [5, true, 112],
    );
    expect(model.created).toEqual(model.lastUpdated);
    expect([...model.vendorsDisclosed.values()]).toEqual([7, 755]);
  });
});
