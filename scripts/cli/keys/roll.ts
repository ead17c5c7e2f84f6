import { SingleBar } from "cli-progress";
import type { Config } from "../../../api/core/config.ts";
import { keyStatusHere, rollHere } from "../../../api/start/root-key-here.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit.ts";

export async function roll({ m, terminal, clock }: Context, config: Config): Promise<number> {
  const bar = terminal.errIsTty ? newBar() : null;
  try {
    await rollHere(config, {
      clock,
      onAsked: () => void terminal.err(`${m.keys.asked}\n`),
      onProgress(done, of) {
        const share = of === 0 ? 100 : Math.floor((100 * done) / of);
        bar?.update(share, { said: m.keys.progress(String(share)) });
      },
    });
  } finally {
    bar?.stop();
  }
  const { roots } = await keyStatusHere(config);
  await terminal.out(`${m.keys.rolled(roots.at(-1)?.id ?? "")}\n`);
  return EXIT.ok;
}

function newBar(): SingleBar {
  const bar = new SingleBar({
    ...{ format: "{bar} {said}", barCompleteChar: "█", barIncompleteChar: "░", fps: 5 },
    ...{ hideCursor: true, clearOnComplete: true, stream: process.stderr, linewrap: false },
  });
  bar.start(100, 0, { said: "" });
  return bar;
}
