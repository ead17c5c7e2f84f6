/** A strict reader of Prometheus' text format 0.0.4: whatever is not exactly as its specification says is an error. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly Sample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const VALUE = /^(?:[+-]?Inf|NaN|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;

const wrong = (why: string, line: string): Error => new Error(`${why}: ${line}`);

export function parseMetrics(text: string): Map<string, Family> {
  if (!text.endsWith("\n")) throw new Error("no newline at the end");
  const families = new Map<string, Family & { samples: Sample[] }>();
  let current: (Family & { samples: Sample[] }) | null = null;
  let help: { name: string; text: string } | null = null;
  for (const line of text.slice(0, -1).split("\n")) {
    if (line === "") continue;
    if (line.startsWith("# HELP ")) {
      const [, name = "", said = ""] = /^# HELP (\S+) (.*)$/.exec(line) ?? [];
      if (!NAME.test(name) || said === "" || families.has(name)) throw wrong("HELP", line);
      help = { name, text: said };
    } else if (line.startsWith("# TYPE ")) {
      const [, name = "", type = ""] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line) ?? [];
      if (help?.name !== name) throw wrong("TYPE without its HELP", line);
      current = { name, help: help.text, type: type as Family["type"], samples: [] };
      families.set(name, current);
    } else if (line.startsWith("#")) throw wrong("comment", line);
    else {
      const sample = parseSample(line);
      if (current === null || !belongs(sample.name, current)) throw wrong("out of place", line);
      current.samples.push(sample);
    }
  }
  for (const family of families.values()) check(family);
  return families;
}

const belongs = (name: string, { name: family, type }: Family): boolean =>
  type === "histogram"
    ? [`${family}_bucket`, `${family}_sum`, `${family}_count`].includes(name)
    : name === family;

function parseSample(line: string): Sample {
  const [, name = "", , labelled, value = ""] = /^([^\s{]+)(\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (!NAME.test(name) || !VALUE.test(value)) throw wrong("sample", line);
  const number = /inf/i.test(value) ? Number(value.replace(/inf/i, "Infinity")) : Number(value);
  return { name, labels: labelled === undefined ? {} : parseLabels(labelled, line), value: number };
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== "") {
    const found = /^([^=]+)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/.exec(rest);
    const [whole = "", name = "", value = "", end] = found ?? [];
    if (found === null || !LABEL.test(name) || Object.hasOwn(labels, name))
      throw wrong("labels", line);
    labels[name] = value.replaceAll(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c));
    rest = rest.slice(whole.length);
    if (end === "," && rest === "") throw wrong("comma at the end", line);
  }
  return labels;
}

const key = ({ name, labels }: Sample): string =>
  JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);

function check(family: Family): void {
  const keys = family.samples.map(key);
  if (new Set(keys).size < keys.length) throw new Error(`doubled: ${family.name}`);
  if ((family.type === "counter") !== family.name.endsWith("_total")) {
    throw new Error(`a counter, and nothing else, ends in _total: ${family.name}`);
  }
  for (const { value, name } of family.samples) {
    if (family.type === "counter" && !(value >= 0)) throw new Error(`negative: ${name}`);
  }
  if (family.type === "histogram") checkHistogram(family);
}

/** Buckets rise, up to +Inf, which has as many as there were. */
function checkHistogram({ name, samples }: Family): void {
  const series = new Map<string, { buckets: [number, number][]; count: number; sum: number }>();
  for (const { name: sample, labels, value } of samples) {
    const { le, ...rest } = labels;
    const of = JSON.stringify(rest);
    const one = series.get(of) ?? { buckets: [], count: Number.NaN, sum: Number.NaN };
    series.set(of, one);
    if (sample === `${name}_bucket`) {
      if (le === undefined) throw new Error(`a bucket without le: ${name}`);
      one.buckets.push([le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le), value]);
    } else if (sample === `${name}_count`) one.count = value;
    else one.sum = value;
  }
  for (const { buckets, count, sum } of series.values()) {
    const rising = buckets.every(
      ([le, n], i) => i === 0 || (le > buckets[i - 1]![0] && n >= buckets[i - 1]![1]),
    );
    const last = buckets.at(-1);
    if (
      !rising ||
      last?.[0] !== Number.POSITIVE_INFINITY ||
      last[1] !== count ||
      Number.isNaN(sum)
    ) {
      throw new Error(`no histogram: ${name}`);
    }
  }
}

/** The one value of a metric with these labels (and no others), or null. */
export function metricOf(
  families: ReadonlyMap<string, Family>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | null {
  const wanted = key({ name, labels, value: 0 });
  const all = [...families.values()].flatMap(({ samples }) => samples);
  return all.find((sample) => key(sample) === wanted)?.value ?? null;
}
