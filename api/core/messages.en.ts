import type { Messages } from "./message-catalog.ts";

export const en: Messages = {
  refusals: {
    unauthorized: {
      title: "Not authorized",
      detail: "This call needs the header “Authorization: Bearer <token>” with the ledger's token.",
    },
    not_found: { title: "Not found", detail: "{what} does not exist." },
    method_not_allowed: {
      title: "Method not allowed",
      detail: "This address does not take that method.",
    },
    unsupported_media_type: {
      title: "Unsupported media type",
      detail: "Send the body as one of: {accepted}.",
    },
    too_large: { title: "Too large", detail: "The {what} is over the limit of {limit} bytes." },
    incomplete_body: {
      title: "Incomplete body",
      detail: "The connection ended before the body was complete.",
    },
    invalid_utf8: { title: "Not UTF-8", detail: "The text is not valid UTF-8." },
    invalid_json: {
      title: "Not JSON",
      detail: "The text is not valid JSON, or is nested too deeply.",
    },
    duplicate_member: {
      title: "Repeated member",
      detail:
        "The JSON names the member “{member}” more than once in one object; what was meant cannot be known.",
    },
    not_an_object: { title: "Not an object", detail: "A JSON object is expected here." },
    unknown_kind: { title: "Unknown record kind", detail: "“@kind” must be one of: {known}." },
    invalid_record: {
      title: "Invalid record",
      detail:
        "Some fields are missing, surplus or not as their kind wants them; see “errors”. Nothing was stored.",
    },
    invalid_parameter: {
      title: "Invalid parameter",
      detail: "The parameter “{parameter}” is not valid.",
    },
    unknown_subject: {
      title: "Unknown subject",
      detail:
        "“@subject” names no data subject of this ledger. Create it first: POST /v1/subjects.",
    },
    reference_conflict: {
      title: "Number taken",
      detail:
        "This source has given this external number to a record of another data subject. Nothing was stored.",
    },
    idempotency_conflict: {
      title: "Idempotency key reused",
      detail:
        "This Idempotency-Key came with another request before. Use a new key for a new request.",
    },
    busy: {
      title: "Busy",
      detail: "Too many writes are waiting. Nothing was stored; try again shortly.",
    },
    not_sealed: {
      title: "Not sealed yet",
      detail:
        "Entry {index} is not covered by a checkpoint yet (the newest covers {size} entries). Try again in a few seconds.",
    },
    unknown_fields: {
      title: "Unknown fields",
      detail: "A field asked for is not in the record. It has: {fields}.",
    },
    damaged: {
      title: "The ledger is damaged",
      detail:
        "The stored {thing} ({place}) is missing or is not what the log committed to. It was not handed out. Keep the database as it is and call the operator.",
    },
    chain_unavailable: { title: "Chain unavailable", detail: "The chain does not answer." },
    invalid_setting: { title: "Wrong setting", detail: "{setting}: {problem}" },
    wrong_ledger: {
      title: "Another ledger",
      detail:
        "{setting} does not fit this data directory, which belongs to another ledger. Restore the setting, or start with another directory.",
    },
    behind: {
      title: "The database is older than what was promised",
      detail:
        "The database has {size} entries, but the {what} knows {expected}. It was restored from an older backup, or is not this ledger's. The start is refused, so that no second history can be signed.",
    },
    in_use: {
      title: "In use",
      detail:
        "Another process works with the {what}. One process owns the database and the keys: stop the other first.",
    },
    unknown_schema: {
      title: "Unknown database version",
      detail:
        "The {what} was written by another version of this program, or its schema was changed.",
    },
    halted: {
      title: "The ledger has stopped",
      detail:
        "It found that chain, signatures and log contradict each other, so it takes nothing more and signs nothing more. The evidence is kept in the data directory under misbehaviour/. Call the operator.",
    },
    shutting_down: {
      title: "Shutting down",
      detail: "The server is about to stop. Try again shortly.",
    },
  },
  fields: {
    missing: "is required",
    surplus: "is not a field of this kind",
    wrong_type: "has the wrong JSON type",
    not_integer: "must be an integer",
    float_money: 'must be a decimal string such as "12.50", not a number',
    negative_money: "must not be negative in this kind",
    bad_money: 'must be a decimal string such as "12.50", with at most four decimals',
    bad_currency: "must be an ISO 4217 code, and the same throughout the record",
    bad_date: "must be a day that exists, as YYYY-MM-DD",
    bad_time: "must be a UTC time with milliseconds, such as 2026-11-22T09:30:00.000Z",
    bad_decimal: 'must be a decimal string such as "1.5"',
    bad_format: "does not have the form of this field",
    not_in_list: "must be one of: {allowed}",
    too_long: "is too long (at most {maximum})",
    too_short: "is too short (at least {minimum})",
    bad_unicode: "is not well-formed Unicode",
    out_of_range: "is out of range",
  },
  settings: {
    not_a_port: "must be a port number ({allowed})",
    not_loopback_with_generated_token:
      "the server listens beyond this machine only with a token of yours: set COUNTERFOIL_TOKEN_FILE, or use 127.0.0.1",
    keys_inside_data:
      "the keys must not lie inside the data directory: a backup of one must not hold the other",
    not_an_address: "must be a contract address: 0x and 40 hex digits",
    not_a_url: "must be an address like {allowed}",
    needs_contract_and_key:
      "with a chain of your own, COUNTERFOIL_CONTRACT and COUNTERFOIL_ANCHORER_KEY_FILE are needed too",
    only_with_rpc: "has a meaning only together with COUNTERFOIL_RPC_URL",
    bad_origin: "must be a schema-less address such as {allowed}",
    unreadable_file: "the file cannot be read",
    unusable_directory: "the directory cannot be made or entered",
    not_empty:
      "the directory holds something else: name an empty one, or one that is not there yet",
    readable_by_others: "others than its owner may use the file: give it mode 600",
    missing_key:
      "the file is missing, though this data directory has a ledger: put the keys back from their backup",
    bad_key: "the file does not hold such a key",
    bad_token: "the file must hold one line of 32 to 256 visible ASCII characters",
    not_boolean: "must be one of: {allowed}",
    not_a_number: "must be a whole number in {allowed}",
    unknown_setting: "there is no such setting; known are: {allowed}",
    bad_host: "this machine has no such address; use one of its own, such as 127.0.0.1",
    demo_needs_embedded:
      "the demonstration is loaded on the embedded chain only; leave COUNTERFOIL_RPC_URL unset, or set this to off",
    port_in_use: "another program uses this port; stop it or choose another port",
    not_in_list: "must be one of: {allowed}",
  },
  misbehaviour: {
    chain_diverged:
      "The chain holds another history of this ledger than its own log. Nothing more is signed or anchored.",
    chain_ahead:
      "The chain holds a longer history of this ledger than its own log. Nothing more is signed or anchored.",
    signer_diverged:
      "The log does not give the root that was signed for its size. Nothing more is signed.",
    checkpoint_not_extending:
      "The log does not extend its last signed checkpoint. Nothing more is signed.",
  },
  things: {
    record: "record",
    entry: "log entry",
    tile: "hash tile",
    checkpoint: "checkpoint",
    key: "key",
    stream: "stream head",
    map: "map",
  },
  missing: {
    record: "This record",
    version: "This version of the record",
    subject: "This data subject",
    route: "This address",
    checkpoint: "A checkpoint",
  },
  internal: {
    title: "Internal error",
    detail: "Something went wrong here. It was logged; nothing half done was kept.",
  },
};
