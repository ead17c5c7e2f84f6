import { describe, expect, it } from "vitest";
import { formatMemory } from "../../scripts/module-formats.ts";

const context = (parentURL: string | undefined, conditions = ["node", "import"]) => ({
  ...{ parentURL, conditions, importAttributes: {} },
});

/** Asks a memory, behind which stands a resolver that answers this format; tells what came, and how often the resolver was asked. */
function memory(format: string | undefined, address?: string) {
  const resolve = formatMemory();
  const asked: string[] = [];
  return {
    asked,
    resolve: (specifier: string, of: ReturnType<typeof context>) =>
      resolve(specifier, of as Parameters<typeof resolve>[1], (name) => {
        asked.push(name);
        const url = address ?? new URL(name, of.parentURL ?? "file:///").href;
        return format === undefined ? { url } : { url, format };
      }),
  };
}

const PARENT = "file:///lib/in/index.js";

describe("the kind of module a file is", () => {
  it.each(["module", "module-typescript"])("%s: is asked once for a directory", (format) => {
    const { resolve, asked } = memory(format);
    const urls = ["./a.js", "./b.js", "./deep/c.js", "./deep/d.js", "../in/e.js"].map(
      (specifier) => {
        const found = resolve(specifier, context(PARENT));
        expect(found.format).toBe(format);
        return found.url;
      },
    );
    expect(urls).toEqual(
      ["in/a.js", "in/b.js", "in/deep/c.js", "in/deep/d.js", "in/e.js"].map(
        (path) => `file:///lib/${path}`,
      ),
    );
    expect(asked).toEqual(["./a.js", "./deep/c.js"]);
  });

  it("is asked for each extension", () => {
    const { resolve, asked } = memory("module");
    for (const name of ["./a.js", "./a.ts", "./b.js", "./b.ts"]) resolve(name, context(PARENT));
    expect(asked).toEqual(["./a.js", "./a.ts"]);
  });

  it.each([
    ["the resolver does not know", undefined, undefined],
    ["is not the directory's", "commonjs", undefined],
    ["lies behind a link", "module", "file:///elsewhere/a.js"],
  ])("that %s is asked each time", (_, format, address) => {
    const { resolve, asked } = memory(format, address);
    for (const name of ["./a.js", "./b.js"]) resolve(name, context(PARENT));
    expect(asked).toEqual(["./a.js", "./b.js"]);
  });

  it("is left to the resolver for packages, other extensions, requires, attributes and what nobody imports", () => {
    const { resolve, asked } = memory("module");
    resolve("./first.js", context(PARENT));
    const names = ["zod", "./a.json", "./a", "./a.cjs", "node:fs", "#own", "/lib/in/a.js"];
    for (const name of names) resolve(name, context(PARENT));
    resolve("./a.js", context(PARENT, ["node", "require"]));
    resolve("./a.js", { ...context(PARENT), importAttributes: { type: "json" } });
    resolve("./a.js", context(undefined));
    expect(asked).toEqual(["./first.js", ...names, "./a.js", "./a.js", "./a.js"]);
  });
});
