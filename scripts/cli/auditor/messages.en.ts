import type { AuditorTexts } from "./texts.ts";

export const auditorEn: AuditorTexts = {
  summary: "follow somebody's ledger, replay it, and cosign its checkpoints or refuse",
  ledger: "address of the ledger that is followed",
  policy: "the ledger's policy, which you pin: contract, ledger and keys come from this file alone",
  directory: "where keys, state and refusals lie; made if it is not there",
  tokenFile: "file with a key for auditors, which the ledger's operator gives you",
  rpc: "a node of the chain that you trust (or COUNTERFOIL_RPC_URL); without one the chain is not asked",
  name: "name of the auditor's key, such as auditor.example/a1; needed the first time",
  host: "address to listen at (127.0.0.1)",
  port: "port to listen at (3001)",
  once: "one round, without a server, then end",
  interval: "seconds between two rounds (5)",
  grace:
    "seconds for which the log may serve less than the chain holds before that is a finding (900)",
  witnessFor: "file of further log keys, one vkey a line, that the witness call knows",
  more: [
    "Cosigns what it has replayed itself: that every stream is whole and every map follows from the entries. It says nothing of what records hold.",
    "Give the lines “auditor” and “witness” that are printed at the start to the ledger's operator; put the auditor's key into your policy.",
    "Exit codes: 0 ended, or with --once cosigned; with --once 20 waiting; 30 it refuses; 2 wrong use, 1 a fault.",
  ].join("\n"),
  keys: "Keys, for policies and for COUNTERFOIL_AUDITORS:",
  noChain:
    "No chain is asked (no --rpc): that what was replayed is what was anchored is not looked at.",
  serving: (url) => `Serving at ${url}`,
  progress: (done, of, rate) => `replayed ${done} of ${of} entries, ${rate} per second`,
  cosigned: (sizes) => `ok: cosigned the checkpoints of ${sizes} entries`,
  upToDate: (size) => `ok: everything up to ${size} entries is cosigned`,
  anchored: (size) => `the chain holds ${size} entries`,
  someAnchors:
    "The node does not list all that was anchored: only the newest anchor, and what it listed, were held against the log.",
  waits: (why) => `waiting: ${why}`,
  waiting: {
    starting: "no round has ended yet",
    nothing_sealed: "the log has no checkpoint yet",
    log_unreachable: "the log does not answer",
    log_unauthorized: "the log does not take this token for its entries",
    log_wrong: "what the log serves does not fit its signed checkpoint; it is asked again",
    chain_unreachable: "the chain does not answer",
    chain_other: "the node is of another chain than the policy says",
    ledger_unknown: "the chain has no such contract, or no such ledger in it",
    chain_differs:
      "the chain has another root for a size than follows from the entries; it is asked again, and nothing is cosigned",
    clock_behind:
      "the last cosignature is dated over five minutes after this machine's clock; set the clock right, or wait until it is past that time",
    chain_behind: "the node has not got as far as it had before",
    chain_moving: "the chain changed while it was asked",
    tail_missing:
      "the log serves less than the chain holds or its key has signed; if that stays so, it is a finding",
    anchor_missing:
      "the chain does not have any more what was final before; if that stays so, it is a finding",
  },
  refusing: (why, file) =>
    `REFUSING: ${why} Nothing more is cosigned. All that shows it is kept in ${file}.`,
  proof: (file) => `A proof that verifies by itself: counterfoil verify ${file}`,
  noProof:
    "There is no compact proof of it: who has the whole log and the chain can see it for himself.",
  lift: (file) =>
    `Tell those who rely on your signature. To go on after you have looked at it, move ${file} away.`,
  findings: {
    two_roots:
      "The log's key has signed two different trees of the same size: it shows two histories.",
    prefix:
      "The log's key has signed a tree that does not begin with one that it signed before: its history was rewritten, or it shows two.",
    entry_form: "The log holds an entry of no form that entries have.",
    seq: "An entry does not have the next number of its stream: a stream was begun again, or has a gap or two entries of one number.",
    prev: "An entry does not follow the newest one of its stream: something was left out or put in.",
    map_beyond: "A state entry speaks of a map over entries that are not before it.",
    map_behind: "A state entry speaks of a map that leaves out what was sealed before it.",
    map_root:
      "A state entry names another map than follows from the entries: it hides the newest entry of a stream, or a whole stream.",
    end: "A checkpoint does not end with a state entry.",
    chain_diverged: "The chain holds another history than the log.",
    chain_rewritten:
      "The chain does not have any more what was final on it before: it was rewritten.",
    dropped_tail:
      "For too long the log has not served what the chain holds, or what its key has signed: its newest entries were dropped.",
  },
  damaged: (directory) =>
    `The state in ${directory} is not what was taken into it; nobody is accused because of that. Move the directory away and start again: it is built anew out of the log, and the keys remember what they have cosigned.`,
  stopped: "Stopped.",
  fault: "Something went wrong here:",
  notANumber: (option, allowed) => `${option} must be a whole number in ${allowed}`,
  badKeys: (file, line) => `Line ${line} of ${file} is no key of a log (vkey)`,
};
