/**
 * What `timestamp(bytes32)` of the Ethereum Attestation Service (EAS) does, assembled by hand: refuses what has a time already, writes the
 * block's time under the 32 bytes into a mapping, logs both, answers the time. Without its proxy, version and other functions, so it costs
 * somewhat less than the real one.
 */
const RUNTIME = [
  "600435", // the 32 bytes
  "80600052", // memory[0] = them
  "6000602052", // memory[32] = slot 0
  "6040600020", // the key of the mapping's value
  "8054", // what is there
  "604a57", // refuse if it is not 0
  "429055", // store the time
  "4290", // its topic, behind that of the 32 bytes
  // keccak256("Timestamped(bytes32,uint64)")
  "7f5aafceeb1c7ad58e4a84898bdee37c02c0fc46e7d24e6b60e8209449f183459f",
  "60006000a3", // the event, no data
  "4260005260206000f3", // answer the time
  "5b60006000fd", // refuse
].join("");

/** Code that deploys it. */
export function timestampContract(): string {
  const length = (RUNTIME.length / 2).toString(16).padStart(2, "0");
  return `0x60${length}80600b6000396000f3${RUNTIME}`;
}
