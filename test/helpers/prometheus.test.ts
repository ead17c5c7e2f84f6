/** The strict reader is strict. */
import { describe, expect, it } from "vitest";
import { metricOf, parseMetrics } from "./prometheus.ts";

const GOOD = `# HELP a_total Things
# TYPE a_total counter
a_total{x="1",y="b\\"c\\\\d\\ne"} 3
a_total{x="2",y=""} 0

# HELP h Times
# TYPE h histogram
h_bucket{le="1"} 2
h_bucket{le="+Inf"} 3
h_sum 4.5
h_count 3

# HELP g Depth
# TYPE g gauge
g -1.5e3
`;

describe("the reader of metrics", () => {
  it("reads what is right", () => {
    const families = parseMetrics(GOOD);
    expect([...families.keys()]).toEqual(["a_total", "h", "g"]);
    expect(metricOf(families, "a_total", { y: `b"c\\d\ne`, x: "1" })).toBe(3);
    expect(metricOf(families, "h_count")).toBe(3);
    expect(metricOf(families, "g")).toBe(-1_500);
    expect(metricOf(families, "g", { x: "1" })).toBeNull();
  });

  it.each([
    ["no newline at the end", GOOD.slice(0, -1)],
    ["no TYPE", GOOD.replace("# TYPE g gauge\n", "")],
    ["no HELP", GOOD.replace("# HELP g Depth\n", "")],
    ["a sample of another family", GOOD.replace("g -1.5e3", "other 1")],
    ["a series twice", GOOD.replace('x="2",y=""', 'y="b\\"c\\\\d\\ne",x="1"')],
    ["a counter without _total", GOOD.replaceAll("a_total", "a")],
    ["a gauge that ends in _total", GOOD.replaceAll(/\bg\b/g, "g_total")],
    ["a negative counter", GOOD.replace("} 3", "} -3")],
    ["buckets that fall", GOOD.replace('le="1"} 2', 'le="1"} 4')],
    ["no last bucket", GOOD.replace('h_bucket{le="+Inf"} 3\n', "")],
    ["a count that is another", GOOD.replace("h_count 3", "h_count 4")],
    ["no sum", GOOD.replace("h_sum 4.5\n", "")],
    ["a value that is no number", GOOD.replace("-1.5e3", "many")],
    ["a label that is not quoted", GOOD.replace('x="2"', "x=2")],
    ["a label twice", GOOD.replace('x="2",y=""', 'x="2",x="3"')],
    ["a comma too many", GOOD.replace('y=""}', 'y="",}')],
    ["a comment", `# hello\n${GOOD}`],
    ["a family twice", `${GOOD}${GOOD}`],
  ])("refuses %s", (_, text) => {
    expect(text).not.toBe(GOOD);
    expect(() => parseMetrics(text)).toThrow();
  });
});
