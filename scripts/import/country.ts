/** Country names as the data sets write them → ISO 3166-1 alpha-2. */

const OWN_SPELLINGS: Readonly<Record<string, string>> = {
  USA: "US",
  UK: "GB",
  EIRE: "IE",
  RSA: "ZA",
  "Hong Kong": "HK",
  "Czech Republic": "CZ",
  Turkey: "TR",
  Macau: "MO",
};

/** English names of all countries, by the JavaScript engine's tables. */
function namesToCodes(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const codes = new Map<string, string>();
  for (let first = 65; first <= 90; first++) {
    for (let second = 65; second <= 90; second++) {
      const code = String.fromCharCode(first, second);
      const name = names.of(code);
      if (name !== undefined && !NOT_COUNTRIES.has(code) && !codes.has(name)) codes.set(name, code);
    }
  }
  return codes;
}

/** Codes that the tables know and ISO 3166-1 does not assign to a country, or has withdrawn. */
const NOT_COUNTRIES: ReadonlySet<string> = new Set([
  ..."AC BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO RH SU TA TP UK UN".split(
    " ",
  ),
  ..."VD WK XA XB XK YD YU ZR ZZ AN".split(" "),
]);

let table: ReadonlyMap<string, string> | undefined;

/** The code, or `undefined` for what names no single country: `Unspecified`, `European Community`, `Channel Islands`. */
export function countryCode(name: string): string | undefined {
  const own = OWN_SPELLINGS[name];
  if (own !== undefined) return own;
  table ??= namesToCodes();
  return table.get(name);
}
