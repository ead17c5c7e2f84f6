import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";

/** However many rows, only those in view are drawn. `onEnd`: the last one comes into view; called again only when there are more. */
export function LongList<T>({
  items,
  keyOf,
  estimate = 72,
  label,
  onEnd,
  children,
}: {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** Height of a row in pixels, before it was drawn. */
  readonly estimate?: number;
  /** What it is a list of. */
  readonly label: string;
  readonly onEnd?: (() => void) | undefined;
  readonly children: (item: T, index: number) => ReactNode;
}) {
  const list = useRef<HTMLUListElement>(null);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => estimate,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (index) => keyOf(items[index]!),
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each length that is come to the end of.
  useEffect(() => {
    if (items.length > 0 && lastShown >= items.length - 1) onEnd?.();
  }, [lastShown, items.length]);
  return (
    <ul
      ref={list}
      aria-label={label}
      style={{
        position: "relative",
        height: virtual.getTotalSize(),
        margin: 0,
        padding: 0,
        listStyle: "none",
      }}
    >
      {rows.map(({ key, index, start }) => (
        <li
          key={key}
          ref={virtual.measureElement}
          data-index={index}
          aria-setsize={items.length}
          aria-posinset={index + 1}
          style={{
            position: "absolute",
            insetInline: 0,
            transform: `translateY(${start - virtual.options.scrollMargin}px)`,
          }}
        >
          {children(items[index]!, index)}
        </li>
      ))}
    </ul>
  );
}
