import { formatTime } from "../../../api/core/clock.ts";
import type { Config } from "../../../api/core/config.ts";
import { visibleJson } from "../../../api/core/visible.ts";
import { type EscrowCopy, escrowCopies } from "../../../api/start/escrow-list.ts";
import { keyStatusHere } from "../../../api/start/root-key-here.ts";
import type { RootKeyRow } from "../../../api/store/root-keys.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit.ts";
import { table } from "../table.ts";
import { wrap } from "../terminal.ts";

/** How the root key stands, and which copies of one that is gone are still about. */
export async function status(
  context: Context,
  config: Config,
  { json = false }: { readonly json?: boolean },
): Promise<number> {
  const { m, terminal, language } = context;
  const texts = m.keys;
  const { roots, under, erasures } = await keyStatusHere(config);
  const newest = roots.at(-1)?.id;
  const isGone = (id: string): boolean =>
    id !== newest && roots.some((root) => root.id === id && root.goneAt !== null);
  const copies = (await escrowCopies(config)).map((copy) => ({
    ...copy,
    destroy: copy.destroyedAt === null && isGone(copy.root),
  }));
  if (json) {
    const shown = roots.map((root) => ({ ...root, keys: under.get(root.id) ?? 0 }));
    await terminal.out(`${visibleJson({ roots: shown, erasures, copies })}\n`);
    return EXIT.ok;
  }
  const number = (count: number): string => count.toLocaleString(language);
  const stateOf = (root: RootKeyRow): string => {
    if (root.id === newest) return texts.state.wraps;
    return root.goneAt === null ? texts.state.rolling : texts.goneSince(formatTime(root.goneAt));
  };
  const copyState = (copy: EscrowCopy & { readonly destroy: boolean }): string => {
    if (copy.destroyedAt !== null) return texts.destroyedSince(formatTime(copy.destroyedAt));
    return copy.destroy ? texts.destroyCopy : texts.copyHolds;
  };
  const { head, copyHead } = texts;
  const rows = roots.map((root) => [
    ...[root.id, formatTime(root.begunAt), number(under.get(root.id) ?? 0), stateOf(root)],
  ]);
  const copyRows = copies.map((copy) => [
    ...[formatTime(copy.at), copy.root, texts.copyFor[copy.for], copy.file.slice(0, 16)],
    copyState(copy),
  ]);
  const counts = texts.erasures(
    ...([erasures.all, erasures.unfinished, erasures.uncompleted].map(number) as [
      string,
      string,
      string,
    ]),
  );
  const parts = [
    rows.length === 0
      ? `${texts.notRolled}\n`
      : table(terminal, [[head.root, head.since, head.keys, head.state], ...rows], { indent: "" }),
    `${wrap(counts, terminal.columns).join("\n")}\n`,
    copies.length === 0
      ? `${texts.noCopies}\n`
      : `${texts.copies}\n${table(
          terminal,
          [
            [copyHead.made, copyHead.root, copyHead.for, copyHead.file, copyHead.state],
            ...copyRows,
          ],
          { indent: "" },
        )}`,
  ];
  await terminal.out(parts.join("\n"));
  return EXIT.ok;
}
