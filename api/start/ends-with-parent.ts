/**
 * A program, not a module: loaded before another one (`--import`), it ends that when the process that started it has ended, however that came about. The
 * channel between the two breaks also at a `kill -9`; nothing is ever said over it.
 */

/** To end in order. */
const GRACE_MS = 10_000;

if (process.channel !== undefined) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // It must not keep a program alive that has nothing more to do.
  process.channel?.unref();
}
