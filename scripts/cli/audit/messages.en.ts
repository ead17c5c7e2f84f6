import type { AuditTexts } from "./texts.ts";

export const auditEn: AuditTexts = {
  summary: "re-read a whole ledger and name everything that is not what it should be",
  offline: "leave the chain out",
  rpc: "a node of the chain that you trust (or COUNTERFOIL_RPC_URL; the embedded chain)",
  policy: "what you pinned; without one what the ledger itself says is taken",
  json: "write the report as JSON to this file, or - for the standard output",
  html: "write the report as one HTML file",
  work: "directory for what does not fit into memory (the system's for such things); emptied at the end",
  more: [
    "Works on the files of the ledger, by the settings of the server, which may run meanwhile. Changes nothing in them.",
    "Exit codes: 0 clean, 30 something is damaged, 20 nothing is, but the chain did not answer; 2 wrong use, 1 a fault.",
  ].join("\n"),
  progress: (percent, step, left) => `${percent} % | ${step}${left}`,
  left: (time) => ` | about ${time} left`,
  time: {
    seconds: (count) => `${count} s`,
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
  },
  interrupted: "Interrupted. Nothing was changed; run it again at any time.",
  written: (file) => `Report written to ${file}`,
  sameFile: "--json and --html must name two files",
  insideLedger: (file) =>
    `${file} lies among the ledger's own files: name a place outside of its directories for the report`,
  noReport: (file) =>
    `${file} is there already and is no such report of an audit: name another file, so that nothing is lost`,
  unopened: (code) =>
    `The database or the keys cannot be opened at all (${code}): see “Damaged” in docs/OPERATING.md`,
};
