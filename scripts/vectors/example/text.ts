/** The worked example as it stands in docs/FORMAT.md: commands, and what they print. */
import type { Facts } from "./facts.ts";
import { STREAM } from "./world.ts";

/** Commands, and below them what they print. */
function step(words: string, commands: string, ...output: readonly string[]): string {
  const shown = output.length === 0 ? [] : ["", "```text", ...output, "```"];
  return [words, "", "```sh", commands.trim(), "```", ...shown].join("\n");
}

function tools(): string {
  return step(
    "The tools, once: bytes are written in hex, and `H` hashes what its arguments say.",
    String.raw`
unhex() { xxd -r -p; }
hex() { xxd -p | tr -d '\n'; }
sha() { openssl dgst -sha256 -binary; }
b64u() { base64 | tr -d '=\n' | tr '+/' '-_'; }
H() { printf '%s' "$@" | unhex | sha | hex; }
hmac() { openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" -binary | hex; }
u64() { printf '%016x' "$1"; }
zero=$(printf '%064d' 0)`,
  );
}

function subject(facts: Facts): string {
  return step(
    "**The firm's secrets, its identifier and its stream** (§5.1).",
    String.raw`
ledgerId=1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d01
secret() { { printf 'counterfoil/firm/v1\0'; printf $ledgerId | unhex; printf $1; } | sha | hex; }
classes='personal consent statutory access'
for class in $classes; do echo "$class $(secret $class)"; done
hashes=$(for class in $classes; do H $(secret $class); done)
{ printf 'counterfoil/subject/v1\0'; printf $hashes | unhex; } | sha | b64u; echo
key=$(printf ledger | hmac $(secret statutory)); echo $key`,
    ...facts.secrets,
    facts.subject,
    facts.keys.ledger,
  );
}

function record(facts: Facts): string {
  return step(
    `**The record of entry 0**: one line for each field, and in it what a disclosure discloses (§3). \`@schema\` is the hash of the list of names (§2).`,
    `
cat > fields <<'END'
${facts.fields.join("\n")}
END
names=$(sed -E 's/^\\["[^"]*",("[^"]*"),.*/\\1/' fields | paste -sd, -)
printf '[%s]' "$names" | sha | b64u; echo`,
    facts.schema,
  );
}

function root(facts: Facts): string {
  return step(
    "**Disclosures, digests, record root** (§3, §4). Shown is the disclosure of `@kind`, and the digests of `@id` and `@kind`. Sixteen fields make a tree of four levels.",
    `
while read -r line; do printf '%s' "$line" | b64u; echo; done < fields > disclosures
while read -r D; do printf '%s' "$D" | sha | hex; echo; done < disclosures > digests
sed -n 2p disclosures
sed -n 1,2p digests
pairs() { while read -r a && read -r b; do H 01 $a $b; echo; done; }
T=$(pairs < digests | pairs | pairs | pairs); echo $T
recordRoot=$(H 04 0010 $T); echo $recordRoot`,
    facts.disclosure,
    ...facts.digests,
    facts.tree,
    facts.recordRoots[0] as string,
  );
}

function entries(facts: Facts): string {
  const [, given, withdrawn] = facts.recordRoots;
  return [
    step(
      "**Entry 0 and its leaf hash** (§5.2, §6): the first of its stream, so nothing is before it.",
      `
entry0=01$recordRoot$key$(u64 1)$zero; echo $entry0
leaf0=$(H 00 $entry0); echo $leaf0`,
      facts.entries[0] as string,
      facts.leaves[0] as string,
    ),
    step(
      `**Entries 1 and 2** are two events of one person's stream \`${STREAM}\`. Here only their record roots are given. The second names the leaf hash of the first.`,
      `
S=${facts.personSecret}
personKey=$(printf ${STREAM} | hmac $S); echo $personKey
entry1=01${given}$personKey$(u64 1)$zero
leaf1=$(H 00 $entry1); echo $leaf1
entry2=01${withdrawn}$personKey$(u64 2)$leaf1
leaf2=$(H 00 $entry2); echo $leaf2`,
      facts.keys.person,
      facts.leaves[1] as string,
      facts.leaves[2] as string,
    ),
  ].join("\n\n");
}

function map(facts: Facts): string {
  const first = (key: string) => Number.parseInt(key.slice(0, 2), 16).toString(2).padStart(8, "0");
  const [a, b] = [first(facts.keys.ledger), first(facts.keys.person)];
  return step(
    `**The map over these three entries** (§6.1). The keys begin with the bits ${a.slice(0, 4)} and ${b.slice(0, 4)}: they part at bit 1, and nothing is on the other side of bit 0. (So ` +
      "the map proof of the ledger's stream has the siblings zero and `$mapLeaf2`.)",
    `
mapLeaf0=$(H 02 $key $leaf0); echo $mapLeaf0
mapLeaf2=$(H 02 $personKey $leaf2); echo $mapLeaf2
mapRoot=$(H 03 $(H 03 $mapLeaf0 $mapLeaf2) $zero); echo $mapRoot`,
    ...facts.mapLeaves,
    facts.mapRoot,
  );
}

function tree(facts: Facts): string {
  return step(
    "**The state entry and the tree** (§5.2, §6): entry 3 says what the map over the first 3 entries is. (The inclusion proof of entry 0 is `$leaf1` and the last node but one.)",
    `
entry3=02$mapRoot$(u64 3)$(u64 ${facts.time}); echo $entry3
leaf3=$(H 00 $entry3); echo $leaf3
root=$(H 01 $(H 01 $leaf0 $leaf1) $(H 01 $leaf2 $leaf3)); echo $root`,
    facts.entries[3] as string,
    facts.leaves[3] as string,
    facts.root,
  );
}

const VERIFIED = "Signature Verified Successfully";

function checkpoint(facts: Facts): string {
  const { logKey, auditorKey, signatures } = facts;
  return [
    step(
      "**The checkpoint**, the id of the log key, and its signature (§7). The signature line of the note holds key id and signature; openssl wants the key with the prefix of RFC 8410.",
      `
printf '%s\\n' ${logKey.name} 4 $(printf $root | unhex | base64) > text
cat text
logKey=${logKey.typed}
{ printf '%s\\n' ${logKey.name}; printf $logKey | base64 -d; } | sha | head -c 4 | hex; echo
line=${signatures[0]}
printf $line | base64 -d | head -c 4 | hex; echo
printf $line | base64 -d | tail -c 64 > signature
der() { { printf 302a300506032b6570032100 | unhex; printf $1 | base64 -d | tail -c 32; } > key.der; }
check() { openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in $1 -sigfile signature; }
der $logKey; check text`,
      ...facts.text.trimEnd().split("\n"),
      logKey.id,
      logKey.id,
      VERIFIED,
    ),
    step(
      "**A cosignature** (§7): the key id with type 0x04, the time, and the text that an auditor signs.",
      `
auditorKey=${auditorKey.typed}
{ printf '%s\\n' ${auditorKey.name}; printf $auditorKey | base64 -d; } | sha | head -c 4 | hex; echo
line=${signatures[1]}
time=$((0x$(printf $line | base64 -d | head -c 12 | tail -c 8 | hex))); echo $time
printf $line | base64 -d | tail -c 64 > signature
{ printf 'cosignature/v1\\ntime %s\\n' $time; cat text; } > message
der $auditorKey; check message`,
      auditorKey.id,
      String(facts.cosignedAt),
      VERIFIED,
    ),
  ].join("\n\n");
}

export const HEADING = "## 13 A worked example";

/** The whole section. */
export function sectionText(facts: Facts): string {
  const intro = [
    "A ledger of four entries: its own first record, two events of one person, and a state entry. Everything is re-derived below with bash, xxd, base64 and OpenSSL 3; a",
    "test runs the commands and compares what they print. The same ledger is in the vector `worked-example`, which claims that its first record is the current one. Keys and",
    "salts are made up for this text, and sign nothing else.",
  ].join("\n");
  const steps = [tools(), subject(facts), record(facts), root(facts), entries(facts), map(facts)];
  return `${[HEADING, intro, ...steps, tree(facts), checkpoint(facts)].join("\n\n")}\n`;
}
