import type { SettingProblem } from "./setting-problems.ts";

/** What is wrong with a setting, behind its name. */
export const settingProblems: Readonly<Record<SettingProblem, string>> = {
  not_a_port: "must be a port number ({allowed})",
  not_loopback_with_demo:
    "the demonstration is for this machine alone: switch it off with COUNTERFOIL_DEMO=off, or use 127.0.0.1",
  keys_inside_data:
    "the keys must not lie inside the data directory: a backup of one must not hold the other",
  copy_not_apart:
    "the second copy must lie neither inside the data or the keys directory, nor around one of them: what destroys one must not destroy the other",
  no_ledger:
    "there is no ledger here. Are you in the ledger's folder, and do COUNTERFOIL_DATA and COUNTERFOIL_KEYS say where it lies? If it was lost, put back a backup of the data directory; if there is none, see “Putting a backup back” in docs/OPERATING.md",
  no_copy: "there is no second copy here",
  not_an_address: "must be a contract address: 0x and 40 hex digits",
  not_sharing_terms: "there is no contract SharingTerms at this address of the chain",
  not_networks: "must be addresses, or networks with their prefix, with commas between: {allowed}",
  not_hosts:
    "must be names of hosts, addresses, or networks with their prefix, with commas between: {allowed}",
  not_a_url: "must be an address like {allowed}",
  needs_contract_and_key:
    "with a chain of your own, COUNTERFOIL_CONTRACT and COUNTERFOIL_ANCHORER_KEY_FILE are needed too",
  only_with_rpc: "has a meaning only together with COUNTERFOIL_RPC_URL",
  bad_origin: "must be a schema-less address such as {allowed}",
  unreadable_file: "the file cannot be read",
  unwritable_file:
    "the file cannot be overwritten, which rolling the root key must do: it may be mounted read-only, or be somebody else’s",
  unusable_directory: "the directory cannot be made or entered",
  not_empty: "the directory holds something else: name an empty one, or one that is not there yet",
  readable_by_others: "others than its owner may use the file: give it mode 600",
  missing_key:
    "the file is missing, though this data directory has a ledger: put the keys back from their backup",
  bad_key: "the file does not hold such a key",
  other_root_key:
    "the keys in keys.db are wrapped under another root key. After the root key was rolled, an older keys.db opens no more, nor does an older root.key open the newer one: restore the two that belong together, the newest there are",
  lost_key:
    "the file is missing, though this auditor has had it: put the keys back from their backup, or begin a new auditor in an empty directory",
  lost_memory:
    "the file is missing or was changed, in which this auditor keeps what it has cosigned: without it the key could cosign a second history. Put the file back as it was last, or begin a new auditor, with new keys, in an empty directory",
  bad_name: "must be a name without blanks and without “+”, such as auditor.example/a1",
  needs_name: "the first time, an auditor needs a name, such as auditor.example/a1",
  other_name: "the key in this directory has another name, and a key's name never changes",
  bad_token: "the file must hold one line of 32 to 256 visible ASCII characters",
  not_boolean: "must be one of: {allowed}",
  not_a_number: "must be a whole number in {allowed}",
  unknown_setting: "there is no such setting; known are: {allowed}",
  bad_host: "this machine has no such address; use one of its own, such as 127.0.0.1",
  demo_needs_embedded:
    "nothing of the demonstration is for another chain than the embedded one; leave COUNTERFOIL_RPC_URL unset, or set this to off",
  mail_by_halves:
    "COUNTERFOIL_SMTP_URL and COUNTERFOIL_MAIL_FROM are set together; the latter is a sender such as Counterfoil <ledger@example.com>",
  oidc_incomplete:
    "COUNTERFOIL_OIDC_ISSUER, COUNTERFOIL_OIDC_CLIENT_ID and COUNTERFOIL_OIDC_CLIENT_SECRET_FILE are set together",
  sms_incomplete: "COUNTERFOIL_SMS_URL and COUNTERFOIL_SMS_SECRET_FILE are set together",
  auditors_line:
    "line {line} of the file must be “auditor <key> <address>” or “witness <key> <address>”, with one blank between them; a remark begins with #",
  auditors_key:
    "line {line} of the file does not name a key that cosigns (vkey of type 4), as its owner spells it",
  auditors_url:
    "line {line} of the file does not name an address like {allowed}, in its shortest spelling: no slash at the end, no password, no query",
  auditors_twice: "line {line} of the file names a key, or for one role a name, that stands before",
  auditors_too_many: "the file names more than {allowed} auditors and witnesses",
  port_in_use: "another program uses this port; stop it or choose another port",
  not_in_list: "must be one of: {allowed}",
};
