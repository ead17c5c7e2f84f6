/** The way through the map, one square for each bit of the stream's key, and what is found at its end. */
import { Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { MapWay } from "../draw/map-way.ts";

const CELL = 16;
const PER_ROW = 16;

export function MapWayDrawing({ way }: { readonly way: MapWay }) {
  const { t } = useTranslation("verify");
  const id = useId();
  const { turns, found } = way;
  const rows = Math.ceil((turns.length + 1) / PER_ROW);
  const at = (i: number) => ({
    x: (i % PER_ROW) * (CELL + 4) + 2,
    y: Math.floor(i / PER_ROW) * (CELL + 6) + 3,
  });
  const end = at(turns.length);
  return (
    <figure className="v-figure">
      <svg
        viewBox={`0 0 ${PER_ROW * (CELL + 4)} ${rows * (CELL + 6) + 4}`}
        className="v-path v-map"
        role="img"
        aria-labelledby={id}
      >
        <title id={id}>{t(`map_${found}`, { count: turns.length })}</title>
        {turns.map(({ right, other }, i) => {
          const { x, y } = at(i);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place on the way is all that there is.
            <g key={i}>
              <rect
                className={other ? "v-turn v-other" : "v-turn"}
                x={x}
                y={y}
                width={CELL}
                height={CELL}
                rx={3}
              />
              <text className="v-bit" x={x + CELL / 2} y={y + 12} textAnchor="middle">
                {right ? 1 : 0}
              </text>
            </g>
          );
        })}
        <circle
          className={found === "own" ? "v-root" : "v-sibling"}
          cx={end.x + CELL / 2}
          cy={end.y + CELL / 2}
          r={7}
        />
      </svg>
      <Text size="sm">{t(`map_${found}`, { count: turns.length })}</Text>
    </figure>
  );
}
