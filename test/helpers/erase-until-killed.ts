/** A process to be killed in the middle of an erasure: carries out that of a subject, and kills itself at a call of a method of store or key store, before it or when it has resolved. */
import { erase } from "../api/rights/erase/scene.ts";
import { openErasable } from "./erasable.ts";

const [directory = "", subject = "", method = "", call = "1", when = "before"] =
  process.argv.slice(2);
const kill = (): void => void process.kill(process.pid, "SIGKILL");

/** Ends the process at the chosen call. */
function deadly<T extends object>(inner: T): T {
  let calls = 0;
  return new Proxy(inner, {
    get(target, name) {
      const found = Reflect.get(target, name);
      if (name !== method || typeof found !== "function") return found;
      return async (...given: unknown[]) => {
        const isIt = ++calls === Number(call);
        if (isIt && when === "before") kill();
        const answer = await found.apply(target, given);
        if (isIt) kill();
        return answer;
      };
    },
  });
}

const { erasures, close } = await openErasable(directory, deadly);
await erase({ erasures }, subject);
await close();
process.exit(0);
