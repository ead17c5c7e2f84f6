/** The tree over a record's fields: what is disclosed opens its leaf, what is withheld keeps it shut. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { recordTree } from "../draw/record-tree.ts";
import { shortHash } from "./short.ts";

const ROW = 24;
const LEVEL = 13;
const LEFT = 148;

const y = (row: number): number => row * ROW + ROW / 2 + 2;

export function RecordTreeDrawing({
  names,
  disclosed,
  root,
}: {
  readonly names: readonly string[];
  readonly disclosed: ReadonlySet<string>;
  readonly root: Uint8Array;
}) {
  const { t } = useTranslation("verify");
  const { number } = useFormats();
  const id = useId();
  const tree = recordTree(names.length);
  const x = (height: number): number => LEFT + height * LEVEL;
  const end = x(tree.height);
  const rootRow = tree.brackets.at(-1)?.row ?? 0;
  return (
    <figure className="v-figure">
      <svg
        viewBox={`0 0 ${end + 80} ${names.length * ROW + 6}`}
        className="v-path"
        role="img"
        aria-labelledby={`${id}-t ${id}-d`}
      >
        <title id={`${id}-t`}>{t("recordTreeTitle")}</title>
        <desc id={`${id}-d`}>
          {t("recordTreeText", {
            count: names.length,
            disclosed: number(disclosed.size),
            withheld: number(names.length - disclosed.size),
          })}
        </desc>
        {tree.brackets.map(({ height, row, upper, lower }) => (
          <path
            key={`${height}-${row}`}
            className="v-edge"
            d={`M${x(upper.height)} ${y(upper.row)} H${x(height) - 8} V${y(lower.row)} H${x(lower.height)} M${x(height) - 8} ${y(row)} H${x(height)}`}
          />
        ))}
        {names.map((name, i) => (
          <g key={name}>
            <text
              className={disclosed.has(name) ? "v-name" : "v-name v-shut"}
              x={LEFT - 24}
              y={y(i) + 4}
              textAnchor="end"
            >
              {name.length > 18 ? `${name.slice(0, 17)}…` : name}
            </text>
            <rect
              className={disclosed.has(name) ? "v-own" : "v-sibling"}
              x={LEFT - 16}
              y={y(i) - 6}
              width={12}
              height={12}
              rx={3}
            />
          </g>
        ))}
        <circle className="v-root" cx={end + 4} cy={y(rootRow)} r={7} />
        <text className="v-hash" x={end + 14} y={y(rootRow) + 4}>
          {shortHash(root)}
        </text>
      </svg>
      <figcaption className="v-legend">
        <span className="v-key v-key-own">{t("disclosedLegend")}</span>
        <span className="v-key v-key-shut">{t("withheldLegend")}</span>
      </figcaption>
    </figure>
  );
}
