/** The settings as administrators see them: each by the variable that it is set by, and whether it is what holds where nobody sets it. */
import { type Config, readConfig } from "../core/config.ts";
import type { Cosigner } from "../cosign/cosigners.ts";
import type { ShownSettings } from "../http/settings-route.ts";
import { allSettings } from "./settings-record.ts";

const MILLISECONDS = /_MILLISECONDS$/;
const variable = (name: string): string =>
  name === "version" ? name : `COUNTERFOIL_${name.replace(MILLISECONDS, "_SECONDS")}`;
const inItsUnit = (name: string, text: string | null): string | null =>
  text !== null && MILLISECONDS.test(name) ? String(Number(text) / 1000) : text;

/** Where nobody sets anything but the chain, by which other defaults differ. */
function defaults({ chain }: Config): Config {
  if (chain.mode === "embedded") return readConfig({});
  return readConfig({
    COUNTERFOIL_RPC_URL: chain.rpcUrl,
    COUNTERFOIL_CONTRACT: chain.contract,
    COUNTERFOIL_ANCHORER_KEY_FILE: chain.anchorerKeyFile,
  });
}

/** Of those that need the chain named nothing is a default. */
const NAMED = ["RPC_URL", "CONTRACT", "SHARING_CONTRACT"];

export function shownSettings(
  config: Config,
  cosigners: readonly Pick<Cosigner, "kind" | "vkey">[],
  version: string,
): ShownSettings {
  const usual = allSettings(defaults(config), [], version);
  return Object.entries(allSettings(config, cosigners, version)).map(([name, value]) => ({
    name: variable(name),
    value: inItsUnit(name, value),
    isDefault: value === usual[name] && !(NAMED.includes(name) && value !== null),
  }));
}
