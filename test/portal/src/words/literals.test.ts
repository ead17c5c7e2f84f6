/** No text that people read stands in a page itself: it would be in one language. */
import { describe, expect, it } from "vitest";
import {
  type Node,
  nodesIn,
  partsOf,
  portalSources,
  type Source,
  sourceOf,
  textsOf,
} from "../../../helpers/portal-sources.ts";

/** What is shown, or read out, of an element or a message. */
const SHOWN =
  /^(?:title|label|placeholder|description|alt|message|error|children|legend|tooltip|(?:aria|data)-(?:label|description|valuetext|placeholder|roledescription)|\w+(?:Label|Title|Placeholder|Description))$/;

/** The same in every language: a name, and what machines are told. */
const SAME = /\b(?:Counterfoil|RPC|SHA-256|JSON|CSV|PDF|ZIP|QR|ID)\b|https?:/g;

const isText = (text: string): boolean => /\p{L}/u.test(text.replaceAll(SAME, ""));

/** The literals that a value may come to: a choice's both sides, not what it is chosen by; nothing that goes into a call. */
function* valuesOf(node: Node): Generator<Node> {
  const inner: Readonly<Record<string, readonly string[]>> = {
    ConditionalExpression: ["consequent", "alternate"],
    LogicalExpression: ["left", "right"],
    BinaryExpression: node.operator === "+" ? ["left", "right"] : [],
    JSXExpressionContainer: ["expression"],
    ParenthesizedExpression: ["expression"],
    TSAsExpression: ["expression"],
  };
  const members = inner[node.type];
  if (members === undefined) yield node;
  for (const member of members ?? []) yield* valuesOf(node[member] as Node);
}

function* shownIn(node: Node): Generator<Node | string> {
  if (node.type === "JSXText") yield String(node.value);
  if (node.type === "JSXElement" || node.type === "JSXFragment")
    for (const child of node.children as Node[])
      if (child.type === "JSXExpressionContainer") yield* valuesOf(child);
  if (node.type === "JSXAttribute" && node.value !== null) {
    const name = node.name as Node;
    const spelt = name.type === "JSXIdentifier" ? String(name.name) : "";
    if (SHOWN.test(spelt)) yield* valuesOf(node.value as Node);
  }
  if (node.type === "Property") {
    const key = node.key as Node;
    const spelt = key.type === "Identifier" ? String(key.name) : String(key.value);
    if (SHOWN.test(spelt)) yield* valuesOf(node.value as Node);
  }
  for (const part of partsOf(node)) {
    // A type says of a member what it holds, and shows nothing.
    if (!part.type.startsWith("TS") || part.type === "TSAsExpression") yield* shownIn(part);
  }
}

const literalsIn = ({ file, text, tree }: Source): string[] =>
  [...shownIn(tree)].flatMap((shown) => {
    const said = typeof shown === "string" ? [shown] : textsOf(shown);
    const line = typeof shown === "string" ? "" : text.slice(0, shown.start).split("\n").length;
    return said.filter(isText).map((one) => `${file}:${line} ${one.trim()}`);
  });

describe("the portal's pages", () => {
  const sources = portalSources();

  it("show no text that no catalogue holds", () => {
    expect(sources.length).toBeGreaterThan(25);
    expect(sources.flatMap(literalsIn)).toEqual([]);
  });

  it("have no Chinese in them, but in the catalogue", () => {
    const found = sources.flatMap(({ file, tree }) =>
      [...nodesIn(tree)].flatMap((node) =>
        textsOf(node)
          .filter((text) => /\p{Script=Han}/u.test(text))
          .map((text) => `${file}: ${text}`),
      ),
    );
    expect(found).toEqual([]);
  });
});

describe("what counts as shown", () => {
  it.each([
    ["<p>Hello</p>", ["Hello"]],
    ["<p>{'Hello'}</p>", ["Hello"]],
    ["<p>{ok ? 'Yes' : t('no')}</p>", ["Yes"]],
    [`<p>{ok && "Of " + name}</p>`, ["Of"]],
    ["<p>{'a' + name}</p>", ["a"]],
    ['<img alt="A cat" />', ["A cat"]],
    [
      '<Input placeholder="Name" description={short ? "Short" : "Long"} />',
      ["Name", "Short", "Long"],
    ],
    ['<b aria-label="Close" />', ["Close"]],
    ['<Menu closeButtonLabel="Close" />', ["Close"]],
    ["show({ title: 'Saved', color: 'teal' })", ["Saved"]],
    ["<p>{t('hello')} · {count} — Counterfoil</p>", []],
    ['<b className="card" id="title" data-testid="x">·</b>', []],
    ["<p>{role === 'officer' ? <b /> : null}</p>", []],
    ["type A = { title: 'x' }", []],
  ])("%s", (code, said) => {
    const found = literalsIn(sourceOf("a.tsx", code));
    expect(found.map((one) => one.replace(/^\S+ /, ""))).toEqual(said);
  });
});
