import { SingleBar } from "cli-progress";
import { type Meter, shareRead } from "../../import/read/meter.ts";
import { settled, type Tally } from "../../import/tally.ts";
import type { Context } from "../context.ts";

export interface Progress {
  stop(): void;
}

/** How often a terminal's bar moves, and a log gets a line. */
const BAR_MS = 200;
const LINE_MS = 5_000;

/**
 * Done is what the server has answered for, as a share of what the part of the file read so far has made: never ahead of the
 * truth.
 */
function numbers({ clock, language }: Context, meter: Meter, tally: Tally, began: number) {
  const done = settled(tally);
  const share = tally.records === 0 ? 0 : shareRead(meter) * Math.min(1, done / tally.records);
  const seconds = Math.max(0.001, (clock.now() - began) / 1000);
  const spell = (value: number) => Math.floor(value).toLocaleString(language);
  return {
    permille: Math.floor(share * 1000),
    share: spell(share * 100),
    done: spell(done),
    refused: spell(tally.refused),
    rate: spell(done / seconds),
  };
}

export function showProgress(context: Context, meter: Meter, tally: Tally): Progress {
  const began = context.clock.now();
  const now = () => numbers(context, meter, tally, began);
  return context.terminal.errIsTty ? bar(context, now) : lines(context, now);
}

type Numbers = ReturnType<typeof numbers>;

function bar({ m }: Context, now: () => Numbers): Progress {
  const { records, refused, perSecond } = m.import.bar;
  const display = new SingleBar({
    format: `{bar} {share} % | {done} ${records} | {refused} ${refused} | {rate} ${perSecond}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    stream: process.stderr,
    fps: 1000 / BAR_MS,
    linewrap: false,
  });
  const show = () => {
    const values = now();
    display.update(values.permille, values);
  };
  display.start(1000, 0, now());
  const timer = setInterval(show, BAR_MS);
  return {
    stop() {
      clearInterval(timer);
      show();
      display.stop();
    },
  };
}

function lines({ m, terminal }: Context, now: () => Numbers): Progress {
  const timer = setInterval(() => {
    const { done, refused, rate, share } = now();
    void terminal.err(`${m.import.progress(done, refused, rate, share)}\n`);
  }, LINE_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
