/** The kernel runs anywhere: nothing of Node, nothing of the DOM, nothing but @noble; no side effects. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, describe, it } from "vitest";
import * as erasure from "../../../portal/verify/erasure.ts";
import * as kernel from "../../../portal/verify/index.ts";

const ROOT = join(import.meta.dirname, "../../..");
const KERNEL = join(ROOT, "portal/verify");
const sources = readdirSync(KERNEL).filter((name) => name.endsWith(".ts"));
const source = (name: string) => readFileSync(join(KERNEL, name), "utf8");

describe("the kernel", () => {
  it("compiles with neither DOM nor Node types", { timeout: 180_000 }, () => {
    const config = JSON.parse(source("tsconfig.json"));
    assert.deepEqual(config.compilerOptions.lib, ["ES2023"]);
    assert.deepEqual(config.compilerOptions.types, []);
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", KERNEL], { stdio: "pipe" });
  });

  it.each(sources)("%s imports only @noble and its neighbours", (name) => {
    const imports = [...source(name).matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"]+)"/g)].map(
      ([, path]) => path as string,
    );
    for (const path of imports) {
      assert.match(path, /^(\.\/[a-z0-9.-]+\.ts|@noble\/(hashes|curves)\/[a-z0-9]+\.js)$/);
    }
  });

  it.each(sources)("%s uses no clock, no randomness, nothing of one runtime", (name) => {
    const code = source(name).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    const banned =
      /\b(Date\.now|new Date\(\)|Math\.random|crypto\.|process\b|Buffer\b|require\(|window\b|document\b|navigator\b|fetch\(|console\b|setTimeout|import\.meta)|["'`]node:/;
    assert.notMatch(code, banned);
  });

  it("has no import cycle", () => {
    const edges = new Map(
      sources.map((name) => [
        name,
        [...source(name).matchAll(/from "\.\/([^"]+)"/g)].map(([, path]) => path as string),
      ]),
    );
    const done = new Set<string>();
    const visit = (name: string, path: string[]): void => {
      assert.notInclude(path, name, [...path, name].join(" → "));
      if (done.has(name)) return;
      for (const next of edges.get(name) ?? []) visit(next, [...path, name]);
      done.add(name);
    };
    for (const name of sources) visit(name, []);
  });

  it("keeps its public names", () => {
    assert.deepEqual(Object.keys(kernel).sort(), PUBLIC_NAMES);
    assert.deepEqual(Object.keys(erasure).sort(), NAMES_OF_ERASURE);
  });

  it("exports explicitly", () => {
    assert.notMatch(source("index.ts"), /export \*/);
    for (const name of sources) assert.notMatch(source(name), /export default/, name);
  });
});

const NAMES_OF_ERASURE = [
  ...["CERTIFICATE_FORMAT", "ERASURE_CAVEATS", "MAX_CERTIFICATE_BYTES", "MAX_ERASURE_ENTRIES"],
  ...["STREAM_EXTENTS", "causeText", "checkCertificate", "encodeCertificate", "encodeErasureList"],
  ...["erasureCounts", "erasureListLeaf", "erasureListRoot", "groundText", "parseCertificate"],
  ...["parseErasureList", "renderErasure", "streamOrder", "verifyErasureCertificate"],
];

const PUBLIC_NAMES = `
AS_OF_SENTENCES CAVEATS CHAIN_CODES CLAIMS DEVELOPMENT_CHAINS EMPTY_MAP EMPTY_MAP_ROOT EMPTY_ROOT
ENTRY_TYPE_RECORD ENTRY_TYPE_STATE ENTRY_TYPE_VOID ENVELOPE_NAMES EVIDENCE_FORMAT EXIT_CODES
FILE_FORMS FORBIDDEN_NAMES FORMAT_ERROR_CODES FormatError KEY_ROLES KEY_TYPE_COSIGNATURE
KEY_TYPE_SIGNATURE KIND_NAMES LANGUAGES LAYERS LogReplay MAX_CREDENTIAL_BYTES MAX_DEPTH
MAX_EVIDENCE_BYTES MAX_FIELDS MAX_LEVEL MAX_MAP_DEPTH MAX_MISBEHAVIOUR_BYTES MAX_NOTE_BYTES
MAX_POLICY_BYTES MAX_RECORD_BYTES MAX_SIGNATURES MAX_STATEMENT_BYTES MISBEHAVIOUR_CAVEATS
MISBEHAVIOUR_FORMAT MISBEHAVIOUR_KINDS MISBEHAVIOUR_WORDS NO_PREV OPEN_CODES PASS_CODES
POLICY_FORMAT PROOF_SHAPES REASON_CODES RECORD_ENTRY_LENGTH REPLAY_BREAKS RETENTION_CLASSES
SALT_LENGTH SIGNATURE_LENGTH SPECIAL_WORDS STATEMENT_FORMS STATE_ENTRY_LENGTH TREE_RELATIONS
VERDICT_WORDS VOID_ENTRY asContractAddress asFieldDigest asHex32 asLeafHash asLeafIndex asLedgerId
asMapHash asMapRoot asNodeHash asOf asPublicKey asRecordId asRecordRoot asRootHash asSecretHash
asStreamKey asStreamSecret asStreamSeq asSubjectId asTreeSize auditorKeysFor base64Decode
base64Encode base64UrlDecode base64UrlEncode canonicalBytes canonicalJson catalogue
checkEnvelopeField checkEvidence checkMisbehaviour checkName checkNames checkRecord
checkSharedRecord checkValue compared completeSubtrees concat contradiction cosignatureLine
cosignatureMessage credentialInput decide decidingLayer decodeDisclosure decodeEntry
decodeStateEntry disclosureDigest encodeDisclosure encodeEvidence encodeMisbehaviour
encodeRecordEntry encodeStateEntry entryType equalBytes firmSecret firmSubject formatCheckpointText
formatCredential formatNote formatPolicy formatReceiptText formatSignatureLine formatTime
formatTlogProof formatVkey hexDecode hexEncode hmacSha256 isFieldName isKeyName isKind
isOfLaterVersions isPublicKey isStreamName isStreamOfKind isStreamOfLayout isTime isWellFormed
issuerKeyName keyId kindForm kindOfStream layersOf leafHash logKeyFor mapBit mapLeafHash mapNodeHash
messageBodyHash misbehaviour nodeHash parseAnyVkey parseCanonical parseCheckpoint parseCosignerVkey
parseCredential parseDecimal parseEvidence parseMisbehaviour parseNote parsePolicy parseReceipt
parseRelaxed parseSharingTerms parseTime parseTlogProof parseVkey policyOrigin prefixHashes
prefixRanges provenValue readU64 receiptKeyFor receiptKeyName receiptStatus recordRoot renderAsOf
renderMisbehaviour renderReason renderVerdict replayLog rootFromInclusionProof rootFromMapProof
rootFromSubtreeProof rootOfHashes rootsFromPrefix schemaHash secretHash sha256 stateAt statementsOf
streamKey subjectId u16 u64 utf8Decode utf8Encode verifyAcknowledgement verifyConsistency
verifyCosignatures verifyCredential verifyEd25519 verifyEvidence verifyInclusion verifyMisbehaviour
verifyNote verifyReceipt verifySharedRecord
`
  .split(/\s+/)
  .filter((name) => name !== "");
