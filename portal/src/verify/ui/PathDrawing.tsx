/** The way from an entry to the root that is on the chain: each step hashes what is known with one hash beside it. */
import { Button, Text } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { folded, type InclusionPath, type PathStep, type Span } from "../draw/inclusion.ts";
import { isSingle, shortHash } from "./short.ts";

const WIDTH = 290;
const MIDDLE = WIDTH / 2;
const ROW = 62;
const TOP = 34;
/** More than this are folded until somebody wants to see them. */
const MOST = 9;
const FOLD = 46;

const beside = (side: "left" | "right"): number => (side === "left" ? 38 : WIDTH - 38);

/** Longer numbers than this do not stand beside one another. */
const LONG = 1e7;
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** How many: of a whole subtree, the power of two that it is. */
function howMany(count: number, compact: (n: number) => string): string {
  const power = Math.log2(count);
  if (!Number.isInteger(power)) return compact(count);
  return `2${[...String(power)].map((digit) => SUPERSCRIPT[Number(digit)]).join("")}`;
}

function useCompact(): (n: number) => string {
  const { i18n } = useTranslation("verify");
  return (n) => new Intl.NumberFormat(i18n.language, { notation: "compact" }).format(n);
}

function useSpan(): (span: Span) => string {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  const compact = useCompact();
  return (span) => {
    const { first, last } = span;
    if (isSingle(span)) return t("entryNumber", { index: number(first) });
    if (last < LONG) return t("entriesFromTo", { first: number(first), last: number(last) });
    return t("entriesMany", { many: howMany(last - first + 1, compact) });
  };
}

/** The step that leads to the node at `y`: its sibling stands one row below. */
function Step({
  step,
  y,
  below,
}: {
  readonly step: PathStep;
  readonly y: number;
  readonly below: number;
}) {
  const spanOf = useSpan();
  const x = beside(step.side);
  return (
    <g>
      <path
        className="v-edge"
        d={`M${MIDDLE} ${y} C${MIDDLE} ${y + 34} ${x} ${y + 14} ${x} ${below - 12}`}
      />
      {isSingle(step.beside) ? (
        <rect className="v-sibling" x={x - 11} y={below - 11} width={22} height={22} rx={4} />
      ) : (
        <path className="v-sibling" d={`M${x} ${below - 13} l17 24 h-34 z`} />
      )}
      <text className="v-hash" x={x} y={below + 27} textAnchor="middle">
        {shortHash(step.sibling)}
      </text>
      <text className="v-span" x={x} y={below + 40} textAnchor="middle">
        {spanOf(step.beside)}
      </text>
    </g>
  );
}

function PathNode({
  hash,
  span,
  y,
  side,
  kind,
}: {
  readonly hash: Uint8Array;
  readonly span: string;
  readonly y: number;
  /** On which side its text stands. */
  readonly side: "left" | "right";
  readonly kind: "root" | "node" | "leaf";
}) {
  const x = side === "left" ? MIDDLE - 18 : MIDDLE + 18;
  const anchor = side === "left" ? "end" : "start";
  return (
    <g>
      {kind === "leaf" ? (
        <rect className="v-own" x={MIDDLE - 11} y={y - 11} width={22} height={22} rx={4} />
      ) : (
        <circle
          className={kind === "root" ? "v-root" : "v-own"}
          cx={MIDDLE}
          cy={y}
          r={kind === "root" ? 12 : 8}
        />
      )}
      <text className="v-hash" x={x} y={y - 1} textAnchor={anchor}>
        {shortHash(hash)}
      </text>
      <text className="v-span" x={x} y={y + 12} textAnchor={anchor}>
        {span}
      </text>
    </g>
  );
}

const opposite = (side: "left" | "right"): "left" | "right" => (side === "left" ? "right" : "left");

export function PathDrawing({ path }: { readonly path: InclusionPath }) {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  const spanOf = useSpan();
  const compact = useCompact();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { steps } = path;
  const { foot, top } = isOpen ? { foot: steps.length, top: 0 } : folded(steps.length, MOST);
  const hidden = steps.length - foot - top;
  // From the root downward, as it is drawn.
  const above = steps.slice(steps.length - top).toReversed();
  const lower = steps.slice(0, foot).toReversed();
  const foldAt = TOP + above.length * ROW;
  const lowerFrom = hidden > 0 ? foldAt + FOLD : TOP;
  const height = lowerFrom + lower.length * ROW + 58;
  const leafY = lowerFrom + lower.length * ROW;
  const rootText = t("rootOf", {
    size: path.size < LONG ? number(path.size) : compact(path.size),
  });
  const row = (step: PathStep, y: number, isRoot: boolean) => (
    <g key={y}>
      <line className="v-way" x1={MIDDLE} x2={MIDDLE} y1={y} y2={y + ROW} />
      <Step step={step} y={y} below={y + ROW} />
      <PathNode
        hash={step.node}
        span={isRoot ? rootText : spanOf(step.over)}
        y={y}
        side={opposite(step.side)}
        kind={isRoot ? "root" : "node"}
      />
    </g>
  );
  return (
    <figure className="v-figure">
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        className="v-path"
        role="img"
        aria-labelledby={`${id}-t ${id}-d`}
      >
        <title id={`${id}-t`}>{t("pathTitle", { index: number(path.index) })}</title>
        <desc id={`${id}-d`}>
          {t("pathText", {
            count: steps.length,
            index: number(path.index),
            size: number(path.size),
          })}
        </desc>
        {above.map((step, i) => row(step, TOP + i * ROW, i === 0))}
        {hidden > 0 ? (
          <line className="v-way v-folded" x1={MIDDLE} x2={MIDDLE} y1={foldAt} y2={lowerFrom} />
        ) : null}
        {lower.map((step, i) => row(step, lowerFrom + i * ROW, hidden === 0 && i === 0))}
        <PathNode
          hash={path.leaf}
          span={steps.length === 0 ? rootText : t("thisEntry", { index: number(path.index) })}
          y={leafY}
          side={steps[0] === undefined ? "right" : opposite(steps[0].side)}
          kind="leaf"
        />
      </svg>
      {hidden > 0 ? (
        <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
          {t("moreSteps", { count: hidden })}
        </Button>
      ) : null}
      <details className="v-details">
        <summary>{t("pathAsText")}</summary>
        <ol className="v-steps">
          {steps.map((step) => (
            <li key={step.over.first + step.over.last}>
              <Text size="sm" component="span">
                {t(step.side === "left" ? "stepLeft" : "stepRight", {
                  beside: spanOf(step.beside),
                  over: spanOf(step.over),
                  hash: shortHash(step.node),
                })}
              </Text>
            </li>
          ))}
        </ol>
      </details>
    </figure>
  );
}
