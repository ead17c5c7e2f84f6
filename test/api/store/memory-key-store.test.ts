import { erasureConformance } from "../../helpers/store/erasure-conformance.ts";
import { faultyKeyStore } from "../../helpers/store/faulty-store.ts";
import { keyStoreConformance } from "../../helpers/store/key-conformance.ts";
import { memoryKeyStore } from "../../helpers/store/memory-key-store.ts";

const reopen = { impossible: "memory forgets" };
const dispose = async () => {};

keyStoreConformance("the key store in memory", async () => {
  return { store: memoryKeyStore(), reopen, dispose };
});

keyStoreConformance("the fault-injecting key store while nothing fails", async () => {
  return { store: faultyKeyStore(memoryKeyStore()).store, reopen, dispose };
});

erasureConformance("the key store in memory", async () => {
  return { store: memoryKeyStore(), reopen, dispose };
});
