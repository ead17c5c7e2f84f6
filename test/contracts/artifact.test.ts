import { readFile } from "node:fs/promises";
import { Interface } from "ethers";
import { expect, test } from "vitest";
import { artifactPath, CONTRACTS, renderArtifact } from "../../scripts/contracts/export-abi.ts";

test.each(CONTRACTS)(
  "the committed artifact of %s is what the sources give, byte for byte",
  async (name) => {
    expect(await readFile(artifactPath(name), "utf8")).toBe(await renderArtifact(name));
  },
  180_000,
);

test("the names of LedgerAnchor that others rely on", async () => {
  const { abi, contractName } = JSON.parse(await readFile(artifactPath("LedgerAnchor"), "utf8"));
  const contract = new Interface(abi);
  expect(contractName).toBe("LedgerAnchor");
  expect(contract.format(false).sort()).toMatchInlineSnapshot(`
    [
      "error InvalidConsistencyProof(bytes32 ledgerId, uint64 headSize, bytes32 headRoot, uint64 size, bytes32 root)",
      "error LedgerClosed(bytes32 ledgerId, bytes32 successor)",
      "error LedgerExists(bytes32 ledgerId)",
      "error NotAnchorer(bytes32 ledgerId, address caller)",
      "error NotOwner(bytes32 ledgerId, address caller)",
      "error NotPendingOwner(bytes32 ledgerId, address caller)",
      "error OriginLengthOutOfRange(uint256 length)",
      "error SizeNotAnchored(bytes32 ledgerId, uint64 size)",
      "error SizeNotGrowing(bytes32 ledgerId, uint64 headSize, uint64 size)",
      "error UnknownLedger(bytes32 ledgerId)",
      "error ZeroAnchorer()",
      "error ZeroLogKeyHash()",
      "error ZeroRoot(bytes32 ledgerId, uint64 size)",
      "event Anchored(bytes32 indexed ledgerId, uint64 indexed size, uint64 previousSize, bytes32 root)",
      "event AnchorerChanged(bytes32 indexed ledgerId, uint64 afterSize, address previousAnchorer, address anchorer)",
      "event LogKeyChanged(bytes32 indexed ledgerId, uint64 afterSize, bytes32 previousLogKeyHash, bytes32 logKeyHash)",
      "event OwnershipTransferStarted(bytes32 indexed ledgerId, address indexed owner, address indexed pendingOwner)",
      "event OwnershipTransferred(bytes32 indexed ledgerId, address indexed previousOwner, address indexed owner)",
      "event Registered(bytes32 indexed ledgerId, address indexed owner, address anchorer, bytes32 logKeyHash, string origin)",
      "event Succeeded(bytes32 indexed ledgerId, bytes32 indexed successor, uint64 size, bytes32 root)",
      "function acceptOwnership(bytes32 ledgerId)",
      "function anchor(bytes32 ledgerId, uint64 size, bytes32 root, bytes32[] proof)",
      "function changeAnchorer(bytes32 ledgerId, address anchorer)",
      "function changeLogKey(bytes32 ledgerId, bytes32 logKeyHash)",
      "function head(bytes32 ledgerId) view returns (uint64 size, bytes32 root)",
      "function ledger(bytes32 ledgerId) view returns ((address owner, address pendingOwner, address anchorer, uint64 size, uint64 inheritedSize, bool closed, bytes32 logKeyHash, bytes32 originHash, bytes32 predecessor, bytes32 successor))",
      "function ledgerIdOf(address registrant, string origin) view returns (bytes32 ledgerId)",
      "function register(string origin, address anchorer, bytes32 logKeyHash) returns (bytes32 ledgerId)",
      "function rootAt(bytes32 ledgerId, uint64 size) view returns (bytes32 root)",
      "function succeed(bytes32 ledgerId, uint64 size, string newOrigin, address anchorer, bytes32 logKeyHash) returns (bytes32 successor)",
      "function transferOwnership(bytes32 ledgerId, address pendingOwner)",
      "function verifyInclusion(bytes32 ledgerId, uint64 size, uint64 index, bytes32 leafHash, bytes32[] proof) view returns (bool included)",
    ]
  `);
});

test("the names of SharingTerms that others rely on", async () => {
  const { abi, contractName } = JSON.parse(await readFile(artifactPath("SharingTerms"), "utf8"));
  expect(contractName).toBe("SharingTerms");
  expect(new Interface(abi).format(false).sort()).toMatchInlineSnapshot(`
    [
      "constructor()",
      "error AgreementTerminated(bytes32 agreement, uint64 terminatedAt)",
      "error DeadlineAfterEnd(uint64 deadline, uint64 validUntil)",
      "error DeadlinePassed(uint64 deadline, uint64 time)",
      "error EmptyPeriod(uint64 validFrom, uint64 validUntil)",
      "error InvalidShortString()",
      "error InvalidSignature(bytes32 agreement, address signer, bytes32 digest)",
      "error NotParty(bytes32 agreement, address party)",
      "error NothingProposed(bytes32 agreement)",
      "error PeriodTooLong(uint64 validFrom, uint64 validUntil)",
      "error SameParty(address party)",
      "error StringTooLong(string str)",
      "error TimeNotReached(uint64 time, uint64 blockTime)",
      "error UnknownAgreement(bytes32 agreement)",
      "error UnknownVersion(bytes32 agreement, uint32 version)",
      "error WrongProposal(bytes32 agreement, uint64 expected, uint64 proposal)",
      "error WrongVersion(bytes32 agreement, uint32 expected, uint32 version)",
      "error ZeroLedger()",
      "error ZeroParty()",
      "error ZeroTermsHash()",
      "event Agreed(bytes32 indexed agreement, uint32 indexed version, uint64 proposal, bytes32 termsHash, uint64 inForceFrom)",
      "event EIP712DomainChanged()",
      "event Proposed(bytes32 indexed agreement, address indexed controller, address indexed recipient, address proposer, (address controller, address recipient, bytes32 salt, bytes32 ledgerId, bytes32 termsHash, uint32 version, uint64 proposal, uint64 validFrom, uint64 validUntil, uint64 deadline) terms)",
      "event Terminated(bytes32 indexed agreement, uint32 version, address party)",
      "event Withdrawn(bytes32 indexed agreement, uint64 proposal, address party)",
      "function accept(bytes32 id, uint64 proposal, bytes signature)",
      "function agreement(bytes32 id) view returns ((address controller, address recipient, uint32 versions, uint64 proposals, uint64 terminatedAt))",
      "function agreementIdOf(address controller, address recipient, bytes32 salt) view returns (bytes32 id)",
      "function conclude((address controller, address recipient, bytes32 salt, bytes32 ledgerId, bytes32 termsHash, uint32 version, uint64 proposal, uint64 validFrom, uint64 validUntil, uint64 deadline) terms, bytes controllerSignature, bytes recipientSignature) returns (bytes32 id)",
      "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
      "function isActive(bytes32 id) view returns (bool active)",
      "function pending(bytes32 id) view returns ((address proposer, uint64 proposal, uint32 version, bytes32 ledgerId, bytes32 termsHash, uint64 validFrom, uint64 validUntil, uint64 deadline) proposed)",
      "function propose((address controller, address recipient, bytes32 salt, bytes32 ledgerId, bytes32 termsHash, uint32 version, uint64 proposal, uint64 validFrom, uint64 validUntil, uint64 deadline) terms, address proposer, bytes signature) returns (bytes32 id)",
      "function terminate(bytes32 id, uint32 number, address party, uint64 deadline, bytes signature)",
      "function version(bytes32 id, uint32 number) view returns ((bytes32 ledgerId, bytes32 termsHash, uint64 validFrom, uint64 validUntil, uint64 agreedAt))",
      "function versionAt(bytes32 id, uint64 time) view returns (uint32 number)",
      "function wasActiveAt(bytes32 id, uint64 time) view returns (bool active)",
      "function withdraw(bytes32 id, uint64 proposal, address party, bytes signature)",
    ]
  `);
});
