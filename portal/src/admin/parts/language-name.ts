/** `zh-CN`: as the reader calls it. @param reader `en`, `zh` */
export function languageName(tag: string, reader: string): string {
  try {
    return (
      new Intl.DisplayNames(reader === "zh" ? "zh-CN" : "en", { type: "language" }).of(tag) ?? tag
    );
  } catch {
    // No tag of a language.
    return tag;
  }
}

/** `PT`: likewise. */
export function regionName(code: string, reader: string): string {
  try {
    return (
      new Intl.DisplayNames(reader === "zh" ? "zh-CN" : "en", { type: "region" }).of(code) ?? code
    );
  } catch {
    return code;
  }
}
