import { DEMO_DIRECTORY } from "../../import/demo.ts";
import { mapped } from "../../import/mapping/mapped.ts";
import { MAX_MAPPING_BYTES, type Mapping, parseMapping } from "../../import/mapping/mapping.ts";
import { MappingProblem } from "../../import/mapping/problem.ts";
import type { ImportItems } from "../../import/model.ts";
import { cdnow } from "../../import/presets/cdnow.ts";
import { northwind } from "../../import/presets/northwind/northwind.ts";
import { onlineRetail } from "../../import/presets/online-retail/online-retail.ts";
import type { Meter } from "../../import/read/meter.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { readBounded } from "../read-bounded.ts";

/** What the command line asks for, as items. */
export async function chooseSource(
  context: Context,
  words: readonly string[],
  mappingFile: string | undefined,
  meter: Meter,
): Promise<ImportItems> {
  const t = context.m.import;
  if (mappingFile !== undefined) {
    const mapping = await readMapping(context, mappingFile);
    return mapped(mapping, oneFile(context, words), meter);
  }
  const [preset = "", ...paths] = words;
  switch (preset) {
    case "northwind":
      return northwind(paths.length === 0 ? DEMO_DIRECTORY : oneFile(context, paths), meter);
    case "cdnow":
      return cdnow(oneFile(context, paths), meter);
    case "online-retail":
      if (paths.length === 0) throw new CliError(EXIT.usage, t.needsFile);
      return onlineRetail(paths, meter);
    default:
      throw new CliError(EXIT.usage, t.unknownPreset(preset));
  }
}

function oneFile({ m }: Context, paths: readonly string[]): string {
  const [file, ...others] = paths;
  if (file === undefined) throw new CliError(EXIT.usage, m.import.needsFile);
  if (others.length > 0) throw new CliError(EXIT.usage, m.import.oneFile);
  return file;
}

async function readMapping({ m, stdin }: Context, file: string): Promise<Mapping> {
  const source = await readBounded(file, MAX_MAPPING_BYTES, stdin).catch(() => {
    throw new CliError(EXIT.usage, m.errors.unreadable(file));
  });
  try {
    return parseMapping(source);
  } catch (error) {
    if (!(error instanceof MappingProblem)) throw error;
    const { member, code, allowed = "" } = error;
    throw new CliError(EXIT.usage, m.import.mappingProblem(file, member, code, allowed));
  }
}
