import type { StateTexts } from "./texts.ts";

export const stateEn: StateTexts = {
  summary: "tell what was so in a stream at a time, as the ledger has it",
  subject: "the data subject (@subject)",
  stream: "name of the stream, such as customer, order or order/ID",
  at: "the time, such as 2026-01-31T09:30:00.000Z (now if left out)",
  json: "print the answer as JSON",
  more: [
    "It is the ledger's answer. What proves it: counterfoil evidence --claim history --at TIME.",
    "Exit codes: 0 answered; 2 wrong use, or a question that the ledger refuses; 1 a fault, or no ledger is there.",
  ].join("\n"),
  title: (stream, time) => `${stream} at ${time}`,
  names: {
    subject: "Subject",
    state: "State",
    madeBy: "Made by",
    endedBy: "Ended by",
    before: "Anchor before",
    after: "Anchor after",
    id: "Id",
    version: "Version",
    occurred: "Occurred",
    recorded: "Recorded",
  },
  states: {
    made: "by what this history says today there was one, and it was not over: it had occurred by then (when it was recorded is another matter)",
    expired: "over by then, by what this history says today: its own validity had ended",
    none: "none yet, by what this history says today: nothing had occurred in this stream",
    unknown: "cannot be told: records that it rests on are gone",
  },
  event: (seq, index, record) => `no. ${seq} (entry ${index}), ${record}`,
  version: (id, version) => `version ${version} of record ${id}`,
  gone: "a record that is gone",
  ended: (event, time) => `${event}, at ${time}`,
  endsItself: (time) => `its own validity, at ${time}`,
  notEnded: "nothing so far",
  anchor: (block, time, size) => `block ${block} (${time}) with the first ${size} entries`,
  noAnchor: { before: "none: the chain did not hold anything yet", after: "none yet" },
  made: "The record that made it",
  firstVersion: (stream) =>
    `In force by what is recorded today: the first version, which is in the stream ${stream}`,
  proof: "Who tells when they came into the log",
  numbers: (ranges) => `no. ${ranges}`,
  standings: {
    in_log: "the chain: they were in it by then",
    not_anchored: "the chain: neither by then nor by the next anchor were they in it",
    by_clock: "only the ledger's own clock could tell, and it is not shown here",
    by_clock_before: "by the ledger's own clock recorded by then",
    by_clock_after: "by the ledger's own clock recorded only after that time",
  },
  incomparable: "What cannot be compared with the chain",
  contradictions: "What contradicts the chain",
  discrepancies: {
    recorded_withheld: "do not show when they were recorded (withheld, or their content is gone)",
    recorded_after_anchored: "in the log before the time at which they say they were recorded",
    recorded_but_not_anchored:
      "recorded by then as they say, and the first anchor after that time does not hold them",
  },
  word: (time) =>
    `All this is the ledger's word. For a file that proves it: counterfoil evidence --claim history --at ${time}, with the same --subject and --stream.`,
  nothing:
    "This is the ledger's word, and there is nothing in this stream. For a file that proves it: counterfoil evidence --claim absent, with the same --subject and --stream.",
};
