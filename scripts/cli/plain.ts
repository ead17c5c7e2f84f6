/** What may stand in a command that people copy: it needs no quotes in any shell, and hides nothing. */
export const PLAIN = /^[A-Za-z0-9._:/-]+$/;

/** A file's name as part of such a command; `FILE` for one that must be quoted by hand, or would be taken for an option. */
export const plainName = (file: string): string =>
  PLAIN.test(file) && !file.startsWith("-") ? file : "FILE";
