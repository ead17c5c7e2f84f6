/** Everything that a person reads exists in these languages. */
export type Language = "en" | "zh";

/** The better liked of our languages in an `Accept-Language` header (RFC 9110 §12.5.4); English when it says nothing. */
export function negotiateLanguage(header: string | undefined): Language {
  let best: Language = "en";
  let bestWeight = 0;
  for (const part of (header ?? "").slice(0, 500).split(",")) {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const language = tag.startsWith("zh") ? "zh" : tag.startsWith("en") ? "en" : null;
    const q = parameters.map((p) => /^\s*q=([01](?:\.\d{0,3})?)$/.exec(p)?.[1]).find((v) => v);
    const weight = q === undefined ? 1 : Number(q);
    if (language !== null && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}

/** The language of a terminal, from the settings in their usual order. */
export function terminalLanguage(settings: readonly (string | undefined)[]): Language {
  const set = settings.find((value) => value !== undefined && value !== "");
  return set?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Fills `{name}` in a template; a name that is not given stays as it is. */
export function fill(
  template: string,
  params: Readonly<Record<string, string | number | undefined>>,
): string {
  return template.replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}
