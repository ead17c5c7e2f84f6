import { type StoreUnderTest, storeConformance } from "../../helpers/store/conformance.ts";
import { faultyStore } from "../../helpers/store/faulty-store.ts";
import { memoryStore } from "../../helpers/store/memory-store.ts";

const reopen = { impossible: "memory forgets" };

storeConformance("the store in memory", async (): Promise<StoreUnderTest> => {
  return { store: memoryStore(), reopen, dispose: async () => {} };
});

storeConformance("the fault-injecting store while nothing fails", async () => {
  return { store: faultyStore(memoryStore()).store, reopen, dispose: async () => {} };
});
