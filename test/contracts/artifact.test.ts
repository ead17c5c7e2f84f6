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
  expect(new Interface(abi).format(false).sort()).toMatchInlineSnapshot();
});
