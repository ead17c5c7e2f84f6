/** Identifiers of data subjects, as they are written. */

const SUBJECT = /^[A-Za-z0-9_-]{43}$/;
const IN_ADDRESS = /(?:\/subjects\/|[?&]subject=)([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/;

export const isSubject = (text: string): boolean => SUBJECT.test(text);

/** Whom an address of the ledger speaks of; `null`: it does not tell. */
export const subjectIn = (address: string): string | null => IN_ADDRESS.exec(address)?.[1] ?? null;
