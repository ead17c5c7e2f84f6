import type { MappingProblemCode } from "../../import/mapping/problem.ts";
import type { ImportTexts } from "../catalogue.ts";

const mappingProblems: Readonly<Record<MappingProblemCode, (allowed: string) => string>> = {
  not_json: () =>
    "is not JSON, names a member twice, spells a text in more than one way, or is larger than 256 KiB",
  missing_member: () => "is missing",
  surplus_member: (allowed) => `is not known here; there are: ${allowed}`,
  wrong_type: (allowed) => `must have the form ${allowed}`,
  wrong_format: (allowed) => `must be “${allowed}”`,
  unknown_kind: (allowed) => `must be one of: ${allowed}`,
  unknown_field: (allowed) => `is not a field of this kind; it has: ${allowed}`,
  bad_source: () => "must be 1 to 64 characters of A-Z a-z 0-9 . _ : / -",
  bad_delimiter: () => "must be one character, not a quote",
  bad_pattern: (allowed) => `needs year, month and day, each token once; tokens are: ${allowed}`,
  bad_zone: () => "is not a known time zone such as Europe/Berlin",
  bad_template: () => "needs at least one {column}, and braces only around columns",
  bad_currency: () => "is not an ISO 4217 code",
  bad_decimals: (allowed) => `must be a number of decimals, ${allowed}`,
  one_form: (allowed) => `must have exactly one of: ${allowed}`,
  only_with_group: () => "needs “groupBy”, and does not stand within rows",
  rows_in_rows: () => "cannot stand within rows",
};

export const importEn: ImportTexts = {
  unknownPreset: (name) =>
    `There is no data set “${name}”: northwind, cdnow and online-retail are known. Your own files need --mapping.`,
  needsFile: "Name the file to import.",
  oneFile: "Name exactly one file.",
  mappingProblem: (file, member, code, allowed) =>
    `The mapping ${file} cannot be used: ${member === "" ? "it" : `“${member}”`} ${mappingProblems[code](allowed)}.`,
  fileProblem: {
    not_found: () => "The file does not exist.",
    not_a_file: () => "This is not a file.",
    unreadable: () => "The file cannot be read.",
    broken_gzip: () => "The packed file is damaged or cut off.",
    invalid_utf8: () => "This line is not valid UTF-8.",
    row_too_long: () => "This row is longer than 1 MiB.",
    broken_quote: () => "A quote stands where none may stand; what follows cannot be told apart.",
    quote_not_closed: () => "A quote that is opened here is never closed.",
    empty: () => "The file is empty.",
    missing_column: (column) => `The column “${column}” is missing.`,
    repeated_column: (column) => `The column “${column}” is there twice.`,
    wrong_header: (column) => `The first line must be: ${column}`,
  },
  rowProblem: {
    column_count: ({ cells }) => `the row has ${cells} cells, not one for each column`,
    missing_value: () => "a value is required",
    bad_number: () => "is not a number",
    bad_date: () => "is not a date that exists, in the form expected",
    no_such_time: () => "is a time that the clocks there left out",
    not_in_table: () => "is not in the table of known values",
    unknown_reference: ({ table }) => `is not in the table ${table}`,
    mixed_group: () => "differs within rows that belong together",
  },
  line: (line) => `line ${line}`,
  column: (column) => `column ${column}`,
  field: (field) => `field ${field}`,
  more: (count) => `… and ${count} more`,
  progress: (settled, refused, rate, share) =>
    `${share} %: ${settled} records done, ${refused} refused, ${rate} a second`,
  bar: { records: "records", refused: "refused", perSecond: "a second" },
  counts: {
    rows: "Rows read",
    records: "Records made of them",
    stored: "Stored",
    newVersions: "Stored as a new version",
    unchanged: "Unchanged, there already",
    equalsEarlier: "Not stored: equal to an earlier version",
    older: "Not stored: older than the newest version",
    refused: "Refused",
  },
  wouldSend: "Would be sent",
  skipped: {
    no_customer: "Skipped: no customer",
    zero_freight: "Skipped: no freight",
  },
  took: (seconds, rate) => `${seconds} s, ${rate} records a second`,
  brokeOff: "The import broke off here. What is stored stays; mend the cause and run it again.",
  serverAway: (url) =>
    `The ledger at ${url} does not answer any more. What is stored stays; run the import again.`,
  dryRun: "Dry run: nothing was sent.",
};
