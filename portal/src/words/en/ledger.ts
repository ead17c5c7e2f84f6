/** Of the check of a whole ledger, on the public page. */
export const ledger = {
  tabFile: "A file",
  tabLedger: "The whole ledger",
  tabs: "What to check",
  title: "Check the whole ledger against the chain",
  lead: "Your browser fetches every public hash of the log, works out its root by itself, and holds each size that was ever anchored against the node that you name. Nothing of this says what is in a record; all of it says whether anything was changed, left out or put in afterwards.",
  needsNode: "Name a node of your own, or a wallet",
  needsNodeSays:
    "The firm's word about the chain would prove nothing here. Open “Who is asked about the chain” and choose somebody else.",
  chooseNode: "Choose a node",
  needsPolicy: "Say which ledger you trust first.",
  start: "Check now",
  again: "Check again",
  working: "Reading hashes: {{done}} of {{of}} files",
  asking: "Asking the chain",
  failed: "The ledger's server did not answer, so nothing could be checked. Try again in a moment.",
  word_holds: "The log holds",
  word_broken: "The log does not hold",
  word_open: "It cannot be told",
  says_holds: "What is served now is what was anchored, at every size that the chain knows of.",
  says_broken:
    "What is served contradicts what was signed or anchored. Keep this page and ask the firm.",
  says_open: "Nothing contradicts so far, but not everything could be asked.",
  step_chain: "The chain",
  step_signature: "The signature",
  step_auditors: "Auditors",
  step_tree: "The log",
  step_anchors: "What was anchored",
  step_final: "Finality",
  chain_asked: "It answers, and the contract knows the ledger, up to {{size}} entries.",
  chain_other: "This node is on chain {{chainId}}; the ledger is on chain {{wanted}}.",
  chain_unregistered: "The contract that you trust does not know this ledger.",
  chain_silent: "The node did not answer.",
  signature_signed:
    "The newest checkpoint, over {{size}} entries, is signed by the log key that you trust.",
  signature_invalid: "The newest checkpoint is not signed by the log key that you trust.",
  signature_none: "The ledger has signed nothing yet.",
  auditors_cosigned: "Replayed and cosigned by {{names}}.",
  auditors_unnamed: "You trust no auditor: whether the map follows from the log nobody has said.",
  auditors_waiting: "No auditor that you trust has cosigned this checkpoint yet.",
  tree_same: "All {{size}} public hashes give exactly the root that was signed.",
  tree_differs:
    "The public hashes give another root than the one that was signed over {{size}} entries.",
  tree_missing: "Hashes that the signed checkpoint covers are not served.",
  tree_too_long:
    "With {{size}} entries it is too long for a page. On a command line: counterfoil audit --remote.",
  anchors_all_one:
    "The one size that was ever anchored has the root that follows from these hashes.",
  anchors_all_other:
    "Each of the {{count}} sizes that were ever anchored has the root that follows from these hashes: nothing was rewritten.",
  anchors_newest:
    "The newest anchor, over {{size}} entries, has the root that follows from these hashes. The node does not list earlier ones.",
  anchors_differs:
    "At {{size}} entries the chain holds another root than follows from these hashes.",
  anchors_ahead:
    "The chain knows of {{size}} entries, and only {{served}} are served: entries are being withheld.",
  anchors_none: "Nothing has been anchored yet.",
  final_whole: "All of it is final: the chain itself could not take it back.",
  final_behind:
    "Final up to {{size}} entries. The {{behind}} behind that still wait for the chain.",
  final_development: "This is a development chain: whoever runs it can rewrite it.",
  final_none: "No anchor is final yet.",
  final_untold: "The node does not say what is final.",
  pass: "Holds",
  fail: "Does not hold",
  unknown: "Not known",
  notSaid: "What this does not say",
  notSaidText:
    "Whether what was entered is true, what stands in any record, and, without an auditor, whether each stream's newest entry is the newest. Evidence files prove the first two of a record; auditors replay the last.",
} as const;
