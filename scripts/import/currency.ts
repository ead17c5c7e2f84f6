/** ISO 4217, by the tables of the JavaScript engine: the same that the record kinds go by. */
export const kindsOfMoney: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));
